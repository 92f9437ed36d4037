import { isObject } from '../../lib/core/json';
import type { Model } from '../../lib/core/model/model';
import type { PropertyValue, Reading } from '../../lib/core/model/reading';
import { defineRule, type Fact } from '../../lib/core/rule';
import { type Hole, partsOf } from '../../lib/core/template/symbolic';
import type { Resource } from '../../lib/core/template/template';

type Message = 'accessKey' | 'readablePassword' | 'lastingPassword';

/** Users who send mail through the SMTP endpoint of SES need a key: accept the finding for them, with that reason. */
export default defineRule<Message>({
  meta: {
    id: 'iam/no-user-credentials',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'Templates make no long-lived credentials',
    rationale:
      'An access key or a password works from anywhere until somebody revokes it, and one that a template makes can be read in the stack, its change sets and its events.',
    references: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles',
      'https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-3',
    ],
    catalogue: ['IAM-USER-ACCESS-KEY'],
    peers: ['cfn_nag W50', 'cfn_nag F51', 'CKV_AWS_273', 'guard IAM_USER_LOGIN_PROFILE_*', 'Security Hub IAM.3', 'Security Hub IAM.4'],
  },
  messages: {
    accessKey: {
      what: 'an access key of the user "{user}" is made, which works until somebody revokes it',
      fix: 'use a role instead: code in AWS has one already, and what runs elsewhere gets one through "AWS::IAM::OIDCProvider" (in CDK "iam.OidcProviderNative") or IAM Roles Anywhere; accept the finding with that reason where only a key will do, such as for SMTP with SES',
    },
    readablePassword: {
      what: 'the password of the user can be read: "LoginProfile/Password" is {value}',
      fix: 'let people sign in through IAM Identity Center, or write "{{resolve:secretsmanager:<secret>:SecretString:password}}"; in CDK "password: secret.secretValue"',
    },
    lastingPassword: {
      what: 'the user may keep the password that was set for it: "LoginProfile/PasswordResetRequired" is {value}',
      fix: 'set "LoginProfile/PasswordResetRequired" to true; in CDK "passwordResetRequired: true"',
    },
  },
  examples: {
    valid: [
      {
        title: 'a password that a secret holds, to be changed at the first login',
        resources: {
          Jane: {
            Type: 'AWS::IAM::User',
            Properties: {
              LoginProfile: { Password: '{{resolve:secretsmanager:jane:SecretString:password}}', PasswordResetRequired: true },
            },
          },
        },
      },
      { title: 'a user without any credential', resources: { Jane: { Type: 'AWS::IAM::User' } } },
    ],
    invalid: [
      {
        title: 'an access key',
        resources: {
          Mailer: { Type: 'AWS::IAM::User' },
          Key: { Type: 'AWS::IAM::AccessKey', Properties: { UserName: { Ref: 'Mailer' } } },
        },
        reports: ['accessKey'],
      },
      {
        title: 'a password in the template, for good',
        resources: { Jane: { Type: 'AWS::IAM::User', Properties: { LoginProfile: { Password: 'example-Passw0rd' } } } },
        reports: ['lastingPassword', 'readablePassword'],
      },
    ],
  },
  *check(model) {
    for (const key of model.resourcesOfType('AWS::IAM::AccessKey')) {
      const [name] = model.values(key, 'UserName');
      const target = name && model.resolverOf(key.template).target(name.value);
      const user = target !== undefined ? model.nameOf(target) : name === undefined ? '' : model.show(name, key);
      yield { message: 'accessKey', resource: key, at: model.propertiesOf(key), evidence: `access key of ${user}`, data: { user } };
    }
    for (const user of model.resourcesOfType('AWS::IAM::User')) {
      if (user.properties.LoginProfile === undefined) continue;
      for (const reading of model.readingsOf(user)) {
        for (const profile of reading.objects('LoginProfile')) yield* ofProfile(user, profile);
      }
    }
  },
});

function* ofProfile(user: Resource, profile: Reading): Iterable<Fact<Message>> {
  for (const password of profile.values('Password')) {
    const value = readableAs(user, password);
    // The password itself stays out of reports.
    if (value !== undefined) {
      yield { message: 'readablePassword', resource: user, at: password.at, evidence: `LoginProfile/Password ${value}`, data: { value } };
    }
  }
  for (const reset of profile.values('PasswordResetRequired')) {
    if (reset.text.toLowerCase() === 'true') continue;
    const value = reset.kind === 'absent' ? 'absent' : `"${reset.shown}"`;
    yield {
      message: 'lastingPassword',
      resource: user,
      at: reset.at,
      evidence: `LoginProfile/PasswordResetRequired ${value}`,
      data: { value },
      atMost: reset.kind === 'symbolic' ? 'info' : 'warning',
    };
  }
}

/** Where a password stands that can be read without the right to read secrets; `undefined` when it cannot. */
function readableAs({ template }: Resource, { kind, value }: PropertyValue): string | undefined {
  if (kind === 'literal') return 'written out in the template';
  if (kind !== 'symbolic' || value === undefined) return undefined;
  const open = partsOf(value).find((part): part is Hole => typeof part !== 'string' && isReadable(part, template.body.Parameters));
  if (open === undefined) return undefined;
  return open.kind === 'parameter' ? `the parameter "${open.name}" without "NoEcho"` : 'a parameter of the parameter store in plain text';
}

function isReadable(hole: Hole, parameters: Model['templates'][number]['body'][string] | undefined): boolean {
  if (hole.kind === 'dynamic') return /^resolve:ssm:/.test(hole.reference);
  if (hole.kind !== 'parameter' || !isObject(parameters)) return false;
  const parameter = parameters[hole.name];
  return isObject(parameter) && String(parameter.NoEcho).toLowerCase() !== 'true';
}
