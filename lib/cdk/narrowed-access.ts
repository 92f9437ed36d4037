import { aws_iam as iam } from 'aws-cdk-lib';
import { AccessError } from '../access/access-error';
import { narrowing } from '../access/narrowing';
import { type Conditions, joinConditions, sidOfConditions } from '../access/statement';
import { loadReference } from '../reference';
import { plainConditions, toPolicyStatement } from './statements';

/** The statements under one more condition. What a service does with a key on behalf of the caller stays as it is. */
export function narrowed(statements: readonly iam.PolicyStatement[], key: string, values: readonly string[]): iam.PolicyStatement[] {
  return statements.map((statement) => {
    const { actions, resources, conditions, sid } = statement;
    const own = plainConditions(conditions);
    if (own === undefined || statement.effect !== iam.Effect.ALLOW || actions.length === 0 || resources.length === 0) {
      throw new AccessError('condition-value', `"${key}" cannot narrow a statement that is no plain Allow: write it into the statement`);
    }
    if (own.StringEquals?.['kms:ViaService'] !== undefined) return statement;
    const [first = '', ...others] = actions;
    const added = narrowing(loadReference(), first, key, values);
    for (const action of others) narrowing(loadReference(), action, key, values);
    refuseTwice(own, added);
    const joined = { actions, resources, conditions: joinConditions(own, added) };
    const copy = toPolicyStatement(joined);
    if (sid !== undefined) copy.sid = `${sid}${sidOfConditions(added)}`;
    return copy;
  });
}

function refuseTwice(own: Conditions, added: Conditions): void {
  for (const [operator, tests] of Object.entries(added)) {
    const twice = Object.keys(tests).find((key) => own[operator]?.[key] !== undefined);
    if (twice !== undefined) {
      throw new AccessError('condition-value', `"${twice}" narrows this access already: give its values once`);
    }
  }
}
