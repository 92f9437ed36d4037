import { isObject, type Json, type JsonObject } from '../json';
import type { Resource, Template } from '../template/template';
import { isFunctionType } from './lambda';

/**
 * `AWS::Serverless::Connector`, and the attribute `Connectors` of a function: what SAM lets the source do with the
 * destination. Facts of https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/reference-sam-connector.html
 */

/** What a function may do with a destination: the actions by permission, and what follows its ARN. */
interface Profile {
  readonly arn: 'Arn' | 'Ref';
  readonly below: readonly string[];
  readonly Read: readonly string[];
  readonly Write: readonly string[];
}

const PROFILES: Readonly<Record<string, Profile>> = {
  'AWS::DynamoDB::Table': {
    arn: 'Arn',
    below: ['', '/index/*'],
    Read: actions('dynamodb', 'GetItem Query Scan BatchGetItem ConditionCheckItem PartiQLSelect'),
    Write: actions('dynamodb', 'PutItem UpdateItem DeleteItem BatchWriteItem PartiQLDelete PartiQLInsert PartiQLUpdate'),
  },
  'AWS::S3::Bucket': {
    arn: 'Arn',
    below: ['', '/*'],
    Read: actions('s3', 'GetObject GetObjectAcl GetObjectVersion ListBucket ListBucketMultipartUploads ListBucketVersions'),
    Write: actions(
      's3',
      'AbortMultipartUpload DeleteObject DeleteObjectVersion PutObject PutObjectLegalHold PutObjectRetention RestoreObject',
    ),
  },
  'AWS::SQS::Queue': {
    arn: 'Arn',
    below: [''],
    Read: actions('sqs', 'ReceiveMessage GetQueueAttributes'),
    Write: actions('sqs', 'DeleteMessage SendMessage ChangeMessageVisibility PurgeQueue'),
  },
  'AWS::SNS::Topic': { arn: 'Ref', below: [''], Read: [], Write: ['sns:Publish'] },
  'AWS::Events::EventBus': { arn: 'Arn', below: [''], Read: [], Write: ['events:PutEvents'] },
  'AWS::Lambda::Function': { arn: 'Arn', below: [''], Read: [], Write: ['lambda:InvokeFunction'] },
  'AWS::Serverless::Function': { arn: 'Arn', below: [''], Read: [], Write: ['lambda:InvokeFunction'] },
  'AWS::StepFunctions::StateMachine': {
    arn: 'Ref',
    below: [''],
    Read: actions('states', 'DescribeStateMachine ListExecutions'),
    Write: actions('states', 'StartExecution StartSyncExecution'),
  },
};

function actions(service: string, names: string): readonly string[] {
  return names.split(' ').map((name) => `${service}:${name}`);
}

/** The function that a connector gives rights to, when it is one of the template. */
export function connectedFunction({ template, properties }: Resource): Resource | undefined {
  const { Source: source } = properties;
  const id = isObject(source) ? source.Id : undefined;
  const found = typeof id === 'string' ? template.resources.get(id) : undefined;
  return found !== undefined && isFunctionType(found.type) ? found : undefined;
}

/** The policy document that a connector becomes for a function; `undefined` when it lets it do nothing that is known. */
export function connectorDocument(template: Template, { Destination, Permissions }: JsonObject): JsonObject | undefined {
  const permissions = Array.isArray(Permissions) ? Permissions : [];
  const statements = (Array.isArray(Destination) ? Destination : [Destination]).flatMap((destination) => {
    if (!isObject(destination)) return [];
    const { Id: id, Arn: given, Type: givenType } = destination;
    const type = typeof id === 'string' ? template.resources.get(id)?.type : givenType;
    const profile = typeof type === 'string' && Object.hasOwn(PROFILES, type) ? PROFILES[type] : undefined;
    if (profile === undefined) return [];
    const allowed = (['Read', 'Write'] as const).flatMap((permission) => (permissions.includes(permission) ? profile[permission] : []));
    const arn = typeof id === 'string' ? (profile.arn === 'Ref' ? { Ref: id } : { 'Fn::GetAtt': [id, profile.arn] }) : given;
    return allowed.length === 0 || arn === undefined ? [] : [statementOn(arn, allowed, profile.below)];
  });
  return statements.length === 0 ? undefined : { Version: '2012-10-17', Statement: statements };
}

function statementOn(arn: Json, allowed: readonly string[], suffixes: readonly string[]): JsonObject {
  const resources = suffixes.map((suffix): Json => (suffix === '' ? arn : { 'Fn::Join': ['', [arn, suffix]] }));
  return { Effect: 'Allow', Action: [...allowed], Resource: resources };
}
