import rule from '../../../policies/endpoint/require-function-url-auth';
import lambdaPermission from '../../../policies/resource-policy/no-public-lambda-permission';
import { factsOf, firstFactOf, resources } from '../facts';

const handler = { Type: 'AWS::Lambda::Function', Properties: { Handler: 'index.handler' } };
const url = (more: object) => ({
  Type: 'AWS::Lambda::Url',
  Properties: { TargetFunctionArn: { 'Fn::GetAtt': ['Handler', 'Arn'] }, ...more },
});

test('an absent AuthType is no authentication', () => {
  expect(factsOf(rule, resources({ Handler: handler, Url: url({}) }))).toEqual(['openUrl Url ']);
  expect(factsOf(rule, resources({ Handler: handler, Url: url({ AuthType: { Ref: 'AWS::NoValue' } }) }))).toEqual(['openUrl Url ']);
});

test('an AuthType that AWS does not know is not taken as authentication', () => {
  expect(factsOf(rule, resources({ Handler: handler, Url: url({ AuthType: 'OPEN' }) }))).toEqual(['undecidedUrl Url /AuthType']);
});

test('the branch without authentication counts', () => {
  const Conditions = { IsProd: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } };
  const found = factsOf(
    rule,
    resources({ Handler: handler, Url: url({ AuthType: { 'Fn::If': ['IsProd', 'AWS_IAM', 'NONE'] } }) }, { Conditions }),
  );
  expect(found).toEqual(['openUrl Url /AuthType/Fn::If/2']);
});

test('a parameter is judged by its default', () => {
  const Parameters = { Auth: { Type: 'String', Default: 'NONE' } };
  const template = resources({ Handler: handler, Url: url({ AuthType: { Ref: 'Auth' } }) }, { Parameters });
  expect(factsOf(rule, template)).toEqual(['openUrl Url /AuthType']);
});

test('the finding names the function, also behind an alias', () => {
  const alias = { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'Handler' }, FunctionVersion: '1', Name: 'live' } };
  const template = resources({ Handler: handler, Live: alias, Url: url({ TargetFunctionArn: { Ref: 'Live' }, AuthType: 'NONE' }) });
  expect(firstFactOf(rule, template).evidence).toBe('Handler AuthType NONE');
});

test("a SAM function's URL, and the default in Globals", () => {
  const sam = (FunctionUrlConfig: object) => ({ Type: 'AWS::Serverless::Function', Properties: { Handler: 'a.b', FunctionUrlConfig } });
  expect(factsOf(rule, resources({ Handler: sam({ AuthType: 'NONE' }) }))).toEqual(['openUrl Handler /FunctionUrlConfig/AuthType']);
  expect(factsOf(rule, resources({ Handler: sam({}) }))).toEqual(['openUrl Handler /FunctionUrlConfig']);
  expect(factsOf(rule, resources({ Handler: sam({ AuthType: 'AWS_IAM' }) }))).toEqual([]);
  const Globals = { Function: { FunctionUrlConfig: { AuthType: 'NONE' } } };
  const bare = { Type: 'AWS::Serverless::Function', Properties: { Handler: 'a.b' } };
  expect(factsOf(rule, resources({ Handler: bare }, { Globals }))).toEqual([
    'openUrl Handler /Globals/Function/FunctionUrlConfig/AuthType',
  ]);
});

test('with the two permissions that open it, a URL makes one finding in all', () => {
  const permission = (more: object) => ({
    Type: 'AWS::Lambda::Permission',
    Properties: { FunctionName: { 'Fn::GetAtt': ['Handler', 'Arn'] }, Principal: '*', ...more },
  });
  const template = resources({
    Handler: handler,
    Url: url({ AuthType: 'NONE' }),
    First: permission({ Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' }),
    Second: permission({ Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true }),
  });
  expect([...factsOf(rule, template), ...factsOf(lambdaPermission, template)]).toEqual(['openUrl Url /AuthType']);
});
