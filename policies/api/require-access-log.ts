import { listForSentence } from '../../lib/core/iam/grant';
import type { Model } from '../../lib/core/model/model';
import { type ApiStage, deploymentsInUse, type StageSettings, stagesOf } from '../../lib/core/model/stages';
import { belowAll } from '../../lib/core/path';
import { defineRule, type Fact } from '../../lib/core/rule';

type Message = 'noAccessLog' | 'unknownStage' | 'unstructured' | 'executionLogOff';

const stage = (more: object) => ({
  Type: 'AWS::ApiGateway::Stage',
  Properties: { RestApiId: 'a1b2c3', StageName: 'prod', ...more },
});
const destination = 'arn:aws:logs:eu-west-1:111122223333:log-group:orders-api';
const json = '{"requestId":"$context.requestId","ip":"$context.identity.sourceIp","status":"$context.status"}';

/** Who called what, and how it was answered: the first thing to ask for after an incident. */
export default defineRule<Message>({
  meta: {
    id: 'api/require-access-log',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'Stages of APIs write access logs',
    rationale:
      'Without access logs nobody can tell who called the API, from where and with what result: abuse goes unseen, and after an incident there is nothing to look at.',
    references: [
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html',
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html',
    ],
    catalogue: ['API-NO-ACCESS-LOG'],
    peers: [
      'CKV_AWS_76',
      'CKV_AWS_95',
      'cfn_nag W45',
      'cfn_nag W46',
      'cfn_nag W69',
      'AWS-0001',
      'API_GW_STAGE_ACCESS_LOGGING_RULE',
      'API_GWV2_ACCESS_LOGS_ENABLED',
      'API_GW_EXECUTION_LOGGING_ENABLED',
      'cdk-nag AwsSolutions-APIG1',
      'cdk-nag AwsSolutions-APIG6',
      'cdk-nag APIGWStructuredLogging',
      'Security Hub APIGateway.1',
      'Security Hub APIGateway.9',
    ],
  },
  messages: {
    noAccessLog: {
      what: 'stage "{stage}" writes no access log: {property} is absent',
      fix: 'set {property} to the ARN of a log group ({cdk})',
    },
    unknownStage: {
      what: 'no stage runs deployment "{name}", and its StageDescription sets no access log: whether its calls are logged cannot be told',
      fix: 'give it an AWS::ApiGateway::Stage with "AccessLogSetting", or set "StageName" and "StageDescription/AccessLogSetting"',
    },
    unstructured: {
      what: 'the access log of stage "{stage}" is not JSON: its Format is "{format}"',
      fix: 'write the log as JSON ("accessLogFormat: AccessLogFormat.jsonWithStandardFields()"), so that it can be searched by field',
    },
    executionLogOff: {
      what: 'stage "{stage}" turns execution logs off for {methods}: what failed inside of the API leaves no trace',
      fix: 'set LoggingLevel "ERROR" ("deployOptions: { loggingLevel: MethodLoggingLevel.ERROR }")',
    },
  },
  examples: {
    valid: [
      {
        title: 'a stage with an access log',
        resources: { Stage: stage({ AccessLogSetting: { DestinationArn: destination, Format: json } }) },
      },
      {
        title: 'a stage of an HTTP API with an access log',
        resources: {
          Stage: {
            Type: 'AWS::ApiGatewayV2::Stage',
            Properties: { ApiId: 'a1b2c3', StageName: '$default', AccessLogSettings: { DestinationArn: destination, Format: json } },
          },
        },
      },
    ],
    invalid: [
      { title: 'a stage without an access log', resources: { Stage: stage({}) }, reports: ['noAccessLog'] },
      {
        title: 'a deployment whose stage is nowhere to be seen',
        resources: { Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: 'a1b2c3' } } },
        reports: ['unknownStage'],
      },
      {
        title: 'a log that no query can read by field',
        resources: { Stage: stage({ AccessLogSetting: { DestinationArn: destination, Format: '$context.requestId $context.status' } }) },
        reports: ['unstructured'],
      },
      {
        title: 'execution logs turned off',
        resources: {
          Stage: stage({
            AccessLogSetting: { DestinationArn: destination, Format: json },
            MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', LoggingLevel: 'OFF' }],
          }),
        },
        reports: ['executionLogOff'],
      },
    ],
  },
  *check(model) {
    for (const each of stagesOf(model)) yield* stageFacts(each);
    yield* deploymentFacts(model);
  },
});

function* stageFacts(stage: ApiStage): Iterable<Fact<Message>> {
  const { resource, name } = stage;
  const property = propertyOf(stage);
  for (const settings of stage.settings) {
    const missing = settings
      .values(property, 'DestinationArn')
      .find(({ kind, text }) => kind === 'absent' || (kind === 'literal' && text === ''));
    if (missing !== undefined) {
      const path = `${stage.origin === 'deployment' ? 'StageDescription/' : ''}${property}/DestinationArn`;
      const cdk =
        stage.kind === 'rest'
          ? '"deployOptions: { accessLogDestination: new LogGroupLogDestination(logGroup) }"'
          : '"accessLogSettings: { destination: new LogGroupLogDestination(logGroup) }" of the stage';
      yield { message: 'noAccessLog', resource, at: stage.at, evidence: `${property} absent`, data: { stage: name, property: path, cdk } };
      continue;
    }
    yield* formatFacts(stage, settings, property);
    if (stage.kind === 'rest') yield* executionLogFacts(stage, settings);
  }
}

/** REST stages write `AccessLogSetting`, all others `AccessLogSettings`. */
function propertyOf({ kind }: ApiStage): string {
  return kind === 'rest' ? 'AccessLogSetting' : 'AccessLogSettings';
}

function* formatFacts({ resource, name }: ApiStage, settings: StageSettings, property: string): Iterable<Fact<Message>> {
  for (const { kind, text, shown, at } of settings.values(property, 'Format')) {
    if (kind !== 'literal' || text.startsWith('{')) continue;
    yield { message: 'unstructured', resource, at, evidence: `Format ${shown}`, data: { stage: name, format: shown }, atMost: 'info' };
  }
}

function* executionLogFacts({ resource, name, at }: ApiStage, settings: StageSettings): Iterable<Fact<Message>> {
  const off = settings.objects('MethodSettings').filter((entry) => entry.canBe(['LoggingLevel'], ['OFF']) === 'yes');
  const direct = settings.values('LoggingLevel').filter(({ text }) => text.toUpperCase() === 'OFF');
  if (off.length + direct.length === 0) return;
  const paths = off.flatMap((entry) => entry.values('ResourcePath').map(({ shown }) => shown || '/*'));
  const methods = direct.length > 0 || paths.includes('/*') ? 'all methods' : listForSentence(paths);
  const place = off[0]?.at ?? direct[0]?.at ?? at;
  yield { message: 'executionLogOff', resource, at: place, evidence: 'LoggingLevel OFF', data: { stage: name, methods }, atMost: 'info' };
}

/** A deployment that no stage of the input runs has its stage elsewhere, where nothing is known of its log. */
function* deploymentFacts(model: Model): Iterable<Fact<Message>> {
  const deployments = model.resourcesOfType('AWS::ApiGateway::Deployment');
  if (deployments.length === 0) return;
  const used = deploymentsInUse(model);
  for (const resource of deployments) {
    if (used.has(resource) || model.values(resource, 'StageName').length > 0) continue;
    const setting = model
      .readingsOf(resource)
      .flatMap((reading) => reading.values('StageDescription', 'AccessLogSetting', 'DestinationArn'));
    if (!setting.some(({ kind }) => kind === 'absent')) continue;
    const at = belowAll(model.propertiesOf(resource));
    yield { message: 'unknownStage', resource, at, evidence: 'AccessLogSetting absent', data: { name: model.nameOf(resource) } };
  }
}
