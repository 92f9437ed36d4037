import type { BaselineEntry, StatementContent } from '../core/baseline';

/** The version of the file; another one is refused. */
export const SCHEMA_VERSION = 1;

/** What tells an entry from all others: everything but its day and its count. */
export function sameEntry({ rule, evidence, severity, type, place, statement, value }: BaselineEntry): string {
  return JSON.stringify([place, rule, evidence, severity, type ?? '', statement === undefined ? '' : sameContent(statement), value ?? '']);
}

/** The order of entries in the file: by place, so that changes of one stack stand together. */
export function inOrder(a: BaselineEntry, b: BaselineEntry): number {
  const [before, after] = [sameEntry(a), sameEntry(b)];
  return before < after ? -1 : before > after ? 1 : 0;
}

/** The text of a baseline: one line for each entry, so that a review shows what came and went, and merges are easy. */
export function textOf(entries: readonly BaselineEntry[]): string {
  const lines = [...entries].sort(inOrder).map((entry) => `    ${lineOf(entry)}`);
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`;
  return `{\n  "schemaVersion": ${SCHEMA_VERSION},\n  "findings": ${list}\n}\n`;
}

function lineOf({ rule, evidence, severity, type, place, statement, value, since, count }: BaselineEntry): string {
  const content = statement === undefined ? undefined : JSON.parse(sameContent(statement));
  const fields = { place, rule, evidence, severity, type, statement: content, value, since, count };
  return JSON.stringify(fields);
}

/** The fields of a statement, in the order in which IAM documents have them. */
export const STATEMENT_LISTS = [
  'principal',
  'notPrincipal',
  'action',
  'notAction',
  'resource',
  'notResource',
  'condition',
  'holder',
  'unresolved',
] as const;

/** A statement as text; equal texts are equal statements. */
export function sameContent(content: StatementContent): string {
  const { effect, conditional } = content;
  const lists = Object.fromEntries(STATEMENT_LISTS.map((key) => [key, content[key]]));
  return JSON.stringify({ effect, ...lists, conditional });
}
