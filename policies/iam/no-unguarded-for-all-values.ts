import { bindsKey, parseOperator, restrictsCaller } from '../../lib/core/iam/condition';
import { typeOfKey } from '../../lib/core/iam/condition-key';
import { claimOfKey } from '../../lib/core/iam/federation';
import { principalScope } from '../../lib/core/iam/principal';
import type { ConditionTest, Statement } from '../../lib/core/iam/statement';
import type { Model } from '../../lib/core/model/model';
import { placeInTemplate } from '../../lib/core/model/resource-policies';
import { defineRule, type Fact } from '../../lib/core/rule';
import { rolePolicy } from '../example-resources';
import { GITHUB, githubRole } from '../example-trust';

type Message = 'onlyGuard' | 'singleValue' | 'severalValues';

const bucketPolicy = (condition: { [operator: string]: { [key: string]: string } }) => ({
  MediaPolicy: {
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: 'media',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::media/*', Condition: condition }],
      },
    },
  },
});

const LEADING_KEYS = 'dynamodb:LeadingKeys';

/** Keys with several values that say who calls: requests of strangers lack them, so that `ForAnyValue` is meant. */
const CALLER_KEYS = new Set(['aws:principalorgpaths', 'aws:sourceorgpaths', 'aws:vpceorgpaths', 'aws:principalservicenameslist']);

/** In a Deny, `ForAllValues` denies more than it seems to: no hole. */
export default defineRule<Message>({
  meta: {
    id: 'iam/no-unguarded-for-all-values',
    severity: { recommended: 'error', strict: 'error', critical: 'error' },
    title: 'ForAllValues in an Allow comes with a Null test of its key',
    rationale:
      'All of no values meet any test: "ForAllValues" also holds for requests that do not have the key. In an Allow it lets in whoever leaves the key out.',
    references: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-security-warning-forallvalues-with-single-valued-key',
    ],
    catalogue: ['IAM-CONDITION-FORALLVALUES'],
    peers: ['IAM Access Analyzer "ForAllValues with single valued key"'],
  },
  messages: {
    onlyGuard: {
      what: '"{operator}" on "{key}" is all that keeps strangers out, and it also holds for requests without the key',
      fix: 'drop the qualifier ("{plain}"), or write "ForAnyValue:{plain}" for a key with several values, or add "Null": {"{key}": "false"}',
    },
    singleValue: {
      what: '"{operator}" also holds for requests without "{key}", which has one value at most',
      fix: 'drop the qualifier: use "{plain}"',
    },
    severalValues: {
      what: '"{operator}" also holds for requests without "{key}"',
      fix: 'add "Null": {"{key}": "false"} to the condition, unless requests without the key are meant to be allowed',
    },
  },
  examples: {
    valid: [
      {
        title: 'a key with several values that must be there',
        resources: rolePolicy({
          Effect: 'Allow',
          Action: 'dynamodb:GetItem',
          Resource: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders',
          Condition: { 'ForAllValues:StringEquals': { [LEADING_KEYS]: '${aws:username}' }, Null: { [LEADING_KEYS]: 'false' } },
        }),
      },
      { title: 'one organisation', resources: bucketPolicy({ StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }) },
    ],
    invalid: [
      {
        title: 'an organisation, or none',
        resources: bucketPolicy({ 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }),
        reports: ['onlyGuard'],
      },
      {
        title: 'a subject, or none',
        resources: githubRole({ 'ForAllValues:StringLike': { [`${GITHUB}:sub`]: 'repo:my-org/orders:ref:refs/heads/main' } }),
        reports: ['onlyGuard'],
      },
      {
        title: 'a key with one value',
        resources: rolePolicy({
          Effect: 'Allow',
          Action: 's3:ListBucket',
          Resource: 'arn:aws:s3:::media',
          Condition: { 'ForAllValues:StringLike': { 's3:prefix': 'home/*' } },
        }),
        reports: ['singleValue'],
      },
      {
        title: 'a key with several values',
        resources: rolePolicy({
          Effect: 'Allow',
          Action: 'dynamodb:GetItem',
          Resource: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders',
          Condition: { 'ForAllValues:StringEquals': { [LEADING_KEYS]: '${aws:username}' } },
        }),
        reports: ['severalValues'],
      },
    ],
  },
  *check(model): Iterable<Fact<Message>> {
    for (const document of model.documents) {
      if (document.harmless) continue;
      for (const statement of document.statements) {
        if (statement.effect === 'Deny') continue;
        for (const test of statement.conditions) {
          const { base, qualifier, known } = parseOperator(test.operator);
          if (!known || qualifier !== 'ForAllValues' || base === 'Null' || bindsKey(test, statement.conditions) === 'yes') continue;
          const { operator, key } = test;
          yield {
            ...judge(model, statement, test),
            resource: document.resource,
            at: placeInTemplate(document.resource, test.at),
            evidence: `${operator} ${key}`,
            data: { operator, key, plain: operator.slice(operator.indexOf(':') + 1) },
            statement,
          };
        }
      }
    }
  },
});

function judge(model: Model, statement: Statement, test: ConditionTest): Pick<Fact<Message>, 'message' | 'atMost'> {
  if (isOnlyGuard(statement, test)) return { message: 'onlyGuard' };
  if (typeOfKey(model.reference, test.key)?.several !== true) return { message: 'singleValue', atMost: 'warning' };
  return { message: 'severalValues', atMost: CALLER_KEYS.has(test.key.toLowerCase()) ? 'warning' : 'info' };
}

/** Whether strangers, or all identities of a provider, would be kept out by this test if it demanded its key, and are not by the others. */
function isOnlyGuard(statement: Statement, test: ConditionTest): boolean {
  const { document, principals, conditions } = statement;
  const isFederated = principals.some(({ type }) => type === 'Federated');
  if (!isFederated && !principals.some((principal) => isOpen(principalScope(principal).kind))) return false;
  const question = { ...(document.guards === undefined ? {} : { guards: document.guards }), federated: isFederated };
  if (isFederated && claimOfKey(test.key) !== 'sub') return false;
  const demanded: ConditionTest = { ...test, operator: 'Null', values: [{ value: 'false', at: undefined }] };
  const isGuard = restrictsCaller([test, demanded], undefined, question) !== 'no';
  const others = conditions.filter((other) => other !== test && (!isFederated || claimOfKey(other.key) !== 'aud'));
  return isGuard && restrictsCaller(others, undefined, question) === 'no';
}

function isOpen(kind: ReturnType<typeof principalScope>['kind']): boolean {
  return kind === 'anyone' || kind === 'any-account-member' || kind === 'unknown';
}
