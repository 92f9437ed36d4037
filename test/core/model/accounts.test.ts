import { serviceOfAccount } from '../../../lib/core/iam/aws-accounts';
import { isTrustedOrganization, pinnedAccounts, standingOf } from '../../../lib/core/model/accounts';
import { buildModel } from '../../../lib/core/model/build';
import type { Settings } from '../../../lib/core/options';
import { buildTemplates } from '../../../lib/core/template';
import { holed } from '../../../lib/core/template/symbolic';
import { loadReference } from '../../../lib/reference';

function stacks(accounts: readonly (string | undefined)[], settings: Partial<Settings> = {}) {
  const inputs = accounts.map((account, index) => ({
    name: `${index}.json`,
    body: { Resources: {} },
    ...(account === undefined ? {} : { account }),
  }));
  const { templates, problems } = buildTemplates(inputs);
  const model = buildModel(templates, problems, loadReference(), settings);
  const [first] = templates;
  if (first === undefined) throw new Error('no template');
  return { model, first };
}

test('accounts of all stacks of the input are own', () => {
  const { model, first } = stacks(['111122223333', '222233334444']);
  expect([...pinnedAccounts(model)]).toEqual(['111122223333', '222233334444']);
  expect(standingOf(model, first, '222233334444')).toBe('own');
  expect(standingOf(model, first, '333344445555')).toBe('foreign');
});

test('without an account of the stack, twelve digits may be its own', () => {
  const { model, first } = stacks([undefined]);
  expect(standingOf(model, first, '333344445555')).toBe('unpinned');
  expect(standingOf(model, first, holed({ kind: 'pseudo', name: 'AWS::AccountId' }))).toBe('own');
});

test('what is no account, or chosen at deployment, is unknown', () => {
  const { model, first } = stacks(['111122223333']);
  expect(standingOf(model, first, 'replaceMe')).toBe('unknown');
  expect(standingOf(model, first, holed({ kind: 'parameter', template: '0.json', name: 'Account' }))).toBe('unknown');
  expect(standingOf(model, first, holed({ kind: 'pseudo', name: 'AWS::Region' }))).toBe('unknown');
});

test('trusted accounts, and those of AWS itself', () => {
  const { model, first } = stacks(['111122223333'], { trustedAccounts: ['333344445555'], trustedOrganizations: ['o-a1b2c3d4e5'] });
  expect(standingOf(model, first, '333344445555')).toBe('trusted');
  expect(standingOf(model, first, '127311923021')).toBe('aws');
  expect(isTrustedOrganization(model, 'o-a1b2c3d4e5')).toBe(true);
  expect(isTrustedOrganization(model, 'o-a1b2c3d4e5/r-ab12/*')).toBe(true);
  expect(isTrustedOrganization(model, 'o-z9y8x7w6v5')).toBe(false);
});

test.each([
  ['127311923021', 'load balancer logs'],
  ['086441151436', 'CloudTrail'],
  ['193672423079', 'Redshift audit logs'],
  ['111122223333', undefined],
])('account %s belongs to %s', (account, service) => {
  expect(serviceOfAccount(account)).toBe(service);
});
