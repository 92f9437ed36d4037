import { guestRolesOf, isLimitedToGuests } from '../../../lib/core/model/guests';
import { modelOf, resources } from '../../policies/facts';

const role = (...statements: object[]) => ({
  Guest: {
    Type: 'AWS::IAM::Role',
    Properties: { AssumeRolePolicyDocument: {}, Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: statements } }] },
  },
});
const allow = (Action: unknown) => ({ Effect: 'Allow', Action, Resource: '*' });

function isLimited(...statements: object[]): boolean[] {
  const model = modelOf(resources(role(...statements)));
  return model.resourcesOfType('AWS::IAM::Role').map((each) => isLimitedToGuests(model, each));
}

test('a role is limited when each Allow is', () => {
  expect(isLimited(allow('rum:PutRumEvents'))).toEqual([true]);
  expect(isLimited(allow('rum:PutRumEvents'), { Effect: 'Deny', NotAction: 'rum:PutRumEvents', Resource: '*' })).toEqual([true]);
  expect(isLimited(allow('rum:PutRumEvents'), allow('s3:GetObject'))).toEqual([false]);
  expect(isLimited({ Effect: 'Allow', NotAction: 's3:*', Resource: '*' })).toEqual([false]);
  expect(isLimited(allow({ 'Fn::ImportValue': 'actions' }))).toEqual([false]);
  expect(isLimited()).toEqual([false]);
});

test('the roles of guests are those of the attachments of the pool, known or not', () => {
  const attachment = (unauthenticated: unknown) => ({
    Type: 'AWS::Cognito::IdentityPoolRoleAttachment',
    Properties: { IdentityPoolId: { Ref: 'Pool' }, Roles: { unauthenticated } },
  });
  const model = modelOf(
    resources({
      ...role(),
      Pool: { Type: 'AWS::Cognito::IdentityPool', Properties: {} },
      A: attachment({ 'Fn::GetAtt': ['Guest', 'Arn'] }),
      B: attachment('arn:aws:iam::111122223333:role/guest'),
    }),
  );
  const [pool] = model.resourcesOfType('AWS::Cognito::IdentityPool');
  expect(pool === undefined ? [] : guestRolesOf(model, pool).map((each) => each?.logicalId)).toEqual(['Guest', undefined]);
});
