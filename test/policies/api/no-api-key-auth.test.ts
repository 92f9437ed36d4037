import { buildModel } from '../../../lib/core/model/build';
import type { Rule } from '../../../lib/core/rule';
import { buildTemplates } from '../../../lib/core/template';
import { loadReference } from '../../../lib/reference';
import rule from '../../../policies/api/no-api-key-auth';
import { factsOf, resources } from '../facts';

const found = (Type: string, Properties: object, more: object = {}) => factsOf(rule, resources({ Api: { Type, Properties } }, more));
const graph = 'AWS::AppSync::GraphQLApi';

test('the key as the way in is an error, beside another way a warning', () => {
  expect(found(graph, { AuthenticationType: 'API_KEY' })).toEqual(['keyByDefault Api /AuthenticationType']);
  expect(found(graph, { AuthenticationType: 'AWS_IAM', AdditionalAuthenticationProviders: [{ AuthenticationType: 'API_KEY' }] })).toEqual([
    'keyBeside Api /AdditionalAuthenticationProviders/0/AuthenticationType (at most warning)',
  ]);
  expect(
    found(graph, { AuthenticationType: 'AWS_IAM', AdditionalAuthenticationProviders: [{ AuthenticationType: 'AWS_LAMBDA' }] }),
  ).toEqual([]);
});

test('an API that only a VPC reaches is a warning', () => {
  expect(found(graph, { AuthenticationType: 'API_KEY', Visibility: 'PRIVATE' })).toEqual([
    'keyByDefault Api /AuthenticationType (at most warning)',
  ]);
});

test('a type that is chosen at deployment is said, and its default judged', () => {
  const Parameters = (Default?: string) => ({ Parameters: { Type: { Type: 'String', ...(Default === undefined ? {} : { Default }) } } });
  expect(found(graph, { AuthenticationType: { Ref: 'Type' } }, Parameters())).toEqual(['undecided Api /AuthenticationType']);
  expect(found(graph, { AuthenticationType: { Ref: 'Type' } }, Parameters('AWS_IAM'))).toEqual([]);
});

test('event APIs are judged for each thing that a caller can do', () => {
  const modes = (type: string) => [{ AuthType: type }];
  const EventConfig = {
    ConnectionAuthModes: modes('API_KEY'),
    DefaultPublishAuthModes: [...modes('AWS_IAM'), ...modes('API_KEY')],
    DefaultSubscribeAuthModes: modes('AWS_LAMBDA'),
  };
  expect(found('AWS::AppSync::Api', { EventConfig })).toEqual([
    'keyForEvents Api /EventConfig/ConnectionAuthModes/0/AuthType (at most warning)',
    'keyForEvents Api /EventConfig/DefaultPublishAuthModes/1/AuthType',
  ]);
  expect(found('AWS::AppSync::ChannelNamespace', { SubscribeAuthModes: modes('API_KEY') })).toEqual([
    'keyForEvents Api /SubscribeAuthModes/0/AuthType',
  ]);
});

test('what the owners call public is left out', () => {
  const body = resources({ Api: { Type: graph, Properties: { AuthenticationType: 'API_KEY' } } });
  const built = buildTemplates([{ name: 'a.json', body }]);
  const model = buildModel(built.templates, built.problems, loadReference(), { publicEndpoints: ['Api'] });
  const checked: Rule = rule;
  expect([...checked.check(model)]).toEqual([]);
});
