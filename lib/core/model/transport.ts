import { parseOperator } from '../iam/condition';
import { globCovers } from '../iam/pattern';
import { principalScope } from '../iam/principal';
import type { ConditionTest, PolicyDocument, Statement } from '../iam/statement';

/** Operators by which `aws:SecureTransport` can be compared with `false`. */
const equalities = new Set(['Bool', 'StringEquals', 'StringEqualsIgnoreCase', 'StringLike']);

/** Whether a test holds for requests without TLS: they say so, or speak no version of it that is still safe. */
function isPlainTextTest({ operator, key, values }: ConditionTest): boolean {
  const { base, qualifier } = parseOperator(operator);
  if (qualifier !== undefined || values.length === 0) return false;
  const name = key.toLowerCase();
  if (name === 'aws:securetransport') return equalities.has(base) && values.every(({ value }) => String(value).toLowerCase() === 'false');
  return name === 's3:tlsversion' && base === 'NumericLessThan' && values.every(({ value }) => Number(value) >= 1.2);
}

/** Whether the statement denies something to everyone who comes without TLS. It may ask for more, and then denies less. */
export function deniesPlainText({ effect, principals, conditions, unresolved }: Statement): boolean {
  return (
    effect === 'Deny' &&
    unresolved.length === 0 &&
    principals.some((principal) => principalScope(principal).kind === 'anyone') &&
    conditions.some(isPlainTextTest)
  );
}

/** Whether nothing but the missing TLS is needed for the Deny, wherever the policy is used. */
export function isUnconditional({ conditions, optional }: Statement): boolean {
  return !optional && conditions.every(isPlainTextTest);
}

/** Whether the actions of a statement include all that `pattern` stands for. */
export function coversActions({ actions }: Statement, pattern: string): boolean {
  const wanted = pattern.toLowerCase();
  return actions.some(({ value }) => typeof value === 'string' && globCovers(value.toLowerCase(), wanted));
}

/** Whether the documents, together, deny every one of `actions` to requests without TLS. */
export function refusesPlainText(documents: readonly PolicyDocument[], actions: readonly string[]): boolean {
  const denials = documents.flatMap(({ statements }) => statements.filter((each) => deniesPlainText(each) && isUnconditional(each)));
  return denials.length > 0 && actions.every((action) => denials.some((denial) => coversActions(denial, action)));
}
