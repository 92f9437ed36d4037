import fc from 'fast-check';
import { type AccessStatement, type Conditions, mergeStatements } from '../../lib/access/statement';

function allow(actions: string[], resources: string[], conditions = {}): AccessStatement {
  return { actions, resources, conditions };
}

/** Every permission that the statements hold, one by one. */
function permissions(statements: readonly AccessStatement[]): Set<string> {
  return new Set(
    statements.flatMap(({ actions, resources, conditions }) =>
      actions.flatMap((action) => resources.map((resource) => JSON.stringify([action, resource, conditions]))),
    ),
  );
}

test('resources that allow the same actions share a statement', () => {
  expect(mergeStatements([allow(['s3:PutObject', 's3:GetObject'], ['a']), allow(['s3:GetObject', 's3:PutObject'], ['b'])])).toEqual([
    allow(['s3:GetObject', 's3:PutObject'], ['a', 'b']),
  ]);
});

test('actions that are allowed on the same resources share a statement', () => {
  expect(mergeStatements([allow(['a:One'], ['r', 's']), allow(['a:Two'], ['r', 's'])])).toEqual([allow(['a:One', 'a:Two'], ['r', 's'])]);
});

test('nothing is widened: one action on two resources and one on a single resource stay two statements', () => {
  expect(mergeStatements([allow(['dynamodb:GetItem'], ['table']), allow(['dynamodb:Query'], ['table', 'index'])])).toEqual([
    allow(['dynamodb:GetItem', 'dynamodb:Query'], ['table']),
    allow(['dynamodb:Query'], ['index']),
  ]);
});

test('grouping by action is chosen where it needs fewer statements', () => {
  const statements = [allow(['a:One'], ['r']), allow(['a:Two'], ['r', 's', 't']), allow(['a:Three'], ['r', 't'])];
  expect(mergeStatements(statements)).toHaveLength(3);
  expect(mergeStatements([allow(['a:One'], ['r', 's']), allow(['a:Two'], ['s', 't'])])).toEqual([
    allow(['a:One'], ['r', 's']),
    allow(['a:Two'], ['s', 't']),
  ]);
});

test('statements with different conditions are never joined, those with equal ones are', () => {
  const inbox = { StringLike: { 's3:prefix': ['in/*'] } };
  const outbox = { StringLike: { 's3:prefix': ['out/*'] } };
  expect(mergeStatements([allow(['s3:ListBucket'], ['b'], inbox), allow(['s3:ListBucket'], ['b'], outbox)])).toHaveLength(2);
  expect(mergeStatements([allow(['s3:ListBucket'], ['b'], inbox), allow(['s3:ListBucket'], ['c'], inbox)])).toEqual([
    allow(['s3:ListBucket'], ['b', 'c'], inbox),
  ]);
});

test('for any statements: the same permissions, never more statements than resources or actions need, and stable', () => {
  const statement = fc.record({
    actions: fc.uniqueArray(fc.constantFrom('a:One', 'a:Two', 'a:Three', 'a:Four'), { minLength: 1 }),
    resources: fc.uniqueArray(fc.constantFrom('r', 's', 't', 'u'), { minLength: 1 }),
    conditions: fc.constantFrom<Conditions[]>(
      {},
      { Bool: { 'aws:SecureTransport': ['true'] } },
      { StringEquals: { 'kms:ViaService': ['s3', 'sqs'] } },
    ),
  });
  fc.assert(
    fc.property(fc.array(statement, { maxLength: 8 }), (statements) => {
      const merged = mergeStatements(statements);
      expect(permissions(merged)).toEqual(permissions(statements));
      expect(mergeStatements(merged)).toEqual(merged);
      expect(merged.length).toBeLessThanOrEqual(statements.length * 4);
    }),
  );
});
