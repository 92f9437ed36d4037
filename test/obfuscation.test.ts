import fc from 'fast-check';
import { checkTemplates } from '../lib/check';
import type { Json, JsonObject } from '../lib/core/json';
import type { Finding } from '../lib/core/result';
import type { Rule } from '../lib/core/rule';
import { buildTemplates } from '../lib/core/template';
import type { TemplateInput } from '../lib/core/template/build';
import { rules } from '../policies';

/** What encodings add to the templates around a value. */
class Surroundings {
  readonly parameters: JsonObject = { Stage: { Type: 'String' } };
  readonly mappings: JsonObject = {};
  readonly conditions: JsonObject = {
    IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
    IsHere: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] }] },
    IsBoth: { 'Fn::And': [{ Condition: 'IsProd' }, { Condition: 'IsHere' }] },
    IsTest: { 'Fn::Not': [{ Condition: 'IsProd' }] },
    IsElsewhere: { 'Fn::Or': [{ Condition: 'IsTest' }, { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] }] },
    Always: { 'Fn::Equals': ['a', 'a'] },
  };
  readonly resources: JsonObject = {};
  readonly passed: JsonObject = {};
  readonly exports: JsonObject = {};
  readonly nested: JsonObject = {};
  private count = 0;

  name(kind: string): string {
    this.count += 1;
    return `${kind}${this.count}`;
  }
}

/** A way to write `text`; where a choice needs another value, that is `harmless`. */
type Encoding = (text: string, harmless: string, around: Surroundings) => Json;

/** Conditions that hold in production, outside eu-west-1, and such that do not: there the values are that must be found. */
const HOLDS = ['IsProd', 'IsHere', 'IsBoth'];
const FAILS = ['IsTest', 'IsElsewhere'];
const conditionNames = fc.constantFrom(...HOLDS, ...FAILS);

const { encoding } = fc.letrec<{ encoding: Encoding }>((tie) => ({
  encoding: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constant<Encoding>((text) => text),
    fc.tuple(tie('encoding'), tie('encoding'), fc.nat(40)).map(
      ([left, right, at]): Encoding =>
        (text, harmless, around) => {
          const cut = text.length === 0 ? 0 : at % text.length;
          return {
            'Fn::Join': [
              '',
              [left(text.slice(0, cut), harmless.slice(0, cut), around), right(text.slice(cut), harmless.slice(cut), around)],
            ],
          };
        },
    ),
    fc.constantFrom(':', '/', '.', '-').map(
      (delimiter): Encoding =>
        (text) => ({ 'Fn::Join': [delimiter, text.split(delimiter)] }),
    ),
    fc.tuple(tie('encoding'), fc.nat(40)).map(
      ([inner, at]): Encoding =>
        (text, harmless, around) => {
          const cut = text.length === 0 ? 0 : at % text.length;
          return { 'Fn::Sub': [`${text.slice(0, cut)}\${rest}`, { rest: inner(text.slice(cut), harmless.slice(cut), around) }] };
        },
    ),
    fc.constant<Encoding>((text, _, around) => {
      const name = around.name('Sub');
      around.parameters[name] = { Type: 'String', Default: text };
      return { 'Fn::Sub': `\${${name}}` };
    }),
    fc.tuple(tie('encoding'), conditionNames).map(
      ([inner, condition]): Encoding =>
        (text, harmless, around) => {
          const value = inner(text, harmless, around);
          return { 'Fn::If': HOLDS.includes(condition) ? [condition, value, harmless] : [condition, harmless, value] };
        },
    ),
    tie('encoding').map(
      (inner): Encoding =>
        (text, harmless, around) => ({ 'Fn::If': ['Always', inner(text, harmless, around), harmless] }),
    ),
    fc.tuple(tie('encoding'), fc.nat(3), fc.boolean()).map(
      ([inner, at, asText]): Encoding =>
        (text, harmless, around) => {
          const list: Json[] = [harmless, harmless, harmless];
          list.splice(at, 0, inner(text, harmless, around));
          return { 'Fn::Select': [asText ? String(at) : at, list] };
        },
    ),
    fc.constantFrom('|', ', ').map(
      (delimiter): Encoding =>
        (text, harmless) => ({
          'Fn::Select': [1, { 'Fn::Split': [delimiter, [harmless, text, harmless].join(delimiter)] }],
        }),
    ),
    fc.constantFrom('literal', 'region', 'parameter', 'allowed').map(
      (kind): Encoding =>
        (text, harmless, around) => {
          const name = around.name('Map');
          around.mappings[name] = { one: { value: text }, two: { value: harmless } };
          if (kind === 'literal') return { 'Fn::FindInMap': [name, 'one', 'value'] };
          if (kind === 'region') {
            around.mappings[name] = { 'eu-central-1': { value: harmless }, 'us-east-1': { value: text } };
            return { 'Fn::FindInMap': [name, { Ref: 'AWS::Region' }, 'value'] };
          }
          const key = around.name('Key');
          around.parameters[key] = {
            Type: 'String',
            ...(kind === 'allowed' ? { Default: 'two', AllowedValues: ['two', 'one'] } : { Default: 'one' }),
          };
          return { 'Fn::FindInMap': [name, { Ref: key }, 'value'] };
        },
    ),
    fc.constantFrom('default', 'allowed', 'default-and-allowed', 'passed', 'list', 'stored').map(
      (kind): Encoding =>
        (text, harmless, around): Json => {
          const name = around.name('Value');
          switch (kind) {
            case 'default':
              around.parameters[name] = { Type: 'String', Default: text };
              break;
            case 'allowed':
              around.parameters[name] = { Type: 'String', AllowedValues: [harmless, text] };
              break;
            case 'default-and-allowed':
              around.parameters[name] = { Type: 'String', Default: harmless, AllowedValues: [harmless, text] };
              break;
            case 'list':
              around.parameters[name] = { Type: 'CommaDelimitedList', Default: `${harmless}, ${text}` };
              return { 'Fn::Select': ['1', { Ref: name }] };
            case 'stored':
              around.resources[name] = { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: text } };
              return { 'Fn::GetAtt': [name, 'Value'] };
            default:
              around.parameters[name] = { Type: 'String' };
              around.passed[name] = text;
          }
          return { Ref: name };
        },
    ),
    fc.constant<Encoding>((text, _, around) => {
      const name = around.name('shared-');
      around.exports[name] = text;
      return { 'Fn::ImportValue': { 'Fn::Join': ['', [name.slice(0, 3), name.slice(3)]] } };
    }),
    fc.constant<Encoding>((text, _, around) => {
      const name = around.name('Output');
      around.nested[name] = text;
      return { 'Fn::GetAtt': ['Nested', `Outputs.${name}`] };
    }),
  ),
}));

/** A list that holds the encoded text, in every form in which a template writes lists. */
type Listing = (value: Json, harmless: string, around: Surroundings) => Json;

const listing = fc.constantFrom<Listing>(
  (value) => value,
  (value) => [value],
  (value, harmless) => [harmless, value],
  (value) => [{ Ref: 'AWS::NoValue' }, value],
  (value, harmless) => ({ 'Fn::If': ['IsProd', [harmless, value], harmless] }),
  (value, harmless) => [harmless, { 'Fn::If': ['IsElsewhere', { Ref: 'AWS::NoValue' }, value] }],
  (value, harmless) => ({ 'Fn::If': ['IsProd', { 'Fn::If': ['IsElsewhere', harmless, [value]] }, [harmless]] }),
  (value) => ({ 'Fn::Split': ['|', value] }),
);

/** A statement, or a document, in every form in which a template writes it. */
type Wrapping = (node: JsonObject) => Json;
const isPlain = (node: Json) => !/"(Ref|Fn::[A-Za-z]+)":/.test(JSON.stringify(node));

const statementWrapping = fc.constantFrom<Wrapping>(
  (statement) => statement,
  (statement) => [statement],
  (statement) => [{ Ref: 'AWS::NoValue' }, statement],
  (statement) => ({ 'Fn::If': ['IsProd', statement, { Ref: 'AWS::NoValue' }] }),
  (statement) => [{ 'Fn::If': ['IsElsewhere', { Ref: 'AWS::NoValue' }, statement] }],
  (statement) => ({ 'Fn::If': ['IsBoth', [statement], []] }),
  (statement) => [{ 'Fn::Select': ['0', [statement]] }],
);
const documentWrapping = fc.constantFrom<Wrapping>(
  (document) => document,
  (document) => ({ 'Fn::If': ['IsProd', document, { Version: '2012-10-17', Statement: [] }] }),
  (document) => (isPlain(document) ? JSON.stringify(document) : document),
  (document) =>
    isPlain(document) ? { 'Fn::Join': ['', [JSON.stringify(document).slice(0, 30), JSON.stringify(document).slice(30)]] } : document,
  (document) => (isPlain(document) ? { 'Fn::Sub': JSON.stringify(document) } : document),
  (document) => ({ 'Fn::ToJsonString': document }),
);

interface Slot {
  readonly title: string;
  readonly nasty: readonly string[];
  readonly harmless: readonly string[];
  readonly isList: boolean;
  /** What the rules cover that have to find what is nasty: others may have something to say about the template as well. */
  readonly catalogue: readonly string[];
  /** The resource `Carrier` with the value in its place. */
  readonly carry: (value: Json, statements: Wrapping, documents: Wrapping) => JsonObject;
}

const bucket = 'arn:aws:s3:::orders/receipt.json';
const queue = 'arn:aws:sqs:eu-central-1:111122223333:orders';
const role = 'arn:aws:iam::111122223333:role/worker';

function document(statement: JsonObject, statements: Wrapping, documents: Wrapping): Json {
  return documents({ Version: '2012-10-17', Statement: statements({ Effect: 'Allow', ...statement }) });
}

function identityPolicy(statement: JsonObject, statements: Wrapping, documents: Wrapping): JsonObject {
  const PolicyDocument = document(statement, statements, documents);
  return { Carrier: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument } } };
}

const slots: readonly Slot[] = [
  {
    title: 'an action',
    nasty: ['*', 's3:*', 'S3:*', 's3:?*', 's3:Get*', 's3:GetObjec?', '*:*', 'dynamo*:*', 's3:**', '*:GetObject', 'iam:*'],
    harmless: ['s3:GetObject', 's3:getobject'],
    isList: true,
    catalogue: ['IAM-WILDCARD-ACTION', 'IAM-WILDCARD-ACTION-PARTIAL', 'IAM-ADMIN-STAR', 'IAM-POLICY-UNRESOLVED'],
    carry: (Action, ...wrap) => identityPolicy({ Action, Resource: bucket }, ...wrap),
  },
  {
    title: 'an action that is excepted',
    nasty: ['s3:GetObject', 'iam:*', 's3:*'],
    harmless: [],
    isList: true,
    catalogue: ['IAM-NOT-ACTION', 'IAM-POLICY-UNRESOLVED'],
    carry: (NotAction, ...wrap) => identityPolicy({ NotAction, Resource: bucket }, ...wrap),
  },
  {
    title: 'a resource',
    nasty: [
      '*',
      '**',
      '*?',
      'arn:aws:s3:::*',
      'arn:*:s3:::*',
      'arn:aws:*',
      'arn:aws:s3*',
      'arn:aws:s3',
      'arn:aws:s3:::ord*',
      '*:*',
      'arn:*:*:*:*:*',
    ],
    harmless: [bucket],
    isList: true,
    catalogue: ['IAM-WILDCARD-RESOURCE', 'IAM-WILDCARD-RESOURCE-ARN', 'IAM-POLICY-UNRESOLVED'],
    carry: (Resource, ...wrap) => identityPolicy({ Action: ['s3:GetObject'], Resource }, ...wrap),
  },
  {
    title: 'a resource that is excepted',
    nasty: [bucket],
    harmless: [],
    isList: true,
    catalogue: ['IAM-NOT-RESOURCE', 'IAM-POLICY-UNRESOLVED'],
    carry: (NotResource, ...wrap) => identityPolicy({ Action: ['s3:GetObject'], NotResource }, ...wrap),
  },
  {
    title: 'a principal of a resource policy',
    nasty: ['*', 'arn:aws:iam::*:root'],
    harmless: [role, '111122223333'],
    isList: true,
    catalogue: ['RP-PUBLIC-PRINCIPAL'],
    carry: (AWS, ...wrap) => ({
      Carrier: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: {
          Queues: ['https://sqs.eu-central-1.amazonaws.com/111122223333/orders'],
          PolicyDocument: document({ Principal: { AWS }, Action: 'sqs:SendMessage', Resource: queue }, ...wrap),
        },
      },
    }),
  },
  {
    title: 'a principal without a type',
    nasty: ['*'],
    harmless: [],
    isList: false,
    catalogue: ['RP-PUBLIC-PRINCIPAL'],
    carry: (Principal, ...wrap) => ({
      Carrier: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: { Bucket: 'orders', PolicyDocument: document({ Principal, Action: 's3:GetObject', Resource: bucket }, ...wrap) },
      },
    }),
  },
  {
    title: 'a principal that is excepted',
    nasty: [role],
    harmless: [],
    isList: true,
    catalogue: ['RP-PUBLIC-PRINCIPAL'],
    carry: (AWS, ...wrap) => ({
      Carrier: {
        Type: 'AWS::SNS::TopicPolicy',
        Properties: {
          Topics: ['t'],
          PolicyDocument: document(
            { NotPrincipal: { AWS }, Action: 'sns:Publish', Resource: 'arn:aws:sns:eu-central-1:111122223333:t' },
            ...wrap,
          ),
        },
      },
    }),
  },
  {
    title: 'a principal of a trust policy',
    nasty: ['*', 'arn:aws:iam::*:root'],
    harmless: [role],
    isList: true,
    catalogue: ['TRUST-PUBLIC-PRINCIPAL'],
    carry: (AWS, ...wrap) => ({
      Carrier: {
        Type: 'AWS::IAM::Role',
        Properties: { AssumeRolePolicyDocument: document({ Principal: { AWS }, Action: 'sts:AssumeRole' }, ...wrap) },
      },
    }),
  },
  {
    title: 'the principal of a Lambda permission',
    nasty: ['*'],
    harmless: ['111122223333', role],
    isList: false,
    catalogue: ['RP-LAMBDA-PERMISSION-PUBLIC'],
    carry: (Principal) => ({
      Carrier: { Type: 'AWS::Lambda::Permission', Properties: { Action: 'lambda:InvokeFunction', FunctionName: 'orders', Principal } },
    }),
  },
  {
    title: 'the AuthType of a function URL',
    nasty: ['NONE'],
    harmless: ['AWS_IAM'],
    isList: false,
    catalogue: ['NET-LAMBDA-URL-NONE'],
    carry: (AuthType) => ({ Carrier: { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: 'orders', AuthType } } }),
  },
  {
    title: 'the authorization of a REST method',
    nasty: ['NONE'],
    harmless: ['AWS_IAM'],
    isList: false,
    catalogue: ['API-NO-AUTH'],
    carry: (AuthorizationType) => ({
      Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'orders' } },
      Carrier: {
        Type: 'AWS::ApiGateway::Method',
        Properties: {
          RestApiId: { Ref: 'Api' },
          ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
          HttpMethod: 'GET',
          AuthorizationType,
          Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: 'arn:aws:apigateway:eu-central-1:lambda:path/x' },
        },
      },
    }),
  },
  {
    title: 'a network',
    nasty: ['0.0.0.0/0', '0.0.0.0/00', ' 0.0.0.0/0', '0.0.0.0/0 ', '1.2.3.4/0'],
    harmless: ['10.0.0.0/8', '10.1.2.3/32'],
    isList: false,
    catalogue: ['NET-SG-INGRESS-WORLD', 'NET-SG-INGRESS-ADMIN-PORT'],
    carry: (CidrIp) => ({
      Carrier: {
        Type: 'AWS::EC2::SecurityGroupIngress',
        Properties: { GroupId: 'sg-0123456789abcdef0', IpProtocol: 'tcp', FromPort: 22, ToPort: '22', CidrIp },
      },
    }),
  },
  {
    title: 'a network of IPv6',
    nasty: ['::/0', '0000::/0', '0:0:0:0:0:0:0:0/0', '0::0/0', '::0.0.0.0/0', '::ffff/0'],
    harmless: ['fd00::/8', '2001:db8::1/128'],
    isList: false,
    catalogue: ['NET-SG-INGRESS-WORLD', 'NET-SG-INGRESS-ADMIN-PORT'],
    carry: (CidrIpv6) => ({
      Carrier: {
        Type: 'AWS::EC2::SecurityGroup',
        Properties: { GroupDescription: 'x', SecurityGroupIngress: [{ IpProtocol: '-1', CidrIpv6 }] },
      },
    }),
  },
  {
    title: 'half of the world, beside the other half',
    nasty: ['0.0.0.0/1'],
    harmless: [],
    isList: false,
    catalogue: ['NET-SG-INGRESS-WORLD', 'NET-SG-INGRESS-ADMIN-PORT'],
    carry: (CidrIp) => ({
      Carrier: {
        Type: 'AWS::EC2::SecurityGroup',
        Properties: {
          GroupDescription: 'x',
          SecurityGroupIngress: [
            { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp },
            { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '128.0.0.0/1' },
          ],
        },
      },
    }),
  },
  {
    title: 'a database in the open',
    nasty: ['true'],
    harmless: ['false'],
    isList: false,
    catalogue: ['NET-RDS-PUBLIC'],
    carry: (PubliclyAccessible) => ({
      Carrier: { Type: 'AWS::RDS::DBInstance', Properties: { DBInstanceClass: 'db.t3.micro', PubliclyAccessible } },
    }),
  },
  {
    title: 'a managed policy',
    nasty: [
      'arn:aws:iam::aws:policy/AdministratorAccess',
      'arn:aws:iam::aws:policy/AmazonS3FullAccess',
      'arn:aws-cn:iam::aws:policy/PowerUserAccess',
    ],
    harmless: ['arn:aws:iam::111122223333:policy/orders'],
    isList: true,
    catalogue: ['IAM-MANAGED-ADMIN', 'IAM-MANAGED-FULLACCESS', 'IAM-POLICY-UNRESOLVED'],
    carry: (ManagedPolicyArns) => ({
      Carrier: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
          },
          ManagedPolicyArns,
        },
      },
    }),
  },
  {
    title: 'the access control list of a bucket',
    nasty: ['PublicRead', 'PublicReadWrite', 'AuthenticatedRead'],
    harmless: ['Private', 'LogDeliveryWrite'],
    isList: false,
    catalogue: ['RP-S3-ACL-PUBLIC'],
    carry: (AccessControl) => ({ Carrier: { Type: 'AWS::S3::Bucket', Properties: { AccessControl } } }),
  },
  {
    title: 'a switch that blocks public access',
    nasty: ['false', 'False'],
    harmless: ['true', 'True'],
    isList: false,
    catalogue: ['RP-S3-BPA-OFF'],
    carry: (RestrictPublicBuckets) => ({
      Carrier: {
        Type: 'AWS::S3::Bucket',
        Properties: {
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            BlockPublicPolicy: 'true',
            IgnorePublicAcls: true,
            RestrictPublicBuckets,
          },
        },
      },
    }),
  },
  {
    title: 'the principal of a layer permission',
    nasty: ['*'],
    harmless: ['111122223333'],
    isList: false,
    catalogue: ['RP-LAYER-PUBLIC'],
    carry: (Principal) => ({
      Carrier: {
        Type: 'AWS::Lambda::LayerVersionPermission',
        Properties: { Action: 'lambda:GetLayerVersion', LayerVersionArn: 'arn:aws:lambda:eu-central-1:111122223333:layer:x:1', Principal },
      },
    }),
  },
  {
    title: 'the principal of an event bus, as it was once written',
    nasty: ['*'],
    harmless: ['111122223333'],
    isList: false,
    catalogue: ['RP-PUBLIC-PRINCIPAL'],
    carry: (Principal) => ({
      Carrier: { Type: 'AWS::Events::EventBusPolicy', Properties: { StatementId: 'x', Action: 'events:PutEvents', Principal } },
    }),
  },
  {
    title: 'a document of a type that nobody knows',
    nasty: ['*'],
    harmless: [],
    isList: true,
    catalogue: ['RP-PUBLIC-PRINCIPAL'],
    carry: (AWS, ...wrap) => ({
      Carrier: {
        Type: 'AWS::Brand::New',
        Properties: { Settings: { Guard: document({ Principal: { AWS }, Action: 'brand:Use', Resource: '*' }, ...wrap) } },
      },
    }),
  },
  {
    title: 'the principal of a custom resource that puts a policy',
    nasty: ['*'],
    harmless: [role],
    isList: false,
    catalogue: ['RP-IMAGE-SNAPSHOT-PUBLIC', 'RP-PUBLIC-PRINCIPAL'],
    carry: (AWS) => ({
      Carrier: {
        Type: 'Custom::AWS',
        Properties: {
          ServiceToken: 'arn:aws:lambda:eu-central-1:111122223333:function:x',
          Create: {
            'Fn::ToJsonString': {
              service: 'S3',
              action: 'putBucketPolicy',
              parameters: {
                Bucket: 'orders',
                Policy: {
                  'Fn::ToJsonString': {
                    Version: '2012-10-17',
                    Statement: [{ Effect: 'Allow', Principal: { AWS }, Action: 's3:GetObject', Resource: bucket }],
                  },
                },
              },
            },
          },
        },
      },
    }),
  },
  {
    title: 'a subject of an identity provider',
    nasty: ['repo:*', '*'],
    harmless: ['repo:orders/api:ref:refs/heads/main'],
    isList: true,
    catalogue: ['TRUST-OIDC-SUB-WILDCARD', 'TRUST-OIDC-NO-SUB'],
    carry: (subject, ...wrap) => ({
      Carrier: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: document(
            {
              Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com' },
              Action: 'sts:AssumeRoleWithWebIdentity',
              Condition: { StringLike: { 'token.actions.githubusercontent.com:sub': subject } },
            },
            ...wrap,
          ),
        },
      },
    }),
  },
  {
    title: 'an action of a trust policy',
    nasty: ['*', 'sts:*', 'STS:*'],
    harmless: ['sts:AssumeRole'],
    isList: true,
    catalogue: ['TRUST-WILDCARD-ACTION'],
    carry: (Action, ...wrap) => ({
      Carrier: {
        Type: 'AWS::IAM::Role',
        Properties: { AssumeRolePolicyDocument: document({ Principal: { AWS: role }, Action }, ...wrap) },
      },
    }),
  },
  {
    title: 'an action of a resource policy',
    nasty: ['*', 'sqs:*', 'SQS:*'],
    harmless: ['sqs:SendMessage'],
    isList: true,
    catalogue: ['RP-WILDCARD-ACTION'],
    carry: (Action, ...wrap) => ({
      Carrier: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: { Queues: ['q'], PolicyDocument: document({ Principal: { AWS: role }, Action, Resource: queue }, ...wrap) },
      },
    }),
  },
  {
    title: 'a resource of an IoT policy',
    nasty: ['*', 'arn:aws:iot:eu-central-1:111122223333:*'],
    harmless: ['arn:aws:iot:eu-central-1:111122223333:topic/orders'],
    isList: true,
    catalogue: ['RP-IOT-WILDCARD'],
    carry: (Resource, ...wrap) => ({
      Carrier: { Type: 'AWS::IoT::Policy', Properties: { PolicyDocument: document({ Action: 'iot:Publish', Resource }, ...wrap) } },
    }),
  },
  {
    title: 'guests of an identity pool',
    nasty: ['true', 'TRUE'],
    harmless: ['false'],
    isList: false,
    catalogue: ['NET-COGNITO-UNAUTH'],
    carry: (AllowUnauthenticatedIdentities) => ({
      Carrier: { Type: 'AWS::Cognito::IdentityPool', Properties: { AllowUnauthenticatedIdentities } },
    }),
  },
  {
    title: 'the address of a task',
    nasty: ['ENABLED'],
    harmless: ['DISABLED'],
    isList: false,
    catalogue: ['NET-ECS-PUBLIC-IP'],
    carry: (AssignPublicIp) => ({
      Carrier: {
        Type: 'AWS::ECS::Service',
        Properties: { LaunchType: 'FARGATE', NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp, Subnets: ['subnet-1'] } } },
      },
    }),
  },
  {
    title: 'a network that a cluster is open to',
    nasty: ['0.0.0.0/0', '0.0.0.0/00'],
    harmless: [],
    isList: true,
    catalogue: ['NET-EKS-PUBLIC'],
    carry: (PublicAccessCidrs) => ({
      Carrier: { Type: 'AWS::EKS::Cluster', Properties: { ResourcesVpcConfig: { SubnetIds: ['subnet-1'], PublicAccessCidrs } } },
    }),
  },
  {
    title: 'the authorization of a route',
    nasty: ['NONE'],
    harmless: ['AWS_IAM'],
    isList: false,
    catalogue: ['API-NO-AUTH'],
    carry: (AuthorizationType) => ({
      Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'orders', ProtocolType: 'HTTP' } },
      Carrier: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Api' }, RouteKey: 'GET /orders', AuthorizationType } },
    }),
  },
  {
    title: 'the authentication of a GraphQL API',
    nasty: ['API_KEY'],
    harmless: ['AWS_IAM'],
    isList: false,
    catalogue: ['API-KEY-ONLY-AUTH'],
    carry: (AuthenticationType) => ({ Carrier: { Type: 'AWS::AppSync::GraphQLApi', Properties: { Name: 'orders', AuthenticationType } } }),
  },
  {
    title: 'the end of a transfer server',
    nasty: ['PUBLIC'],
    harmless: ['VPC_ENDPOINT'],
    isList: false,
    catalogue: ['NET-TRANSFER-PUBLIC'],
    carry: (EndpointType) => ({ Carrier: { Type: 'AWS::Transfer::Server', Properties: { EndpointType } } }),
  },
  {
    title: 'the encryption of a file system',
    nasty: ['false'],
    harmless: ['true'],
    isList: false,
    catalogue: ['DATA-OTHER-CMK'],
    carry: (Encrypted) => ({ Carrier: { Type: 'AWS::EFS::FileSystem', Properties: { Encrypted, KmsKeyId: 'alias/orders' } } }),
  },
];

interface Mutation {
  readonly encode: Encoding;
  readonly list: Listing;
  readonly statements: Wrapping;
  readonly documents: Wrapping;
  readonly isConditional: boolean;
  readonly isLoop: boolean;
  readonly choice: number;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  encode: encoding,
  list: listing,
  statements: statementWrapping,
  documents: documentWrapping,
  isConditional: fc.boolean(),
  isLoop: fc.boolean(),
  choice: fc.nat(100),
});

function chosen(list: readonly string[], choice: number): string {
  return list[choice % list.length] ?? '';
}

/** The templates in which `text` stands in the slot, written as the mutation says. */
function templatesOf(slot: Slot, text: string, harmless: string, mutated: Mutation): readonly TemplateInput[] {
  const around = new Surroundings();
  const encoded = mutated.isLoop ? mutated.encode('${Item}', harmless, around) : mutated.encode(text, harmless, around);
  const value = slot.isList ? mutated.list(encoded, harmless, around) : encoded;
  const resources = slot.carry(value, mutated.statements, mutated.documents);
  const carrier = { ...(resources.Carrier as JsonObject), ...(mutated.isConditional ? { Condition: 'IsProd' } : {}) };
  const { Carrier: _, ...others } = resources;
  const body: JsonObject = {
    Transform: 'AWS::LanguageExtensions',
    Parameters: around.parameters,
    Mappings: around.mappings,
    Conditions: around.conditions,
    Resources: {
      ...others,
      ...around.resources,
      Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'x' } },
      ...(mutated.isLoop ? { 'Fn::ForEach::Loop': ['Item', [text], { 'Carrier&{Item}': carrier }] } : { Carrier: carrier }),
    },
  };
  const outputs = Object.fromEntries(Object.entries(around.nested).map(([name, Value]) => [name, { Value }]));
  const exported = Object.fromEntries(
    Object.entries(around.exports).map(([Name, Value]) => [Name.replace(/\W/g, ''), { Value, Export: { Name } }]),
  );
  const isPassed = Object.keys(around.passed).length > 0;
  const Passing = { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'x', Parameters: around.passed } };
  return [
    { name: 'main', body, ...(isPassed ? { nestedIn: [{ template: 'outer', logicalId: 'Passing' }] } : {}) },
    { name: 'nested', body: { Resources: {}, Outputs: outputs }, nestedIn: [{ template: 'main', logicalId: 'Nested' }] },
    { name: 'outer', body: { Resources: { Passing } satisfies JsonObject } },
    { name: 'shared', body: { Resources: {}, Outputs: exported } },
  ];
}

/** A loop puts its items in text, and so does not reach mappings, parameters and other templates. */
function suitsLoops(slot: Slot, harmless: string, mutated: Mutation): boolean {
  const around = new Surroundings();
  mutated.encode('${Item}', harmless, around);
  const additions = [around.mappings, around.resources, around.passed, around.exports, around.nested];
  const written = JSON.stringify(slot.carry(mutated.encode('${Item}', harmless, around), mutated.statements, mutated.documents));
  return (
    additions.every((added) => Object.keys(added).length === 0) &&
    Object.keys(around.parameters).length === 1 &&
    written.includes('${Item}')
  );
}

function rulesOf({ title, catalogue }: Slot): readonly Rule[] {
  const own = rules.filter(({ meta }) => meta.catalogue.some((id) => catalogue.includes(id)));
  if (own.length === 0) throw new Error(`no rule covers ${title}`);
  return own;
}

function problemsIn(slot: Slot, text: string, harmless: string, mutated: Mutation): readonly Finding[] {
  const isLoop = mutated.isLoop && suitsLoops(slot, harmless, mutated);
  const built = buildTemplates(templatesOf(slot, text, harmless, { ...mutated, isLoop }));
  const { findings } = checkTemplates(built, {}, rulesOf(slot));
  return findings.filter(({ severity }) => severity !== 'info');
}

const runs = Number(process.env.OBFUSCATION_RUNS ?? 400);
const seed = Number(process.env.OBFUSCATION_SEED ?? 20261122);

describe.each(slots.map((slot) => [slot.title, slot] as const))('%s', (_, slot) => {
  test('cannot hide', () => {
    fc.assert(
      fc.property(mutation, (mutated) => {
        const harmless = chosen(slot.harmless.length > 0 ? slot.harmless : slot.nasty, mutated.choice);
        const found = problemsIn(slot, chosen(slot.nasty, mutated.choice), harmless, mutated);
        if (found.some(({ logicalId }) => logicalId?.startsWith('Carrier'))) return;
        throw new Error(JSON.stringify(templatesOf(slot, chosen(slot.nasty, mutated.choice), harmless, mutated)[0]?.body));
      }),
      { numRuns: runs, seed },
    );
  });

  if (slot.harmless.length > 0) {
    test('is no finding where it is harmless', () => {
      fc.assert(
        fc.property(mutation, (mutated) => {
          const harmless = chosen(slot.harmless, mutated.choice);
          const found = problemsIn(slot, harmless, harmless, mutated);
          if (found.length === 0) return;
          const shown = found.map(({ findingId, message }) => `${findingId}: ${message}`);
          throw new Error(`${shown.join('\n')}\n${JSON.stringify(templatesOf(slot, harmless, harmless, mutated)[0]?.body)}`);
        }),
        { numRuns: runs, seed },
      );
    });
  }
});
