import { type aws_iam as iam, Names, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { compileWithoutResource } from '../access/compile';
import { serviceOf } from '../access/key-operations';
import { type AccessStatement, type Conditions, sidOf } from '../access/statement';
import { loadReference } from '../reference';
import { DeclaredAccess } from './declared-access';
import type { EnvironmentEntry } from './environment-value';
import { ReferenceAccess } from './reference-access';
import { toPolicyStatement } from './statements';
import { resourceIn } from './token-text';

/** Access to what has no construct: its ARN takes partition, region and account of the function that declares it. */
export class ScopedAccess extends DeclaredAccess {
  constructor(private readonly accessIn: (scope: Construct) => DeclaredAccess) {
    super();
  }

  override bind(scope: Construct): iam.PolicyStatement[] {
    return this.accessIn(scope).bind(scope);
  }

  override _environment(scope: Construct): readonly EnvironmentEntry[] {
    return this.accessIn(scope)._environment(scope);
  }
}

/** Several declarations as one. */
export function joinAccess(...parts: readonly DeclaredAccess[]): DeclaredAccess {
  return new ScopedAccess((scope) => new BoundAccess(parts.flatMap((part) => part.bind(scope))));
}

class BoundAccess extends DeclaredAccess {
  constructor(private readonly statements: iam.PolicyStatement[]) {
    super();
  }

  override bind(): iam.PolicyStatement[] {
    return this.statements;
  }
}

/** Actions that AWS allows on `*` only, in a statement of their own per service that says by its id which they are. */
class EveryResourceAccess extends ReferenceAccess {
  constructor(private readonly onEvery: readonly AccessStatement[]) {
    super(onEvery);
  }

  override bind(): iam.PolicyStatement[] {
    return this.onEvery.map((one) => {
      const statement = toPolicyStatement(one);
      const conditions = legible(one.conditions);
      if (conditions !== undefined) statement.sid = sidOf({ ...one, conditions });
      return statement;
    });
  }
}

/** The conditions with values that an id can hold: of a resource of the app, its place in the app. */
function legible(conditions: Conditions): Conditions | undefined {
  const read: Record<string, Record<string, readonly string[]>> = {};
  for (const [operator, tests] of Object.entries(conditions)) {
    const keys: Record<string, readonly string[]> = {};
    for (const [key, values] of Object.entries(tests)) {
      const texts = values.map(textForId);
      if (texts.includes(undefined)) return undefined;
      keys[key] = texts.flatMap((text) => text ?? []);
    }
    read[operator] = keys;
  }
  return read;
}

function textForId(value: string): string | undefined {
  if (!Token.isUnresolved(value)) return value;
  const resource = resourceIn(value);
  return resource === undefined ? undefined : Names.nodeUniqueId(resource.node);
}

/** Actions that AWS allows on `*` only, narrowed by the condition keys that they know. */
export function onEveryResource(actions: readonly string[], conditions: Conditions = {}): DeclaredAccess {
  const services = [...new Set(actions.map(serviceOf))];
  return new EveryResourceAccess(
    services.flatMap((service) =>
      compileWithoutResource(
        loadReference(),
        actions.filter((action) => serviceOf(action) === service),
        conditions,
      ),
    ),
  );
}
