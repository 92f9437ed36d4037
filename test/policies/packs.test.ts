import { checkTemplates } from '../../lib/check';
import type { PackName, Rule, RuleExample } from '../../lib/core/rule';
import { buildTemplates } from '../../lib/core/template';
import { rules } from '../../policies';
import { packs } from '../../policies/packs';

const RANK = { off: 0, info: 1, warning: 2, error: 3 };

function severitiesIn(rule: Rule, example: RuleExample, pack: PackName) {
  const body = example.template ?? { Resources: example.resources ?? {} };
  const { findings } = checkTemplates(buildTemplates([{ name: 'a.json', body }]), { pack }, [rule]);
  return findings.filter(({ ruleId }) => ruleId === rule.meta.id).map(({ severity }) => severity);
}

describe.each(packs.map(({ name }) => name))('%s', (pack) => {
  test.each(rules.map((rule) => [rule.meta.id, rule] as const))('%s is reported as its meta says, and never graver', (_id, rule) => {
    const severity = rule.meta.severity[pack];
    const found = rule.examples.invalid.flatMap((example) => severitiesIn(rule, example, pack));
    expect(found.some((each) => RANK[each] > RANK[severity])).toBe(false);
    expect(found.length > 0).toBe(severity !== 'off');
  });
});

/** Rules of other domains that block in `critical`: what gives every action or any role away, and a condition that strangers meet. */
const EVERY_ACTION = ['iam/no-unguarded-for-all-values', 'iam/no-admin-managed-policy', 'iam/no-admin-statement', 'iam/no-pass-any-role'];

/** Domains whose rules say who gets in. */
const STRANGERS = ['api', 'endpoint', 'resource-policy', 'trust'];

test('critical blocks only what lets strangers or every action in', () => {
  const blocking = rules.filter(({ meta }) => meta.severity.critical === 'error').map(({ meta }) => meta.id);
  expect(blocking.length).toBeGreaterThan(10);
  expect(blocking.filter((id) => !STRANGERS.includes(id.split('/')[0] ?? '') && !EVERY_ACTION.includes(id))).toEqual([]);
});

test('critical says nothing of advice: what does not block in the default pack is left out', () => {
  const advice = rules.filter(({ meta }) => meta.severity.recommended !== 'error' && meta.severity.critical !== 'off');
  expect(advice.map(({ meta }) => meta.id)).toEqual([]);
});

test.each(['observability', 'resilience', 'supply-chain'])('critical leaves %s out', (domain) => {
  const reported = rules.filter(({ meta }) => meta.id.startsWith(`${domain}/`) && meta.severity.critical === 'error');
  expect(reported.map(({ meta }) => meta.id)).toEqual([]);
});
