import { describeResource } from './arn';
import { hasWildcard } from './pattern';
import type { Statement } from './statement';

/**
 * What the grant methods of aws-cdk-lib 2.269 to 2.276 write on one resource, as sets of actions, by the kind of resource
 * (`perms.ts` of its modules, and `grants.json`). Those without a wildcard are here because CDK joins statements about the
 * same resource into one. `dynamodb:*` of `grantFullAccess` is a whole service, and not among them.
 */
const FAMILIES: readonly (readonly (readonly string[])[])[] = [
  // aws-s3: grantRead, grantWrite, grantPut, grantDelete, grantPutAcl.
  [
    ['s3:GetObject*', 's3:GetBucket*', 's3:List*'],
    ['s3:GetBucket*', 's3:List*'],
    ['s3:PutObject', 's3:PutObjectLegalHold', 's3:PutObjectRetention', 's3:PutObjectTagging', 's3:PutObjectVersionTagging', 's3:Abort*'],
    ['s3:DeleteObject*'],
    ['s3:PutObjectAcl', 's3:PutObjectVersionAcl'],
  ],
  // aws-kms: grantEncrypt, grantDecrypt, grantEncryptDecrypt, and the key's part of the grants of buckets, tables, queues, topics and schedules.
  [
    ['kms:Encrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'],
    ['kms:Decrypt'],
    ['kms:Decrypt', 'kms:DescribeKey'],
    ['kms:Decrypt', 'kms:GenerateDataKey*'],
    ['kms:GenerateDataKey*'],
  ],
  // aws-kms: grantAdmin.
  [
    [
      'kms:Create*',
      'kms:Describe*',
      'kms:Enable*',
      'kms:List*',
      'kms:Put*',
      'kms:Update*',
      'kms:Revoke*',
      'kms:Disable*',
      'kms:Get*',
      'kms:Delete*',
      'kms:TagResource',
      'kms:UntagResource',
      'kms:ScheduleKeyDeletion',
      'kms:CancelKeyDeletion',
    ],
  ],
  // aws-codecommit: grantRead, grantPull, grantPullPush.
  [
    ['codecommit:GitPull', 'codecommit:EvaluatePullRequestApprovalRules', 'codecommit:Get*', 'codecommit:Describe*'],
    ['codecommit:GitPull', 'codecommit:GitPush'],
  ],
  // aws-bedrockagentcore: ManagedMemoryStrategy.grant.
  [['bedrock:InvokeModel*']],
];

/**
 * Whether a statement is one that grant methods of CDK write on named resources: their actions and no other, on ARNs that
 * each name one resource or what lies below it. One action more, or a wildcard in a name, and it is not.
 */
export function isWrittenByGrant(statement: Statement): boolean {
  const { actions, resources, notActions, notResources, unresolved } = statement;
  if (statement.effect !== 'Allow' || notActions.length > 0 || notResources.length > 0 || unresolved.length > 0) return false;
  if (resources.length === 0 || !resources.every(({ value }) => namesOne(value))) return false;
  const written = new Set<string>();
  for (const { value } of actions) {
    if (typeof value !== 'string') return false;
    written.add(value);
  }
  return FAMILIES.some((shapes) => isUnionOf(shapes, written));
}

function namesOne(value: Statement['resources'][number]['value']): boolean {
  const { kind, hasVariables, wildcards } = describeResource(value);
  if (hasVariables) return false;
  return kind === 'named' ? wildcards.length === 0 : kind === 'children';
}

function isUnionOf(shapes: readonly (readonly string[])[], written: ReadonlySet<string>): boolean {
  const covered = new Set<string>();
  for (const shape of shapes) {
    if (shape.every((action) => written.has(action))) for (const action of shape) covered.add(action);
  }
  return covered.size === written.size && [...written].some(hasWildcard);
}
