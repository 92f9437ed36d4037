import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments, type YAMLMap } from 'yaml';
import { isObject, type Json, type JsonObject } from '../core/json';
import type { ParsedDocument } from './document';

/** Short forms of intrinsics: `!Sub` is `Fn::Sub`; these two keep their names. */
const SAME_NAME = new Set(['Ref', 'Condition']);
const INTRINSICS = new Set([
  ...SAME_NAME,
  'And',
  'Base64',
  'Cidr',
  'Contains',
  'EachMemberEquals',
  'EachMemberIn',
  'Equals',
  'FindInMap',
  'ForEach',
  'GetAZs',
  'GetAtt',
  'GetStackOutput',
  'If',
  'ImportValue',
  'Join',
  'Length',
  'Not',
  'Or',
  'RefAll',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
  'ValueOf',
  'ValueOfAll',
]);

/** Values that aliases may unfold to: a template has fewer. */
const MOST_NODES = 1_000_000;
const DEEPEST = 1_000;

/** One document while it is read. */
interface Reading {
  readonly document: Document.Parsed;
  readonly problems: string[];
  readonly place: (node: Node | null | undefined) => string;
  /** Anchors that are being unfolded, to notice circles. */
  readonly unfolding: Set<Node>;
  /** What each alias stands for: finding its anchor is a walk through the document. */
  readonly targets: Map<Node, Node | undefined>;
  left: number;
}

class Unreadable extends Error {}

/**
 * Parses YAML as CloudFormation does: short forms of intrinsics become long ones, and only numbers, booleans and null are
 * told from text. Numbers that would not be written back the same (`012345678901`, `1.0`) stay text, dates do too.
 * Aliases are unfolded: no two places share an object.
 */
export function parseYaml(source: string): ParsedDocument {
  const lines = new LineCounter();
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `at line ${line}, column ${col}`;
  };
  const problems: string[] = [];
  try {
    const documents = parseAllDocuments(source, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
    const [document, second] = documents;
    if (document === undefined) return { body: null, problems };
    if (second !== undefined) problems.push(`more than one document: only the first is read, the next starts ${at(second.range[0])}`);
    for (const error of document.errors) problems.push(`not valid YAML: ${lowerFirst(error.message)} ${at(error.pos[0])}`);
    const place = (node: Node | null | undefined) => (node?.range ? at(node.range[0]) : 'in this file');
    const reading: Reading = { document, problems, place, unfolding: new Set(), targets: new Map(), left: MOST_NODES };
    return { body: jsonOf(reading, document.contents, 0), problems };
  } catch (error) {
    const reason =
      error instanceof Unreadable ? error.message : `not valid YAML: ${lowerFirst(error instanceof Error ? error.message : String(error))}`;
    return { problems: [...problems, reason] };
  }
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

function jsonOf(reading: Reading, node: Node | null | undefined, depth: number): Json {
  if (node === null || node === undefined) return null;
  reading.left -= 1;
  if (reading.left < 0) throw new Unreadable(`aliases unfold to more than ${MOST_NODES} values`);
  if (depth > DEEPEST) throw new Unreadable(`nested deeper than ${DEEPEST} levels`);
  if (isAlias(node)) return unfold(reading, node, depth);
  const { tag } = node;
  if (tag === undefined || !tag.startsWith('!') || tag === '!') return untagged(reading, node, depth);
  const name = tag.slice(1);
  if (!INTRINSICS.has(name) && !name.startsWith('ForEach::')) {
    reading.problems.push(`unknown tag "${tag}" ${reading.place(node)}`);
    return { [`Fn::${name}`]: untagged(reading, node, depth) };
  }
  return { [SAME_NAME.has(name) ? name : `Fn::${name}`]: untagged(reading, node, depth) };
}

function unfold(reading: Reading, alias: Node, depth: number): Json {
  const target = targetOf(reading, alias);
  if (target === undefined) {
    reading.problems.push(`alias of an anchor that does not exist ${reading.place(alias)}`);
    return null;
  }
  if (reading.unfolding.has(target)) throw new Unreadable(`an alias stands inside its own anchor ${reading.place(alias)}`);
  reading.unfolding.add(target);
  const value = jsonOf(reading, target, depth + 1);
  reading.unfolding.delete(target);
  return value;
}

function targetOf({ document, targets }: Reading, alias: Node): Node | undefined {
  if (targets.has(alias)) return targets.get(alias);
  const target = isAlias(alias) ? alias.resolve(document) : undefined;
  targets.set(alias, target);
  return target;
}

function untagged(reading: Reading, node: Node, depth: number): Json {
  if (isScalar(node)) return scalarOf(node.value, node.source);
  if (isSeq(node)) return node.items.map((item) => jsonOf(reading, asNode(item), depth + 1));
  return isMap(node) ? mapOf(reading, node, depth) : null;
}

function scalarOf(value: unknown, source: string | undefined): Json {
  if (typeof value === 'number') return source === undefined || String(value) === source ? value : source;
  if (typeof value === 'bigint') return source ?? String(value);
  return typeof value === 'string' || typeof value === 'boolean' ? value : null;
}

function asNode(value: unknown): Node | null {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value) ? value : null;
}

function mapOf(reading: Reading, map: YAMLMap, depth: number): JsonObject {
  const object: JsonObject = {};
  const merged: JsonObject[] = [];
  for (const { key, value } of map.items) {
    const keyNode = asNode(key);
    const name = keyOf(reading, keyNode, depth);
    const member = jsonOf(reading, asNode(value), depth + 1);
    if (name === '<<' && isScalar(keyNode) && keyNode.type === 'PLAIN') merged.push(...[member].flat().filter(isObject));
    else define(object, name, member);
  }
  for (const source of merged) {
    for (const [name, member] of Object.entries(source)) if (!Object.hasOwn(object, name)) define(object, name, member);
  }
  return object;
}

/** A key as text; also where it is written as an intrinsic or a list, which CloudFormation refuses. */
function keyOf(reading: Reading, key: Node | null, depth: number): string {
  if (isScalar(key) && key.tag === undefined) return key.source ?? String(key.value);
  const value = jsonOf(reading, key, depth + 1);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** `__proto__` is a key like any other. */
function define(object: JsonObject, name: string, value: Json): void {
  if (name === '__proto__') Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  else object[name] = value;
}
