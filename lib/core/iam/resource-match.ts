import type { Reference } from '../../reference/reference';
import { type Hole, isComputed, type ResourceHole, type SymbolicString } from '../template/symbolic';
import type { KnownAction } from './action';
import { globsIntersect } from './pattern';

/**
 * Whether a value of `Resource` may name something that the action acts on. Only what is known is compared: a parameter
 * may hold any text. An action without resource types acts on `*` alone.
 */
export function mayActOn(reference: Reference, { service, action }: KnownAction, resource: SymbolicString): boolean {
  const pattern = patternOf(reference, resource);
  const fields = fieldsOf(pattern);
  // AWS puts `*` for the fields that an ARN lacks, and a value at the start may hold several of them.
  if (fields.length < FIELDS) return pattern.startsWith('*') || pattern.startsWith('?') || pattern.startsWith('arn:');
  const types = reference.service(service)?.resourceTypes;
  if (types === undefined) return true;
  return action.resourceTypes.some(({ name }) => {
    const formats = types.get(name)?.arnFormats ?? [];
    return formats.length === 0 || formats.some((format) => meets(fields, format, `${service}:${name}`));
  });
}

/** Stands for a name that is not known, and that has no separator in it. */
const NAME = '\u0001';

/** Resource types whose names cannot hold a `/`: what stands behind one is something below them, with a type of its own. */
const WITHOUT_SLASH = new Set(['s3:bucket', 'dynamodb:table', 'kinesis:stream']);

/** Data Catalog ARNs have no name where there is one catalog, and the reference knows only those with one. */
const UNNAMED_CATALOG = 'catalog';

const FIELDS = 6;

/** The fields of an ARN pattern: its wildcards do not reach over the colons before the last field. */
function fieldsOf(pattern: string): readonly string[] {
  const pieces = pattern.split(':');
  return pieces.length <= FIELDS ? pieces : [...pieces.slice(0, FIELDS - 1), pieces.slice(FIELDS - 1).join(':')];
}

function meets(fields: readonly string[], format: string, type: string): boolean {
  const expected = fieldsOf(format.replace(/\$\{[^}]*\}/g, '*'));
  const resource = fields[FIELDS - 1] ?? '';
  if (type === 'glue:catalog' && resource === UNNAMED_CATALOG) return true;
  if (!fields.every((field, index) => globsIntersect(field, expected[index] ?? ''))) return false;
  return !WITHOUT_SLASH.has(type) || slashesIn(resource) <= slashesIn(expected[FIELDS - 1] ?? '');
}

function slashesIn(text: string): number {
  return text.split('/').length - 1;
}

/** The value as a pattern that matches whatever its holes and policy variables may make of it. */
function patternOf(reference: Reference, value: SymbolicString): string {
  if (typeof value === 'string') return withoutVariables(value);
  return value.parts.map((part) => (typeof part === 'string' ? withoutVariables(part) : patternOfHole(reference, part))).join('');
}

function withoutVariables(text: string): string {
  return text.includes('${') ? text.replace(/\$\{[^}]*\}/g, '*') : text;
}

function patternOfHole(reference: Reference, hole: Hole): string {
  if (hole.kind !== 'resource' || isComputed(hole)) return '*';
  if (isName(hole)) return NAME;
  const type = ARN_TYPES.get(`${hole.resourceType}.${hole.attribute}`);
  if (type === undefined) return '*';
  const [service = '', name = ''] = type.split(':');
  const [format] = reference.service(service)?.resourceTypes.get(name)?.arnFormats ?? [];
  if (format === undefined) return '*';
  const arn = format.replace(/\$\{([^}]*)\}/g, (_, field: string) => (PLACES.has(field) ? '*' : NAME));
  // CloudFormation gives the ARN of a log group with its streams.
  return type === 'logs:log-group' ? `${arn}:*` : arn;
}

const PLACES = new Set(['Partition', 'Region', 'Account']);

function isName({ resourceType, attribute }: ResourceHole): boolean {
  return attribute === 'Ref' && (resourceType === 'AWS::S3::Bucket' || resourceType === 'AWS::DynamoDB::Table');
}

/** What CloudFormation's attributes are the ARN of. */
const ARN_TYPES: ReadonlyMap<string, string> = new Map([
  ['AWS::S3::Bucket.Arn', 's3:bucket'],
  ['AWS::DynamoDB::Table.Arn', 'dynamodb:table'],
  ['AWS::DynamoDB::Table.StreamArn', 'dynamodb:stream'],
  ['AWS::DynamoDB::GlobalTable.Arn', 'dynamodb:table'],
  ['AWS::DynamoDB::GlobalTable.StreamArn', 'dynamodb:stream'],
  ['AWS::SQS::Queue.Arn', 'sqs:queue'],
  ['AWS::SNS::Topic.Ref', 'sns:topic'],
  ['AWS::SNS::Topic.TopicArn', 'sns:topic'],
  ['AWS::Lambda::Function.Arn', 'lambda:function'],
  ['AWS::Serverless::Function.Arn', 'lambda:function'],
  ['AWS::KMS::Key.Arn', 'kms:key'],
  ['AWS::Kinesis::Stream.Arn', 'kinesis:stream'],
  ['AWS::SecretsManager::Secret.Ref', 'secretsmanager:Secret'],
  ['AWS::StepFunctions::StateMachine.Ref', 'states:statemachine'],
  ['AWS::StepFunctions::StateMachine.Arn', 'states:statemachine'],
  ['AWS::Serverless::StateMachine.Ref', 'states:statemachine'],
  ['AWS::Serverless::StateMachine.Arn', 'states:statemachine'],
  ['AWS::ECR::Repository.Arn', 'ecr:repository'],
  ['AWS::ECS::Cluster.Arn', 'ecs:cluster'],
  ['AWS::Events::EventBus.Arn', 'events:event-bus'],
  ['AWS::IAM::Role.Arn', 'iam:role'],
  ['AWS::Logs::LogGroup.Arn', 'logs:log-group'],
  ['AWS::CodeBuild::Project.Arn', 'codebuild:project'],
  ['AWS::Cognito::UserPool.Arn', 'cognito-idp:userpool'],
  ['AWS::EFS::FileSystem.Arn', 'elasticfilesystem:file-system'],
]);
