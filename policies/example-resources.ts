import type { Json, JsonObject } from '../lib/core/json';

/** Resources for the examples of the rules: a function's role with an inline policy of these statements. */
export function rolePolicy(...statements: JsonObject[]): JsonObject {
  return { ...functionRole(), OrdersPolicy: policyOf({ Version: '2012-10-17', Statement: statements }) };
}

/** As {@link rolePolicy}, with any form of document. */
export function rolePolicyDocument(document: Json): JsonObject {
  return { ...functionRole(), OrdersPolicy: policyOf(document) };
}

/** A role that Lambda assumes, with these further properties. */
export function functionRole(properties: JsonObject = {}): JsonObject {
  return {
    OrdersRole: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        },
        ...properties,
      },
    },
  };
}

function policyOf(document: Json): JsonObject {
  return {
    Type: 'AWS::IAM::Policy',
    Properties: { PolicyName: 'orders', Roles: [{ Ref: 'OrdersRole' }], PolicyDocument: document },
  };
}

/** The ARN of the table `Orders`, as CDK writes it; to be used with {@link ordersTable}. */
export const ordersTableArn: JsonObject = { 'Fn::GetAtt': ['Orders', 'Arn'] };

/** A DynamoDB table `Orders`. */
export const ordersTable: JsonObject = {
  Orders: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    },
  },
};

/** The ARN of an AWS managed policy as CDK writes it. */
export function awsManagedPolicyArn(pathAndName: string): JsonObject {
  return { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::aws:policy/${pathAndName}`]] };
}

/** A KMS key whose policy allows `action` to the account itself, on "*": the key. */
export function keyWithPolicy(action: string): JsonObject {
  const Principal = { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } };
  return {
    Key: {
      Type: 'AWS::KMS::Key',
      Properties: {
        KeyPolicy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: action, Resource: '*' }] },
      },
    },
  };
}

/** A Lambda function `Orders` with these further properties. */
export function ordersFunction(properties: JsonObject = {}): JsonObject {
  return {
    Orders: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Code: { S3Bucket: 'code', S3Key: 'orders.zip' },
        Role: 'arn:aws:iam::111122223333:role/orders',
        ...properties,
      },
    },
  };
}
