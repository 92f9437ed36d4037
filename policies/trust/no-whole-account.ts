import { bindsKey, parseOperator, restrictsCaller } from '../../lib/core/iam/condition';
import type { Statement } from '../../lib/core/iam/statement';
import { hasUnreadCondition, isDeniedUnless, type Party, partiesOf, trustStatements } from '../../lib/core/iam/trust';
import { defineRule, type Fact } from '../../lib/core/rule';
import { trustingRole } from '../example-trust';

type Message = 'otherAccount' | 'chosenAccount' | 'ownAccount';

/** What leaves one caller, or a few, of an account. */
const NARROWING_KEYS = new Set(['aws:principalarn', 'aws:userid', 'aws:username']);

/**
 * Accounts of other stacks of the input count as the owner's own. A vendor's account with `sts:ExternalId` is what AWS and
 * vendors document, and told as information.
 */
export default defineRule<Message>({
  meta: {
    id: 'trust/no-whole-account',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'Roles are assumed by named roles, not by whole accounts',
    rationale:
      'The root of an account in a trust policy stands for everybody in that account: whoever administers it decides who assumes the role.',
    references: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-user.html',
    ],
    catalogue: ['TRUST-ACCOUNT-ROOT'],
    peers: ['CKV_AWS_61', 'cloudsplaining AssumableByCrossAccountPrincipal', 'IAM Access Analyzer EXTERNAL_PRINCIPAL'],
  },
  messages: {
    otherAccount: {
      what: 'trust policy lets every identity of account "{account}" assume the role that its administrators choose',
      fix: 'name the role that calls, "arn:aws:iam::{account}:role/..." ("new iam.ArnPrincipal(...)" instead of "new iam.AccountPrincipal(...)"), or add a condition on "aws:PrincipalArn"; name accounts of your own in the setting "trustedAccounts"',
    },
    chosenAccount: {
      what: 'trust policy lets a whole account assume the role that whoever deploys chooses: "{principal}"',
      fix: 'name the role that calls within the account ("new iam.ArnPrincipal(...)"), or add a condition on "aws:PrincipalArn"',
    },
    ownAccount: {
      what: 'trust policy lets every identity of its own account assume the role that may call "sts:AssumeRole" on it',
      fix: 'name the role or user that assumes it in "Principal" ("assumedBy: new iam.ArnPrincipal(...)" instead of "new iam.AccountRootPrincipal()"), or keep it where people of the account switch to the role',
    },
  },
  examples: {
    valid: [
      { title: 'one role of another account', resources: trustingRole({ AWS: 'arn:aws:iam::111122223333:role/ci' }) },
      {
        title: 'an account with a condition that names its roles',
        resources: trustingRole({ AWS: 'arn:aws:iam::111122223333:root' }, 'sts:AssumeRole', {
          Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/ci-*' } },
        }),
      },
    ],
    invalid: [
      { title: 'another account', resources: trustingRole({ AWS: 'arn:aws:iam::111122223333:root' }), reports: ['otherAccount'] },
      {
        title: 'an account that whoever deploys chooses',
        template: {
          Parameters: { Hub: { Type: 'String' } },
          Resources: trustingRole({ AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${Hub}:root' } }),
        },
        reports: ['chosenAccount'],
      },
      {
        title: 'its own account',
        resources: trustingRole({ AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } }),
        reports: ['ownAccount'],
      },
    ],
  },
  *check(model): Iterable<Fact<Message>> {
    for (const statement of trustStatements(model)) {
      const parties = partiesOf(model, statement).filter(({ whole, home }) => whole && home !== 'trusted');
      if (parties.length === 0 || isNarrowed(statement)) continue;
      const { resource } = statement.document;
      for (const party of parties) {
        const principal = model.show(party.principal, resource);
        const common = { resource, at: party.principal.at, evidence: principal };
        const isExpected = party.home === 'own' || party.home === 'input' || hasUnreadCondition(statement) || isVendor(statement);
        yield {
          ...common,
          message: messageOf(party),
          data: { principal, account: party.account ?? '' },
          ...(isExpected ? { atMost: 'info' } : {}),
        };
      }
    }
  },
});

function messageOf({ home }: Party): Message {
  return home === 'own' ? 'ownAccount' : home === 'chosen' ? 'chosenAccount' : 'otherAccount';
}

function isNarrowed(statement: Statement): boolean {
  const narrowing = statement.conditions.filter(({ key }) => NARROWING_KEYS.has(key.toLowerCase()));
  if (restrictsCaller(narrowing) !== 'no') return true;
  return isDeniedUnless(
    statement,
    'sts:AssumeRole',
    ({ operator, key }) => parseOperator(operator).negated && NARROWING_KEYS.has(key.toLowerCase()),
  );
}

function isVendor({ conditions }: Statement): boolean {
  return conditions.some((test) => test.key.toLowerCase() === 'sts:externalid' && bindsKey(test, conditions) === 'yes');
}
