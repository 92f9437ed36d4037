import rule from '../../../policies/supply-chain/no-frozen-runtime';
import { factsOf, resources } from '../facts';

test.each(['AWS::Lambda::Function', 'AWS::Serverless::Function'])(
  '%s may be updated by itself or with each deployment, not by hand',
  (Type) => {
    const found = (UpdateRuntimeOn: string) =>
      factsOf(rule, resources({ Fn: { Type, Properties: { RuntimeManagementConfig: { UpdateRuntimeOn } } } }));
    expect(found('Auto')).toEqual([]);
    expect(found('FunctionUpdate')).toEqual([]);
    expect(found('Manual')).toEqual(['frozen Fn /RuntimeManagementConfig/UpdateRuntimeOn']);
  },
);

test('without a word about it, the runtime is updated', () => {
  expect(factsOf(rule, resources({ Fn: { Type: 'AWS::Lambda::Function', Properties: {} } }))).toEqual([]);
});
