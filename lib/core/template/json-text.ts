import { isObject, type Json, type JsonObject } from '../json';
import { below, type Path } from '../path';
import { NOTHING } from './given';
import { type Alternatives, type Context, cannotTell, DEEPEST, evaluate, only, prepare, type Workspace } from './scope';
import { combinations, isList, isText, membersOf, product, TOO_MANY } from './strings';
import { concat, type Hole, type SymbolicString } from './symbolic';

/** What `Fn::ToJsonString` gives: the JSON text of `node` with its intrinsics resolved. */
export function jsonText(context: Context, node: Json, place: Path | undefined, at: Path | undefined): Alternatives<SymbolicString> {
  const pieces = piecesOf(context, node, place);
  return pieces.map(({ value, given }) => ({ value: value ?? 'null', at, given }));
}

/** `undefined` where the value is absent (`AWS::NoValue`). */
function piecesOf(context: Context, node: Json, place: Path | undefined): Alternatives<SymbolicString | undefined> {
  if (context.depth > DEEPEST) return cannotTell(context, 'nested too deeply', place);
  if (typeof node === 'number' || typeof node === 'boolean' || node === null) return only(context, String(node), place);
  return evaluate(context, node, place).flatMap(({ value, at, given }): Alternatives<SymbolicString | undefined> => {
    const here = { ...context, given, depth: context.depth + 1 };
    if (value === undefined) return only(here, undefined, at);
    if (value === null) return only(here, 'null', at);
    if (isText(value)) return only(here, quoted(value), at);
    if (isList(value)) {
      const members = membersOf(context.scope.workspace, value, at).members.map((member) => piecesOf(here, member.node, member.at));
      return composed(here, members, at, (values) => ['[', values.filter((each) => each !== undefined), ']']);
    }
    const keys = Object.keys(value);
    const members = keys.map((key) => piecesOf(here, value[key] ?? null, below(at, key)));
    return composed(here, members, at, (values) => [
      '{',
      values.flatMap((each, index) => (each === undefined ? [] : [concat([`${JSON.stringify(keys[index])}:`, each])])),
      '}',
    ]);
  });
}

function composed(
  context: Context,
  members: readonly Alternatives<SymbolicString | undefined>[],
  at: Path | undefined,
  combine: (values: readonly (SymbolicString | undefined)[]) => readonly [string, readonly SymbolicString[], string],
): Alternatives<SymbolicString> {
  const rows = product(context, members);
  if (rows === undefined) return cannotTell(context, TOO_MANY, at);
  return rows.flatMap(({ value, given }) => {
    const [opening, values, closing] = combine(value);
    const separated = values.flatMap((each, index) => (index === 0 ? [each] : [',', each]));
    const here = { ...context, given };
    return combinations(
      here,
      [opening, ...separated, closing].map((each) => only(here, each, at)),
      at,
      concat,
    );
  });
}

function quoted(value: SymbolicString): SymbolicString {
  if (typeof value === 'string') return JSON.stringify(value);
  return concat([
    '"',
    ...value.parts.map((part): SymbolicString => (typeof part === 'string' ? JSON.stringify(part).slice(1, -1) : { parts: [part] })),
    '"',
  ]);
}

/** Stands for the hole of the same position while the text is parsed; a noncharacter, so that no template holds it. */
const MARK = '\uFFFE';

/** A JSON text as the object or list it is, with its holes as nodes that resolve to themselves; `undefined` when it is neither. */
export function parseJsonText(workspace: Workspace, value: SymbolicString): Json | undefined {
  const holes: Hole[] = [];
  let text = '';
  for (const part of typeof value === 'string' ? [value] : value.parts) {
    if (typeof part === 'string') text += part;
    else text += `${MARK}${holes.push(part) - 1}${MARK}`;
  }
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const parsed: Json = JSON.parse(text);
    return holes.length === 0 ? parsed : withHoles(workspace, parsed, holes);
  } catch {
    return undefined;
  }
}

function withHoles(workspace: Workspace, node: Json, holes: readonly Hole[]): Json {
  if (typeof node === 'string')
    return node.includes(MARK) ? prepare(workspace, { value: filled(node, holes), at: undefined, given: NOTHING }) : node;
  if (Array.isArray(node)) return node.map((member) => withHoles(workspace, member, holes));
  if (!isObject(node)) return node;
  const copy: JsonObject = {};
  for (const [key, member] of Object.entries(node)) {
    Object.defineProperty(copy, key, { value: withHoles(workspace, member, holes), enumerable: true, configurable: true, writable: true });
  }
  return copy;
}

function filled(text: string, holes: readonly Hole[]): SymbolicString {
  return concat(
    text.split(MARK).map((piece, index): SymbolicString => {
      const hole = index % 2 === 1 ? holes[Number(piece)] : undefined;
      return hole === undefined ? piece : { parts: [hole] };
    }),
  );
}
