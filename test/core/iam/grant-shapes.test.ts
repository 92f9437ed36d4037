import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { AttributeType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { checkTemplates } from '../../../lib/check';
import type { GrantWildcards } from '../../../lib/core/options';
import type { PackName } from '../../../lib/core/rule';
import { buildTemplates } from '../../../lib/core/template';
import rule from '../../../policies/iam/no-partial-wildcard-action';

type Write = (role: Role, stack: Stack) => void;

/** What becomes of the partial wildcards of a role, as `error s3:Get*`. */
function wildcardsOf(write: Write, context: object = {}, grantWildcards: GrantWildcards = 'warn', pack: PackName = 'recommended') {
  const { findings } = checkTemplates(templatesOf(write, context), { pack, settings: { grantWildcards } }, [rule]);
  return findings.map(({ severity, evidence }) => `${severity} ${evidence}`);
}

function templatesOf(write: Write, context: object) {
  const stack = new Stack(new App({ context: { ...context } }), 'Orders');
  write(new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }), stack);
  return buildTemplates([{ name: 'Orders.template.json', body: Template.fromStack(stack).toJSON() }]);
}

const flags = { '@aws-cdk/aws-iam:minimizePolicies': true };

const grants: Record<string, Write> = {
  'bucket.grantRead': (role, stack) => new Bucket(stack, 'B').grantRead(role),
  'bucket.grantRead of a prefix': (role, stack) => new Bucket(stack, 'B').grantRead(role, 'receipts/*'),
  'bucket.grantWrite': (role, stack) => new Bucket(stack, 'B').grantWrite(role),
  'bucket.grantPut': (role, stack) => new Bucket(stack, 'B').grantPut(role),
  'bucket.grantDelete': (role, stack) => new Bucket(stack, 'B').grantDelete(role),
  'bucket.grantReadWrite': (role, stack) => new Bucket(stack, 'B').grantReadWrite(role),
  'grants on an encrypted bucket': (role, stack) => {
    const bucket = new Bucket(stack, 'B', { encryption: BucketEncryption.KMS });
    bucket.grantReadWrite(role);
    bucket.grantPut(role);
    bucket.grantPutAcl(role);
    bucket.grantDelete(role);
  },
  'grants on two buckets': (role, stack) => {
    new Bucket(stack, 'A').grantRead(role);
    new Bucket(stack, 'B').grantRead(role);
  },
  'a bucket that is known by its name': (role, stack) => Bucket.fromBucketName(stack, 'B', 'receipts').grantRead(role),
  'key.grantEncrypt': (role, stack) => new Key(stack, 'K').grantEncrypt(role),
  'key.grantEncryptDecrypt': (role, stack) => new Key(stack, 'K').grantEncryptDecrypt(role),
  'key.grantAdmin': (role, stack) => new Key(stack, 'K').grantAdmin(role),
  'table.grantWriteData': (role, stack) =>
    new Table(stack, 'T', {
      partitionKey: { name: 'id', type: AttributeType.STRING },
      encryption: TableEncryption.CUSTOMER_MANAGED,
    }).grantWriteData(role),
  'table.grantReadWriteData': (role, stack) =>
    new Table(stack, 'T', {
      partitionKey: { name: 'id', type: AttributeType.STRING },
      encryption: TableEncryption.CUSTOMER_MANAGED,
    }).grantReadWriteData(role),
  'queue.grantSendMessages': (role, stack) => new Queue(stack, 'Q', { encryption: QueueEncryption.KMS }).grantSendMessages(role),
  'topic.grantPublish': (role, stack) => new Topic(stack, 'T', { masterKey: new Key(stack, 'K') }).grantPublish(role),
  'repository.grantRead': (role, stack) => new Repository(stack, 'R', { repositoryName: 'orders' }).grantRead(role),
  'repository.grantRead and grantPullPush': (role, stack) => {
    const repository = new Repository(stack, 'R', { repositoryName: 'orders' });
    repository.grantRead(role);
    repository.grantPullPush(role);
  },
};

describe.each([
  ['without feature flags', {}],
  ['with the feature flags of new apps', flags],
])('%s', (_title, context) => {
  test.each(Object.entries(grants))('%s: warnings while an app migrates, errors else', (_name, write) => {
    const tolerated = wildcardsOf(write, context);
    expect(tolerated.length).toBeGreaterThan(0);
    expect(tolerated.filter((text) => !text.startsWith('warning '))).toEqual([]);
    expect(wildcardsOf(write, context, 'block')).toEqual(tolerated.map((text) => text.replace('warning', 'error')));
    expect(wildcardsOf(write, context, 'warn', 'strict')).toEqual(tolerated);
    expect(wildcardsOf(write, context, 'block', 'critical')).toEqual([]);
  });
});

test.each(Object.entries(grants))('%s: no other rule about permissions blocks it while an app migrates', (_name, write) => {
  const { findings } = checkTemplates(templatesOf(write, flags), { settings: { grantWildcards: 'warn' } });
  expect(findings.filter(({ ruleId, severity }) => ruleId.startsWith('iam/') && severity === 'error')).toEqual([]);
});

const bucketArn = 'arn:aws:s3:::receipts';
const statement = (actions: string[], ...resources: string[]): Write => {
  return (role) => void role.addToPolicy(new PolicyStatement({ actions, resources }));
};

test.each<[string, Write]>([
  ['one more action', statement(['s3:GetObject*', 's3:GetBucket*', 's3:List*', 's3:PutBucketPolicy'], bucketArn, `${bucketArn}/*`)],
  ['one more wildcard', statement(['s3:GetObject*', 's3:GetBucket*', 's3:List*', 's3:Put*'], bucketArn, `${bucketArn}/*`)],
  ['a part of a shape', statement(['s3:GetObject*'], `${bucketArn}/*`)],
  ['what grantWrite wrote in CDK v1', statement(['s3:PutObject*', 's3:Abort*'], `${bucketArn}/*`)],
  ['a wider wildcard', statement(['s3:Get*', 's3:List*'], bucketArn, `${bucketArn}/*`)],
  ['every resource', statement(['s3:GetObject*', 's3:GetBucket*', 's3:List*'], '*')],
  ['every bucket', statement(['s3:GetObject*', 's3:GetBucket*', 's3:List*'], 'arn:aws:s3:::*')],
  ['some buckets', statement(['s3:GetObject*', 's3:GetBucket*', 's3:List*'], 'arn:aws:s3:::receipts-*/*')],
  ['a named bucket beside every bucket', statement(['s3:GetObject*', 's3:GetBucket*', 's3:List*'], bucketArn, '*')],
  [
    'a bucket of any account',
    statement(
      ['codecommit:GitPull', 'codecommit:EvaluatePullRequestApprovalRules', 'codecommit:Get*', 'codecommit:Describe*'],
      'arn:aws:codecommit:eu-west-1:*:orders',
    ),
  ],
  ['every key', statement(['kms:Encrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'], 'arn:aws:kms:eu-west-1:111122223333:key/*')],
  ['shapes of two kinds of resource', statement(['s3:DeleteObject*', 'kms:GenerateDataKey*'], bucketArn)],
  ['the bucket of each caller', statement(['s3:DeleteObject*'], 'arn:aws:s3:::${aws:PrincipalTag/team}/*')],
])('still blocks: %s', (_title, write) => {
  const found = wildcardsOf(write);
  expect(found.length).toBeGreaterThan(0);
  expect(found.filter((text) => !text.startsWith('error '))).toEqual([]);
});

test('a bucket whose name whoever deploys chooses still blocks', () => {
  const template = {
    Parameters: { Name: { Type: 'String' } },
    Resources: {
      Policy: {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: {
          PolicyDocument: {
            Statement: [{ Effect: 'Allow', Action: 's3:DeleteObject*', Resource: { 'Fn::Sub': 'arn:aws:s3:::${Name}/*' } }],
          },
        },
      },
    },
  };
  const built = buildTemplates([{ name: 'a.json', body: template }]);
  const { findings } = checkTemplates(built, { settings: { grantWildcards: 'warn' } }, [rule]);
  expect(findings.map(({ severity }) => severity)).toEqual(['error']);
});
