import type { SeverityOverride } from '../../lib/core/options';
import { severitiesOf } from '../../lib/core/overrides';
import type { RuleMeta } from '../../lib/core/rule';
import { modelOf } from '../policies/facts';

const meta: RuleMeta = {
  id: 'data/no-public-bucket',
  severity: { recommended: 'error', strict: 'error', critical: 'off' },
  title: 'T',
  rationale: 'R.',
  references: [],
  catalogue: [],
  peers: [],
};

const [resource] = modelOf({
  Resources: { Receipts1234: { Type: 'AWS::S3::Bucket', Metadata: { 'aws:cdk:path': 'Shop/Dev/Receipts/Resource' } } },
}).resourcesOfType('AWS::S3::Bucket');

function severityWith(...overrides: SeverityOverride[]) {
  if (resource === undefined) throw new Error('the model holds no bucket');
  const severities = severitiesOf(meta, 'recommended', overrides);
  return severities.run ? severities.at(resource) : 'does not run';
}

test.each<[string, SeverityOverride[], string]>([
  ['nothing', [], 'error'],
  ['its id', [{ rule: 'data/no-public-bucket', severity: 'warning' }], 'warning'],
  ['its domain', [{ rule: 'data/*', severity: 'off' }], 'does not run'],
  ['another domain', [{ rule: 'api/*', severity: 'off' }], 'error'],
  ['a part of its id', [{ rule: 'no-public-bucket', severity: 'off' }], 'error'],
  [
    'all rules, then it',
    [
      { rule: '*', severity: 'off' },
      { rule: 'data/no-public-bucket', severity: 'info' },
    ],
    'info',
  ],
  [
    'it, then all rules',
    [
      { rule: 'data/no-public-bucket', severity: 'info' },
      { rule: '*', severity: 'off' },
    ],
    'does not run',
  ],
  ['here', [{ rule: 'data/*', severity: 'off', constructs: ['Shop/Dev'] }], 'off'],
  ['this construct itself', [{ rule: 'data/*', severity: 'info', constructs: ['Shop/Dev/Receipts/Resource'] }], 'info'],
  ['any Dev', [{ rule: 'data/*', severity: 'info', constructs: ['*/Dev'] }], 'info'],
  ['a path that only begins alike', [{ rule: 'data/*', severity: 'info', constructs: ['Shop/De'] }], 'error'],
  ['elsewhere', [{ rule: 'data/*', severity: 'info', constructs: ['Shop/Prod'] }], 'error'],
  ['this template', [{ rule: 'data/*', severity: 'info', templates: ['a.json'] }], 'info'],
  ['templates like it', [{ rule: 'data/*', severity: 'info', templates: ['*.json'] }], 'info'],
  ['another template', [{ rule: 'data/*', severity: 'info', templates: ['b.json'] }], 'error'],
  ['this logical id', [{ rule: 'data/*', severity: 'info', logicalIds: ['Receipts*'] }], 'info'],
  ['another logical id', [{ rule: 'data/*', severity: 'info', logicalIds: ['Orders', 'receipts*'] }], 'error'],
  ['its logical id elsewhere', [{ rule: 'data/*', severity: 'info', logicalIds: ['Receipts*'], constructs: ['Shop/Prod'] }], 'error'],
  ['no place at all', [{ rule: 'data/*', severity: 'info', constructs: [] }], 'error'],
  [
    'off but here',
    [
      { rule: 'data/*', severity: 'off' },
      { rule: 'data/*', severity: 'warning', constructs: ['Shop'] },
    ],
    'warning',
  ],
  [
    'here, then everywhere',
    [
      { rule: 'data/*', severity: 'off', constructs: ['Shop'] },
      { rule: 'data/*', severity: 'info' },
    ],
    'info',
  ],
  [
    'here twice',
    [
      { rule: 'data/*', severity: 'off', constructs: ['Shop'] },
      { rule: 'data/*', severity: 'info', constructs: ['Shop/Dev'] },
    ],
    'info',
  ],
])('severity with an override for %s', (_title, overrides, expected) => {
  expect(severityWith(...overrides)).toBe(expected);
});

test('the id of a rule switches it on where the pack leaves it out, a pattern does not', () => {
  const runs = (...overrides: SeverityOverride[]) => severitiesOf(meta, 'critical', overrides).run;
  expect(runs()).toBe(false);
  expect(runs({ rule: meta.id, severity: 'warning' })).toBe(true);
  expect(runs({ rule: meta.id, severity: 'warning', constructs: ['Shop'] })).toBe(true);
  expect(runs({ rule: 'data/*', severity: 'warning' })).toBe(false);
  expect(runs({ rule: '*', severity: 'error', constructs: ['Shop'] })).toBe(false);
});

test('a template is named with as many of its folders as one likes', () => {
  const [bucket] = modelOf({ Resources: { B: { Type: 'AWS::S3::Bucket' } } }).resourcesOfType('AWS::S3::Bucket');
  if (bucket === undefined) throw new Error('the model holds no bucket');
  const placed = { ...bucket, template: { ...bucket.template, name: 'cdk.out/assembly-Prod/Shop.template.json' } };
  const at = (pattern: string) => severitiesOf(meta, 'recommended', [{ rule: '*', severity: 'info', templates: [pattern] }]).at(placed);
  expect(['Shop.template.json', 'assembly-Prod/Shop.template.json', 'cdk.out/*', 'Shop*'].map(at)).toEqual([
    'info',
    'info',
    'info',
    'info',
  ]);
  expect(['Prod/Shop.template.json', 'hop.template.json'].map(at)).toEqual(['error', 'error']);
});
