import { isObject, type Json } from '../json';
import { below, type Path } from '../path';

/** A value of a template under the name that a person knows it by. */
export interface NamedValue {
  /** The property, the key of a map, or what stands under `Name` or `Key` beside a `Value`. */
  readonly name: string;
  readonly value: Json;
  readonly at: Path;
}

/** What a walk over raw values meets. */
export interface LiteralVisitor {
  named(entry: NamedValue): void;
  /** Every text, also within intrinsics. `name` is the nearest property above it. */
  text(text: string, at: Path, name: string): void;
}

const DEEPEST = 100;
const NAMES = ['Name', 'Key', 'OptionName', 'ParameterKey', 'name', 'key'] as const;
const VALUES = ['Value', 'ParameterValue', 'value'] as const;

/** Types of entries whose value says where the secret is kept. */
const KEPT_ELSEWHERE = new Set(['SECRETS_MANAGER', 'PARAMETER_STORE']);

/** Walks over everything below `node`, unresolved: both branches of a condition, every part of a join. */
export function visitLiterals(node: Json, at: Path, visitor: LiteralVisitor, name = '', depth = 0): void {
  if (typeof node === 'string') {
    visitor.text(node, at, name);
    return;
  }
  if (typeof node !== 'object' || node === null || depth > DEEPEST) return;
  if (Array.isArray(node)) {
    node.forEach((member, index) => {
      visitLiterals(member, below(at, index), visitor, name, depth + 1);
    });
    return;
  }
  const entry = entryOf(node, at);
  if (entry !== undefined) visitor.named(entry);
  for (const key of Object.keys(node)) {
    const value = node[key];
    if (value === undefined || value === null) continue;
    const place = below(at, key);
    const isIntrinsic = key.startsWith('Fn::') || key === 'Ref';
    if (!isIntrinsic) visitor.named({ name: key, value, at: place });
    visitLiterals(value, place, visitor, isIntrinsic ? name : key, depth + 1);
  }
}

function entryOf(node: { readonly [key: string]: Json }, at: Path): NamedValue | undefined {
  const key = VALUES.find((each) => node[each] !== undefined);
  if (key === undefined || (typeof node.Type === 'string' && KEPT_ELSEWHERE.has(node.Type))) return undefined;
  const name = NAMES.map((each) => node[each]).find((each) => typeof each === 'string');
  const value = node[key];
  return typeof name !== 'string' || value === undefined || (isObject(value) && Object.keys(value).length !== 1)
    ? undefined
    : { name, value, at: below(at, key) };
}
