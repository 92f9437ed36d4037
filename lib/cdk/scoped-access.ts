import { type aws_iam as iam, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { compileWithoutResource } from '../access/compile';
import { type AccessStatement, type Conditions, sidOf } from '../access/statement';
import { loadReference } from '../reference';
import { DeclaredAccess } from './declared-access';
import type { EnvironmentEntry } from './environment-value';
import { ReferenceAccess } from './reference-access';
import { toPolicyStatement } from './statements';

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

/** Actions that AWS allows on `*` only, in a statement of their own that says by its id which they are. */
class EveryResourceAccess extends ReferenceAccess {
  constructor(private readonly onEvery: readonly AccessStatement[]) {
    super(onEvery);
  }

  override bind(): iam.PolicyStatement[] {
    return this.onEvery.map((one) => {
      const statement = toPolicyStatement(one);
      const isKnown = Object.values(one.conditions).every((tests) => Object.values(tests).every((values) => !Token.isUnresolved(values)));
      if (isKnown) statement.sid = sidOf(one);
      return statement;
    });
  }
}

/** Actions that AWS allows on `*` only, narrowed by the condition keys that they know. */
export function onEveryResource(actions: readonly string[], conditions: Conditions = {}): DeclaredAccess {
  return new EveryResourceAccess(compileWithoutResource(loadReference(), actions, conditions));
}
