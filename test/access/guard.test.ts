import { breachesOf, type GuardedStatement } from '../../lib/access/guard';
import { concat, holed } from '../../lib/core/template/symbolic';
import { loadReference } from '../../lib/reference';

const table = holed({ kind: 'resource', template: 'T', logicalId: 'Orders', resourceType: 'AWS::DynamoDB::Table', attribute: 'Arn' });
const unknown = holed({ kind: 'unknown', reason: 'a value that is known only at deployment' });

function kinds(statement: Partial<GuardedStatement>): string[] {
  return breachesOf(loadReference(), { actions: [], notActions: [], resources: [], notResources: [], ...statement }).map(
    ({ kind }) => kind,
  );
}

test.each([
  ['exact actions on a named resource', { actions: ['dynamodb:GetItem'], resources: [table] }],
  ['what lies below a named resource', { actions: ['dynamodb:Query'], resources: [concat([table, '/index/*'])] }],
  ['"*" for actions that support no resource', { actions: ['xray:PutTraceSegments', 'dynamodb:ListStreams'], resources: ['*'] }],
  ['a resource that is known only at deployment', { actions: ['dynamodb:GetItem'], resources: [unknown] }],
])('%s is exact', (_, statement) => {
  expect(kinds(statement)).toEqual([]);
});

test.each([
  ['a partial wildcard', { actions: ['s3:Get*'], resources: [table] }, ['wildcard-action']],
  ['a question mark', { actions: ['s3:GetObjec?'], resources: [table] }, ['wildcard-action']],
  ['a whole service', { actions: ['s3:*'], resources: [table] }, ['wildcard-action']],
  ['everything', { actions: ['*'], resources: ['*'] }, ['wildcard-action']],
  [
    '"*" for an action that supports resources',
    { actions: ['dynamodb:GetItem', 'dynamodb:ListStreams'], resources: ['*'] },
    ['wildcard-resource'],
  ],
  ['"*" beside a named resource', { actions: ['dynamodb:GetItem'], resources: [table, '*'] }, ['wildcard-resource']],
  [
    'all tables',
    { actions: ['dynamodb:GetItem'], resources: ['arn:aws:dynamodb:eu-central-1:111122223333:table/*'] },
    ['wildcard-resource'],
  ],
  [
    'tables by prefix',
    { actions: ['dynamodb:GetItem'], resources: ['arn:aws:dynamodb:eu-central-1:111122223333:table/app-*'] },
    ['wildcard-resource'],
  ],
  ['any region', { actions: ['dynamodb:GetItem'], resources: ['arn:aws:dynamodb:*:111122223333:table/orders'] }, ['wildcard-resource']],
  ['an action newer than the reference, on "*"', { actions: ['dynamodb:GetItemsOfTomorrow'], resources: ['*'] }, ['wildcard-resource']],
  ['NotAction', { notActions: ['iam:*'], resources: [table] }, ['not-action']],
  ['NotResource', { actions: ['dynamodb:GetItem'], notResources: [table] }, ['not-resource']],
  ['what is no action', { actions: ['GetItem'], resources: [table] }, ['unknown-action']],
])('%s is refused', (_, statement, breaches) => {
  expect(kinds(statement)).toEqual(breaches);
});
