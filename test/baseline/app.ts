import type { Matched } from '../../lib/baseline/match';
import { buildTemplates, judge, settle } from '../../lib/check';
import type { BaselineEntry } from '../../lib/core/baseline';
import type { Json, JsonObject } from '../../lib/core/json';
import type { Finding } from '../../lib/core/result';

/** A statement of an app that is made for a test. */
export interface WrittenStatement {
  readonly actions: readonly string[];
  /** Ids of tables, or ARNs. */
  readonly resources: readonly string[];
  readonly condition?: JsonObject;
  readonly sid?: string;
  /** Makes it a resource policy of a queue. */
  readonly principals?: readonly string[];
}

/** An app of one stack: functions' roles by id, each with its statements, and tables. */
export interface WrittenApp {
  readonly stack: string;
  readonly holders: Readonly<Record<string, readonly WrittenStatement[]>>;
  readonly tables: readonly string[];
  /** Ends of the logical ids. */
  readonly hash: string;
  /** Resources that nothing is said of. */
  readonly others?: number;
}

function logicalIdOf(path: string, hash: string): string {
  return path.replaceAll('/', '') + hash;
}

function resource(path: string, type: string, properties: JsonObject): JsonObject {
  return { Type: type, Properties: properties, Metadata: { 'aws:cdk:path': `${path}/Resource` } };
}

/** The template of an app, as the CDK would write it. */
export function templateOf({ stack, holders, tables, hash, others = 0 }: WrittenApp): JsonObject {
  const resources: JsonObject = {};
  for (const table of tables) {
    resources[logicalIdOf(table, hash)] = resource(`${stack}/${table}`, 'AWS::DynamoDB::Table', {
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    });
  }
  for (let index = 0; index < others; index += 1) {
    resources[`Handle${index}${hash}`] = resource(`${stack}/Handle${index}`, 'AWS::CloudFormation::WaitConditionHandle', {});
  }
  for (const [holder, statements] of Object.entries(holders)) {
    const queue = statements.some(({ principals }) => principals !== undefined);
    const body: Json[] = statements.map(({ actions, resources: on, condition, sid, principals }) => ({
      ...(sid === undefined ? {} : { Sid: sid }),
      Effect: 'Allow',
      ...(principals === undefined ? {} : { Principal: { AWS: [...principals] } }),
      Action: [...actions],
      Resource: on.map((each): Json => (tables.includes(each) ? { 'Fn::GetAtt': [logicalIdOf(each, hash), 'Arn'] } : each)),
      ...(condition === undefined ? {} : { Condition: condition }),
    }));
    const document = { Version: '2012-10-17', Statement: body };
    resources[logicalIdOf(holder, hash)] = queue
      ? resource(`${stack}/${holder}`, 'AWS::SQS::QueuePolicy', {
          Queues: ['https://sqs.eu-west-1.amazonaws.com/111122223333/q'],
          PolicyDocument: document,
        })
      : resource(`${stack}/${holder}`, 'AWS::IAM::Policy', { PolicyName: 'p', Roles: ['r'], PolicyDocument: document });
  }
  return { Resources: resources };
}

/** What an app comes to against a baseline. */
export interface Compared {
  readonly findings: readonly Finding[];
  readonly matched: Matched;
  /** Ids of errors that block. */
  readonly open: readonly string[];
}

/** Checks apps against a baseline. */
export function compared(app: WrittenApp, entries?: readonly BaselineEntry[], isWhole = true): Compared {
  const { templates, problems } = buildTemplates([{ name: `${app.stack}.template.json`, stack: app.stack, body: templateOf(app) }]);
  const baseline = entries === undefined ? {} : { baseline: { name: 'b.json', path: '/b.json', entries } };
  const judged = judge({ templates, problems }, baseline);
  const items = judged.findings.map((finding) => ({ finding, path: finding.constructPath ?? '' }));
  const settled = settle(judged, items, [], isWhole);
  const findings = settled.items.map(({ finding }) => finding);
  const open = findings
    .filter(({ severity, acknowledged }) => severity === 'error' && acknowledged === null)
    .map(({ findingId }) => findingId);
  return { findings, matched: settled.baseline(), open };
}

/** The baseline of an app. */
export function baselineOf(app: WrittenApp): readonly BaselineEntry[] {
  return compared(app).matched.updated('2026-11-22');
}
