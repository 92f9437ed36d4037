import type { KnownAction } from '../../lib/core/iam/action';
import { isSelfEscalation } from '../../lib/core/iam/escalation-paths';
import { credentialActions, sharingActions } from '../../lib/core/iam/sensitive-actions';
import { wideFact, wideGrantsOf } from '../../lib/core/iam/wide-grant';
import { defineRule } from '../../lib/core/rule';
import { keyWithPolicy, rolePolicy } from '../example-resources';

/**
 * Says why a wildcard is grave that `iam/no-wildcard-resource` blocks already. What changes the rights of IAM identities
 * is left to `iam/no-privilege-escalation`, database users to `iam/no-wildcard-credential-access`.
 */
export default defineRule({
  meta: {
    id: 'iam/no-wildcard-permissions-management',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'What changes who has access is limited to named resources',
    rationale:
      'Whoever may write the policy of any bucket, key, queue or function can open it to another account, whatever its own rights are.',
    references: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html',
      'https://cloudsplaining.readthedocs.io/en/latest/glossary/resource-exposure/',
    ],
    catalogue: ['IAM-RESOURCE-EXPOSURE'],
    peers: ['CKV_AWS_109', 'CKV_AWS_289', 'cloudsplaining ResourceExposure', 'parliament PERMISSIONS_MANAGEMENT_ACTIONS'],
  },
  messages: {
    everyPermission: {
      what: 'statement may change who has access to every resource: {actions} on "{resource}"{narrowed}',
      fix: '{replacement}',
    },
  },
  examples: {
    valid: [
      {
        title: 'the policy of one bucket',
        resources: rolePolicy({ Effect: 'Allow', Action: 's3:PutBucketPolicy', Resource: 'arn:aws:s3:::receipts' }),
      },
      {
        title: 'a service-linked role, which AWS writes itself',
        resources: rolePolicy({
          Effect: 'Allow',
          Action: 'iam:CreateServiceLinkedRole',
          Resource: '*',
          Condition: { StringEquals: { 'iam:AWSServiceName': 'ecs.amazonaws.com' } },
        }),
      },
      { title: 'a key policy, where "*" is the key itself', resources: keyWithPolicy('kms:CreateGrant') },
    ],
    invalid: [
      {
        title: 'the policies of every bucket and every queue',
        resources: rolePolicy({ Effect: 'Allow', Action: ['s3:PutBucketPolicy', 'sqs:AddPermission'], Resource: '*' }),
        reports: ['everyPermission'],
      },
      {
        title: 'grants on every key, for AWS services only, which is only advice',
        resources: rolePolicy({
          Effect: 'Allow',
          Action: 'kms:CreateGrant',
          Resource: '*',
          Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
        }),
        reports: ['everyPermission'],
      },
    ],
  },
  *check(model) {
    for (const grant of wideGrantsOf(model, changesAccess)) yield { message: 'everyPermission', ...wideFact(model, grant) };
  },
});

function changesAccess({ id, action }: KnownAction): boolean {
  if (sharingActions.has(id)) return true;
  return action.accessLevels.includes('Permissions management') && !isSelfEscalation(id) && !credentialActions.has(id);
}
