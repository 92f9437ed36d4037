import type { Json, JsonObject } from '../../../lib/core/json';
import rule from '../../../policies/iam/no-user-credentials';
import { findingsIn, reportsOn } from '../findings';

function user(LoginProfile: JsonObject): JsonObject {
  return { Jane: { Type: 'AWS::IAM::User', Properties: { LoginProfile } } };
}

function password(Password: Json, rest: JsonObject = {}): string[] {
  return reportsOn(rule, user({ Password, PasswordResetRequired: true }), rest);
}

test('every access key is reported, whatever its user or state', () => {
  const key = (properties: JsonObject) => ({ Key: { Type: 'AWS::IAM::AccessKey', Properties: properties } });
  expect(reportsOn(rule, key({ UserName: 'mailer', Status: 'Inactive' }))).toEqual(['error access key of mailer']);
  expect(reportsOn(rule, key({ UserName: { Ref: 'Name' } }), { Parameters: { Name: { Type: 'String' } } })).toEqual([
    'error access key of ${Name}',
  ]);
});

test.each([
  ['{{resolve:secretsmanager:jane:SecretString:password}}', []],
  ['{{resolve:ssm-secure:/jane/password:1}}', []],
  ['{{resolve:ssm:/jane/password}}', ['error LoginProfile/Password a parameter of the parameter store in plain text']],
  ['example-Passw0rd', ['error LoginProfile/Password written out in the template']],
])('a password "%s"', (value, expected) => {
  expect(password(value)).toEqual(expected);
});

test.each([
  [{ Type: 'String', NoEcho: true }, []],
  [{ Type: 'String', NoEcho: 'true' }, []],
  [{ Type: 'String' }, ['error LoginProfile/Password the parameter "Secret" without "NoEcho"']],
  [{ Type: 'String', NoEcho: true, Default: 'example-Passw0rd' }, ['error LoginProfile/Password written out in the template']],
])('a password from a parameter %j', (parameter, expected) => {
  expect(password({ Ref: 'Secret' }, { Parameters: { Secret: parameter } })).toEqual(expected);
});

test('a password stays out of the finding', () => {
  expect(JSON.stringify(findingsIn(rule, { Resources: user({ Password: 'example-Passw0rd' }) }))).not.toContain('Passw0rd');
});

test.each([
  [true, []],
  ['true', []],
  [false, ['warning LoginProfile/PasswordResetRequired "false"']],
  [undefined, ['warning LoginProfile/PasswordResetRequired absent']],
  [{ Ref: 'Reset' }, ['info LoginProfile/PasswordResetRequired "${Reset}"']],
])('PasswordResetRequired %j', (value, expected) => {
  const Password = '{{resolve:secretsmanager:jane:SecretString:password}}';
  const profile: JsonObject = value === undefined ? { Password } : { Password, PasswordResetRequired: value };
  expect(reportsOn(rule, user(profile), { Parameters: { Reset: { Type: 'String' } } })).toEqual(expected);
});
