import { join } from 'node:path';
import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Mfa, UserPool } from 'aws-cdk-lib/aws-cognito';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Architecture, Code, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { Access, type DeclaredAccess, SecureFunction } from '../../lib';

const customerIndex = 'by-customer';

/**
 * Customers place orders over an HTTP API and read their own; a queue hands each order to the function that files its
 * receipt in an encrypted bucket. Every function may do what its handler does, and nothing else.
 */
export class OrdersStack extends Stack {
  public constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const orders = new Table(this, 'OrderTable', {
      partitionKey: { name: 'id', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    orders.addGlobalSecondaryIndex({
      indexName: customerIndex,
      partitionKey: { name: 'customer', type: AttributeType.STRING },
      sortKey: { name: 'placedAt', type: AttributeType.STRING },
    });
    const receipts = new Bucket(this, 'Receipts', {
      encryption: BucketEncryption.KMS,
      encryptionKey: new Key(this, 'ReceiptKey', { enableKeyRotation: true }),
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      serverAccessLogsBucket: new Bucket(this, 'ReceiptLog', { blockPublicAccess: BlockPublicAccess.BLOCK_ALL, enforceSSL: true }),
    });
    const receiptQueue = new Queue(this, 'ReceiptQueue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: Duration.minutes(1),
      deadLetterQueue: {
        queue: new Queue(this, 'FailedReceipts', { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true }),
        maxReceiveCount: 5,
      },
    });

    const placeOrder = this.handler('PlaceOrder', 'place-order', {
      environment: { ORDERS_TABLE: orders.tableName, RECEIPT_QUEUE: receiptQueue.queueUrl },
      access: [Access.table(orders).putItems(), Access.queue(receiptQueue).send()],
    });
    const readOrder = this.handler('ReadOrder', 'read-order', {
      environment: { ORDERS_TABLE: orders.tableName },
      access: [Access.table(orders).readItem()],
    });
    const listOrders = this.handler('ListOrders', 'list-orders', {
      environment: { ORDERS_TABLE: orders.tableName, CUSTOMER_INDEX: customerIndex },
      access: [Access.table(orders).onlyIndexes(customerIndex).queryItems()],
    });
    const writeReceipt = this.handler('WriteReceipt', 'write-receipt', {
      environment: { ORDERS_TABLE: orders.tableName, RECEIPT_BUCKET: receipts.bucketName },
      access: [Access.table(orders).readItem(), Access.bucket(receipts).putObjects({ prefix: 'receipts/' })],
    });
    writeReceipt.addEventSource(new SqsEventSource(receiptQueue, { batchSize: 10, reportBatchItemFailures: true }));

    const customers = new UserPool(this, 'Customers', {
      signInAliases: { email: true },
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
    });
    const shop = customers.addClient('Shop', { preventUserExistenceErrors: true, disableOAuth: true, authFlows: { userSrp: true } });
    const api = new HttpApi(this, 'Api', {
      defaultAuthorizer: new HttpUserPoolAuthorizer('SignedIn', customers, { userPoolClients: [shop] }),
      createDefaultStage: false,
    });
    new HttpStage(this, 'Stage', {
      httpApi: api,
      autoDeploy: true,
      throttle: { rateLimit: 100, burstLimit: 200 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(new LogGroup(this, 'ApiLog', { retention: RetentionDays.ONE_MONTH })),
        format: AccessLogFormat.jsonWithStandardFields(),
      },
    });
    api.addRoutes({ path: '/orders', methods: [HttpMethod.POST], integration: new HttpLambdaIntegration('PlaceOrder', placeOrder) });
    api.addRoutes({ path: '/orders', methods: [HttpMethod.GET], integration: new HttpLambdaIntegration('ListOrders', listOrders) });
    api.addRoutes({ path: '/orders/{id}', methods: [HttpMethod.GET], integration: new HttpLambdaIntegration('ReadOrder', readOrder) });
  }

  private handler(id: string, folder: string, props: { environment: Record<string, string>; access: DeclaredAccess[] }): SecureFunction {
    return new SecureFunction(this, id, {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(join(__dirname, 'handlers', folder)),
      ...props,
    });
  }
}
