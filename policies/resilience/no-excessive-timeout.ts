import type { EntryPoint, Model } from '../../lib/core/model/model';
import { numberIn } from '../../lib/core/model/numbers';
import type { PropertyValue } from '../../lib/core/model/reading';
import { isOpen, isOwnFunction, triggersOf } from '../../lib/core/model/triggers';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

type Message = 'outlivesApi' | 'longPublic' | 'outlivesVisibility';

const handler = (timeout: number) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Role: 'arn:aws:iam::111122223333:role/orders',
    Code: { ZipFile: 'exports.handler = async () => {};' },
    Timeout: timeout,
  },
});
const httpApi = {
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'orders', ProtocolType: 'HTTP' } },
  Integration: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: { ApiId: { Ref: 'Api' }, IntegrationType: 'AWS_PROXY', IntegrationUri: { 'Fn::GetAtt': ['Orders', 'Arn'] } },
  },
  Get: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId: { Ref: 'Api' },
      RouteKey: 'GET /orders',
      AuthorizationType: 'AWS_IAM',
      Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Integration' }]] },
    },
  },
};
const queued = (visibility: number) => ({
  Queue: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: visibility } },
  Mapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] }, FunctionName: { Ref: 'Orders' } },
  },
});

export default defineRule<Message>({
  meta: {
    id: 'resilience/no-excessive-timeout',
    severity: { recommended: 'warning', strict: 'warning', critical: 'off' },
    title: 'Functions stop when nobody waits for them any more',
    rationale:
      'A function that runs longer than its caller waits is paid for in vain, holds its concurrency, and runs a second time when the caller or the queue tries again. A long timeout is also what makes each call of an attacker expensive.',
    references: [
      'https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html',
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html',
      'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html',
    ],
    catalogue: ['DOW-LAMBDA-TIMEOUT'],
    peers: ['cdk-nag LambdaDefaultTimeout', 'cdk-nag LambdaEventSourceSQSVisibilityTimeout', 'cfn-lint E3505'],
  },
  messages: {
    outlivesApi: {
      what: 'function "{name}" may run for {timeout} seconds, but "{route}" answers its caller after {limit} at the latest',
      fix: 'set "Timeout" to {limit} or less ("timeout: Duration.seconds({limit})"), or start long work asynchronously',
    },
    longPublic: {
      what: 'anyone can start function "{name}" through its URL, and each call may run for {timeout} seconds',
      fix: 'set "Timeout" to what a call needs ("timeout"), or let the function ask who calls',
    },
    outlivesVisibility: {
      what: 'function "{name}" may run for {timeout} seconds, but queue "{queue}" hands a message to the next reader after {limit}',
      fix: 'set "VisibilityTimeout" of the queue to at least six times the timeout of the function ("visibilityTimeout"), or lower "Timeout"',
    },
  },
  examples: {
    valid: [
      { title: 'a function that stops before its caller does', resources: { Orders: handler(25), ...httpApi } },
      { title: 'a queue that waits for its reader', resources: { Orders: handler(25), ...queued(150) } },
    ],
    invalid: [
      { title: 'a function that runs on for nobody', resources: { Orders: handler(300), ...httpApi }, reports: ['outlivesApi'] },
      {
        title: 'fifteen minutes for anyone',
        resources: {
          Orders: handler(900),
          Url: { Type: 'AWS::Lambda::Url', Properties: { AuthType: 'NONE', TargetFunctionArn: { 'Fn::GetAtt': ['Orders', 'Arn'] } } },
        },
        reports: ['longPublic'],
      },
      { title: 'a message that is read twice', resources: { Orders: handler(60), ...queued(30) }, reports: ['outlivesVisibility'] },
    ],
  },
  *check(model) {
    yield* behindApis(model);
    yield* behindQueues(model);
  },
});

/** Behind an API or a URL: one finding for each function, and none when something else needs the time as well. */
function* behindApis(model: Model): Iterable<Fact<Message>> {
  const slow = new Set(model.functions.map(({ resource }) => resource).filter(mayBeSlow));
  if (slow.size === 0) return;
  const judged = new Set<Resource>();
  for (const entryPoint of model.entryPoints) {
    const { function: started } = entryPoint;
    if (started === undefined || !slow.has(started) || judged.has(started) || !isOwnFunction(model, started)) continue;
    const isUrl = entryPoint.kind === 'function-url';
    if (isUrl ? !isOpen(entryPoint) : triggersOf(model).has(started)) continue;
    const limit = isUrl ? LONGEST_PUBLIC : longestAnswer(model, entryPoint);
    if (limit === undefined) continue;
    const timeout = timeoutsOf(model, started).find((value) => (numberIn(value) ?? 0) > limit + (isUrl ? 0 : ROUNDING));
    if (timeout === undefined) continue;
    judged.add(started);
    const common = { resource: started, at: timeout.at, evidence: `Timeout ${timeout.shown}` };
    const data = { name: model.nameOf(started), timeout: timeout.shown, route: entryPoint.route, limit: String(limit) };
    yield { ...common, message: isUrl ? 'longPublic' : 'outlivesApi', data };
  }
}

/** A function with the default, in seconds, or less is fast enough for any caller. */
const DEFAULT_TIMEOUT = 3;

/** Whether the timeout of a function needs a look; a SAM function may take one from `Globals`. */
function mayBeSlow({ type, properties }: Resource): boolean {
  if (type === 'AWS::Serverless::Function') return true;
  return properties.Timeout !== undefined && !(typeof properties.Timeout === 'number' && properties.Timeout <= DEFAULT_TIMEOUT);
}

/** Seconds from which a call that anyone can make counts as long: half of what Lambda allows. */
const LONGEST_PUBLIC = 450;

/** Thirty seconds, rounded, are what people write for the 29 that a REST API waits. */
const ROUNDING = 1;

/** Seconds that the API waits for its integration; `undefined` where it streams, or cannot be told. */
function longestAnswer(model: Model, { kind, resource, api }: EntryPoint): number | undefined {
  if (kind === 'http-route' || kind === 'http-quick-create') return 30;
  if (kind === 'sam-event') return api?.type === 'AWS::Serverless::HttpApi' ? 30 : 29;
  if (kind !== 'rest-method') return undefined;
  if (model.values(resource, 'Integration', 'ResponseTransferMode').some(({ value }) => value !== 'BUFFERED')) return undefined;
  const [given] = model.readingsOf(resource).flatMap((reading) => reading.values('Integration', 'TimeoutInMillis'));
  if (given === undefined || given.kind === 'absent') return 29;
  const milliseconds = numberIn(given);
  return milliseconds === undefined ? undefined : Math.ceil(milliseconds / 1000);
}

/** The timeouts of a function; 3 seconds without one, which is never too long. */
function timeoutsOf(model: Model, resource: Resource): readonly PropertyValue[] {
  return model.readingsOf(resource).flatMap((reading) => reading.values('Timeout'));
}

/** Seconds that a queue hides a message for, unless it is told otherwise. */
const DEFAULT_VISIBILITY = 30;

function* behindQueues(model: Model): Iterable<Fact<Message>> {
  for (const [started, triggers] of triggersOf(model)) {
    if (!isOwnFunction(model, started)) continue;
    for (const queue of new Set(triggers.map(({ source }) => source))) {
      if (queue?.type !== 'AWS::SQS::Queue') continue;
      const hidden = model.readingsOf(queue).flatMap((reading) => reading.values('VisibilityTimeout'));
      const seconds = hidden.flatMap((value) => (value.kind === 'absent' ? [DEFAULT_VISIBILITY] : (numberIn(value) ?? [])));
      if (seconds.length === 0) continue;
      const limit = Math.min(...seconds);
      const timeout = timeoutsOf(model, started).find((value) => (numberIn(value) ?? 0) > limit);
      if (timeout === undefined) continue;
      const data = { name: model.nameOf(started), timeout: timeout.shown, queue: model.nameOf(queue), limit: String(limit) };
      yield { message: 'outlivesVisibility', resource: started, at: timeout.at, evidence: `Timeout ${timeout.shown}`, data };
    }
  }
}
