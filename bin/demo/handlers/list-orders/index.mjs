import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';

const orders = DynamoDBDocumentClient.from(new DynamoDBClient());

/** `GET /orders`: the latest orders of the signed-in customer, newest first. */
export async function handler(event) {
  const { Items } = await orders.send(
    new QueryCommand({
      TableName: process.env.ORDERS_TABLE,
      IndexName: process.env.CUSTOMER_INDEX,
      KeyConditionExpression: 'customer = :customer',
      ExpressionAttributeValues: { ':customer': event.requestContext.authorizer.jwt.claims.sub },
      ScanIndexForward: false,
      Limit: 25,
    }),
  );
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(Items) };
}
