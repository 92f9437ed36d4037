import type { IConstruct } from 'constructs';
import { hint, secretUnder, tokensIn, variableKindOf } from '../core/model/secrets';
import { partsOf as textParts } from '../core/template/symbolic';
import { symbolicOf } from './token-text';

const INSTEAD =
  'keep it in AWS Secrets Manager, declare Access.secret(secret).read(), which can put its ARN into the variable with withEnvironment("…"), and read it at run time; where it is no secret, name the variable in "plaintextVariables"';

/**
 * Refuses an environment variable that holds a secret: whoever may read the template or the configuration of the function
 * reads it there. What is a secret is told as by the rule data/no-plaintext-secret.
 *
 * @param scope for resolving tokens
 * @param path of the function, for messages
 */
export function refuseSecret(scope: IConstruct, path: string, name: string, value: string): void {
  const found = secretIn(scope, name, value);
  if (found !== undefined) throw new Error(`the environment variable "${name}" of "${path}" holds ${found}: ${INSTEAD}`);
}

function secretIn(scope: IConstruct, name: string, value: string): string | undefined {
  const text = symbolicOf(scope, value);
  const literals = textParts(text).flatMap((part) => (typeof part === 'string' ? [part] : []));
  if (literals.some((part) => /\{\{resolve:(?:secretsmanager|ssm-secure):/.test(part))) {
    return 'a secret that CloudFormation writes into the configuration of the function, where it can be read';
  }
  const [token] = literals.flatMap((part) => tokensIn(part));
  if (token !== undefined) return `${token.kind}, "${hint(token.text)}"`;
  if (typeof text !== 'string') return undefined;
  const kind = secretUnder(variableKindOf(name), text);
  if (kind === undefined) return undefined;
  return `${kind === 'secretValue' ? 'what looks like a secret' : 'what may be a password or key'}, "${hint(text)}"`;
}
