import { parseOperator } from '../core/iam/condition';
import type { ConditionTest, Statement } from '../core/iam/statement';
import type { Model } from '../core/model/model';
import { sortedOnce } from './order';

const VERBS: Readonly<Record<string, readonly [holds: string, negated: string]>> = {
  StringEquals: ['is', 'is not'],
  StringEqualsIgnoreCase: ['is, in any case of letters,', 'is not, in any case of letters,'],
  StringLike: ['is like', 'is not like'],
  NumericEquals: ['is', 'is not'],
  NumericLessThan: ['is less than', 'is not less than'],
  NumericLessThanEquals: ['is at most', 'is more than'],
  NumericGreaterThan: ['is more than', 'is at most'],
  NumericGreaterThanEquals: ['is at least', 'is less than'],
  DateEquals: ['is', 'is not'],
  DateLessThan: ['is before', 'is not before'],
  DateLessThanEquals: ['is not after', 'is after'],
  DateGreaterThan: ['is after', 'is not after'],
  DateGreaterThanEquals: ['is not before', 'is before'],
  Bool: ['is', 'is not'],
  BinaryEquals: ['is', 'is not'],
  IpAddress: ['is in', 'is not in'],
  ArnEquals: ['is', 'is not'],
  ArnLike: ['is like', 'is not like'],
};

/** The conditions of a statement in words, sorted: `aws:SourceAccount is ${AWS::AccountId}`. What cannot be read is said. */
export function conditionsInWords(model: Model, { conditions, unresolved, document, world }: Statement): readonly string[] {
  if (conditions.length === 0 && unresolved.length === 0 && world.size === 0) return NONE;
  return sortedOnce([
    ...conditions.map((test) => inWords(test, (value) => model.show(value, document.resource))),
    ...unresolved.flatMap(({ element, reason }) => (element === 'Condition' ? [`a condition that could not be read: ${reason}`] : [])),
    ...[...world].map(([name, truth]) => `the template's condition ${name} is ${String(truth)}`),
  ]);
}

const NONE: readonly string[] = [];

function inWords({ operator, key, values }: ConditionTest, show: (value: ConditionTest['values'][number]) => string): string {
  const { base, negated, qualifier, ifExists } = parseOperator(operator);
  const texts = sortedOnce(values.map(show));
  const quantity = qualifier === 'ForAllValues' ? 'each value of ' : qualifier === 'ForAnyValue' ? 'some value of ' : '';
  const presence = ifExists ? ', if there is one' : '';
  if (base === 'Null') return `${key} is ${texts[0] === 'true' ? 'absent' : 'present'}`;
  const [holds, opposite] = VERBS[negated ? base.replace('Not', '') : base] ?? [operator, operator];
  return `${quantity}${key} ${negated ? opposite : holds} ${texts.join(negated ? ' nor ' : ' or ')}${presence}`;
}
