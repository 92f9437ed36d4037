import type { Json } from '../json';
import type { Path } from '../path';
import type { SymbolicString } from './symbolic';
import type { Resource, Template } from './template';

/** A value with the place it was read from (the branch of an `Fn::If`, the entry of a list). */
export interface Located<T> {
  readonly value: T;
  readonly at: Path | undefined;
}

/** A resolved string and its place: an action, a resource ARN, a property value. */
export type Element = Located<SymbolicString>;

/**
 * One choice for the conditions that a piece of a template depends on: condition name → its truth. Resolving inside a
 * world takes exactly one branch of every `Fn::If` on those conditions, so that values which can never meet are never
 * combined. The empty world decides nothing: there `Fn::If` yields both feasible branches as alternatives.
 */
export type World = ReadonlyMap<string, boolean>;

/** Resolved one level deep: a string, or a list or object whose members are still to be resolved. `undefined` is `AWS::NoValue`. */
export type Shallow = SymbolicString | readonly Json[] | { readonly [key: string]: Json } | null | undefined;

/**
 * Resolves the intrinsics of one template, on demand: only what a rule asks for is ever resolved.
 * Nothing here throws on bad input: what cannot be resolved is an `unknown` hole that carries the reason.
 */
export interface Resolver {
  readonly template: Template;

  /** The feasible worlds for everything below `node`; `[empty world]` when no `Fn::If` occurs. At most 64: beyond, the empty world alone. */
  worldsOf(node: Json | undefined): readonly World[];

  /**
   * `node` one level deep, as alternatives: more than one when an `Fn::If`, a parameter with allowed values or a map
   * lookup leaves a choice. JSON scalars come back as strings (`true` → `"true"`, 22 → `"22"`).
   */
  shallow(node: Json | undefined, at: Path | undefined, world?: World): readonly Located<Shallow>[];

  /** All feasible strings of a scalar property. A list or an object where a string belongs is an `unknown` hole. Absent (also `AWS::NoValue`): none. */
  strings(node: Json | undefined, at: Path | undefined, world?: World): readonly Element[];

  /**
   * All feasible strings of a string-or-list property, flattened; nested lists and `Fn::If` inside the list included.
   * A place that is a list as a whole but unknown (a macro, a list parameter without default) is one element with a hole.
   */
  list(node: Json | undefined, at: Path | undefined, world?: World): readonly Element[];

  /** Whether the property can be absent: missing, null, or `AWS::NoValue` in a feasible branch. */
  canBeAbsent(node: Json | undefined, world?: World): boolean;

  /** The resource a value points at, when it is exactly one `Ref` or `Fn::GetAtt` of a resource in the input (also across templates). */
  target(value: SymbolicString): Resource | undefined;

  /** Fn::ToJsonString or a JSON text as an object: policy documents may be given so. `undefined` when the text is no JSON object or list. */
  parseText(value: SymbolicString): Json | undefined;
}
