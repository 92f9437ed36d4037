import rule from '../../../policies/endpoint/no-open-function-url-cors';
import { factsOf, modelWith, resources } from '../facts';

const url = (Cors: object) => resources({ Url: { Type: 'AWS::Lambda::Url', Properties: { AuthType: 'NONE', Cors } } });
const place = '/Cors/AllowOrigins/0';

test.each(['*', ' * ', 'https://*', 'http://*'])('%j is every website', (origin) => {
  expect(factsOf(rule, url({ AllowOrigins: [origin] }))).toEqual([`anyOrigin Url ${place} (at most warning)`]);
});

test('with credentials it is an error, also when they may be allowed', () => {
  expect(factsOf(rule, url({ AllowOrigins: ['*'], AllowCredentials: 'true' }))).toEqual([`anyOriginWithCredentials Url ${place}`]);
  const allowed = { Ref: 'AWS::StackName' };
  expect(factsOf(rule, url({ AllowOrigins: ['*'], AllowCredentials: allowed }))).toEqual([`anyOriginWithCredentials Url ${place}`]);
  expect(factsOf(rule, url({ AllowOrigins: ['*'], AllowCredentials: false }))).toEqual([`anyOrigin Url ${place} (at most warning)`]);
});

test('named websites, and no CORS at all', () => {
  expect(factsOf(rule, url({ AllowOrigins: ['https://app.example.com', 'http://localhost:3000'], AllowCredentials: true }))).toEqual([]);
  expect(factsOf(rule, url({ AllowMethods: ['*'] }))).toEqual([]);
  expect(factsOf(rule, resources({ Url: { Type: 'AWS::Lambda::Url', Properties: {} } }))).toEqual([]);
});

test('a choice of origins counts by its open branch', () => {
  const Conditions = { Dev: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } };
  const AllowOrigins = { 'Fn::If': ['Dev', ['*'], ['https://app.example.com']] };
  const Url = { Type: 'AWS::Lambda::Url', Properties: { Cors: { AllowOrigins } } };
  expect(factsOf(rule, resources({ Url }, { Conditions }))).toEqual(['anyOrigin Url /Cors/AllowOrigins/Fn::If/1/0 (at most warning)']);
});

test('the URL of a SAM function, and its defaults in Globals', () => {
  const sam = (Cors?: object) => ({ Type: 'AWS::Serverless::Function', Properties: { FunctionUrlConfig: { AuthType: 'AWS_IAM', Cors } } });
  expect(factsOf(rule, resources({ Handler: sam({ AllowOrigins: ['*'] }) }))).toEqual([
    'anyOrigin Handler /FunctionUrlConfig/Cors/AllowOrigins/0 (at most warning)',
  ]);
  const Globals = { Function: { FunctionUrlConfig: { Cors: { AllowOrigins: ['*'], AllowCredentials: true } } } };
  expect(factsOf(rule, resources({ Handler: sam() }, { Globals }))).toEqual([
    'anyOriginWithCredentials Handler /Globals/Function/FunctionUrlConfig/Cors/AllowOrigins/0',
  ]);
  // SAM joins the lists.
  expect(factsOf(rule, resources({ Handler: sam({ AllowOrigins: ['https://app.example.com'] }) }, { Globals }))).toEqual([
    'anyOriginWithCredentials Handler /Globals/Function/FunctionUrlConfig/Cors/AllowOrigins/0',
  ]);
});

test('a URL that is public on purpose', () => {
  expect([...rule.check(modelWith({ publicEndpoints: ['Url'] }, url({ AllowOrigins: ['*'] })))]).toEqual([]);
});
