/**
 * That joining declarations on one role widens none of them, as an independent engine sees it: the merged statements allow a
 * request when, and only when, the statements of one of the declarations do.
 */
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import fc from 'fast-check';
import { mergePolicyStatements } from '../../lib/cdk/statements';
import { type Context, declarationsIn, type Granted, OWN_ACCOUNT, OWN_REGION } from './declarations';
import { concrete, isAllowed } from './simulation';

const stack = new Stack(new App(), 'Orders', { env: { account: OWN_ACCOUNT, region: OWN_REGION } });
const declarations = declarationsIn(stack).map(({ access, granted }) => ({ granted, statements: access.bind(stack) }));
const { Resources } = Template.fromStack(stack).toJSON();

function documentOf(statements: readonly { toJSON(): unknown }[]): object {
  return {
    Version: '2012-10-17',
    Statement: statements.map((statement) => concrete(stack.resolve(statement.toJSON()), Resources)),
  };
}

/** Every action on every resource under every circumstance of what is granted: the pairs that careless merging would let in. */
function crossed(granted: readonly Granted[]): readonly Granted[] {
  const contexts = new Map<string, Context>([['{}', {}]]);
  for (const { context } of granted) contexts.set(JSON.stringify(context), context);
  const actions = [...new Set(granted.map(({ action }) => action))];
  const arns = [...new Set(granted.map(({ arn }) => arn))];
  return actions.flatMap((action) => arns.flatMap((arn) => [...contexts.values()].map((context) => ({ action, arn, context }))));
}

const REQUESTS = 120;
let tried = 0;

afterAll(() => {
  process.stdout.write(`union of declared access: ${tried} requests\n`);
});

test('any declarations on one role allow what each of them allows, and nothing between them', () => {
  const several = fc.uniqueArray(fc.nat(declarations.length - 1), { minLength: 2, maxLength: 5 });
  fc.assert(
    fc.property(several, fc.nat(), (chosen, offset) => {
      const parts = chosen.flatMap((index) => declarations[index] ?? []);
      const alone = parts.map(({ statements }) => documentOf(statements));
      const merged = documentOf(mergePolicyStatements(parts.flatMap(({ statements }) => statements)));
      const requests = crossed(parts.flatMap(({ granted }) => granted));
      // All of them, or as many of them from any place: a prime step reaches every one.
      const picked = Array.from(
        { length: Math.min(requests.length, REQUESTS) },
        (_, step) => requests[(offset + step * 7919) % requests.length],
      );
      for (const request of picked) {
        if (request === undefined) throw new Error('no request');
        tried += 1;
        const expected = alone.some((document) => isAllowed([document], request));
        if (isAllowed([merged], request) !== expected) throw new Error(`${expected ? 'lost' : 'widened'}: ${JSON.stringify(request)}`);
      }
    }),
    { numRuns: 40 },
  );
});

test('all declarations on one role allow each of them', () => {
  const all = documentOf(mergePolicyStatements(declarations.flatMap(({ statements }) => statements)));
  expect(declarations.flatMap(({ granted }) => granted).filter((request) => !isAllowed([all], request))).toEqual([]);
});
