import { functionNamedIn } from '../../core/model/lambda';
import type { Model } from '../../core/model/model';
import type { Resource } from '../../core/template/template';
import type { Exposure } from '../inventory';
import { type Starter, triggerBy } from './starter';

/** Triggers that run before anybody has proved who they are: for sign-ups, sign-ins and forgotten passwords of strangers. */
const BEFORE_SIGN_IN = [
  'CreateAuthChallenge',
  'CustomMessage',
  'DefineAuthChallenge',
  'PreAuthentication',
  'UserMigration',
  'VerifyAuthChallengeResponse',
];
const AT_SIGN_UP = ['PostConfirmation', 'PreSignUp'];
const AFTER_SIGN_IN = ['PostAuthentication', 'PreTokenGeneration'];

const triggers: readonly (readonly [name: string, ...path: string[]])[] = [
  ...[...BEFORE_SIGN_IN, ...AT_SIGN_UP, ...AFTER_SIGN_IN].map((name) => [name, name] as const),
  ['PreTokenGeneration', 'PreTokenGenerationConfig', 'LambdaArn'],
  ['CustomEmailSender', 'CustomEmailSender', 'LambdaArn'],
  ['CustomSMSSender', 'CustomSMSSender', 'LambdaArn'],
  ['InboundFederation', 'InboundFederation', 'LambdaArn'],
];

/** The triggers of user pools. */
export function* signInStarters(model: Model): Iterable<Starter> {
  for (const pool of model.resourcesOfType('AWS::Cognito::UserPool')) {
    if (pool.properties.LambdaConfig === undefined) continue;
    for (const [name, ...path] of triggers) {
      for (const { value } of model.values(pool, 'LambdaConfig', ...path)) {
        const started = functionNamedIn(model, pool, value);
        if (started === undefined) continue;
        const [exposure, who] = callersOf(model, pool, name);
        yield triggerBy('Cognito', 'synchronous', exposure, who, {
          label: `${name} of ${model.nameOf(pool)}`,
          by: pool,
          function: started,
          from: pool,
        });
      }
    }
  }
}

function callersOf(model: Model, pool: Resource, trigger: string): readonly [Exposure, string] {
  if (AFTER_SIGN_IN.includes(trigger)) return ['signed-in', `users of the user pool ${model.nameOf(pool)}`];
  if (AT_SIGN_UP.includes(trigger)) {
    const [only] = model
      .readingsOf(pool)
      .map((reading) => reading.isAlways(['AdminCreateUserConfig', 'AllowAdminCreateUserOnly'], ['true'], 'no'));
    if (only === 'yes') return ['account', 'administrators, who alone make users'];
    return only === 'no' ? ['anyone', 'anyone who signs up'] : ['unknown', 'anyone, unless administrators alone make users'];
  }
  return ['anyone', 'anyone who tries to sign in'];
}
