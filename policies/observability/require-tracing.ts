import type { JsonObject } from '../../lib/core/json';
import { isMadeByCdk } from '../../lib/core/model/made-by-cdk';
import type { Model } from '../../lib/core/model/model';
import { plainScalar } from '../../lib/core/model/presence';
import type { Reading } from '../../lib/core/model/reading';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

type Message = 'functionNotTraced' | 'stateMachineNotTraced';

interface Traced {
  readonly path: readonly string[];
  readonly traced: string;
  readonly message: Message;
}

/** Where each type says that it is traced. */
const tracedTypes: Readonly<Record<string, Traced>> = {
  'AWS::Lambda::Function': { path: ['TracingConfig', 'Mode'], traced: 'Active', message: 'functionNotTraced' },
  'AWS::Serverless::Function': { path: ['Tracing'], traced: 'Active', message: 'functionNotTraced' },
  'AWS::Serverless::StateMachine': {
    path: ['Tracing', 'Enabled'],
    traced: 'true',
    message: 'stateMachineNotTraced',
  },
  'AWS::StepFunctions::StateMachine': { path: ['TracingConfiguration', 'Enabled'], traced: 'true', message: 'stateMachineNotTraced' },
};

const fn = (properties: JsonObject): JsonObject => ({
  Orders: { Type: 'AWS::Lambda::Function', Properties: { Handler: 'index.handler', Runtime: 'nodejs22.x', ...properties } },
});

export default defineRule<Message>({
  meta: {
    id: 'observability/require-tracing',
    severity: { recommended: 'warning', strict: 'warning', critical: 'off' },
    title: 'Functions and state machines are traced',
    rationale:
      'A trace shows which calls a request made, through which functions, and where it failed: without one, an attack and an outage are read together from the logs of every part.',
    references: [
      'https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html',
      'https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html',
    ],
    catalogue: ['OBS-LAMBDA-TRACING', 'OBS-SFN-TRACING'],
    peers: [
      'CKV_AWS_50',
      'CKV_AWS_284',
      'AWS-0066',
      'AWS-0117',
      'AWS-0125',
      'cdk-nag Serverless LambdaTracing',
      'cdk-nag AwsSolutions-SF2',
      'Security Hub Lambda.7',
    ],
  },
  messages: {
    functionNotTraced: {
      what: 'function "{name}" is not traced: {property} is {value}',
      fix: 'set {property} to "Active" ("tracing: Tracing.ACTIVE" of lambda.Function), or trace with an OpenTelemetry layer',
    },
    stateMachineNotTraced: {
      what: 'state machine "{name}" is not traced: {property} is {value}',
      fix: 'set {property} to true ("tracingEnabled: true" of sfn.StateMachine)',
    },
  },
  examples: {
    valid: [
      { title: 'a traced function', resources: fn({ TracingConfig: { Mode: 'Active' } }) },
      {
        title: 'a function that OpenTelemetry traces',
        resources: fn({ Layers: ['arn:aws:lambda:eu-west-1:901920570463:layer:aws-otel-nodejs-amd64-ver-1-30-2:1'] }),
      },
    ],
    invalid: [
      { title: 'a function', resources: fn({}), reports: ['functionNotTraced'] },
      {
        title: 'a state machine',
        resources: { Flow: { Type: 'AWS::StepFunctions::StateMachine', Properties: { TracingConfiguration: { Enabled: false } } } },
        reports: ['stateMachineNotTraced'],
      },
    ],
  },
  *check(model) {
    for (const [type, traced] of Object.entries(tracedTypes)) {
      for (const resource of model.resourcesOfType(type)) {
        const plain = plainScalar(resource.properties, ...traced.path);
        if ((plain !== undefined && equals(plain, traced.traced)) || model.isProvided(resource)) continue;
        yield* tracingFacts(model, resource, traced);
      }
    }
  },
});

function* tracingFacts(model: Model, resource: Resource, { path, traced, message }: Traced): Iterable<Fact<Message>> {
  for (const reading of model.readingsOf(resource)) {
    const missing = reading.values(...path).find(({ kind, text }) => kind === 'absent' || (kind === 'literal' && !equals(text, traced)));
    if (missing === undefined || isTracedByTelemetry(reading)) continue;
    const property = path.length > 1 ? path.join('.') : (path[0] ?? '');
    const value = missing.kind === 'absent' ? 'absent' : `"${missing.text}"`;
    const evidence = `${property} ${missing.kind === 'absent' ? 'absent' : missing.text}`;
    // CDK leaves tracing off unless it is asked for.
    const cap = missing.kind === 'absent' && isMadeByCdk(resource) ? { atMost: 'info' as const } : {};
    yield { message, resource, at: missing.at, evidence, data: { name: model.nameOf(resource), property, value }, ...cap };
    return;
  }
}

function equals(text: string, other: string): boolean {
  return text.toLowerCase() === other.toLowerCase();
}

const TELEMETRY = /otel|opentelemetry|adot/i;

/** Layers of OpenTelemetry, and wrappers of its scripts, write traces of their own. */
function isTracedByTelemetry(reading: Reading): boolean {
  return [...reading.values('Layers', '*'), ...reading.values('Environment', 'Variables', 'AWS_LAMBDA_EXEC_WRAPPER')].some(({ shown }) =>
    TELEMETRY.test(shown),
  );
}
