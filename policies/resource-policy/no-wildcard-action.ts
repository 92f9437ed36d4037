import { parseActionPattern } from '../../lib/core/iam/action';
import { actionFix } from '../../lib/core/iam/grant';
import { hasWildcard } from '../../lib/core/iam/pattern';
import type { Statement } from '../../lib/core/iam/statement';
import type { Json, JsonObject } from '../../lib/core/json';
import { standingOf } from '../../lib/core/model/accounts';
import type { Model } from '../../lib/core/model/model';
import { factAt, listed, resourceAllows, scopeOf } from '../../lib/core/model/resource-grants';
import { defineRule, type Fact } from '../../lib/core/rule';

type Message = 'everyAction' | 'partialAction';

/**
 * Patterns that AWS documents as they are, for pairs or families of one operation: nothing else will ever match them
 * that the named ones do not allow.
 */
const FAMILIES: ReadonlySet<string> = new Set(['kms:generatedatakey*', 'kms:reencrypt*']);

/** What the console and the documentation of KMS write for a key's administrators, and of OpenSearch for its HTTP methods. */
const CUSTOMARY: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    'AWS::KMS::Key',
    new Set(
      ['Create', 'Describe', 'Enable', 'List', 'Put', 'Update', 'Revoke', 'Disable', 'Get', 'Delete', 'Decrypt', 'Encrypt'].map((verb) =>
        `kms:${verb}*`.toLowerCase(),
      ),
    ),
  ],
  ['AWS::OpenSearchService::Domain', new Set(['es:eshttp*'])],
]);

const keyPolicy = (principal: Json, action: Json): JsonObject => ({
  Key: {
    Type: 'AWS::KMS::Key',
    Properties: {
      KeyPolicy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: principal, Action: action, Resource: '*' }] },
    },
  },
});

const OWN_ROOT: JsonObject = { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } };
const WRITER: JsonObject = { AWS: 'arn:aws:iam::111122223333:role/writer' };

/** Functions have a rule of their own, `resource-policy/no-function-administration`. */
export default defineRule<Message>({
  meta: {
    id: 'resource-policy/no-wildcard-action',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'Resource policies name the actions they allow',
    rationale:
      'A wildcard in a resource policy hands over the resource as a whole: whoever it names may delete it and let others in. The account itself is the exception, since its own policies decide there.',
    references: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
      'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html',
    ],
    catalogue: ['RP-WILDCARD-ACTION'],
    peers: ['cfn_nag F15', 'cfn_nag F20', 'AWS-0097', 'guard SQS_POLICY_NO_WILDCARD_ACTION', 'guard S3_POLICY_NO_WILDCARD_ACTION'],
  },
  messages: {
    everyAction: {
      what: 'policy lets {who} call every action through "{action}"',
      fix: '{replacement}',
    },
    partialAction: {
      what: 'policy lets {who} call every action that "{action}" matches',
      fix: '{replacement}',
    },
  },
  examples: {
    valid: [
      { title: 'the default policy of a key: its own account decides', resources: keyPolicy(OWN_ROOT, 'kms:*') },
      { title: 'named actions, with the pairs that AWS documents', resources: keyPolicy(WRITER, ['kms:Encrypt', 'kms:GenerateDataKey*']) },
    ],
    invalid: [
      { title: 'a role that may do everything with a key', resources: keyPolicy(WRITER, 'kms:*'), reports: ['everyAction'] },
      {
        title: 'a pattern',
        resources: {
          Policy: {
            Type: 'AWS::S3::BucketPolicy',
            Properties: {
              Bucket: 'orders',
              PolicyDocument: {
                Version: '2012-10-17',
                Statement: [{ Effect: 'Allow', Principal: WRITER, Action: 's3:Put*', Resource: 'arn:aws:s3:::orders/*' }],
              },
            },
          },
        },
        reports: ['partialAction'],
      },
    ],
  },
  *check(model): Iterable<Fact<Message>> {
    for (const statement of resourceAllows(model)) {
      const { document, actions, principals } = statement;
      if (document.guards === 'AWS::Lambda::Function' || !actions.some(({ value }) => typeof value === 'string' && hasWildcard(value)))
        continue;
      if (isForOwnAccount(model, statement)) continue;
      const who =
        principals.length > 0 ? listed(model, statement, principals) : `everyone but ${listed(model, statement, statement.notPrincipals)}`;
      yield* customary(model, statement, who);
      for (const { value, at } of actions) {
        if (typeof value !== 'string' || !hasWildcard(value) || FAMILIES.has(value.toLowerCase()) || isCustomary(statement, value))
          continue;
        const fact = factAt(model, statement, at, `${value} for ${who}`);
        // What a custom resource of CDK needs is CDK's affair: a bucket that empties itself says so three times over.
        if (fact.provider !== undefined) continue;
        const pattern = parseActionPattern(model.reference, value);
        const data = { who: `"${who}"`, action: value, replacement: actionFix(model.reference, pattern, statement) };
        const isEvery = pattern.kind === 'all' || pattern.kind === 'service-wide';
        if (!isEvery) yield { ...fact, message: 'partialAction', data, atMost: 'warning' };
        else if (delegates(statement)) yield { ...fact, message: 'everyAction', data, atMost: 'info' };
        else
          yield {
            ...fact,
            message: 'everyAction',
            data: pattern.kind === 'all' ? { ...data, replacement: namedFor(document.guards) } : data,
          };
      }
    }
  },
});

/** One fact for all the patterns of a statement that are written so everywhere. */
function* customary(model: Model, statement: Statement, who: string): Iterable<Fact<Message>> {
  const found = statement.actions.filter(({ value }) => typeof value === 'string' && isCustomary(statement, value));
  const [first] = found;
  if (first === undefined) return;
  const action = listed(model, statement, found);
  const replacement = 'write the actions out that it really needs';
  yield {
    ...factAt(model, statement, first.at, `${action} for ${who}`),
    message: 'partialAction',
    data: { who: `"${who}"`, action, replacement },
    atMost: 'info',
  };
}

function isCustomary({ document }: Statement, action: string): boolean {
  return CUSTOMARY.get(document.guards ?? '')?.has(action.toLowerCase()) === true;
}

/**
 * Whether the account as a whole is let in, and nobody else: that only lets the policies of its identities decide. Of an
 * account that is written out, and that may be the own one, `resource-policy/no-foreign-account` says so.
 */
function isForOwnAccount(model: Model, statement: Statement): boolean {
  const { principals, document } = statement;
  return (
    principals.length > 0 &&
    principals.every((principal) => {
      const { kind, account } = scopeOf(statement, principal);
      if (kind !== 'account' || account === undefined) return kind === 'own-account';
      const standing = standingOf(model, document.resource.template, account);
      return standing === 'own' || standing === 'unpinned';
    })
  );
}

/** A bucket that leaves its access to its access points allows all, and they decide: AWS documents it so. */
function delegates({ conditions }: Statement): boolean {
  return conditions.some(({ key }) => /^s3:dataaccesspoint(?:account|arn)$/i.test(key));
}

/** What is usually meant, by type. */
const USUAL: Readonly<Record<string, string>> = {
  'AWS::S3::Bucket': '"s3:GetObject", "s3:PutObject"',
  'AWS::SQS::Queue': '"sqs:SendMessage", "sqs:ReceiveMessage"',
  'AWS::SNS::Topic': '"sns:Publish", "sns:Subscribe"',
  'AWS::KMS::Key': '"kms:Decrypt", "kms:GenerateDataKey"',
  'AWS::SecretsManager::Secret': '"secretsmanager:GetSecretValue"',
  'AWS::Events::EventBus': '"events:PutEvents"',
  'AWS::ECR::Repository': '"ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"',
  'AWS::OpenSearchService::Domain': '"es:ESHttpGet", "es:ESHttpPost"',
  'AWS::ApiGateway::RestApi': '"execute-api:Invoke"',
  'AWS::Logs::LogGroup': '"logs:CreateLogStream", "logs:PutLogEvents"',
};

function namedFor(guards: string | undefined): string {
  const usual = USUAL[guards ?? ''];
  return `name the actions that are needed${usual === undefined ? '' : `, such as ${usual}`}; a grant method of the resource writes them`;
}
