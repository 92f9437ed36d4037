import rule from '../../../policies/resource-policy/require-endpoint-acceptance';
import { factsOf, resources } from '../facts';

const found = (Properties: object, sections: object = {}) =>
  factsOf(rule, resources({ Service: { Type: 'AWS::EC2::VPCEndpointService', Properties } }, sections));

test.each([false, 'false', 'no'])('%j accepts everybody', (AcceptanceRequired) => {
  expect(found({ AcceptanceRequired })).toEqual(['acceptsAll Service /AcceptanceRequired']);
});

test('the default and true ask', () => {
  expect(found({})).toEqual([]);
  expect(found({ AcceptanceRequired: { Ref: 'AWS::NoValue' } })).toEqual([]);
  expect(found({ AcceptanceRequired: 'true' })).toEqual([]);
});

test('a parameter is undecided, its default is judged', () => {
  expect(found({ AcceptanceRequired: { Ref: 'Ask' } }, { Parameters: { Ask: { Type: 'String' } } })).toEqual([
    'undecidedAcceptance Service /AcceptanceRequired',
  ]);
  expect(found({ AcceptanceRequired: { Ref: 'Ask' } }, { Parameters: { Ask: { Type: 'String', Default: 'true' } } })).toEqual([]);
});
