import type { BaselineEntry, StatementContent } from '../core/baseline';

/** The version of the file; another one is refused. */
export const SCHEMA_VERSION = 1;

/** What tells an entry from all others: everything but its day and its count. */
export function sameEntry({ rule, evidence, severity, type, place, statement, value }: BaselineEntry): string {
  return JSON.stringify([place, rule, evidence, severity, type ?? '', statement === undefined ? '' : sameContent(statement), value ?? '']);
}

/** Entries in the order of the file: by place, so that changes of one stack stand together. */
export function sortedEntries(entries: readonly BaselineEntry[]): readonly BaselineEntry[] {
  return entries
    .map((entry) => [sameEntry(entry), entry] as const)
    .sort(([before], [after]) => (before < after ? -1 : before > after ? 1 : 0))
    .map(([, entry]) => entry);
}

/** The text of a baseline: one line for each entry, so that a review shows what came and went, and merges are easy. */
export function textOf(entries: readonly BaselineEntry[]): string {
  const lines = sortedEntries(entries).map((entry) => `    ${lineOf(entry)}`);
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`;
  return `{\n  "schemaVersion": ${SCHEMA_VERSION},\n  "findings": ${list}\n}\n`;
}

function lineOf({ rule, evidence, severity, type, place, statement, value, since, count }: BaselineEntry): string {
  const fields = { place, rule, evidence, severity, type, statement: statement && inOrder(statement), value, since, count };
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

const texts = new WeakMap<StatementContent, string>();

/** A statement as text; equal texts are equal statements. */
export function sameContent(content: StatementContent): string {
  let text = texts.get(content);
  if (text === undefined) {
    text = JSON.stringify(inOrder(content));
    texts.set(content, text);
  }
  return text;
}

function inOrder(content: StatementContent): object {
  const { effect, conditional } = content;
  const lists = Object.fromEntries(STATEMENT_LISTS.map((key) => [key, content[key]]));
  return { effect, ...lists, conditional };
}
