import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';

const orders = DynamoDBDocumentClient.from(new DynamoDBClient());

/** `GET /orders/{id}`: one order, for the customer who placed it. An order of somebody else is as absent as none. */
export async function handler(event) {
  const { Item: order } = await orders.send(new GetCommand({ TableName: process.env.ORDERS_TABLE, Key: { id: event.pathParameters.id } }));
  const isTheirs = order !== undefined && order.customer === event.requestContext.authorizer.jwt.claims.sub;
  return {
    statusCode: isTheirs ? 200 : 404,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(isTheirs ? order : { message: `no order "${event.pathParameters.id}"` }),
  };
}
