import { isBehindWebAcl, mentionsBy } from '../../../lib/core/model/mentions';
import { modelOf, resources } from '../../policies/facts';

const association = (arn: object | string) => ({
  Association: { Type: 'AWS::WAFv2::WebACLAssociation', Properties: { ResourceArn: arn, WebACLArn: 'arn' } },
});
const api = { Api: { Type: 'AWS::AppSync::GraphQLApi', Properties: { Name: 'orders' } } };

test('an association names its resource, alone or within an ARN', () => {
  const within = { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}::/restapis/${Api}/stages/prod' };
  for (const arn of [{ 'Fn::GetAtt': ['Api', 'Arn'] }, within]) {
    const model = modelOf(resources({ ...api, ...association(arn) }));
    expect(model.resourcesOfType('AWS::AppSync::GraphQLApi').map((each) => isBehindWebAcl(model, each))).toEqual([true]);
  }
});

test('an association in another template counts', () => {
  const exporting = resources(api, { Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Api', 'Arn'] }, Export: { Name: 'api-arn' } } } });
  const model = modelOf(exporting, resources(association({ 'Fn::ImportValue': 'api-arn' })));
  expect(model.resourcesOfType('AWS::AppSync::GraphQLApi').map((each) => isBehindWebAcl(model, each))).toEqual([true]);
});

test('what names no resource of the input is told apart', () => {
  const model = modelOf(resources({ ...api, ...association('arn:aws:appsync:eu-west-1:111122223333:apis/abc') }));
  const { resources: named, others } = mentionsBy(model, ['AWS::WAFv2::WebACLAssociation'], 'ResourceArn');
  expect(named.size).toBe(0);
  expect(others.map(({ value, by }) => [value, by.logicalId])).toEqual([
    ['arn:aws:appsync:eu-west-1:111122223333:apis/abc', 'Association'],
  ]);
  expect(model.resourcesOfType('AWS::AppSync::GraphQLApi').map((each) => isBehindWebAcl(model, each))).toEqual([false]);
});
