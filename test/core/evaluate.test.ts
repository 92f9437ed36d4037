import { checkTemplates } from '../../lib/check';
import type { JsonObject } from '../../lib/core/json';
import type { CheckOptions } from '../../lib/core/options';
import { defineRule, type Fact, type Rule } from '../../lib/core/rule';
import { buildTemplates } from '../../lib/core/template';

const BUCKETS: JsonObject = { B: { Type: 'AWS::S3::Bucket' }, A: { Type: 'AWS::S3::Bucket' } };

/** A rule that yields `facts` on every bucket. */
function ruleThat(check: Rule['check'], id = 'iam/no-example'): Rule {
  return defineRule({
    meta: {
      id,
      severity: { recommended: 'error', strict: 'error', critical: 'off' },
      title: 'Example',
      rationale: 'Because.',
      references: [],
      catalogue: [],
      peers: [],
    },
    messages: { example: { what: 'it says {value}', fix: 'say {other}' } },
    examples: { valid: [], invalid: [] },
    check,
  });
}

function onBuckets(...facts: Partial<Fact>[]): Rule {
  return ruleThat(function* (model) {
    for (const resource of model.resourcesOfType('AWS::S3::Bucket')) {
      for (const fact of facts) yield { message: 'example', resource, at: model.propertiesOf(resource), evidence: 'x', ...fact };
    }
  });
}

function check(rules: readonly Rule[], resources = BUCKETS, pack: 'recommended' | 'strict' | 'critical' = 'recommended') {
  return checkTemplates(buildTemplates([{ name: 't.json', body: { Resources: resources } }]), { pack }, rules);
}

test('findings are sorted by place, and two runs are equal', () => {
  const rule = onBuckets({ evidence: 'b' }, { evidence: 'a' });
  const { findings } = check([rule]);
  expect(findings.map(({ logicalId, evidence }) => `${logicalId} ${evidence}`)).toEqual(['A a', 'A b', 'B a', 'B b']);
  expect(JSON.stringify(check([rule]))).toBe(JSON.stringify(check([rule])));
});

test('the same fact twice is one finding, at the graver severity', () => {
  const { findings } = check([onBuckets({ atMost: 'info' }, {}, { atMost: 'warning' })]);
  expect(findings.map(({ severity }) => severity)).toEqual(['error', 'error']);
});

test('messages are filled from the data of the fact', () => {
  const [finding] = check([onBuckets({ data: { value: '"*"', other: 'less' } })]).findings;
  expect([finding?.message, finding?.fix]).toEqual(['it says "*"', 'say less']);
});

test('a fact may only lower the severity of the pack', () => {
  expect(check([onBuckets({ atMost: 'warning' })]).summary).toMatchObject({ errors: 0, warnings: 2 });
  expect(check([onBuckets({})], BUCKETS, 'critical').findings).toEqual([]);
});

test('the default pack leaves notes on good housekeeping out, unless the user asks for the rule', () => {
  const rule = { ...onBuckets({ atMost: 'info' }, { atMost: 'warning', evidence: 'y' }) };
  const advice = { ...rule, meta: { ...rule.meta, id: 'data/no-example' } };
  const weights = (checked: Rule, options: CheckOptions) =>
    checkTemplates(buildTemplates([{ name: 't.json', body: { Resources: { A: { Type: 'AWS::S3::Bucket' } } } }]), options, [checked])
      .findings.map(({ severity }) => severity)
      .sort();
  expect(weights(advice, {})).toEqual(['warning']);
  expect(weights(advice, { pack: 'strict' })).toEqual(['info', 'warning']);
  expect(weights(advice, { overrides: [{ rule: 'data/no-example', severity: 'warning' }] })).toEqual(['info', 'warning']);
  expect(weights(rule, {})).toEqual(['info', 'warning']);
});

test.each([
  ['s3:Get*', 'iam/no-example[s3:Get*]'],
  ['a, b on *', 'iam/no-example[a,-b-on-*]'],
  ['open ( and [', 'iam/no-example[open-_-and-_]'],
  ['two\nlines', 'iam/no-example[two-lines]'],
  ['${AWS::Region}', 'iam/no-example[${AWS::Region}]'],
])('evidence %j makes an id that CDK can acknowledge', (evidence, id) => {
  expect(check([onBuckets({ evidence })]).findings[0]?.findingId).toBe(id);
});

test('a rule that throws is an error finding that names it, and the others still run', () => {
  const broken = ruleThat(() => {
    throw new Error('no such thing');
  }, 'iam/no-broken');
  const { findings } = check([broken, onBuckets({})]);
  expect(findings.map(({ ruleId, severity }) => `${severity} ${ruleId}`)).toEqual([
    'error engine/rule-crashed',
    'error iam/no-example',
    'error iam/no-example',
  ]);
  expect(findings[0]?.message).toBe('rule "iam/no-broken" failed: no such thing');
});

test('a rule that throws half-way keeps what it found', () => {
  const rule = ruleThat(function* (model) {
    const [resource] = model.resourcesOfType('AWS::S3::Bucket');
    if (resource !== undefined) yield { message: 'example', resource, at: undefined, evidence: 'first' };
    throw new Error('then it broke');
  });
  expect(check([rule]).findings.map(({ ruleId }) => ruleId)).toEqual(['engine/rule-crashed', 'iam/no-example']);
});

test('a message that the rule does not declare is a crash, not silence', () => {
  expect(check([onBuckets({ message: 'unheard' })]).findings.map(({ ruleId }) => ruleId)).toEqual(['engine/rule-crashed']);
});

test('a resource that is none is an error finding with its place', () => {
  const { findings, summary } = check([], { Odd: 'not an object', ...BUCKETS });
  expect(findings.map(({ ruleId, severity, location }) => [ruleId, severity, location])).toEqual([
    ['engine/unreadable-input', 'error', '/Resources/Odd'],
  ]);
  expect(summary).toMatchObject({ templates: 1, resources: 2, errors: 1 });
});
