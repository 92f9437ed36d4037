import { dataActions } from '../../lib/core/iam/sensitive-actions';
import { wideFact, wideGrantsOf } from '../../lib/core/iam/wide-grant';
import { defineRule } from '../../lib/core/rule';
import { ordersTable, ordersTableArn, rolePolicy } from '../example-resources';

/** Says why a wildcard is grave that `iam/no-wildcard-resource` and `iam/no-wildcard-resource-arn` block already. */
export default defineRule({
  meta: {
    id: 'iam/no-wildcard-data-access',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'What reads data is limited to named stores',
    rationale:
      'On "*" these actions read every object, item, secret or message of the account, or copy it to where it can be read: one injected line of code takes it all out.',
    references: [
      'https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html#kms-1',
      'https://cloudsplaining.readthedocs.io/en/latest/glossary/data-exfiltration/',
    ],
    catalogue: ['IAM-DATA-EXFILTRATION'],
    peers: ['CKV_AWS_108', 'CKV_AWS_288', 'cloudsplaining DataExfiltration', 'Security Hub KMS.1', 'Security Hub KMS.2'],
  },
  messages: {
    everyStore: {
      what: 'statement lets the data of every store out: {actions} on "{resource}"{narrowed}',
      fix: '{replacement}',
    },
  },
  examples: {
    valid: [
      {
        title: 'one table, and the objects of one bucket',
        resources: {
          ...ordersTable,
          ...rolePolicy(
            { Effect: 'Allow', Action: ['dynamodb:GetItem', 'dynamodb:Query'], Resource: ordersTableArn },
            { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::receipts/*' },
          ),
        },
      },
    ],
    invalid: [
      {
        title: 'every secret and every parameter',
        resources: rolePolicy({ Effect: 'Allow', Action: ['secretsmanager:GetSecretValue', 'ssm:GetParameter'], Resource: '*' }),
        reports: ['everyStore'],
      },
      {
        title: 'every object of every bucket, by a pattern',
        resources: rolePolicy({ Effect: 'Allow', Action: 's3:Get*', Resource: 'arn:aws:s3:::*/*' }),
        reports: ['everyStore'],
      },
      {
        title: 'every key of the own account, which is only advice',
        resources: rolePolicy({
          Effect: 'Allow',
          Action: 'kms:Decrypt',
          Resource: '*',
          Condition: { StringEquals: { 'aws:ResourceAccount': { Ref: 'AWS::AccountId' } } },
        }),
        reports: ['everyStore'],
      },
    ],
  },
  *check(model) {
    for (const grant of wideGrantsOf(model, ({ id }) => dataActions.has(id))) yield { message: 'everyStore', ...wideFact(model, grant) };
  },
});
