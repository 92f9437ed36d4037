import { credentialActions } from '../../lib/core/iam/sensitive-actions';
import { wideFact, wideGrantsOf } from '../../lib/core/iam/wide-grant';
import { defineRule } from '../../lib/core/rule';
import { rolePolicy } from '../example-resources';

/**
 * Says why a wildcard is grave that `iam/no-wildcard-resource` blocks already. Roles to assume are left to
 * `iam/no-assume-any-role`, keys and passwords of IAM users to `iam/no-privilege-escalation`.
 */
export default defineRule({
  meta: {
    id: 'iam/no-wildcard-credential-access',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'What gives credentials back is limited to named resources',
    rationale:
      'These actions answer with a token, a password or a key of another identity: on "*" the holder becomes any database user, instance or workspace of the account.',
    references: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
      'https://cloudsplaining.readthedocs.io/en/latest/glossary/credentials-exposure/',
    ],
    catalogue: ['IAM-CREDENTIALS-EXPOSURE'],
    peers: ['CKV_AWS_107', 'CKV_AWS_287', 'cloudsplaining CredentialsExposure', 'parliament CREDENTIALS_EXPOSURE'],
  },
  messages: {
    everyCredential: {
      what: 'statement gives out credentials of every resource: {actions} on "{resource}"{narrowed}',
      fix: '{replacement}',
    },
  },
  examples: {
    valid: [
      {
        title: 'one database user',
        resources: rolePolicy({
          Effect: 'Allow',
          Action: 'rds-db:connect',
          Resource: 'arn:aws:rds-db:eu-central-1:111122223333:dbuser:db-ABCDEFGHIJKL01234/orders',
        }),
      },
      {
        title: 'the token of a registry, which supports no resource and opens only what other actions allow',
        resources: rolePolicy({ Effect: 'Allow', Action: ['ecr:GetAuthorizationToken', 'sts:GetCallerIdentity'], Resource: '*' }),
      },
    ],
    invalid: [
      {
        title: 'every database user, and the password of every instance',
        resources: rolePolicy({ Effect: 'Allow', Action: ['rds-db:connect', 'ec2:GetPasswordData'], Resource: '*' }),
        reports: ['everyCredential'],
      },
      {
        title: 'a pattern that takes such an action in',
        resources: rolePolicy({ Effect: 'Allow', Action: 'redshift:Get*', Resource: '*' }),
        reports: ['everyCredential'],
      },
    ],
  },
  *check(model) {
    for (const grant of wideGrantsOf(model, ({ id }) => credentialActions.has(id))) {
      yield { message: 'everyCredential', ...wideFact(model, grant) };
    }
  },
});
