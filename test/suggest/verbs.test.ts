import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builderNames, builtWithoutResource } from '../../lib/suggest/builders';
import { verbs } from '../../lib/suggest/verbs';
import { verbSource, verbTable } from './verb-table';

const file = join(__dirname, '../../lib/suggest/verbs.ts');
const table = verbTable();
if (process.env.UPDATE_VERBS !== undefined) writeFileSync(file, verbSource(table));

test('the table of verbs is what the builders allow when they are run', () => {
  expect(readFileSync(file, 'utf8')).toBe(verbSource(table));
});

test('every verb without required arguments is in it', () => {
  expect(verbs.table?.readItems).toEqual({ 'dynamodb:table': ['dynamodb:BatchGetItem', 'dynamodb:GetItem'] });
  expect(verbs.bucket?.listObjects).toEqual({ 's3:bucket': ['s3:ListBucket'] });
  expect(verbs.tracing?.write).toEqual({ '*': ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'] });
  expect(verbs.role?.passTo).toBeUndefined();
});

test('every builder that a suggestion names has verbs', () => {
  const named = [...builderNames, ...builtWithoutResource];
  expect(named.filter((name) => table[name] === undefined)).toEqual([]);
});
