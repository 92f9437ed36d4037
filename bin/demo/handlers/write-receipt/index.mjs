import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';

const orders = DynamoDBDocumentClient.from(new DynamoDBClient());
const receipts = new S3Client();

/** Writes the receipt of each order in the batch. A message that fails is returned alone; the others are done. */
export async function handler(event) {
  const results = await Promise.allSettled(event.Records.map(({ body }) => writeReceipt(JSON.parse(body).id)));
  return {
    batchItemFailures: event.Records.filter((_record, index) => results[index].status === 'rejected').map(({ messageId }) => ({
      itemIdentifier: messageId,
    })),
  };
}

async function writeReceipt(id) {
  const { Item: order } = await orders.send(new GetCommand({ TableName: process.env.ORDERS_TABLE, Key: { id } }));
  if (order === undefined) throw new Error(`no order "${id}"`);
  await receipts.send(
    new PutObjectCommand({
      Bucket: process.env.RECEIPT_BUCKET,
      Key: `receipts/${order.customer}/${id}.txt`,
      ContentType: 'text/plain; charset=utf-8',
      Body: receiptOf(order),
    }),
  );
}

function receiptOf({ id, placedAt, lines, cents }) {
  const amount = (value) => (value / 100).toFixed(2).padStart(10);
  return [
    `Order ${id} of ${placedAt}`,
    ...lines.map((line) => `${String(line.quantity).padStart(4)} x ${line.sku.padEnd(20)}${amount(line.quantity * line.cents)}`),
    `${'Total'.padEnd(27)}${amount(cents)}`,
    '',
  ].join('\n');
}
