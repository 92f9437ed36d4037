import { type KnownAction, parseActionPattern } from '../../lib/core/iam/action';
import { actionFix, grantsOf, listForSentence } from '../../lib/core/iam/grant';
import { isWrittenByGrant } from '../../lib/core/iam/grant-shapes';
import { hasWildcard } from '../../lib/core/iam/pattern';
import { defineRule, type Fact } from '../../lib/core/rule';
import { ordersTable, ordersTableArn, rolePolicy } from '../example-resources';

export default defineRule({
  meta: {
    id: 'iam/no-partial-wildcard-action',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'Allow statements write their actions out',
    rationale:
      'A pattern grants more than its author thought of, and each action that AWS adds under that name later; the grant methods of CDK write such patterns too.',
    references: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
      'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html',
    ],
    catalogue: ['IAM-WILDCARD-ACTION-PARTIAL'],
    peers: ['cdk-nag AwsSolutions-IAM5'],
  },
  messages: {
    severalActions: {
      what: '"{action}" allows {examples}',
      fix: '{replacement}',
    },
    oneAction: {
      what: '"{action}" matches only "{only}" today, and whatever AWS adds under that name',
      fix: 'write "{only}"',
    },
    noKnownAction: {
      what: '"{action}" matches no known action, so it grants nothing today, and whatever AWS adds under that name',
      fix: 'remove it, or name the actions that the code calls; check the spelling of the service and of the action',
    },
  },
  examples: {
    valid: [
      {
        title: 'actions written out',
        resources: {
          ...ordersTable,
          ...rolePolicy({ Effect: 'Allow', Action: ['dynamodb:GetItem', 'dynamodb:BatchGetItem'], Resource: ordersTableArn }),
        },
      },
      { title: 'a Deny of a pattern', resources: rolePolicy({ Effect: 'Deny', Action: 's3:Delete*', Resource: '*' }) },
      {
        title: 'a whole service, which is left to iam/no-wildcard-action',
        resources: { ...ordersTable, ...rolePolicy({ Effect: 'Allow', Action: 'dynamodb:*', Resource: ordersTableArn }) },
      },
    ],
    invalid: [
      {
        title: 'what "bucket.grantRead(fn)" of CDK writes',
        resources: {
          Receipts: { Type: 'AWS::S3::Bucket' },
          ...rolePolicy({
            Effect: 'Allow',
            Action: ['s3:GetBucket*', 's3:GetObject*', 's3:List*'],
            Resource: [{ 'Fn::GetAtt': ['Receipts', 'Arn'] }, { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Receipts', 'Arn'] }, '/*']] }],
          }),
        },
        reports: ['severalActions', 'severalActions', 'severalActions'],
      },
      {
        title: 'a question mark',
        resources: { ...ordersTable, ...rolePolicy({ Effect: 'Allow', Action: 'dynamodb:?etItem', Resource: ordersTableArn }) },
        reports: ['oneAction'],
      },
      {
        title: 'a wildcard in the service part',
        resources: { ...ordersTable, ...rolePolicy({ Effect: 'Allow', Action: 'dynamo*:GetItem', Resource: ordersTableArn }) },
        reports: ['oneAction'],
      },
      {
        title: 'a pattern that matches nothing',
        resources: {
          ...ordersTable,
          ...rolePolicy({ Effect: 'Allow', Action: ['dynamodb:Fetch*', 'dynamodb.Get*'], Resource: ordersTableArn }),
        },
        reports: ['noKnownAction', 'noKnownAction'],
      },
    ],
  },
  *check(model): Iterable<Fact<'severalActions' | 'oneAction' | 'noKnownAction'>> {
    for (const { statement, actions, administrative } of grantsOf(model)) {
      if (administrative) continue;
      let isTolerated: boolean | undefined;
      for (const { value, at } of actions) {
        if (!hasWildcard(value)) continue;
        isTolerated ??= model.settings.grantWildcards === 'warn' && isWrittenByGrant(statement);
        const pattern = parseActionPattern(model.reference, value);
        if (pattern.kind !== 'partial' && pattern.kind !== 'malformed') continue;
        const cap: Pick<Fact, 'atMost'> = isTolerated ? { atMost: 'warning' } : {};
        const common = { resource: statement.document.resource, at, evidence: value, statement, ...cap };
        const [only, another] = pattern.actions;
        if (only === undefined) yield { ...common, message: 'noKnownAction', data: { action: value } };
        else if (another === undefined) yield { ...common, message: 'oneAction', data: { action: value, only: only.id } };
        else {
          const replacement = actionFix(model.reference, pattern, statement);
          const examples = firstOf(pattern.actions);
          yield { ...common, message: 'severalActions', data: { action: value, examples, replacement } };
        }
      }
    }
  },
});

const shownInFull = 4;
const shownOfMore = 3;

function firstOf(actions: readonly KnownAction[]): string {
  if (actions.length <= shownInFull) return listForSentence(actions.map(({ id }) => id));
  return `${listForSentence(actions.slice(0, shownOfMore).map(({ id }) => id))} and ${actions.length - shownOfMore} more`;
}
