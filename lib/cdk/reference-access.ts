import type { aws_iam as iam, aws_kms as kms } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { AccessError } from '../access/access-error';
import { compileAccess, type Declaration } from '../access/compile';
import { keyConditions, keyOperations, serviceOf } from '../access/key-operations';
import { type AccessStatement, mergeStatements } from '../access/statement';
import { loadReference } from '../reference';
import { DeclaredAccess } from './declared-access';
import { isKey, type ResourceKey } from './resource-keys';
import { toPolicyStatement } from './statements';

/** Access whose statements come from the service authorization reference. */
export class ReferenceAccess extends DeclaredAccess {
  constructor(private readonly statements: readonly AccessStatement[]) {
    super();
  }

  override bind(): iam.PolicyStatement[] {
    return this.statements.map(toPolicyStatement);
  }
}

/** Access to `owner`, with what its key needs. Errors name the construct, or the name that is given instead. */
export function declareAccess(
  owner: IConstruct | string,
  declarations: readonly Declaration[] | (() => readonly Declaration[]),
  key?: ResourceKey,
): DeclaredAccess {
  return new ReferenceAccess(
    naming(owner, () => {
      const declared = typeof declarations === 'function' ? declarations() : declarations;
      const statements = declared.flatMap((declaration) => compileAccess(loadReference(), declaration));
      return mergeStatements(key === undefined ? statements : [...statements, ...keyStatements(statements, key)]);
    }),
  );
}

function keyStatements(statements: readonly AccessStatement[], { key, region, context }: ResourceKey): readonly AccessStatement[] {
  const actions = statements.flatMap((statement) => statement.actions);
  const operations = keyOperations(actions);
  const [first] = actions;
  if (operations.length === 0 || first === undefined || isManagedByAws(key)) return [];
  return compileAccess(loadReference(), {
    actions: operations,
    targets: [{ type: 'key', arn: keyArn(key) }],
    conditions: keyConditions(serviceOf(first), region, context),
  });
}

/** The policy of such a key lets everyone in the account use it through its service; nobody else can allow anything on it. */
export function isManagedByAws(key: kms.IKey): boolean {
  return 'aliasName' in key && typeof key.aliasName === 'string' && key.aliasName.startsWith('alias/aws/');
}

/** KMS checks permissions on the key, never on an alias of it. */
export function keyArn(key: kms.IKey): string {
  if (!('aliasName' in key)) return key.keyArn;
  try {
    const target: unknown = Reflect.get(key, 'aliasTargetKey');
    if (isKey(target)) return target.keyArn;
  } catch {
    // An imported alias does not know its key.
  }
  throw new AccessError(
    'unreadable-resource',
    `its encryption key is known by the alias "${String(key.aliasName)}" only: import the key by its ARN`,
  );
}

/** Runs `declare`, and puts the construct, or the name, into the message of what it throws. */
export function naming<T>(owner: IConstruct | string, declare: () => T): T {
  try {
    return declare();
  } catch (error) {
    if (error instanceof AccessError)
      throw new AccessError(error.problem, `access to "${typeof owner === 'string' ? owner : owner.node.path}": ${error.message}`);
    throw error;
  }
}
