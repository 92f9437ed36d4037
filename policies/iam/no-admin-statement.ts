import { grantsOf, listForEvidence, listForSentence, namesOf } from '../../lib/core/iam/grant';
import { defineRule } from '../../lib/core/rule';
import { functionRole, ordersTable, ordersTableArn, rolePolicy, rolePolicyDocument } from '../example-resources';

/** Stands alone for its statement: the rules on wildcard actions, wildcard resources and iam:PassRole stay silent there. */
export default defineRule({
  meta: {
    id: 'iam/no-admin-statement',
    severity: { recommended: 'error', strict: 'error', critical: 'error' },
    title: 'No statement makes its holder an administrator',
    rationale:
      'Whoever runs code as this identity owns the account: it can read every secret, delete every resource and create further administrators.',
    references: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
      'https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-1',
    ],
    catalogue: [
      'IAM-ADMIN-STAR',
      'IAM-WILDCARD-ACTION',
      'IAM-WILDCARD-RESOURCE',
      'IAM-PASSROLE-WILDCARD',
      'IAM-PRIVESC',
      'IAM-ASSUME-ROLE-WILDCARD',
      'IAM-CREDENTIALS-EXPOSURE',
      'IAM-DATA-EXFILTRATION',
      'IAM-RESOURCE-EXPOSURE',
    ],
    peers: [
      'CKV_AWS_62',
      'cfn_nag F3',
      'cfn_nag F4',
      'cfn_nag F5',
      'guard IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS',
      'cdk-nag AwsSolutions-IAM5',
      'Security Hub IAM.1',
      'prowler iam_policy_no_administrative_privileges',
    ],
  },
  messages: {
    everything: {
      what: 'statement allows every action on {resources} through {actions}',
      fix: 'name the actions that the code calls and the ARNs it calls them on; in CDK, a grant method of each resource writes them, e.g. "table.grant(fn, \'dynamodb:GetItem\')"',
    },
    everythingBut: {
      what: 'statement allows every action but {actions} on {resources}, IAM administration included',
      fix: 'replace "NotAction" by an "Action" list of what the code calls; to keep a service out of reach as well, deny it in a statement of its own',
    },
  },
  examples: {
    valid: [
      {
        title: 'named actions on one table',
        resources: { ...ordersTable, ...rolePolicy({ Effect: 'Allow', Action: ['dynamodb:GetItem'], Resource: ordersTableArn }) },
      },
      { title: 'a Deny of everything', resources: rolePolicy({ Effect: 'Deny', Action: '*', Resource: '*' }) },
      {
        title: 'a Deny with NotAction, the guard against other regions',
        resources: rolePolicy({
          Effect: 'Deny',
          NotAction: ['iam:*', 'sts:*'],
          Resource: '*',
          Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-central-1' } },
        }),
      },
      {
        title: 'everything in a managed policy that is only a permissions boundary',
        resources: {
          ...functionRole({ PermissionsBoundary: { Ref: 'Ceiling' } }),
          Ceiling: {
            Type: 'AWS::IAM::ManagedPolicy',
            Properties: { PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } },
          },
        },
      },
      {
        title: 'an Allow that an unconditional Deny beside it takes back',
        resources: rolePolicy({ Effect: 'Allow', Action: '*', Resource: '*' }, { Effect: 'Deny', Action: '*', Resource: '*' }),
      },
    ],
    invalid: [
      {
        title: 'every action on every resource',
        resources: rolePolicy({ Effect: 'Allow', Action: '*', Resource: '*' }),
        reports: ['everything'],
      },
      {
        title: 'the same as one statement object in a JSON string, spelled "*:*"',
        resources: rolePolicyDocument('{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*:*","Resource":["*"]}}'),
        reports: ['everything'],
      },
      {
        title: 'a NotAction that leaves the administration of IAM in',
        resources: rolePolicy({ Effect: 'Allow', NotAction: 's3:DeleteBucket', Resource: '*' }),
        reports: ['everythingBut'],
      },
      {
        title: 'a Deny that leaves something over',
        resources: rolePolicy({ Effect: 'Allow', Action: '*', Resource: '*' }, { Effect: 'Deny', Action: 'iam:*', Resource: '*' }),
        reports: ['everything'],
      },
      {
        title: 'every action on everything but one resource',
        resources: { ...ordersTable, ...rolePolicy({ Effect: 'Allow', Action: '*', NotResource: ordersTableArn }) },
        reports: ['everything'],
      },
    ],
  },
  *check(model) {
    for (const { statement, administrative, actions, resources } of grantsOf(model)) {
      if (!administrative) continue;
      const wide = resources.filter(({ scope }) => scope.kind === 'everything');
      const on =
        wide.length > 0
          ? namesOf(model, statement, wide)
          : [`all but ${listForEvidence(namesOf(model, statement, statement.notResources))}`];
      const inWords =
        wide.length > 0 ? 'every resource' : `all resources but ${listForSentence(namesOf(model, statement, statement.notResources))}`;
      if (statement.notActions.length > 0) {
        const excluded = namesOf(model, statement, statement.notActions);
        yield {
          message: 'everythingBut',
          resource: statement.document.resource,
          at: statement.at,
          evidence: `all but ${listForEvidence(excluded)} on ${on.join(', ')}`,
          data: { actions: listForSentence(excluded), resources: inWords },
          statement,
        };
        continue;
      }
      const all = actions.filter(({ value }) => /^[*?:]+$/.test(value)).map(({ value }) => value);
      yield {
        message: 'everything',
        resource: statement.document.resource,
        at: statement.at,
        evidence: `${listForEvidence(all)} on ${on.join(', ')}`,
        data: { actions: listForSentence(all), resources: inWords },
        statement,
      };
    }
  },
});
