import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkTemplates } from '../../lib/check';
import type { JsonObject } from '../../lib/core/json';
import type { Result } from '../../lib/core/result';
import type { PackName, Rule, RuleExample, RuleMessage } from '../../lib/core/rule';
import { buildTemplates } from '../../lib/core/template';
import { rules } from '../../policies';
import { packs } from '../../policies/packs';

const root = join(__dirname, '..', '..');

function bodyOf(example: RuleExample): JsonObject {
  return example.template ?? { Resources: example.resources ?? {} };
}

function findingsOf(rule: Rule, example: RuleExample): Result['findings'] {
  // Every pack may switch a rule off; examples run in the strictest, which runs them all.
  const { account, settings = {} } = example;
  const input = { name: 'example.template.json', body: bodyOf(example), ...(account === undefined ? {} : { account }) };
  return checkTemplates(buildTemplates([input]), { pack: 'strict', settings }, [rule]).findings;
}

/** The message of a rule that `finding` was worded from. */
function messageIdOf(rule: Rule, finding: Result['findings'][number]): string {
  const matching = Object.entries<RuleMessage>(rule.messages).filter(([, message]) => patternOf(message.what).test(finding.message));
  return matching.map(([id]) => id).join(' or ') || `(no message reads like "${finding.message}")`;
}

function patternOf(wording: string): RegExp {
  const literal = wording.split(/\{\w+\}/).map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('[^]*')}(?: \\(written by CDK's .*\\))?$`);
}

describe.each(rules.map((rule) => [rule.meta.id, rule] as const))('%s', (id, rule) => {
  test('lives in the file, and is tested by the file, that its id names', () => {
    expect(existsSync(join(root, 'policies', `${id}.ts`))).toBe(true);
    // Rules that cdk-nag judges are held to it by their examples, and all of them by nag-rules.test.ts.
    const isOwn = rule.meta.source !== 'cdk-nag';
    expect(existsSync(join(root, 'test', 'policies', `${id}.test.ts`))).toBe(isOwn);
  });

  test('says who it is', () => {
    expect(id).toMatch(/^[a-z-]+\/(?:no|require|prefer)-[a-z-]+$/);
    expect(rule.meta.title).toMatch(/^[A-Z].*[^.]$/);
    expect(rule.meta.rationale).toMatch(/^[A-Z].*\.$/);
    if (rule.meta.source !== 'cdk-nag') expect(rule.meta.catalogue.length).toBeGreaterThan(0);
    expect(rule.meta.references.length).toBeGreaterThan(0);
    for (const reference of rule.meta.references) expect(reference).toMatch(/^https:\/\//);
    expect(Object.keys(rule.meta.severity).sort()).toEqual(packs.map(({ name }) => name).sort());
  });

  test.each(Object.entries<RuleMessage>(rule.messages))('words "%s" as a fact and an imperative', (_message, { what, fix }) => {
    for (const text of [what, fix]) {
      expect(text).toMatch(/^[a-z"{]/);
      expect(text).not.toMatch(/[.!]$/);
      expect(text).not.toMatch(/\bplease\b|\binvalid\b/i);
    }
  });

  test.each(rule.examples.valid.map((example) => [example.title, example] as const))('accepts: %s', (_title, example) => {
    expect(findingsOf(rule, example)).toEqual([]);
  });

  test.each(rule.examples.invalid.map((example) => [example.title, example] as const))('reports: %s', (_title, example) => {
    const findings = findingsOf(rule, example);
    const reported = findings.map((finding) => messageIdOf(rule, finding));
    // Two messages may read alike with some values: then the named one must be among them.
    expect(reported.map((ids, index) => (ids.split(' or ').includes(example.reports[index] ?? '') ? example.reports[index] : ids))).toEqual(
      example.reports,
    );
    for (const finding of findings) expect(`${finding.message}\n${finding.fix}`).not.toMatch(/\{\w+\}(?<!\$\{\w+\})/);
  });

  test('has an example for every message, and one that is compliant', () => {
    expect(rule.examples.valid.length).toBeGreaterThan(0);
    const shown = new Set(rule.examples.invalid.flatMap(({ reports }) => reports));
    expect([...shown].sort()).toEqual(Object.keys(rule.messages).sort());
  });
});

test('every rule file is in the index, and no id stands twice', () => {
  const files = readdirSync(join(root, 'policies'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) =>
      readdirSync(join(root, 'policies', name))
        .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && file !== 'index.ts')
        .map((file) => `${name}/${file.slice(0, -'.ts'.length)}`),
    );
  expect(rules.map(({ meta }) => meta.id).sort()).toEqual(files.sort());
});

test('a pack never blocks on less than a stricter one', () => {
  const rank = { off: 0, info: 1, warning: 2, error: 3 };
  for (const { meta } of rules) {
    const of = (pack: PackName) => rank[meta.severity[pack]];
    expect([meta.id, of('critical') <= of('recommended') && of('recommended') <= of('strict')]).toEqual([meta.id, true]);
  }
});
