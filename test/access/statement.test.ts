import fc from 'fast-check';
import { type AccessStatement, type Conditions, mergeStatements } from '../../lib/access/statement';

function allow(actions: string[], resources: string[], conditions = {}): AccessStatement {
  return { actions, resources, conditions };
}

/** Every permission that the statements hold, one by one: each action on each resource, with each value of what may be one of several. */
function permissions(statements: readonly AccessStatement[]): Set<string> {
  return new Set(
    statements.flatMap(({ actions, resources, conditions }) =>
      actions.flatMap((action) =>
        resources.flatMap((resource) => alternatives(conditions).map((one) => JSON.stringify([action, resource, one]))),
      ),
    ),
  );
}

function alternatives(conditions: Conditions): readonly string[] {
  let all = [''];
  for (const operator of Object.keys(conditions).sort()) {
    for (const [key, values] of Object.entries(conditions[operator] ?? {}).sort()) {
      const choices = operator === 'StringEquals' || operator === 'StringLike' ? values : [[...values].sort().join()];
      all = all.flatMap((one) => choices.map((value) => `${one};${operator} ${key} ${value}`));
    }
  }
  return all;
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

test('statements that differ in the values of one condition share one that has them all', () => {
  const through = (table: string, service = 'dynamodb') => ({ StringEquals: { 'kms:ViaService': [service], 'kms:table': [table] } });
  const decrypt = (conditions: Conditions) => allow(['kms:Decrypt'], ['key'], conditions);
  expect(mergeStatements([decrypt(through('a')), decrypt(through('b')), decrypt(through('c'))])).toEqual([
    decrypt({ StringEquals: { 'kms:ViaService': ['dynamodb'], 'kms:table': ['a', 'b', 'c'] } }),
  ]);
  expect(mergeStatements([decrypt(through('a')), decrypt(through('b', 's3'))])).toHaveLength(2);
  expect(mergeStatements([decrypt(through('a')), decrypt(through('b')), decrypt(through('a', 's3')), decrypt(through('b', 's3'))])).toEqual(
    [decrypt({ StringEquals: { 'kms:ViaService': ['dynamodb', 's3'], 'kms:table': ['a', 'b'] } })],
  );
});

test('values of which a request must have all, or none, are never joined', () => {
  const keys = (key: string) => ({
    'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [key] },
    Null: { 'dynamodb:LeadingKeys': ['false'] },
  });
  expect(mergeStatements([allow(['dynamodb:Query'], ['t'], keys('a')), allow(['dynamodb:Query'], ['t'], keys('b'))])).toHaveLength(2);
});

test('statements with different conditions on different resources are never joined, those with equal ones are', () => {
  const inbox = { StringLike: { 's3:prefix': ['in/*'] } };
  const outbox = { StringLike: { 's3:prefix': ['out/*'] } };
  expect(mergeStatements([allow(['s3:ListBucket'], ['b'], inbox), allow(['s3:ListBucket'], ['c'], outbox)])).toHaveLength(2);
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
      { StringEquals: { 'kms:ViaService': ['sns'] } },
      { StringEquals: { 'kms:ViaService': ['sns'], 'kms:table': ['a'] } },
      { StringEquals: { 'kms:ViaService': ['s3', 'sqs'], 'kms:table': ['a'] } },
      { StringEquals: { 'kms:ViaService': ['sns'], 'kms:table': ['b'] } },
      { StringEquals: { 'kms:ViaService': ['s3'], 'kms:table': ['b'] } },
      { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['a'] } },
      { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['b'] } },
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
