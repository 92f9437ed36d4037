import { fingerprintsOf } from '../../lib/report/fingerprint';
import { finding } from './result';

function fingerprintOf(change: Parameters<typeof finding>[0] = {}): string | undefined {
  const one = finding(change);
  return fingerprintsOf([one]).get(one);
}

test.each([
  ['a moved line', { source: 'lib/orders.ts:99:1' }],
  [
    'another place of the template',
    { location: '/Resources/RolePolicy72E7/Properties/Statement/5', template: 'elsewhere/Orders.template.json' },
  ],
  ['another severity', { severity: 'warning' as const }],
  ['another hash in the logical id', { logicalId: 'RolePolicy00AABBCC' }],
  ['other words', { message: 'm', fix: 'f', why: 'w', docs: 'd' }],
  ['an acknowledgement', { acknowledged: 'fine' }],
])('survives %s', (_title, change) => {
  expect(fingerprintOf(change)).toBe(fingerprintOf());
});

test.each([
  ['another value', { findingId: 'iam/no-wildcard-action[s3:Get*]' }],
  ['another construct', { constructPath: 'Orders/Other' }],
  ['another rule', { ruleId: 'iam/no-other' }],
])('differs for %s', (_title, change) => {
  expect(fingerprintOf(change)).not.toBe(fingerprintOf());
});

test('without a construct it is the resource without its hash, in its stack, or in its file', () => {
  const bare = { constructPath: null };
  expect(fingerprintOf({ ...bare, logicalId: 'Role1234ABCD' })).toBe(fingerprintOf({ ...bare, logicalId: 'RoleFFFF0000' }));
  expect(fingerprintOf({ ...bare, stack: 'Other' })).not.toBe(fingerprintOf(bare));
  const plain = { ...bare, stack: null };
  expect(fingerprintOf({ ...plain, template: 'out/a.json' })).toBe(fingerprintOf({ ...plain, template: '/elsewhere/a.json' }));
  expect(fingerprintOf({ ...plain, template: 'b.json' })).not.toBe(fingerprintOf({ ...plain, template: 'a.json' }));
});

test('what has everything in common is counted', () => {
  const twins = [finding({ location: '/1' }), finding({ location: '/2' }), finding({ findingId: 'x' })];
  const fingerprints = [...fingerprintsOf(twins).values()];
  expect(fingerprints.map((fingerprint) => fingerprint.split(':')[1])).toEqual(['1', '2', '1']);
  expect(new Set(fingerprints).size).toBe(3);
});
