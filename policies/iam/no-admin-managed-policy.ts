import { attachedPolicy, isAdministratorPolicy } from '../../lib/core/iam/managed-policy';
import { defineRule } from '../../lib/core/rule';
import { awsManagedPolicyArn, functionRole } from '../example-resources';

export default defineRule({
  meta: {
    id: 'iam/no-admin-managed-policy',
    severity: { recommended: 'error', strict: 'error', critical: 'error' },
    title: 'No identity carries an administrator policy of AWS',
    rationale:
      'These policies are written for people who run the account: code that holds one can change IAM, networks, databases or secrets of every app in it.',
    references: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_job-functions.html',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
    ],
    catalogue: ['IAM-MANAGED-ADMIN'],
    peers: [
      'cfn_nag W43',
      'cfn_nag W44',
      'CKV_AWS_274',
      'guard IAM_ROLE_ADMINISTRATOR_ACCESS_POLICY_RULE',
      'guard IAM_ROLE_ELEVATED_MANAGED_POLICY_RULE',
      'cdk-nag AwsSolutions-IAM4',
      'prowler iam_role_administratoraccess_policy',
    ],
  },
  messages: {
    administrator: {
      what: 'the AWS managed policy "{name}" is attached',
      fix: 'remove it, and grant what the code calls: in CDK with the grant methods of the resources, or "SecureFunction" with its declared access',
    },
  },
  examples: {
    valid: [
      { title: 'no managed policy', resources: functionRole() },
      {
        title: 'a policy of the same name in a customer account',
        resources: functionRole({ ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/AdministratorAccess'] }),
      },
      {
        title: 'a narrower AWS managed policy, which is left to iam/no-full-access-managed-policy',
        resources: functionRole({ ManagedPolicyArns: [awsManagedPolicyArn('service-role/AWSLambdaBasicExecutionRole')] }),
      },
    ],
    invalid: [
      {
        title: 'as CDK writes it, for any partition',
        resources: functionRole({ ManagedPolicyArns: [awsManagedPolicyArn('AdministratorAccess')] }),
        reports: ['administrator'],
      },
      {
        title: 'a job function and an access set of a service, as literals',
        resources: functionRole({
          ManagedPolicyArns: [
            'arn:aws:iam::aws:policy/job-function/SystemAdministrator',
            'arn:aws-cn:iam::aws:policy/AdministratorAccess-Amplify',
          ],
        }),
        reports: ['administrator', 'administrator'],
      },
      {
        title: 'a permission set',
        resources: {
          Operators: {
            Type: 'AWS::SSO::PermissionSet',
            Properties: {
              InstanceArn: 'arn:aws:sso:::instance/ssoins-1111222233334444',
              Name: 'operators',
              ManagedPolicies: ['arn:aws:iam::aws:policy/PowerUserAccess'],
            },
          },
        },
        reports: ['administrator'],
      },
    ],
  },
  *check(model) {
    for (const { resource, arn } of model.attachments) {
      const policy = attachedPolicy(arn.value);
      if (policy.owner !== 'aws' || !isAdministratorPolicy(policy.name)) continue;
      yield { message: 'administrator', resource, at: arn.at, evidence: policy.name, data: { name: policy.name } };
    }
  },
});
