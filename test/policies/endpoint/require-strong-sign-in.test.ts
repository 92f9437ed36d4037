import rule from '../../../policies/endpoint/require-strong-sign-in';
import { factsOf, resources } from '../facts';

const pool = (properties: object) => factsOf(rule, resources({ Users: { Type: 'AWS::Cognito::UserPool', Properties: properties } }));
const client = (properties: object) =>
  factsOf(
    rule,
    resources({ Web: { Type: 'AWS::Cognito::UserPoolClient', Properties: { PreventUserExistenceErrors: 'ENABLED', ...properties } } }),
  );

test('a second factor that users may choose is one', () => {
  expect(pool({})).toEqual(['noSecondFactor Users ']);
  expect(pool({ MfaConfiguration: 'OPTIONAL' })).toEqual([]);
  expect(pool({ MfaConfiguration: { 'Fn::ImportValue': 'mfa' } })).toEqual([]);
});

test('passwords as long as Cognito asks for are long enough', () => {
  const length = (MinimumLength: unknown) => pool({ MfaConfiguration: 'ON', Policies: { PasswordPolicy: { MinimumLength } } });
  expect(length(8)).toEqual([]);
  expect(length('7')).toEqual(['shortPassword Users /Policies/PasswordPolicy/MinimumLength']);
  expect(length({ Ref: 'AWS::NoValue' })).toEqual([]);
});

test('threat protection that is off is information', () => {
  const mode = (AdvancedSecurityMode: string) => pool({ MfaConfiguration: 'ON', UserPoolAddOns: { AdvancedSecurityMode } });
  expect(mode('OFF')).toEqual(['noThreatProtection Users /UserPoolAddOns/AdvancedSecurityMode (at most info)']);
  expect(mode('AUDIT')).toEqual([]);
});

test('the client that CDK writes by default is information', () => {
  const flows = { AllowedOAuthFlows: ['implicit', 'code'] };
  expect(client({ ...flows, CallbackURLs: ['https://example.com'] })).toEqual(['implicitFlow Web /AllowedOAuthFlows/0 (at most info)']);
  expect(client({ ...flows, CallbackURLs: ['https://orders.example.com'] })).toEqual(['implicitFlow Web /AllowedOAuthFlows/0']);
});

test('plain HTTP is for the own machine', () => {
  const callback = (url: unknown) => client({ CallbackURLs: [url] });
  expect(callback('http://localhost:3000/callback')).toEqual([]);
  expect(callback('http://127.0.0.1')).toEqual([]);
  expect(callback('http://localhost.example.com')).toEqual(['plaintextCallback Web /CallbackURLs/0']);
  expect(callback({ 'Fn::Sub': 'http://${AWS::Region}.example.com' })).toEqual(['plaintextCallback Web /CallbackURLs/0']);
  expect(callback({ 'Fn::ImportValue': 'url' })).toEqual([]);
  expect(callback('myapp://callback')).toEqual([]);
  expect(client({ LogoutURLs: ['HTTP://orders.example.com'] })).toEqual(['plaintextCallback Web /LogoutURLs/0']);
});

test('server-side password sign-in is no password flow of the client', () => {
  expect(client({ ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH'] })).toEqual([]);
  expect(client({ ExplicitAuthFlows: ['USER_PASSWORD_AUTH'] })).toEqual(['passwordFlow Web /ExplicitAuthFlows/0']);
});

test('the default that tells who exists is information, the choice is not', () => {
  expect(client({ PreventUserExistenceErrors: undefined })).toEqual(['userExistence Web  (at most info)']);
  expect(client({ PreventUserExistenceErrors: 'LEGACY' })).toEqual(['userExistence Web /PreventUserExistenceErrors']);
});
