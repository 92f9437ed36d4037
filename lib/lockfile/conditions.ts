import { parseOperator } from '../core/iam/condition';
import { globCovers, hasWildcard, matchesGlob } from '../core/iam/pattern';
import { type Network, parseCidr } from '../core/network';

/** Values by operator and key: `{"StringEquals aws:SourceAccount": ["111122223333"]}`. */
export type Tests = Readonly<Record<string, readonly string[]>>;

/** What a repeated test has at its end: an object has each key once. */
const AGAIN = /(?: \(again\))+$/;

/** The name of a test that no other one has yet. The same test in other letters is one more that must hold. */
export function freeName(test: string, taken: Tests): string {
  const names = new Set(Object.keys(taken).map((name) => name.toLowerCase()));
  let name = test;
  while (names.has(name.toLowerCase())) name = `${name} (again)`;
  return name;
}

/** Whether whoever passes the tests of `inner` passes those of `outer`: each of them follows from one of the others. */
export function coversTests(outer: Tests, inner: Tests): boolean {
  const owns = Object.entries(inner).map(testOf);
  return Object.entries(outer).every((written) => {
    const test = testOf(written);
    return owns.some((own) => follows(test, own));
  });
}

interface Test {
  readonly operator: ReturnType<typeof parseOperator>;
  /** In small letters: keys are the same in any case. */
  readonly key: string;
  readonly values: readonly string[];
}

function testOf([name, values]: readonly [string, readonly string[]]): Test {
  const space = name.indexOf(' ');
  return {
    operator: parseOperator(name.slice(0, space)),
    key: name
      .slice(space + 1)
      .replace(AGAIN, '')
      .toLowerCase(),
    values,
  };
}

/** Whether `outer` holds wherever `inner` does. */
function follows(outer: Test, inner: Test): boolean {
  const [to, from] = [outer.operator, inner.operator];
  if (outer.key !== inner.key || to.qualifier !== from.qualifier || to.negated !== from.negated) return false;
  if (from.ifExists && !to.ifExists) return false;
  const [wide, narrow] = to.negated ? [inner, outer] : [outer, inner];
  return narrow.values.every((value) =>
    wide.values.some((other) => isWithin(value, narrow.operator.base, other, wide.operator.base, to.negated)),
  );
}

/** Whether whatever one value of a test matches is matched by another one. */
function isWithin(value: string, operator: string, other: string, otherOperator: string, negated: boolean): boolean {
  const [base, otherBase] = [operator, otherOperator].map((each) => (negated ? each.replace('Not', '') : each));
  if (base === otherBase && value === other) return true;
  switch (otherBase) {
    case 'StringLike':
      if (base === 'StringLike') return globCovers(other, value);
      return base === 'StringEquals' && matchesGlob(other, value);
    case 'StringEquals':
      return base === 'StringLike' && !hasWildcard(value) && value === other;
    case 'StringEqualsIgnoreCase': {
      const isText = base === otherBase || base === 'StringEquals' || (base === 'StringLike' && !hasWildcard(value));
      return isText && value.toLowerCase() === other.toLowerCase();
    }
    case 'ArnLike':
    case 'ArnEquals':
      return (base === 'ArnLike' || base === 'ArnEquals') && isArnWithin(value, other);
    case 'IpAddress':
      return base === otherBase && isNetworkWithin(parseCidr(value), parseCidr(other));
    default:
      return base === otherBase && isBeyond(otherBase ?? '', value, other);
  }
}

/** The six parts of an ARN are matched one by one. */
function isArnWithin(value: string, other: string): boolean {
  if (value === other) return true;
  const [parts, others] = [value, other].map(partsOfArn);
  return parts?.length === 6 && others?.length === 6 && parts.every((part, index) => globCovers(others[index] ?? '', part));
}

function partsOfArn(arn: string): readonly string[] {
  // The colons of a pseudo parameter (`${AWS::Region}`) part nothing.
  const parts = arn.split(/:(?![^${]*\})/);
  return [...parts.slice(0, 5), ...(parts.length > 5 ? [parts.slice(5).join(':')] : [])];
}

function isNetworkWithin(network: Network | undefined, other: Network | undefined): boolean {
  if (network === undefined || other === undefined || network.version !== other.version) return false;
  const hostBits = BigInt((other.version === 4 ? 32 : 128) - other.prefixLength);
  return network.prefixLength >= other.prefixLength && network.address >> hostBits === other.address >> hostBits;
}

/** Whether a limit is at least as strict as another one of the same operator. */
function isBeyond(operator: string, value: string, other: string): boolean {
  const [, kind, direction] = /^(Numeric|Date)(LessThan|GreaterThan)/.exec(operator) ?? [];
  if (kind === undefined) return false;
  const [limit, otherLimit] = [value, other].map((text) => (kind === 'Numeric' ? Number(text) : instantOf(text)));
  if (limit === undefined || otherLimit === undefined || value === '' || other === '') return false;
  return direction === 'LessThan' ? limit <= otherLimit : limit >= otherLimit;
}

/** Seconds since 1970, or an ISO 8601 date. */
function instantOf(text: string): number {
  return /^\d{5,}$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}
