import { aws_iam as iam, Token } from 'aws-cdk-lib';
import type { AccessStatement, Conditions } from '../access/statement';
import { mergeStatements } from '../access/statement';

/** A statement of CDK. A list of one condition value is written as the value. */
export function toPolicyStatement({ actions, resources, conditions }: AccessStatement): iam.PolicyStatement {
  const written = Object.fromEntries(
    Object.entries(conditions).map(([operator, tests]) => [
      operator,
      Object.fromEntries(Object.entries(tests).map(([key, values]) => [key, values.length === 1 ? values[0] : [...values]])),
    ]),
  );
  return new iam.PolicyStatement({
    actions: [...actions],
    resources: [...resources],
    ...(Object.keys(written).length === 0 ? {} : { conditions: written }),
  });
}

/** The same permissions in fewer statements. What is more than actions, resources and plain conditions stays as it is, and stays last. */
export function mergePolicyStatements(statements: readonly iam.PolicyStatement[]): readonly iam.PolicyStatement[] {
  const plain: AccessStatement[] = [];
  const others: iam.PolicyStatement[] = [];
  for (const statement of statements) {
    const read = toAccessStatement(statement);
    if (read === undefined) others.push(statement);
    else plain.push(read);
  }
  return [...mergeStatements(plain).map(toPolicyStatement), ...others];
}

function toAccessStatement(statement: iam.PolicyStatement): AccessStatement | undefined {
  const { actions, resources, conditions } = statement;
  if (statement.effect !== iam.Effect.ALLOW || statement.sid !== undefined || statement.hasPrincipal) return undefined;
  if (statement.notActions.length > 0 || statement.notResources.length > 0 || actions.length === 0 || resources.length === 0)
    return undefined;
  if (Token.isUnresolved(actions) || Token.isUnresolved(resources)) return undefined;
  const read = plainConditions(conditions);
  return read === undefined ? undefined : { actions, resources, conditions: read };
}

/** Conditions whose values are texts; `undefined` for others. */
export function plainConditions(conditions: unknown): Conditions | undefined {
  const read: Record<string, Record<string, readonly string[]>> = {};
  for (const [operator, tests] of entriesOf(conditions)) {
    if (Token.isUnresolved(tests)) return undefined;
    const keys: Record<string, readonly string[]> = {};
    for (const [key, value] of entriesOf(tests)) {
      const values: readonly unknown[] = Array.isArray(value) ? value : [value];
      if (!values.every((one) => typeof one === 'string')) return undefined;
      keys[key] = values;
    }
    read[operator] = keys;
  }
  return read;
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
