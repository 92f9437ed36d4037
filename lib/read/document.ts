import type { Json } from '../core/json';
import { CLOSE_LIST, CLOSE_OBJECT, endOfString, OPEN_LIST, OPEN_OBJECT, QUOTE } from './json-scan';

/** A parsed document; `body` is absent when nothing could be read. */
export interface ParsedDocument {
  readonly body?: Json;
  readonly problems: readonly string[];
}

/** Parses JSON or YAML by what the text looks like: a JSON document starts with `{` or `[`. */
export function parseDocument(text: string, file: string): ParsedDocument {
  const source = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const looksLikeJson = /^\s*[[{]/.test(source);
  if (looksLikeJson && SIGNS_OF_DEPTH.some((sign) => source.includes(sign)) && isDeep(source))
    return { problems: [`nested deeper than ${DEEPEST} levels`] };
  if (looksLikeJson || /\.json$/i.test(file)) {
    try {
      const body: Json = JSON.parse(source);
      return { body, problems: [] };
    } catch (error) {
      // `{ Resources: … }` is YAML's flow style.
      if (/\.json$/i.test(file)) return { problems: [jsonProblem(source, error)] };
    }
  }
  // The parser is loaded when a YAML file is there to parse.
  const { parseYaml }: typeof import('./yaml') = require('./yaml');
  return parseYaml(source);
}

/** Templates are some twenty levels deep. Deeper ones than this can only be meant to exhaust what walks them. */
const DEEPEST = 1_000;

/**
 * What the end or the indentation of a deep document looks like. Counting brackets would cost half as much as parsing, for
 * every template; looking for these costs next to nothing.
 */
const SIGNS_OF_DEPTH = [']'.repeat(64), '}'.repeat(64), ']}'.repeat(32), ' '.repeat(500), '\t'.repeat(500)];

/** Whether brackets outside strings nest deeper than anything can follow. */
function isDeep(json: string): boolean {
  let depth = 0;
  for (let index = 0; index < json.length; index += 1) {
    const character = json.charCodeAt(index);
    if (character === QUOTE) {
      index = endOfString(json, index);
    } else if (character === OPEN_LIST || character === OPEN_OBJECT) {
      depth += 1;
      if (depth > DEEPEST) return true;
    } else if (character === CLOSE_LIST || character === CLOSE_OBJECT) {
      depth -= 1;
    }
  }
  return false;
}

/** What `JSON.parse` says, with line and column. */
function jsonProblem(source: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const position = /at position (\d+)/.exec(message)?.[1];
  const offset = position === undefined ? source.length : Number(position);
  const before = source.slice(0, offset);
  const line = before.split('\n').length;
  const column = offset - before.lastIndexOf('\n');
  const what = message
    .replace(/ (in JSON )?at position \d+.*$/s, '')
    .replace(/, ("|\.\.\.).*is not valid JSON$/s, '')
    .replace(/^[A-Z]/, (letter) => letter.toLowerCase());
  return `not valid JSON: ${what} at line ${line}, column ${column}`;
}
