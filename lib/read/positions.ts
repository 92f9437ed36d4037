import type { Position } from '../core/position';
import { CLOSE_LIST, CLOSE_OBJECT, endOfString, OPEN_LIST, OPEN_OBJECT, QUOTE } from './json-scan';

/** Answers where a JSON pointer leads, in one text; as far as it leads, when what it ends in is not written there. */
export type PositionOf = (pointer: string) => Position | undefined;

/** Where JSON pointers lead in a text that parses, JSON or YAML. What is not asked for is skipped, not read. */
export function positionsIn(text: string): PositionOf {
  if (/^\ufeff?\s*[[{]/.test(text)) {
    const { offsetIn } = jsonOffsets(text);
    const positionAt = lineIndex(text);
    return (pointer) => positionAt(offsetIn(keysOf(pointer)));
  }
  // The parser is loaded when a YAML file is there to parse.
  const { yamlPositions }: typeof import('./yaml-positions') = require('./yaml-positions');
  const positionOf = yamlPositions(text);
  return (pointer) => positionOf(keysOf(pointer));
}

function keysOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Lines by offset. */
function lineIndex(text: string): (offset: number) => Position {
  const starts = [0];
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

/** Where a member of an object or list is written, and where its value begins. */
interface Member {
  readonly at: number;
  readonly value: number;
}

function jsonOffsets(text: string): { readonly offsetIn: (keys: readonly string[]) => number } {
  const known = new Map<number, ReadonlyMap<string, Member>>();
  const membersOf = (value: number): ReadonlyMap<string, Member> => {
    let members = known.get(value);
    if (members === undefined) {
      members = membersAt(text, value);
      known.set(value, members);
    }
    return members;
  };
  const start = afterBlanks(text, text.charCodeAt(0) === 0xfeff ? 1 : 0);
  return {
    offsetIn(keys) {
      let member: Member = { at: start, value: start };
      for (const key of keys) {
        const next = membersOf(member.value).get(key);
        if (next === undefined) break;
        member = next;
      }
      return member.at;
    },
  };
}

const COMMA = 44;
const COLON = 58;

/** The members of the object or list at an offset; none of any other value. */
function membersAt(text: string, start: number): ReadonlyMap<string, Member> {
  const members = new Map<string, Member>();
  const isObject = text.charCodeAt(start) === OPEN_OBJECT;
  if (!isObject && text.charCodeAt(start) !== OPEN_LIST) return members;
  let at = afterBlanks(text, start + 1);
  while (at < text.length && text.charCodeAt(at) !== CLOSE_OBJECT && text.charCodeAt(at) !== CLOSE_LIST) {
    let value = at;
    let key = String(members.size);
    if (isObject) {
      const end = afterString(text, at);
      key = JSON.parse(text.slice(at, end));
      value = afterBlanks(text, afterBlanks(text, end, COLON));
    }
    members.set(key, { at, value });
    at = afterBlanks(text, endOfValue(text, value), COMMA);
  }
  return members;
}

/** The first offset that is neither a blank nor, once, `sign`. */
function afterBlanks(text: string, from: number, sign?: number): number {
  let at = from;
  let left = sign;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === left) left = undefined;
    else if (code !== 32 && code !== 10 && code !== 13 && code !== 9) break;
  }
  return at;
}

function endOfValue(text: string, start: number): number {
  const first = text.charCodeAt(start);
  if (first === QUOTE) return afterString(text, start);
  if (first !== OPEN_OBJECT && first !== OPEN_LIST) {
    let end = start;
    while (end < text.length && !/[\s,\]}]/.test(text.charAt(end))) end += 1;
    return Math.max(end, start + 1);
  }
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = afterString(text, at) - 1;
    else if (code === OPEN_OBJECT || code === OPEN_LIST) depth += 1;
    else if (code === CLOSE_OBJECT || code === CLOSE_LIST) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

/** After the closing quote of the string that starts at `start`; the end of the text when it has none. */
function afterString(text: string, start: number): number {
  return Math.min(endOfString(text, start) + 1, text.length);
}
