import { aws_iam as iam, Token } from 'aws-cdk-lib';
import { keyOperations } from '../access/key-operations';
import { patternAllows } from '../core/iam/action';

/** What a role does with the data of a service, as far as its key is concerned. */
const USES: Readonly<Record<string, readonly string[]>> = {
  secretsmanager: keyOperations(['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue']),
};

/**
 * CDK lets a function that rotates a secret do everything with the secret's key that is done with keys, through Secrets Manager;
 * what that service does with it is enough
 * (https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html).
 */
export function narrowKeyUse(statement: iam.PolicyStatement): iam.PolicyStatement {
  const { actions, resources, conditions } = statement;
  const isWide = actions.some((action) => action.includes('*')) && actions.every((action) => action.startsWith('kms:'));
  const used = isWide && !Token.isUnresolved(resources) ? USES[serviceOfKeyUse(conditions) ?? ''] : undefined;
  if (used === undefined || statement.effect !== iam.Effect.ALLOW || statement.notResources.length > 0) return statement;
  const narrowed = used.filter((operation) => actions.some((pattern) => patternAllows(pattern, operation)));
  return new iam.PolicyStatement({ actions: narrowed, resources, conditions });
}

/** The one service through which a key may be used. */
function serviceOfKeyUse(conditions: unknown): string | undefined {
  const service: unknown = ['StringEquals', 'kms:ViaService'].reduce(
    (value: unknown, name) => (typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined),
    conditions,
  );
  return typeof service === 'string' ? /^([a-z]+)\./.exec(service)?.[1] : undefined;
}
