import { isObject, type Json, type JsonObject } from '../json';
import { below, type Path, pointerOf } from '../path';
import type { Resolver } from './resolver';
import { DEEPEST } from './scope';
import type { InputProblem } from './template';

/** Copies that all loops of one template may make together. */
const MOST_COPIES = 20_000;
const SECTIONS = ['Resources', 'Conditions', 'Outputs'];
const LOOP = 'Fn::ForEach';

/** Loop variables and their values. */
type Bindings = ReadonlyMap<string, string>;

/** One expansion of one template. */
interface Expansion {
  readonly resolver: Resolver;
  readonly problems: InputProblem[];
  copies: number;
}

/** Whether the template can hold loops: it declares the transform, or a loop stands where resources do. */
export function mayLoop(body: JsonObject, hasLanguageExtensions: boolean): boolean {
  if (hasLanguageExtensions) return true;
  if (!isObject(body.Resources)) return false;
  for (const key in body.Resources) if (key.startsWith(LOOP)) return true;
  return false;
}

/**
 * `body` with every `Fn::ForEach` unrolled, in resources, conditions, outputs and properties. A loop over a collection that
 * is not known is a problem, and its body stays once, with the loop variable in it.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-foreach.html
 */
export function unrolled(body: JsonObject, resolver: Resolver): { readonly body: JsonObject; readonly problems: readonly InputProblem[] } {
  const expansion: Expansion = { resolver, problems: [], copies: 0 };
  const result: JsonObject = { ...body };
  for (const section of SECTIONS) {
    const node = body[section];
    if (isObject(node)) result[section] = expand(expansion, node, new Map(), below(undefined, section), 0);
  }
  return { body: result, problems: expansion.problems };
}

function expand(expansion: Expansion, node: Json, bindings: Bindings, at: Path | undefined, depth: number): Json {
  if (typeof node === 'string') return bindings.size === 0 ? node : substituted(node, bindings);
  if (typeof node !== 'object' || node === null || depth > DEEPEST) return node;
  if (Array.isArray(node)) return node.map((member, index) => expand(expansion, member, bindings, below(at, index), depth + 1));
  const keys = Object.keys(node);
  const reference = keys.length === 1 && typeof node.Ref === 'string' ? bindings.get(node.Ref) : undefined;
  if (reference !== undefined) return reference;
  const result: JsonObject = {};
  for (const key of keys) {
    const member = node[key] ?? null;
    if (key.startsWith(LOOP)) loop(expansion, key, member, bindings, below(at, key), depth, result);
    else define(result, substituted(key, bindings), expand(expansion, member, bindings, below(at, key), depth + 1));
  }
  return result;
}

function loop(
  expansion: Expansion,
  key: string,
  node: Json,
  bindings: Bindings,
  at: Path | undefined,
  depth: number,
  into: JsonObject,
): void {
  const problem = (message: string) =>
    expansion.problems.push({ template: expansion.resolver.template.name, location: pointerOf(at), message });
  const [identifier, collection, fragment] = Array.isArray(node) ? node : [];
  if (typeof identifier !== 'string' || collection === undefined || !isObject(fragment)) {
    problem(`"${key}" expects a name, a collection and an object`);
    return;
  }
  const unrollWith = (inner: Bindings) => {
    const copy = expand(expansion, fragment, inner, below(at, 2), depth + 1);
    if (isObject(copy)) for (const [name, member] of Object.entries(copy)) define(into, name, member);
  };
  let isKnown = true;
  for (const { value } of expansion.resolver.list(expand(expansion, collection, bindings, below(at, 1), depth + 1), below(at, 1))) {
    if (typeof value !== 'string') {
      isKnown = false;
      continue;
    }
    expansion.copies += 1;
    if (expansion.copies > MOST_COPIES) {
      if (expansion.copies === MOST_COPIES + 1) problem(`loops make more than ${MOST_COPIES} copies: the others are not read`);
      return;
    }
    unrollWith(new Map(bindings).set(identifier, value));
  }
  if (isKnown) return;
  problem(`the collection of "${key}" is only known at deployment: its body is read once, as it is written`);
  unrollWith(bindings);
}

/** `${Name}` as the value, `&{Name}` as the value without what a logical id cannot hold. */
function substituted(text: string, bindings: Bindings): string {
  if (bindings.size === 0 || !text.includes('{')) return text;
  return text.replace(/([$&])\{\s*([^{}]+?)\s*\}/g, (written, sign: string, name: string) => {
    const value = bindings.get(name);
    if (value === undefined) return written;
    return sign === '&' ? value.replace(/[^A-Za-z0-9]/g, '') : value;
  });
}

/** `__proto__` is a key like any other. */
function define(object: JsonObject, name: string, value: Json): void {
  if (name === '__proto__') Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  else object[name] = value;
}
