import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, aws_dynamodb as dynamodb, aws_lambda as lambda, Stack, aws_s3 as s3 } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { suggestionsFor, suggestionText } from '../../lib/suggest';
import { code } from '../cdk/stacks';
import { modelFrom } from '../suggest/model-from';

const file = join(__dirname, '../../docs/suggest.md');

function example(): string {
  const app = new App({ context: { 'aws:cdk:enable-path-metadata': true } });
  const stack = new Stack(app, 'Shop');
  const orders = new dynamodb.TableV2(stack, 'Orders', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
  const receipts = new s3.Bucket(stack, 'Receipts');
  const placeOrder = new lambda.Function(stack, 'PlaceOrder', { ...code, environment: { ORDERS_TABLE: orders.tableName } });
  orders.grantWriteData(placeOrder);
  receipts.grantRead(placeOrder, 'in/*');
  const model = modelFrom(Template.fromStack(stack).toJSON());
  return suggestionText(suggestionsFor(model, { name: 'cdk-least-privilege', version: '0.0.0', referenceDate: '2026-01-01' }));
}

test('the example of the page is what the command prints', () => {
  const page = readFileSync(file, 'utf8');
  const expected = page.replace(/(?<=^```text\n)[\s\S]*?(?=^```$)/m, () => example());
  if (process.env.UPDATE_GUIDE !== undefined) writeFileSync(file, expected);
  expect(readFileSync(file, 'utf8')).toBe(expected);
});
