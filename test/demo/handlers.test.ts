import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { OrdersStack } from '../../bin/demo/orders-stack';

/** What a handler did: the IAM actions it called with their inputs, and what it answered. */
interface Invocation {
  readonly calls: readonly { readonly action: string; readonly input: Record<string, unknown> }[];
  readonly answer: { readonly statusCode?: number; readonly body?: string; readonly batchItemFailures?: unknown };
}

const order = {
  id: 'o-1',
  customer: 'ann',
  placedAt: '2026-01-02T03:04:05.000Z',
  lines: [{ sku: 'A-1', quantity: 2, cents: 995 }],
  cents: 1990,
};

/** Runs a handler in a process where the AWS SDK is a stub. `answers` is code: action → input → output. */
function invoke(handler: string, event: unknown, answers = '{}'): Invocation {
  const program = `
    globalThis.answers = ${answers};
    const { handler } = await import(${JSON.stringify(join(__dirname, '..', '..', 'bin', 'demo', 'handlers', handler, 'index.mjs'))});
    const answer = await handler(${JSON.stringify(event)});
    console.log(JSON.stringify({ calls, answer }));`;
  const args = ['--import', join(__dirname, 'aws-sdk-stub.mjs'), '--input-type=module', '--eval', program];
  const env = {
    ...process.env,
    ORDERS_TABLE: 'orders',
    RECEIPT_QUEUE: 'https://queue',
    RECEIPT_BUCKET: 'receipts',
    CUSTOMER_INDEX: 'by-customer',
  };
  return JSON.parse(execFileSync(process.execPath, args, { env, encoding: 'utf8' }));
}

function request(customer: string, rest: object = {}) {
  return { requestContext: { timeEpoch: Date.parse(order.placedAt), authorizer: { jwt: { claims: { sub: customer } } } }, ...rest };
}

const body = JSON.stringify({ lines: order.lines });
const found = `{ 'dynamodb:GetItem': ({ Key }) => (Key.id === 'o-1' ? { Item: ${JSON.stringify(order)} } : {}), 'dynamodb:Query': () => ({ Items: [${JSON.stringify(order)}] }) }`;

const invocations: Readonly<Record<string, () => Invocation>> = {
  PlaceOrder: () => invoke('place-order', request('ann', { body })),
  ReadOrder: () => invoke('read-order', request('ann', { pathParameters: { id: 'o-1' } }), found),
  ListOrders: () => invoke('list-orders', request('ann'), found),
  WriteReceipt: () =>
    invoke('write-receipt', { Records: ['o-1', 'o-2'].map((id) => ({ messageId: `m-${id}`, body: JSON.stringify({ id }) })) }, found),
};

jest.setTimeout(60_000);

test('placing an order stores it for the signed-in customer and asks for its receipt', () => {
  const { calls, answer } = invocations.PlaceOrder?.() ?? { calls: [], answer: {} };
  expect(answer.statusCode).toBe(201);
  expect(calls).toMatchObject([
    { input: { TableName: 'orders', Item: { customer: 'ann', placedAt: order.placedAt, lines: order.lines, cents: 1990 } } },
    { input: { QueueUrl: 'https://queue' } },
  ]);
});

test.each([
  '',
  'not JSON',
  '{}',
  '{"lines": []}',
  '{"lines": [{"sku": "A-1", "quantity": 0, "cents": 995}]}',
  '{"lines": [{"sku": "A-1"}]}',
  'null',
])('fails on a body that is no order, and stores nothing: %j', (wrong) => {
  const { calls, answer } = invoke('place-order', request('ann', { body: wrong }));
  expect(answer.statusCode).toBe(400);
  expect(calls).toEqual([]);
});

test('an order is read by the customer who placed it', () => {
  expect(JSON.parse(invocations.ReadOrder?.().answer.body ?? '')).toEqual(order);
});

test("somebody else's order is as absent as one that does not exist", () => {
  const read = (customer: string, id: string) => invoke('read-order', request(customer, { pathParameters: { id } }), found).answer;
  expect(read('bob', 'o-1').statusCode).toBe(404);
  expect(read('ann', 'o-2').statusCode).toBe(404);
});

test('the list is that of the signed-in customer, by the index', () => {
  const { calls, answer } = invocations.ListOrders?.() ?? { calls: [], answer: {} };
  expect(calls[0]?.input).toMatchObject({ IndexName: 'by-customer', ExpressionAttributeValues: { ':customer': 'ann' } });
  expect(JSON.parse(answer.body ?? '')).toEqual([order]);
});

test('receipts are filed below the prefix that the role may write to, and a message that fails is returned alone', () => {
  const { calls, answer } = invocations.WriteReceipt?.() ?? { calls: [], answer: {} };
  const put = calls.filter(({ action }) => action === 's3:PutObject').map(({ input }) => input);
  expect(put).toMatchObject([{ Bucket: 'receipts', Key: 'receipts/ann/o-1.txt', Body: expect.stringContaining('19.90') }]);
  expect(answer.batchItemFailures).toEqual([{ itemIdentifier: 'm-o-2' }]);
});

describe('each role allows what its handler calls', () => {
  const template = Template.fromStack(new OrdersStack(new App(), 'Orders')).toJSON();

  /** Actions that the function's own role allows, in its inline policies and in those attached to it. */
  function allowedTo(functionId: string): readonly string[] {
    const entries = Object.entries<{ Type: string; Properties: Record<string, never> }>(template.Resources);
    const documents = entries
      .filter(([logicalId, { Type }]) => logicalId.startsWith(functionId) && ['AWS::IAM::Policy', 'AWS::IAM::Role'].includes(Type))
      .map(([, { Properties }]) => JSON.stringify([Properties.PolicyDocument, Properties.Policies]));
    return [...documents.join().matchAll(/"([a-z0-9]+:[A-Za-z]+)"/g)].map((match) => match[1] ?? '');
  }

  test.each(Object.entries(invocations))('%s', (functionId, run) => {
    const allowed = allowedTo(functionId);
    const called = [...new Set(run().calls.map(({ action }) => action))];
    expect(called.length).toBeGreaterThan(0);
    expect(allowed).toEqual(expect.arrayContaining(called));
    // Beside the calls: its log and traces, its event source with its condition, and the key of what it writes.
    const services =
      /^(?:logs|kms|xray):|^lambda:SourceFunctionArn$|^sqs:(?:ReceiveMessage|DeleteMessage|ChangeMessageVisibility|GetQueueAttributes|GetQueueUrl)$/;
    expect(allowed.filter((action) => !called.includes(action) && !services.test(action))).toEqual([]);
  });
});
