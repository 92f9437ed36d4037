import type { EntryPoint } from '../../../lib/core/model/model';
import { modelOf, resources } from '../../policies/facts';

function summary({ kind, route, authentication, restrictedNetwork, function: target }: EntryPoint): string {
  const ways = authentication.map(({ value }) => value).join('|');
  return [kind, route, ways, restrictedNetwork, target?.logicalId ?? '-'].join(' ; ');
}

const entryPoints = (Resources: object, more: object = {}) => modelOf(resources(Resources, more)).entryPoints.map(summary);

const handler = { Type: 'AWS::Lambda::Function', Properties: { Handler: 'a.b' } };

test('all ways in that one template opens', () => {
  expect(
    entryPoints({
      Handler: handler,
      Url: { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: { 'Fn::GetAtt': ['Handler', 'Arn'] }, AuthType: 'AWS_IAM' } },
      Rest: { Type: 'AWS::ApiGateway::RestApi', Properties: {} },
      Get: {
        Type: 'AWS::ApiGateway::Method',
        Properties: {
          RestApiId: { Ref: 'Rest' },
          ResourceId: { 'Fn::GetAtt': ['Rest', 'RootResourceId'] },
          HttpMethod: 'get',
          AuthorizationType: 'COGNITO_USER_POOLS',
        },
      },
      Http: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } },
      Route: {
        Type: 'AWS::ApiGatewayV2::Route',
        Properties: { ApiId: { Ref: 'Http' }, RouteKey: 'POST /orders', AuthorizationType: 'JWT' },
      },
      Sam: {
        Type: 'AWS::Serverless::Function',
        Properties: { Events: { Http: { Type: 'Api', Properties: { Path: '/', Method: 'any', Auth: { Authorizer: 'AWS_IAM' } } } } },
      },
    }),
  ).toEqual([
    'function-url ; Handler ; iam ; no ; Handler',
    'rest-method ; GET / ; cognito ; no ; -',
    'http-route ; POST /orders ; jwt ; no ; -',
    'sam-event ; ANY / ; iam ; no ; Sam',
  ]);
});

test('an authentication that depends on a condition has all its feasible values', () => {
  const Conditions = { IsProd: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } };
  const Url = {
    Type: 'AWS::Lambda::Url',
    Properties: { TargetFunctionArn: 'orders', AuthType: { 'Fn::If': ['IsProd', 'AWS_IAM', { Ref: 'AWS::NoValue' }] } },
  };
  expect(entryPoints({ Url }, { Conditions })).toEqual(['function-url ; orders ; iam|none ; no ; -']);
});

test('an authorizer without AuthorizationType does not authenticate', () => {
  const Get = { Type: 'AWS::ApiGateway::Method', Properties: { RestApiId: 'a', ResourceId: 'r', HttpMethod: 'GET', AuthorizerId: 'x' } };
  expect(entryPoints({ Get })).toEqual(['rest-method ; GET … ; none ; no ; -']);
});

test('resources that point at each other end', () => {
  const part = (ParentId: string) => ({ Type: 'AWS::ApiGateway::Resource', Properties: { PathPart: 'p', ParentId: { Ref: ParentId } } });
  const Get = { Type: 'AWS::ApiGateway::Method', Properties: { ResourceId: { Ref: 'A' }, HttpMethod: 'GET' } };
  expect(entryPoints({ A: part('B'), B: part('A'), Get })).toHaveLength(1);
});

test('nothing that is no way in', () => {
  expect(entryPoints({ Handler: handler, Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'orders' } } })).toEqual([]);
});
