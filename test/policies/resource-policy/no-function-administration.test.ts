import rule from '../../../policies/resource-policy/no-function-administration';
import { factsOf, resources } from '../facts';

const found = (Action: unknown, sections: object = {}) =>
  factsOf(
    rule,
    resources(
      { Guard: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: 'f', Principal: '111122223333', Action } } },
      sections,
    ),
  );

test.each([
  'lambda:InvokeFunction',
  'lambda:invokefunction',
  'lambda:InvokeFunctionUrl',
  'lambda:InvokeAsync',
  'lambda:GetFunction',
  'lambda:GetPolicy',
])('%s changes nothing', (action) => {
  expect(found(action)).toEqual([]);
});

test.each([
  'lambda:UpdateFunctionCode',
  'lambda:AddPermission',
  'lambda:DeleteAlias',
  'lambda:Invoke*',
  'lambda:Get*',
  'lambda:NoSuchAction',
])('%s', (action) => {
  expect(found(action)).toEqual(['administration Guard /Action (at most warning)']);
});

test.each(['lambda:*', '*'])('%s is everything', (action) => {
  expect(found(action)).toEqual(['everyAction Guard /Action']);
});

test('a parameter without a default is undecided, one with a default is judged', () => {
  expect(found({ Ref: 'A' }, { Parameters: { A: { Type: 'String' } } })).toEqual(['undecidedAction Guard /Action (at most warning)']);
  expect(found({ Ref: 'A' }, { Parameters: { A: { Type: 'String', Default: 'lambda:InvokeFunction' } } })).toEqual([]);
});

test('a permission without an action invokes', () => {
  expect(found(undefined)).toEqual([]);
});
