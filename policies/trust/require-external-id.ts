import { bindsKey, parseOperator, restrictsCaller } from '../../lib/core/iam/condition';
import { hasWildcard } from '../../lib/core/iam/pattern';
import type { ConditionTest, Statement } from '../../lib/core/iam/statement';
import { hasUnreadCondition, isDeniedUnless, mayAllow, type Party, partiesOf, trustStatements } from '../../lib/core/iam/trust';
import { defineRule, type Fact } from '../../lib/core/rule';
import { trustingRole } from '../example-trust';

type Message = 'account' | 'identity' | 'chosenAccount';

const ASSUME = 'sts:AssumeRole';

/** Keys of which a fixed value ties the caller to what both sides have agreed upon, beside those that name the caller. */
const AGREED_KEYS = new Set(['sts:externalid', 'aws:sourceidentity', 'sts:sourceidentity']);
const MFA = 'aws:multifactorauthpresent';
const CALLER_KEYS = new Set(['aws:principalorgid', 'aws:principalorgpaths', 'aws:principalarn', 'aws:userid']);

/** Only third parties need an external id: accounts of the input and of the setting `trustedAccounts` are left out. */
export default defineRule<Message>({
  meta: {
    id: 'trust/require-external-id',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'Other accounts assume roles with an external id, or from a known organisation or role',
    rationale:
      'A third party assumes the roles of many customers. Whoever tells it the ARN of your role makes it act on your account on their behalf, unless a condition ties the role to what only you and the third party have agreed upon.',
    references: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html',
    ],
    catalogue: ['TRUST-CROSS-ACCOUNT-NO-EXTERNALID'],
    peers: ['prowler iam_role_cross_account_readonlyaccess_policy'],
  },
  messages: {
    account: {
      what: 'account "{account}" may assume the role without an external id, organisation or named caller',
      fix: 'add the condition "StringEquals": {"sts:ExternalId": "..."} ("externalIds: [...]" of "iam.Role"), or one on "aws:PrincipalOrgID" or "aws:PrincipalArn"; name accounts of your own in the setting "trustedAccounts"',
    },
    identity: {
      what: '"{principal}" of another account may assume the role without an external id',
      fix: 'where a third party runs it, add the condition "StringEquals": {"sts:ExternalId": "..."} ("externalIds: [...]" of "iam.Role"); name accounts of your own in the setting "trustedAccounts"',
    },
    chosenAccount: {
      what: '"{principal}" of an account that whoever deploys chooses may assume the role without an external id',
      fix: 'add the condition "StringEquals": {"sts:ExternalId": "..."} ("externalIds: [...]" of "iam.Role"), or one on "aws:PrincipalOrgID"',
    },
  },
  examples: {
    valid: [
      {
        title: 'a third party with an external id',
        resources: trustingRole({ AWS: 'arn:aws:iam::111122223333:root' }, ASSUME, {
          Condition: { StringEquals: { 'sts:ExternalId': 'orders-7f3a' } },
        }),
      },
      {
        title: 'an account of the same organisation',
        resources: trustingRole({ AWS: '111122223333' }, ASSUME, { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }),
      },
      { title: 'its own account', resources: trustingRole({ AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/ci' } }) },
    ],
    invalid: [
      { title: 'another account', resources: trustingRole({ AWS: 'arn:aws:iam::111122223333:root' }), reports: ['account'] },
      {
        title: 'a role of another account',
        resources: trustingRole({ AWS: 'arn:aws:iam::111122223333:role/scanner' }),
        reports: ['identity'],
      },
      {
        title: 'an account that whoever deploys chooses',
        template: {
          Parameters: { Vendor: { Type: 'String' } },
          Resources: trustingRole({ AWS: { 'Fn::Sub': 'arn:aws:iam::${Vendor}:root' } }),
        },
        reports: ['chosenAccount'],
      },
    ],
  },
  *check(model): Iterable<Fact<Message>> {
    for (const statement of trustStatements(model)) {
      const parties = partiesOf(model, statement).filter(({ home }) => home === 'other' || home === 'chosen');
      if (parties.length === 0 || !mayAllow(statement, ASSUME) || isAgreed(statement)) continue;
      const { resource } = statement.document;
      for (const party of parties) {
        const principal = model.show(party.principal, resource);
        yield {
          resource,
          at: party.principal.at,
          evidence: principal,
          data: { principal, account: party.account ?? '' },
          ...(hasUnreadCondition(statement) ? { ...judged(party), atMost: 'info' } : judged(party)),
        };
      }
    }
  },
});

/** Of one identity, its own account decides what it does for whom: mostly an account of the same owner. */
function judged({ home, whole }: Party): Pick<Fact<Message>, 'message' | 'atMost'> {
  if (home === 'chosen') return { message: 'chosenAccount', atMost: whole ? 'warning' : 'info' };
  return whole ? { message: 'account' } : { message: 'identity', atMost: 'warning' };
}

function isAgreed(statement: Statement): boolean {
  const { conditions } = statement;
  const callers = conditions.filter(({ key }) => CALLER_KEYS.has(key.toLowerCase()));
  if (restrictsCaller(callers) !== 'no') return true;
  if (conditions.some((test) => isFixed(test) && bindsKey(test, conditions) !== 'no')) return true;
  return isDeniedUnless(statement, ASSUME, refusesOthers);
}

/** Whether a Deny with this test refuses everyone else: a value that differs, or no MFA. */
function refusesOthers(test: ConditionTest): boolean {
  const key = test.key.toLowerCase();
  const { base, negated, ifExists } = parseOperator(test.operator);
  if (key === MFA) return base === 'Bool' && ifExists && test.values.every(({ value }) => value === 'false');
  return negated && (CALLER_KEYS.has(key) || isFixed(test));
}

function isFixed(test: ConditionTest): boolean {
  const key = test.key.toLowerCase();
  if (AGREED_KEYS.has(key)) return test.values.length > 0 && test.values.every(({ value }) => typeof value !== 'string' || !isOpen(value));
  const { base } = parseOperator(test.operator);
  if (key === 'aws:multifactorauthage') return base.startsWith('NumericLess');
  if (key !== MFA || base !== 'Bool') return false;
  return test.values.every(({ value }) => typeof value !== 'string' || value.toLowerCase() === 'true');
}

/** An external id that is a pattern is none. */
function isOpen(value: string): boolean {
  return value === '' || hasWildcard(value);
}
