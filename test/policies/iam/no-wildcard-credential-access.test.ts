import type { Json } from '../../../lib/core/json';
import { rolePolicy } from '../../../policies/example-resources';
import rule from '../../../policies/iam/no-wildcard-credential-access';
import { findingsIn, reportsOn } from '../findings';

function reports(Action: Json, Resource: Json = '*'): string[] {
  return reportsOn(rule, rolePolicy({ Effect: 'Allow', Action, Resource }));
}

test.each([
  'rds-db:connect',
  'codeartifact:GetAuthorizationToken',
  'iam:CreateServiceSpecificCredential',
  'redshift:GetClusterCredentials',
])('%s on every resource', (action) => {
  expect(reports(action)).toEqual([`warning ${action} on *`]);
});

test.each([
  'ecr:GetAuthorizationToken',
  'ecr-public:GetAuthorizationToken',
  'sts:GetCallerIdentity',
  'sts:GetSessionToken',
  'cognito-identity:GetId',
])('%s needs every resource, or gives nothing away', (action) => {
  expect(reports(action)).toEqual([]);
});

test.each(['sts:AssumeRole', 'iam:CreateAccessKey'])('%s is left to another rule', (action) => {
  expect(reports(action)).toEqual([]);
});

test('one statement is one finding, which names the actions behind a pattern', () => {
  expect(reports(['gamelift:Get*', 'rds-db:*', 's3:GetObject'])).toEqual([
    'warning gamelift:GetComputeAccess, gamelift:GetComputeAuthToken, gamelift:GetInstanceAccess, rds-db:connect on *',
  ]);
});

test('it blocks in the strict pack', () => {
  const Resources = rolePolicy({ Effect: 'Allow', Action: 'rds-db:connect', Resource: '*' });
  expect(findingsIn(rule, { Resources }, 'strict').map(({ severity }) => severity)).toEqual(['error']);
});
