import { attachedPolicy, isAdministratorPolicy, isExecutionPolicy, isFullAccessPolicy } from '../../lib/core/iam/managed-policy';
import { defineRule, type Fact } from '../../lib/core/rule';
import { awsManagedPolicyArn, functionRole, rolePolicy } from '../example-resources';

/** Administrator policies are left to `iam/no-admin-managed-policy`, those that only run a function to `iam/prefer-own-execution-policy`. */
export default defineRule({
  meta: {
    id: 'iam/no-full-access-managed-policy',
    severity: { recommended: 'error', strict: 'error', critical: 'warning' },
    title: 'Identities carry policies of their own, not the broad ones of AWS',
    rationale:
      'AWS managed policies cannot know the resources of an app, so they grant on "*", and AWS widens them over time; full-access ones also delete and administer.',
    references: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html',
      'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html',
    ],
    catalogue: ['IAM-MANAGED-FULLACCESS', 'IAM-MANAGED-AWS'],
    peers: ['cdk-nag AwsSolutions-IAM4', 'cfn_nag W44'],
  },
  messages: {
    fullAccess: {
      what: 'the AWS managed policy "{name}" is attached, which grants everything in its service on every resource',
      fix: 'remove it, and grant what the code calls on the resources it uses: in CDK with their grant methods, or "SecureFunction" with its declared access',
    },
    awsManaged: {
      what: 'the AWS managed policy "{name}" is attached, which names no resource of this app',
      fix: 'write a policy with the actions that the code calls and the ARNs it uses; the page of "{name}" in the AWS managed policy reference lists its actions',
    },
    unread: {
      what: 'the attached policy "{arn}" could not be judged: {reason}',
      fix: 'attach a policy that the template declares ("AWS::IAM::ManagedPolicy"; in CDK "new iam.ManagedPolicy"), or check that policy where it is written',
    },
  },
  examples: {
    valid: [
      { title: 'a policy of its own', resources: rolePolicy({ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }) },
      {
        title: 'a managed policy of the same template',
        resources: {
          ...functionRole({ ManagedPolicyArns: [{ Ref: 'Publish' }] }),
          Publish: {
            Type: 'AWS::IAM::ManagedPolicy',
            Properties: {
              PolicyDocument: {
                Version: '2012-10-17',
                Statement: [{ Effect: 'Allow', Action: 'sns:Publish', Resource: 'arn:aws:sns:eu-central-1:111122223333:orders' }],
              },
            },
          },
        },
      },
      {
        title: 'what CDK attaches to every function, which is left to iam/prefer-own-execution-policy',
        resources: functionRole({ ManagedPolicyArns: [awsManagedPolicyArn('service-role/AWSLambdaBasicExecutionRole')] }),
      },
      {
        title: 'an administrator policy, which is left to iam/no-admin-managed-policy',
        resources: functionRole({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/IAMFullAccess'] }),
      },
    ],
    invalid: [
      {
        title: 'full access, in each of its spellings',
        resources: functionRole({
          ManagedPolicyArns: [
            awsManagedPolicyArn('AmazonS3FullAccess'),
            awsManagedPolicyArn('AWSLambda_FullAccess'),
            'arn:aws-us-gov:iam::aws:policy/AmazonDynamoDBFullAccess_v2',
          ],
        }),
        reports: ['fullAccess', 'fullAccess', 'fullAccess'],
      },
      {
        title: 'any other AWS managed policy',
        resources: functionRole({ ManagedPolicyArns: [awsManagedPolicyArn('AmazonSSMReadOnlyAccess')] }),
        reports: ['awsManaged'],
      },
      {
        title: 'a policy that only the deployment names, and one of another account',
        template: {
          Parameters: { PolicyArn: { Type: 'String' } },
          Resources: functionRole({ ManagedPolicyArns: [{ Ref: 'PolicyArn' }, 'arn:aws:iam::111122223333:policy/shared'] }),
        },
        reports: ['unread', 'unread'],
      },
    ],
  },
  *check(model): Iterable<Fact<'fullAccess' | 'awsManaged' | 'unread'>> {
    for (const { resource, arn } of model.attachments) {
      const policy = attachedPolicy(arn.value);
      if (policy.owner === 'template') continue;
      if (policy.owner === 'unread') {
        const shown = model.show(arn, resource);
        const reason = typeof arn.value === 'string' ? 'it is not in the input' : 'its ARN is only known at deployment';
        yield { message: 'unread', resource, at: arn.at, evidence: shown, data: { arn: shown, reason }, atMost: 'info' };
        continue;
      }
      const { name } = policy;
      if (isAdministratorPolicy(name) || isExecutionPolicy(name)) continue;
      const common = { resource, at: arn.at, evidence: name };
      if (isFullAccessPolicy(name)) yield { ...common, message: 'fullAccess', data: { name } };
      else yield { ...common, message: 'awsManaged', data: { name }, atMost: 'info' };
    }
  },
});
