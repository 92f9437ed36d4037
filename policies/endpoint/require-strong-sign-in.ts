import type { JsonObject } from '../../lib/core/json';
import type { Model } from '../../lib/core/model/model';
import type { Reading } from '../../lib/core/model/reading';
import { positionsOf, type Switch, type SwitchPosition, switchFact } from '../../lib/core/model/switches';
import { defineRule, type Fact } from '../../lib/core/rule';
import { partsOf, type SymbolicString } from '../../lib/core/template/symbolic';
import type { Resource } from '../../lib/core/template/template';

type Message =
  | 'noSecondFactor'
  | 'shortPassword'
  | 'noThreatProtection'
  | 'implicitFlow'
  | 'passwordFlow'
  | 'plaintextCallback'
  | 'userExistence';

const userPool = (properties: JsonObject): JsonObject => ({
  Users: { Type: 'AWS::Cognito::UserPool', Properties: { MfaConfiguration: 'ON', ...properties } },
});
const client = (properties: JsonObject): JsonObject => ({
  Web: {
    Type: 'AWS::Cognito::UserPoolClient',
    Properties: { UserPoolId: 'eu-west-1_orders', PreventUserExistenceErrors: 'ENABLED', ...properties },
  },
});

const SECOND_FACTOR: Switch = { path: ['MfaConfiguration'], on: ['OFF'], onWithout: true };
const THREAT_PROTECTION: Switch = { path: ['UserPoolAddOns', 'AdvancedSecurityMode'], on: ['OFF'] };
const PASSWORD_LENGTH = ['Policies', 'PasswordPolicy', 'MinimumLength'] as const;
const IMPLICIT: Switch = { path: ['AllowedOAuthFlows', '*'], on: ['implicit'] };
const PASSWORD_FLOW: Switch = { path: ['ExplicitAuthFlows', '*'], on: ['ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH'] };
const EXISTENCE: Switch = { path: ['PreventUserExistenceErrors'], on: ['LEGACY'], onWithout: true };

/** What Cognito itself asks for when a pool does not say. */
const SHORTEST_PASSWORD = 8;

export default defineRule<Message>({
  meta: {
    id: 'endpoint/require-strong-sign-in',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'User pools ask for a second factor, and their clients keep passwords and tokens off the wire',
    rationale:
      'Passwords are guessed and reused: without a second factor one of them is an account. Tokens in addresses (the implicit flow) and callbacks over plain HTTP are read by proxies, logs and browser histories.',
    references: [
      'https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html',
      'https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html',
      'https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html',
    ],
    catalogue: ['NET-COGNITO-SELF-SIGNUP'],
    peers: [
      'cfn_nag F78',
      'guard COGNITO_USER_POOL_MFA_CONFIGURATION_RULE',
      'cdk-nag AwsSolutions-COG1',
      'cdk-nag AwsSolutions-COG2',
      'cdk-nag AwsSolutions-COG8',
      'Security Hub Cognito.1',
    ],
  },
  messages: {
    noSecondFactor: {
      what: 'user pool "{name}" asks for no second factor: MfaConfiguration is {value}',
      fix: 'set MfaConfiguration to "ON" with SOFTWARE_TOKEN_MFA in EnabledMfas ("mfa: Mfa.REQUIRED", "mfaSecondFactor: { otp: true, sms: false }" of cognito.UserPool), or to "OPTIONAL"',
    },
    shortPassword: {
      what: 'user pool "{name}" takes passwords of {value} characters',
      fix: 'set "Policies: PasswordPolicy: MinimumLength" to 12 or more ("passwordPolicy: { minLength: 12 }" of cognito.UserPool)',
    },
    noThreatProtection: {
      what: 'user pool "{name}" has AdvancedSecurityMode "{value}": stolen passwords and odd sign-ins go unnoticed',
      fix: 'set "UserPoolAddOns: AdvancedSecurityMode" to "ENFORCED" ("standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION" of cognito.UserPool)',
    },
    implicitFlow: {
      what: 'client "{name}" allows the OAuth flow "implicit": tokens come back in the address of a page',
      fix: 'allow "code" alone in AllowedOAuthFlows, with PKCE ("oAuth: { flows: { authorizationCodeGrant: true } }" of addClient)',
    },
    passwordFlow: {
      what: 'client "{name}" allows "{value}": the password itself is sent to sign in',
      fix: 'use "ALLOW_USER_SRP_AUTH" in ExplicitAuthFlows ("authFlows: { userSrp: true }" of addClient)',
    },
    plaintextCallback: {
      what: 'client "{name}" sends codes and tokens to "{value}", unencrypted',
      fix: 'use an https address in {property}; http is for localhost alone',
    },
    userExistence: {
      what: 'client "{name}" tells whether a user exists: PreventUserExistenceErrors is {value}',
      fix: 'set PreventUserExistenceErrors to "ENABLED" ("preventUserExistenceErrors: true" of addClient)',
    },
  },
  examples: {
    valid: [
      { title: 'a second factor for everybody', resources: userPool({}) },
      {
        title: 'a client with codes and encrypted callbacks',
        resources: client({
          AllowedOAuthFlows: ['code'],
          CallbackURLs: ['https://orders.example.com/', 'http://localhost:3000/'],
          ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
        }),
      },
    ],
    invalid: [
      { title: 'no second factor', resources: userPool({ MfaConfiguration: 'OFF' }), reports: ['noSecondFactor'] },
      {
        title: 'short passwords',
        resources: userPool({ Policies: { PasswordPolicy: { MinimumLength: 6 } } }),
        reports: ['shortPassword'],
      },
      {
        title: 'threat protection that is switched off',
        resources: userPool({ UserPoolAddOns: { AdvancedSecurityMode: 'OFF' } }),
        reports: ['noThreatProtection'],
      },
      { title: 'tokens in addresses', resources: client({ AllowedOAuthFlows: ['implicit'] }), reports: ['implicitFlow'] },
      {
        title: 'passwords on the wire',
        resources: client({ ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] }),
        reports: ['passwordFlow'],
      },
      {
        title: 'a callback over plain HTTP',
        resources: client({ CallbackURLs: ['http://orders.example.com/'] }),
        reports: ['plaintextCallback'],
      },
      {
        title: 'errors that tell whether a user exists',
        resources: client({ PreventUserExistenceErrors: 'LEGACY' }),
        reports: ['userExistence'],
      },
    ],
  },
  *check(model) {
    for (const resource of model.resourcesOfType('AWS::Cognito::UserPool')) {
      yield* found(model, resource, SECOND_FACTOR, 'noSecondFactor');
      for (const position of positionsOf(model, resource, { path: PASSWORD_LENGTH, except: [] })) {
        const length = Number(position.value);
        if (position.state === 'on' && length < SHORTEST_PASSWORD) yield { message: 'shortPassword', ...switchFact(model, position) };
      }
      yield* found(model, resource, THREAT_PROTECTION, 'noThreatProtection', 'info');
    }
    for (const resource of model.resourcesOfType('AWS::Cognito::UserPoolClient')) {
      for (const position of decided(model, resource, IMPLICIT)) {
        const weak = isDefaultOfCdk(position.reading) ? { atMost: 'info' as const } : {};
        yield { message: 'implicitFlow', ...switchFact(model, position), ...weak };
      }
      yield* found(model, resource, PASSWORD_FLOW, 'passwordFlow');
      yield* callbackFacts(model, resource);
      for (const position of decided(model, resource, EXISTENCE)) {
        const { data, ...fact } = switchFact(model, position);
        const value = position.state === 'on' ? position.value : 'absent, and the default is LEGACY';
        const weak = position.state === 'default' ? { atMost: 'info' as const } : {};
        yield { message: 'userExistence', ...fact, data: { ...data, value }, ...weak };
      }
    }
  },
});

/** What the deployment chooses is taken for a choice that was made. */
function decided(model: Model, resource: Resource, given: Switch): readonly SwitchPosition[] {
  return positionsOf(model, resource, given).filter(({ state }) => state !== 'undecided');
}

function* found(model: Model, resource: Resource, given: Switch, message: Message, atMost?: 'info'): Iterable<Fact<Message>> {
  for (const position of decided(model, resource, given)) {
    const { data, ...fact } = switchFact(model, position);
    const value = position.state === 'default' ? 'absent, and the default is OFF' : position.value;
    yield { message, ...fact, data: { ...data, value }, ...(atMost === undefined ? {} : { atMost }) };
  }
}

/** `addClient` without "oAuth" writes both flows and one callback that belongs to nobody: nothing signs in that way. */
function isDefaultOfCdk(reading: Reading): boolean {
  const callbacks = reading.values('CallbackURLs', '*');
  return callbacks.length === 1 && callbacks[0]?.text === 'https://example.com';
}

function* callbackFacts(model: Model, resource: Resource): Iterable<Fact<Message>> {
  for (const property of ['CallbackURLs', 'LogoutURLs', 'DefaultRedirectURI']) {
    for (const element of model.values(resource, property)) {
      if (!isPlaintext(element.value)) continue;
      const value = model.show(element, resource);
      const data = { name: model.nameOf(resource), property, value };
      yield { message: 'plaintextCallback', resource, at: element.at, evidence: value, data };
    }
  }
}

const LOCAL = new Set(['localhost', '127.0.0.1', '[::1]']);

/** An address with the scheme http, whose host is not the caller's own machine. */
function isPlaintext(value: SymbolicString): boolean {
  const [first] = partsOf(value);
  if (typeof first !== 'string') return false;
  const address = first.trim().toLowerCase();
  if (!address.startsWith('http://')) return false;
  const host = address.slice('http://'.length).split('/')[0] ?? '';
  return !LOCAL.has(host.replace(/:\d*$/, ''));
}
