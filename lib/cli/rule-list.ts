import type { PackName, Rule, RuleSeverity } from '../core/rule';

/** One rule as `rules --format json` prints it. */
export interface ListedRule {
  readonly id: string;
  /** The part of the id before the slash. */
  readonly domain: string;
  readonly title: string;
  readonly severity: Readonly<Record<PackName, RuleSeverity>>;
  readonly catalogue: readonly string[];
  readonly peers: readonly string[];
}

/** The rules as data, sorted by id. */
export function listRules(rules: readonly Rule[]): readonly ListedRule[] {
  return rules
    .map(({ meta }) => ({
      id: meta.id,
      domain: meta.id.slice(0, meta.id.indexOf('/')),
      title: meta.title,
      severity: meta.severity,
      catalogue: meta.catalogue,
      peers: meta.peers,
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** How `rules` prints them, by format. */
export const ruleLists: Readonly<Record<'text' | 'json', (rules: readonly ListedRule[]) => string>> = {
  json: (rules) => `${JSON.stringify(rules, undefined, 2)}\n`,
  text: (rules) => {
    const packs: readonly PackName[] = ['recommended', 'strict', 'critical'];
    const rows = [
      ['rule', ...packs, 'a compliant template'],
      ...rules.map((rule) => [rule.id, ...packs.map((pack) => rule.severity[pack]), rule.title]),
    ];
    const widths = rows.reduce<number[]>((widest, row) => row.map((cell, column) => Math.max(cell.length, widest[column] ?? 0)), []);
    return rows
      .map(
        (row) =>
          `${row
            .map((cell, column) => cell.padEnd(widths[column] ?? 0))
            .join('  ')
            .trimEnd()}\n`,
      )
      .join('');
  },
};
