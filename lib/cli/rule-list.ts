import type { CheckOptions, SeverityOverride } from '../core/options';
import { namesRule, severitiesOf } from '../core/overrides';
import type { PackName, Rule, RuleMeta, RuleSeverity, RuleSource } from '../core/rule';

/** The name of a form of the list, as `--format` takes it. */
export type ListFormat = 'text' | 'json';

/** One rule as `rules --format json` prints it. */
export interface ListedRule {
  readonly id: string;
  /** The part of the id before the slash. */
  readonly domain: string;
  readonly title: string;
  /** In each pack, whatever the configuration says. */
  readonly severity: Readonly<Record<PackName, RuleSeverity>>;
  readonly catalogue: readonly string[];
  readonly peers: readonly string[];
  readonly source: RuleSource;
  /** In the chosen pack, with what the configuration says of every place. */
  readonly effective: RuleSeverity;
  /** Whether the configuration has something to say about the rule, be it for some places only. */
  readonly configured: boolean;
}

/** The rules as data, sorted by id: those of the package and those of the app's owners. */
export function listRules(rules: readonly Rule[], options: CheckOptions): readonly ListedRule[] {
  const { pack = 'recommended', overrides = [], customRules = [] } = options;
  return [...rules, ...customRules]
    .map(({ meta }) => ({
      id: meta.id,
      domain: meta.id.slice(0, meta.id.indexOf('/')),
      title: meta.title,
      severity: meta.severity,
      catalogue: meta.catalogue,
      peers: meta.peers,
      source: meta.source ?? ('own' as const),
      effective: severitiesOf(meta, pack, overrides).everywhere,
      configured: isConfigured(meta, pack, overrides),
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

function isConfigured(meta: RuleMeta, pack: PackName, overrides: readonly SeverityOverride[]): boolean {
  const runs = meta.severity[pack] !== 'off';
  return overrides.some((override) => (runs ? namesRule(override, meta.id) : override.rule === meta.id));
}

const packs: readonly PackName[] = ['recommended', 'strict', 'critical'];

/** How `rules` prints them, by format. */
export const ruleLists: Readonly<Record<ListFormat, (rules: readonly ListedRule[]) => string>> = {
  json: (rules) => `${JSON.stringify(rules, undefined, 2)}\n`,
  text: (rules) => {
    const isConfigured = rules.some(({ configured }) => configured);
    return table([
      ['rule', ...packs, ...(isConfigured ? ['configured'] : []), 'a compliant template'],
      ...rules.map((rule) => [
        rule.id,
        ...packs.map((pack) => rule.severity[pack]),
        ...(isConfigured ? [rule.configured ? rule.effective : ''] : []),
        rule.title,
      ]),
    ]);
  },
};

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>((widest, row) => row.map((cell, column) => Math.max(cell.length, widest[column] ?? 0)), []);
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}
