import { type KnownAction, parseActionPattern } from '../../../lib/core/iam/action';
import { actionReplacement, resourceReplacement } from '../../../lib/core/iam/replacement';
import { callsWithoutResource, usualActions, usualResources, usualServices } from '../../../lib/core/iam/usual-actions';
import { loadReference } from '../../../lib/reference';
import type { Reference } from '../../../lib/reference/reference';

const reference = loadReference();
const actionFix = (written: string, ...resources: string[]) =>
  actionReplacement(reference, parseActionPattern(reference, written), resources);
const known = (...written: string[]): KnownAction[] => written.flatMap((pattern) => [...parseActionPattern(reference, pattern).actions]);
const resourceFix = (...written: string[]) => resourceReplacement(reference, known(...written));

describe('actionReplacement', () => {
  test('names the usual action on objects, what else applies to them, and the worst of it', () => {
    expect(actionFix('s3:Get*', '<Receipts.Arn>/*')).toBe(
      'name the actions: such code usually needs "s3:GetObject" ("s3:Get*" also allows 62 more, 15 of them on this resource, e.g. "s3:GetObjectAcl" and "s3:GetObjectVersionAcl")',
    );
  });

  test('tells a bucket from its objects, in every way an ARN is written', () => {
    for (const bucket of ['<Receipts.Arn>', 'arn:aws:s3:::receipts', 'arn:${AWS::Partition}:s3:::receipts']) {
      expect(actionFix('s3:List*', bucket)).toContain('usually needs "s3:ListBucket" (');
      expect(actionFix('s3:Get*', bucket)).toContain('usually needs "s3:GetBucketLocation" (');
    }
    for (const objects of ['<Receipts.Arn>/*', 'arn:aws:s3:::receipts/*', 'arn:${AWS::Partition}:s3:::receipts/in/*', '${BucketArn}/*']) {
      expect(actionFix('s3:*', objects)).toContain('usually needs "s3:GetObject", "s3:PutObject" or "s3:DeleteObject" (');
    }
  });

  test('a resource that is unknown until deployment leaves all choices', () => {
    for (const unknown of ['${Param}', '<import Shared-Bucket/Arn>', '{{resolve:ssm:/app/bucket}}', '*']) {
      expect(actionFix('s3:*', unknown)).toContain('usually needs "s3:GetObject", "s3:PutObject" or "s3:ListBucket" (');
    }
  });

  test('tells a table from its index and its stream', () => {
    expect(actionFix('dynamodb:*', '<Orders.Arn>')).toContain('usually needs "dynamodb:GetItem", "dynamodb:PutItem" or "dynamodb:Query" (');
    expect(actionFix('dynamodb:*', '<Orders.Arn>/index/*')).toContain('usually needs "dynamodb:Query" (');
    expect(actionFix('dynamodb:*', '<Orders.Arn>/stream/*')).toContain(
      'usually needs "dynamodb:GetRecords", "dynamodb:GetShardIterator" or "dynamodb:DescribeStream" (',
    );
  });

  test('lists everything that a narrow pattern allows', () => {
    expect(actionFix('secretsmanager:Get*', '*')).toBe(
      'name the actions: such code usually needs "secretsmanager:GetSecretValue" ("secretsmanager:Get*" also allows "secretsmanager:GetRandomPassword" and "secretsmanager:GetResourcePolicy")',
    );
    expect(actionFix('kms:ReEncrypt*', '*')).toBe('write "kms:ReEncryptFrom" and "kms:ReEncryptTo", which "kms:ReEncrypt*" stands for');
    expect(actionFix('rds-db:*', '*')).toBe('write "rds-db:connect", which "rds-db:*" stands for');
  });

  test('warns of permissions management and of destruction first', () => {
    expect(actionFix('sqs:*', '<Queue.Arn>')).toContain('e.g. "sqs:AddPermission" and "sqs:PurgeQueue")');
    expect(actionFix('s3:*', '<Receipts.Arn>', '<Receipts.Arn>/*')).toContain(
      'of them on these resources, e.g. "s3:PutBucketAcl" and "s3:DeleteBucketPolicy")',
    );
  });

  test('a service that code seldom calls gets what it lets through', () => {
    expect(actionFix('wafv2:*', '*')).toBe(
      'name the actions that the code calls ("wafv2:*" allows 63, e.g. "wafv2:PutPermissionPolicy" and "wafv2:DeletePermissionPolicy")',
    );
  });

  test('of many services, names one action each of those in use, or of those that the resources name', () => {
    expect(actionFix('s*:*', '*')).toContain('usually needs "s3:GetObject", "sqs:SendMessage" or "sns:Publish" ("s*:*" also allows ');
    expect(actionFix('s*:*', 'arn:aws:sns:eu-west-1:111122223333:alerts')).toContain('usually needs "sns:Publish" ("s*:*" also allows ');
    expect(actionFix('*:Get*', '*')).toMatch(/ in 456 services, e\.g\. "secretsmanager:/);
  });

  test('every action there is: the usual ones of the services that the resources name', () => {
    expect(actionFix('*', '*')).toBe(
      'name the actions that the code calls: for example "dynamodb:GetItem" on one table ("*" allows every action of all 456 services)',
    );
    expect(actionFix('*:*', 'arn:aws:s3:::receipts/*', 'arn:aws:sqs:*:*:q')).toBe(
      'name the actions that the code calls: such code usually needs "s3:GetObject", "s3:PutObject", "sqs:SendMessage" or "sqs:ReceiveMessage" ("*:*" allows every action of all 456 services)',
    );
  });

  test('patterns without a wildcard get their spelling corrected', () => {
    expect(actionFix('s3:HeadObject', '*')).toBe('write "s3:GetObject": "s3:HeadObject" is no action that AWS documents as of 2026-09-26');
    expect(actionFix('s3:Frobnicate', '*')).toBe('check the spelling: "s3:Frobnicate" is no action that AWS documents as of 2026-09-26');
    expect(actionFix('s3:Gett*', '*')).toBe('check the spelling: "s3:Gett*" matches no action that AWS documents as of 2026-09-26');
    expect(actionFix('GetObject', '*')).toBe('write a service prefix, a colon and an action, e.g. "s3:GetObject", not "GetObject"');
    expect(actionFix('s3:GetObject', '*')).toBe('keep "s3:GetObject": it names one action');
  });

  test('"*" on no particular service reads no service', () => {
    const unread: Reference = {
      ...{ date: reference.date, services: reference.services },
      service: (prefix) => {
        throw new Error(`read ${prefix}`);
      },
    };
    expect(actionReplacement(unread, parseActionPattern(unread, '*'), ['*'])).toContain('"dynamodb:GetItem"');
  });
});

describe('resourceReplacement', () => {
  test('a model may be called through an inference profile, which needs both ARNs', () => {
    const fix = resourceFix('bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream');
    expect(fix).toContain('"arn:aws:bedrock:<region>::foundation-model/<model>" (in CDK "model.modelArn")');
    expect(fix).toContain('"arn:aws:bedrock:<region>:<account>:inference-profile/<profile>"');
  });

  test('a service-linked role has a path of its own, and a condition', () => {
    expect(resourceFix('iam:CreateServiceLinkedRole')).toMatch(
      /role\/aws-service-role\/<service>\.amazonaws\.com\/\*", with the condition "iam:AWSServiceName"/,
    );
  });

  test.each([
    ['dynamodb:GetItem', 'give the ARN of the table: "arn:aws:dynamodb:<region>:<account>:table/<table>" (in CDK "table.tableArn")'],
    ['s3:GetObject', `give the ARN of the bucket's objects: "arn:aws:s3:::<bucket>/<object>" (in CDK "bucket.arnForObjects('*')")`],
    ['s3:ListBucket', 'give the ARN of the bucket: "arn:aws:s3:::<bucket>" (in CDK "bucket.bucketArn")'],
    ['sqs:SendMessage', 'give the ARN of the queue: "arn:aws:sqs:<region>:<account>:<queue>" (in CDK "queue.queueArn")'],
    ['iam:PassRole', 'give the ARN of the role: "arn:aws:iam::<account>:role/<role>" (in CDK "role.roleArn")'],
    [
      'ssm:GetParameter',
      'give the ARN of the parameter: "arn:aws:ssm:<region>:<account>:parameter/<parameter>" (in CDK "parameter.parameterArn")',
    ],
    ['iot:Publish', 'give the ARN of the topic: "arn:aws:iot:<region>:<account>:topic/<topic>"'],
  ])('%s', (action, text) => {
    expect(resourceFix(action)).toBe(text);
  });

  test('actions on different types get one ARN each, at most three', () => {
    expect(resourceFix('s3:ListBucket', 's3:GetObject', 's3:PutObject')).toBe(
      `give the ARNs: "arn:aws:s3:::<bucket>" (in CDK "bucket.bucketArn") and "arn:aws:s3:::<bucket>/<object>" (in CDK "bucket.arnForObjects('*')")`,
    );
    expect(resourceFix('dynamodb:GetItem', 's3:PutObject', 'sqs:SendMessage', 'sns:Publish', 'kms:Decrypt')).toMatch(
      /"queue\.queueArn"\) and 2 more$/,
    );
  });

  test('an action without resource-level permissions keeps "*", apart from the others', () => {
    expect(resourceFix('xray:PutTraceSegments')).toBe('keep "*" for "xray:PutTraceSegments": AWS offers no narrower resource for it');
    expect(resourceFix('sqs:SendMessage', 'xray:PutTraceSegments')).toBe(
      'give the ARN of the queue: "arn:aws:sqs:<region>:<account>:<queue>" (in CDK "queue.queueArn"); keep "*" for "xray:PutTraceSegments" in a statement of its own',
    );
    expect(resourceFix('ec2:DescribeInstances', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs', 'ec2:DescribeImages')).toBe(
      'keep "*" for "ec2:DescribeInstances", "ec2:DescribeSubnets" and 2 more: AWS offers no narrower resource for them',
    );
  });

  test('a call that names no resource is narrowed by a condition', () => {
    expect(resourceFix('cloudwatch:PutMetricData')).toBe(
      'keep "*" for "cloudwatch:PutMetricData" and limit the condition key "cloudwatch:namespace": its calls name no resource',
    );
  });

  test('no known action: says what to look for', () => {
    expect(resourceFix()).toBe('name the ARNs of the resources that the code uses');
  });
});

test('every fix is short, and worded like the messages of a rule', () => {
  const texts = [...usualActions.keys(), 'wafv2', 'organizations', 'managedblockchain', 'ec2', 'connect'].flatMap((service) => [
    actionFix(`${service}:*`, '*'),
    ...['Get', 'List', 'Put', 'Create', 'Delete', 'Describe', 'Batch', 'Start', 'Update'].map((verb) =>
      actionFix(`${service}:${verb}*`, '<Thing.Arn>/*'),
    ),
    resourceFix(`${service}:*`),
    ...known(`${service}:*`).map((action) => resourceReplacement(reference, [action])),
  ]);
  for (const text of texts) {
    expect(text.length).toBeLessThanOrEqual(350);
    expect(text).toMatch(/^[a-z]/);
    expect(text).not.toMatch(/\.$|undefined|\$\{|please/i);
  }
});

describe('the tables', () => {
  test('every usual action exists, once, in AWS spelling', () => {
    for (const [service, tiers] of usualActions) {
      const names = tiers.flat();
      expect(known(...names.map((name) => `${service}:${name}`)).map(({ action }) => action.name)).toEqual(names);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  test('every usual service has usual actions', () => {
    expect(usualServices.filter((service) => !usualActions.has(service))).toEqual([]);
  });

  test('every usual resource is a resource type of its service', () => {
    const unknown = [...usualResources.keys()].filter((key) => {
      const [service = '', type = ''] = key.split(':');
      return reference.service(service)?.resourceTypes.has(type) !== true;
    });
    expect(unknown).toEqual([]);
  });

  test('calls without a resource exist, have only optional resource types, and the condition keys that are named', () => {
    for (const [id, key] of callsWithoutResource) {
      const [call, ...more] = known(id);
      expect(more).toEqual([]);
      expect(call?.id).toBe(id);
      expect(call?.action.resourceTypes.map(({ required }) => required)).toEqual(call?.action.resourceTypes.map(() => false));
      if (key !== undefined) expect(call?.action.conditionKeys).toContain(key);
    }
  });
});
