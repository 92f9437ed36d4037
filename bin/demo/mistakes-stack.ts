import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Peer, Port, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnPermission, Code, FunctionUrlAuthType, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { CfnDBInstance } from 'aws-cdk-lib/aws-rds';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** One classic mistake, and the rule that reports it. */
export interface Mistake {
  readonly rule: string;
  readonly make: (scope: Construct) => void;
}

/** Each mistake by the id of the construct that makes it. */
export const mistakes: Readonly<Record<string, Mistake>> = {
  EveryActionOfS3: {
    rule: 'iam/no-wildcard-action',
    make: (scope) => {
      const bucket = new Bucket(scope, 'Uploads', { removalPolicy: RemovalPolicy.DESTROY });
      handler(scope).addToRolePolicy(new PolicyStatement({ actions: ['s3:*'], resources: [bucket.bucketArn, bucket.arnForObjects('*')] }));
    },
  },
  EveryTable: {
    rule: 'iam/no-wildcard-resource',
    make: (scope) => {
      handler(scope).addToRolePolicy(new PolicyStatement({ actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], resources: ['*'] }));
    },
  },
  EveryActionThatBeginsWith: {
    rule: 'iam/no-partial-wildcard-action',
    make: (scope) => {
      const queue = new Queue(scope, 'Jobs');
      handler(scope).addToRolePolicy(new PolicyStatement({ actions: ['sqs:Send*'], resources: [queue.queueArn] }));
    },
  },
  EverythingButDelete: {
    rule: 'iam/no-not-action',
    make: (scope) => {
      const queue = new Queue(scope, 'Jobs');
      handler(scope).addToRolePolicy(new PolicyStatement({ notActions: ['sqs:DeleteQueue'], resources: [queue.queueArn] }));
    },
  },
  EverythingEverywhere: {
    rule: 'iam/no-admin-statement',
    make: (scope) => {
      handler(scope).addToRolePolicy(new PolicyStatement({ actions: ['*'], resources: ['*'] }));
    },
  },
  PassesAnyRole: {
    rule: 'iam/no-pass-any-role',
    make: (scope) => {
      handler(scope).addToRolePolicy(new PolicyStatement({ actions: ['iam:PassRole'], resources: ['*'] }));
    },
  },
  Administrator: {
    rule: 'iam/no-admin-managed-policy',
    make: (scope) => {
      executionRole(scope).addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess'));
    },
  },
  OneRoleForTwo: {
    rule: 'iam/no-shared-role',
    make: (scope) => {
      const role = executionRole(scope);
      handler(scope, 'Reader', role);
      handler(scope, 'Writer', role);
    },
  },
  AnyoneMayAssume: {
    rule: 'trust/no-public-principal',
    make: (scope) => {
      new Role(scope, 'Role', { assumedBy: new AnyPrincipal() });
    },
  },
  AnyoneMaySend: {
    rule: 'resource-policy/no-public-principal',
    make: (scope) => {
      const queue = new Queue(scope, 'Inbox');
      queue.addToResourcePolicy(
        new PolicyStatement({ principals: [new AnyPrincipal()], actions: ['sqs:SendMessage'], resources: [queue.queueArn] }),
      );
    },
  },
  AnyoneMayInvoke: {
    rule: 'resource-policy/no-public-lambda-permission',
    make: (scope) => {
      new CfnPermission(scope, 'Permission', {
        action: 'lambda:InvokeFunction',
        functionName: handler(scope).functionName,
        principal: '*',
      });
    },
  },
  OpenFunctionUrl: {
    rule: 'endpoint/require-function-url-auth',
    make: (scope) => {
      handler(scope).addFunctionUrl({ authType: FunctionUrlAuthType.NONE });
    },
  },
  OpenRoute: {
    rule: 'api/require-authorization',
    make: (scope) => {
      new HttpApi(scope, 'Api').addRoutes({ path: '/admin', integration: new HttpLambdaIntegration('Admin', handler(scope)) });
    },
  },
  SshFromAnywhere: {
    rule: 'endpoint/no-open-admin-port',
    make: (scope) => {
      const vpc = new Vpc(scope, 'Vpc', { natGateways: 0, maxAzs: 2 });
      new SecurityGroup(scope, 'Bastion', { vpc }).addIngressRule(Peer.anyIpv4(), Port.tcp(22), 'maintenance');
    },
  },
  DatabaseOnTheInternet: {
    rule: 'endpoint/no-public-database',
    make: (scope) => {
      new CfnDBInstance(scope, 'Database', {
        engine: 'postgres',
        dbInstanceClass: 'db.t4g.micro',
        allocatedStorage: '20',
        masterUsername: 'app',
        manageMasterUserPassword: true,
        storageEncrypted: true,
        deletionProtection: true,
        publiclyAccessible: true,
      });
    },
  },
};

/** All mistakes, each below a construct of its own. Nothing here is ever worth deploying. */
export class MistakesStack extends Stack {
  public constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    for (const [name, { make }] of Object.entries(mistakes)) make(new Construct(this, name));
  }
}

function handler(scope: Construct, id = 'Handler', role = executionRole(scope)): LambdaFunction {
  return new LambdaFunction(scope, id, {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => {};'),
    role,
  });
}

function executionRole(scope: Construct): Role {
  return new Role(scope, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
}
