import type { Json } from '../core/json';

/** A parsed document; `body` is absent when nothing could be read. */
export interface ParsedDocument {
  readonly body?: Json;
  readonly problems: readonly string[];
}

/** Parses JSON or YAML by what the text looks like: a JSON document starts with `{` or `[`. */
export function parseDocument(text: string, file: string): ParsedDocument {
  const source = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const looksLikeJson = /^\s*[[{]/.test(source);
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
