import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';

const orders = DynamoDBDocumentClient.from(new DynamoDBClient());
const receipts = new SQSClient();

/** `POST /orders`: stores the order of the signed-in customer and asks for its receipt. */
export async function handler(event) {
  const lines = linesOf(event.body);
  if (lines === undefined) {
    return answer(400, { message: 'supply a JSON body like {"lines": [{"sku": "A-1", "quantity": 2, "cents": 995}]}' });
  }
  const order = {
    id: randomUUID(),
    customer: event.requestContext.authorizer.jwt.claims.sub,
    placedAt: new Date(event.requestContext.timeEpoch).toISOString(),
    lines,
    cents: lines.reduce((sum, { quantity, cents }) => sum + quantity * cents, 0),
  };
  await orders.send(new PutCommand({ TableName: process.env.ORDERS_TABLE, Item: order, ConditionExpression: 'attribute_not_exists(id)' }));
  await receipts.send(new SendMessageCommand({ QueueUrl: process.env.RECEIPT_QUEUE, MessageBody: JSON.stringify({ id: order.id }) }));
  return answer(201, order);
}

/** The order's lines, or `undefined` when the body is not such an order. */
function linesOf(body) {
  let order;
  try {
    order = JSON.parse(body ?? '');
  } catch {
    return undefined;
  }
  const isLine = (line) =>
    typeof line?.sku === 'string' &&
    Number.isInteger(line.quantity) &&
    line.quantity > 0 &&
    Number.isInteger(line.cents) &&
    line.cents >= 0;
  const lines = order?.lines;
  if (!Array.isArray(lines) || lines.length === 0 || !lines.every(isLine)) return undefined;
  return lines.map(({ sku, quantity, cents }) => ({ sku, quantity, cents }));
}

function answer(statusCode, body) {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
