import type { aws_iam as iam } from 'aws-cdk-lib';
import type { Breach } from '../access/guard';
import { parseActionPattern, patternAllows } from '../core/iam/action';
import { render } from '../core/template/symbolic';
import { loadReference } from '../reference';
import { ownerName, resourceIn } from './token-text';

/** Why a statement is refused, and the declaration to write instead. */
export function refusalOf(owner: string, statement: iam.PolicyStatement, breaches: readonly Breach[]): string {
  const facts = [...factsOf(breaches)].join(', and ');
  return `the role of "${owner}" holds exact permissions only, got ${facts}: declare what the code calls in "access" instead, such as ${declarationsFor(statement, breaches).join(', ')}`;
}

function* factsOf(breaches: readonly Breach[]): Iterable<string> {
  const wild = breaches.flatMap((breach) => (breach.kind === 'wildcard-action' ? [`"${breach.action}"`] : []));
  const unknown = breaches.flatMap((breach) => (breach.kind === 'unknown-action' ? [`"${breach.action}"`] : []));
  const [broad] = breaches.flatMap((breach) => (breach.kind === 'wildcard-resource' ? [breach.resource] : []));
  const onBroad = breaches.flatMap((breach) => (breach.kind === 'wildcard-resource' ? [`"${breach.action}"`] : []));
  if (wild.length > 0) yield `${wild.length === 1 ? 'the action pattern' : 'the action patterns'} ${wild.join(', ')}`;
  if (unknown.length > 0) yield `${unknown.join(', ')}, which names no action`;
  if (broad !== undefined) yield `${onBroad.join(', ')} on "${render(broad)}"`;
  if (breaches.some(({ kind }) => kind === 'not-action')) yield '"NotAction", which allows all other actions';
  if (breaches.some(({ kind }) => kind === 'not-resource')) yield '"NotResource", which allows all other resources';
}

/** What a builder of `Access` declares: its verb, and an action that the refused pattern must allow for it to be meant. */
const BUILDERS: Readonly<
  Record<string, { readonly builder: string; readonly name: string; readonly verbs: readonly (readonly [string, string])[] }>
> = {
  dynamodb: {
    builder: 'table',
    name: 'table',
    verbs: [
      ['readItems()', 'dynamodb:GetItem'],
      ['queryItems()', 'dynamodb:Query'],
      ['writeItems()', 'dynamodb:PutItem'],
    ],
  },
  s3: {
    builder: 'bucket',
    name: 'bucket',
    verbs: [
      ['getObjects()', 's3:GetObject'],
      ['listObjects()', 's3:ListBucket'],
      ['putObjects()', 's3:PutObject'],
      ['uploadObjects()', 's3:AbortMultipartUpload'],
      ['deleteObjects()', 's3:DeleteObject'],
    ],
  },
  sqs: {
    builder: 'queue',
    name: 'queue',
    verbs: [
      ['send()', 'sqs:SendMessage'],
      ['consume()', 'sqs:ReceiveMessage'],
    ],
  },
  sns: { builder: 'topic', name: 'topic', verbs: [['publish()', 'sns:Publish']] },
  secretsmanager: { builder: 'secret', name: 'secret', verbs: [['read()', 'secretsmanager:GetSecretValue']] },
  lambda: { builder: 'lambdaFunction', name: 'fn', verbs: [['invoke()', 'lambda:InvokeFunction']] },
  events: { builder: 'eventBus', name: 'bus', verbs: [['putEvents()', 'events:PutEvents']] },
  states: {
    builder: 'stateMachine',
    name: 'stateMachine',
    verbs: [
      ['startExecution()', 'states:StartExecution'],
      ['readExecutions()', 'states:DescribeExecution'],
      ['stopExecutions()', 'states:StopExecution'],
    ],
  },
  kinesis: {
    builder: 'stream',
    name: 'stream',
    verbs: [
      ['write()', 'kinesis:PutRecords'],
      ['read()', 'kinesis:GetRecords'],
    ],
  },
  firehose: { builder: 'deliveryStream', name: 'deliveryStream', verbs: [['write()', 'firehose:PutRecordBatch']] },
  ssm: {
    builder: 'parameter',
    name: 'parameter',
    verbs: [
      ['read()', 'ssm:GetParameters'],
      ['write()', 'ssm:PutParameter'],
    ],
  },
  kms: {
    builder: 'key',
    name: 'key',
    verbs: [
      ['decrypt()', 'kms:Decrypt'],
      ['encrypt()', 'kms:Encrypt'],
      ['sign()', 'kms:Sign'],
    ],
  },
  ses: { builder: 'emailIdentity', name: 'identity', verbs: [['send()', 'ses:SendEmail']] },
  'cognito-idp': { builder: 'userPool', name: 'userPool', verbs: [['readUsers()', 'cognito-idp:AdminGetUser']] },
  sts: { builder: 'role', name: 'role', verbs: [['assume()', 'sts:AssumeRole']] },
  iam: { builder: 'role', name: 'role', verbs: [['passTo("ecs-tasks.amazonaws.com")', 'iam:PassRole']] },
};

function declarationsFor(statement: iam.PolicyStatement, breaches: readonly Breach[]): readonly string[] {
  const written = breaches.flatMap((breach) => ('action' in breach ? [breach.action] : []));
  const name = constructName(statement);
  const declarations = written.flatMap((action) => declarationsOfAction(action, name));
  const suggested = declarations.length > 0 ? declarations : written.flatMap((action) => exactOperation(action, name));
  return suggested.length > 0 ? [...new Set(suggested)].slice(0, 3) : ['Access.table(orders).readItems()'];
}

function declarationsOfAction(action: string, name: string | undefined): readonly string[] {
  const pattern = parseActionPattern(loadReference(), action);
  const [service] = pattern.kind === 'all' ? [] : pattern.services;
  const known = service === undefined ? undefined : BUILDERS[service];
  if (known === undefined) return exactOperation(action, name);
  const verbs = known.verbs.filter(([, needed]) => patternAllows(action, needed));
  return verbs.map(([verb]) => `Access.${known.builder}(${name ?? known.name}).${verb}`);
}

/** What no builder has a verb for. */
function exactOperation(action: string, name: string | undefined): readonly string[] {
  const pattern = parseActionPattern(loadReference(), action);
  const [first] = pattern.kind === 'all' ? [] : pattern.actions;
  return first === undefined ? [] : [`Access.to(${name ?? 'construct'}, "${first.id}")`];
}

/** The name that the code most likely has for what the statement names: `Receipts` is `receipts`. */
function constructName(statement: iam.PolicyStatement): string | undefined {
  for (const text of statement.resources) {
    const resource = resourceIn(text);
    if (resource !== undefined) {
      const id = ownerName(resource).replace(/[^A-Za-z0-9]+(.)?/g, (_, next: string | undefined) => next?.toUpperCase() ?? '');
      return /^[A-Za-z]/.test(id) ? `${id.charAt(0).toLowerCase()}${id.slice(1)}` : undefined;
    }
  }
  return undefined;
}
