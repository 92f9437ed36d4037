import { patternAllows } from '../../lib/core/iam/action';
import {
  grantsOf,
  isEverythingBut,
  leavesIn,
  listForEvidence,
  listForSentence,
  namesAnyRole,
  namesOf,
  passedToService,
} from '../../lib/core/iam/grant';
import { below } from '../../lib/core/path';
import { defineRule } from '../../lib/core/rule';
import { functionRole, rolePolicy } from '../example-resources';

const PASS_ROLE = 'iam:PassRole';

/** A named role below a wildcard account or path is left to `iam/no-wildcard-resource-arn`. */
export default defineRule({
  meta: {
    id: 'iam/no-pass-any-role',
    severity: { recommended: 'error', strict: 'error', critical: 'error' },
    title: 'Statements with iam:PassRole name the role to pass',
    rationale:
      'Who may pass any role can hand the most powerful one of the account to a function or task of its own, and so gains all of its rights.',
    references: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-security-warning-pass-role-with-star-in-resource',
    ],
    catalogue: ['IAM-PASSROLE-WILDCARD'],
    peers: [
      'cfn_nag F38',
      'cfn_nag F39',
      'cfn_nag F40',
      'guard IAM_POLICY_NO_WILDCARD_RESOURCE_ON_PASSROLE',
      'Trivy AWS-0342',
      'IAM Access Analyzer "Pass role with star in resource"',
    ],
  },
  messages: {
    anyRole: {
      what: '{actions} on {resources} lets the holder pass any role to any service',
      fix: 'give the ARN of the one role under "iam:PassRole", and add the condition "iam:PassedToService"; in CDK "role.grantPassRole(fn)"',
    },
    anyRoleToNamedService: {
      what: '{actions} on {resources} lets the holder pass any role; the condition on "iam:PassedToService" limits the service, not the role',
      fix: 'keep the condition, and give the ARN of the one role under "iam:PassRole"; in CDK "role.roleArn"',
    },
  },
  examples: {
    valid: [
      {
        title: 'one role',
        resources: {
          TaskRole: {
            Type: 'AWS::IAM::Role',
            Properties: {
              AssumeRolePolicyDocument: {
                Version: '2012-10-17',
                Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
              },
            },
          },
          ...rolePolicy({
            Effect: 'Allow',
            Action: 'iam:PassRole',
            Resource: { 'Fn::GetAtt': ['TaskRole', 'Arn'] },
            Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
          }),
        },
      },
      { title: 'a Deny', resources: rolePolicy({ Effect: 'Deny', Action: 'iam:PassRole', Resource: '*' }) },
      {
        title: 'other actions on roles',
        resources: rolePolicy({ Effect: 'Allow', Action: ['iam:GetRole', 'iam:Get*'], Resource: 'arn:aws:iam::111122223333:role/*' }),
      },
      {
        title: 'every action on everything, which is left to iam/no-admin-statement',
        resources: rolePolicy({ Effect: 'Allow', Action: '*', Resource: '*' }),
      },
    ],
    invalid: [
      {
        title: 'every role',
        resources: rolePolicy({ Effect: 'Allow', Action: ['iam:PassRole', 'lambda:CreateFunction'], Resource: '*' }),
        reports: ['anyRole'],
      },
      {
        title: 'patterns that take iam:PassRole in',
        resources: functionRole({
          Policies: [
            {
              PolicyName: 'deploy',
              PolicyDocument: {
                Version: '2012-10-17',
                Statement: [
                  { Effect: 'Allow', Action: 'iam:Pas*', Resource: '*' },
                  { Effect: 'Allow', Action: 'iam:*Role', Resource: '*' },
                  { Effect: 'Allow', Action: 'IAM:passrol?', Resource: 'arn:aws:iam::*:role/*' },
                  { Effect: 'Allow', Action: '*', Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*' } },
                ],
              },
            },
          ],
        }),
        reports: ['anyRole', 'anyRole', 'anyRole', 'anyRole'],
      },
      {
        title: 'all roles but one',
        resources: rolePolicy({ Effect: 'Allow', Action: 'iam:PassRole', NotResource: 'arn:aws:iam::111122223333:role/admin' }),
        reports: ['anyRole'],
      },
      {
        title: 'a NotAction that excludes the administration of IAM only in part',
        resources: rolePolicy({
          Effect: 'Allow',
          NotAction: ['iam:Attach*', 'iam:Create*', 'iam:Put*'],
          Resource: '*',
        }),
        reports: ['anyRole'],
      },
      {
        title: 'any role to one service',
        resources: rolePolicy({
          Effect: 'Allow',
          Action: 'iam:PassRole',
          Resource: '*',
          Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
        }),
        reports: ['anyRoleToNamedService'],
      },
    ],
  },
  *check(model) {
    for (const { statement, actions, resources, administrative } of grantsOf(model)) {
      if (administrative) continue;
      const granting = actions.filter(({ value }) => patternAllows(value, PASS_ROLE));
      const isLeftIn = leavesIn(statement, PASS_ROLE);
      if (granting.length === 0 && !isLeftIn) continue;
      const excluded = namesOf(model, statement, statement.notActions);
      const spelled = granting.map(({ value }) => (value.toLowerCase() === PASS_ROLE.toLowerCase() ? PASS_ROLE : value));
      const names = isLeftIn ? `all but ${listForEvidence(excluded)}` : listForEvidence(spelled);
      const inWords = isLeftIn ? `every action but ${listForSentence(excluded)}` : listForSentence(spelled);
      const message = passedToService(statement) === undefined ? 'anyRole' : 'anyRoleToNamedService';
      const common = { message, resource: statement.document.resource, statement } as const;
      for (const element of resources) {
        if (!namesAnyRole(element)) continue;
        const resource = model.show(element, statement.document.resource);
        yield {
          ...common,
          at: element.at,
          evidence: `${names} on ${resource}`,
          data: { actions: inWords, resources: `"${resource}"` },
        };
      }
      if (!isEverythingBut(statement)) continue;
      const others = namesOf(model, statement, statement.notResources);
      yield {
        ...common,
        at: below(statement.at, 'NotResource'),
        evidence: `${names} on all but ${listForEvidence(others)}`,
        data: { actions: inWords, resources: `all resources but ${listForSentence(others)}` },
      };
    }
  },
});
