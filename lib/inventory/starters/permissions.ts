import { publicStatements } from '../../core/iam/exposure';
import { sourceOf } from '../../core/iam/service-source';
import type { PolicyDocument, Statement } from '../../core/iam/statement';
import { partiesOf } from '../../core/iam/trust';
import { functionBehind, isFunctionType } from '../../core/model/lambda';
import type { Model } from '../../core/model/model';
import { serviceOf, shortServiceOf } from '../../core/model/resource-grants';
import type { Resource } from '../../core/template/template';
import type { Exposure } from '../inventory';
import { type Starter, triggerBy } from './starter';

/** A start that a permission allows, with the service that it is for. */
export interface PermittedStart {
  readonly starter: Starter;
  /** `s3`, where it is for a service: another entry point of that service says more. */
  readonly service: string | undefined;
}

/** Who else may start functions by their own policies: other accounts, services whose resources are not in the input. */
export function* permittedStarts(model: Model): Iterable<PermittedStart> {
  for (const document of model.documents) {
    if (document.kind !== 'resource' || document.guards !== 'AWS::Lambda::Function') continue;
    const started = functionOf(model, document);
    if (started === undefined) continue;
    for (const statement of document.statements) {
      if (statement.effect === 'Deny') continue;
      yield* isForUrl(document.resource) ? urlStartsOf(model, statement, started) : startsOf(model, statement, started);
    }
  }
}

function functionOf(model: Model, { resource }: PolicyDocument): Resource | undefined {
  const resolver = model.resolverOf(resource.template);
  const property = resource.properties.FunctionName === undefined ? 'ResourceArn' : 'FunctionName';
  const [started] = model.values(resource, property).flatMap(({ value }) => functionBehind(model, resolver.target(value)) ?? []);
  return started !== undefined && isFunctionType(started.type) ? started : undefined;
}

/** Permissions for a function's URL. */
function isForUrl({ properties }: Resource): boolean {
  return (
    properties.FunctionUrlAuthType !== undefined ||
    properties.InvokedViaFunctionUrl !== undefined ||
    properties.Action === 'lambda:InvokeFunctionUrl'
  );
}

/**
 * Who may call a URL beyond the account, by its permissions. The URL itself is an entry point, with its authentication: a
 * permission for everyone says no more where that is `NONE`. Where it is `AWS_IAM`, everyone is every AWS account, and
 * CloudFront signs the requests of whoever calls the distribution.
 */
function* urlStartsOf(model: Model, statement: Statement, started: Resource): Iterable<PermittedStart> {
  const { resource: by } = statement.document;
  // Who invokes through the URL needs the permission to call the URL beside it, which says who that is.
  if (by.properties.InvokedViaFunctionUrl !== undefined && by.properties.Action === 'lambda:InvokeFunction') return;
  const types = model.values(by, 'FunctionUrlAuthType');
  const isOpen = types.length > 0 && types.every(({ value }) => value === 'NONE');
  for (const { starter, service } of startsOf(model, statement, started)) {
    if (starter.exposure === 'account' || (isOpen && starter.service === 'Lambda')) continue;
    const strangers = starter.exposure === 'anyone' && service === undefined;
    yield {
      service: undefined,
      starter: {
        ...starter,
        label: model.nameOf(by),
        service: service === 'cloudfront' ? 'CloudFront' : 'Lambda URL',
        invocation: 'synchronous',
        authentication: service === 'cloudfront' ? ['none'] : ['iam'],
        ...(strangers ? { exposure: 'any-account' as const, who: 'every AWS account' } : {}),
      },
    };
  }
}

function* startsOf(model: Model, statement: Statement, started: Resource): Iterable<PermittedStart> {
  const by = statement.document.resource;
  const start = (service: string, exposure: Exposure, who: string, label: string): Starter =>
    triggerBy(service, ASYNCHRONOUS.has(service) ? 'asynchronous' : 'synchronous', exposure, who, { label, by, function: started });
  const open = publicStatements(statement.document).filter((each) => each.statement === statement);
  for (const { exposure, answer } of open) {
    const wide = answer === 'unknown' ? 'unknown' : exposure === 'anyone' ? 'anyone' : 'any-account';
    const who = answer === 'unknown' ? 'not known: who may start it cannot be read' : wide === 'anyone' ? 'anyone' : 'every AWS account';
    yield { starter: start('Lambda', wide, who, model.nameOf(by)), service: undefined };
  }
  for (const { home, account, principal } of partiesOf(model, statement)) {
    const named = account === undefined ? model.show(principal, by) : `account ${account}`;
    const exposure = home === 'own' ? 'account' : 'other-account';
    yield {
      starter: start('Lambda', exposure, home === 'own' ? 'identities of the account' : named, model.nameOf(by)),
      service: undefined,
    };
  }
  for (const principal of statement.principals) {
    const service = serviceOf(model, statement, principal);
    if (service === undefined) continue;
    const short = shortServiceOf(service);
    const [exposure, who] = callersThrough(short, statement);
    yield { starter: start(NAMES[short] ?? short, exposure, who, model.nameOf(by)), service: short };
  }
}

const NAMES: Readonly<Record<string, string>> = {
  apigateway: 'API Gateway',
  'alexa-appkit': 'Alexa',
  'alexa-connectedhome': 'Alexa',
  bedrock: 'Bedrock',
  cloudformation: 'CloudFormation',
  cloudfront: 'CloudFront',
  'cognito-idp': 'Cognito',
  config: 'AWS Config',
  connect: 'Amazon Connect',
  elasticloadbalancing: 'Application Load Balancer',
  events: 'EventBridge',
  iot: 'AWS IoT',
  lexv2: 'Amazon Lex',
  lex: 'Amazon Lex',
  logs: 'CloudWatch Logs',
  s3: 'S3',
  scheduler: 'EventBridge Scheduler',
  secretsmanager: 'Secrets Manager',
  ses: 'SES',
  sns: 'SNS',
};

const ASYNCHRONOUS: ReadonlySet<string> = new Set(['S3', 'SNS', 'EventBridge', 'AWS Config', 'SES', 'AWS IoT', 'CloudWatch Logs']);

const PUBLIC: Readonly<Record<string, readonly [Exposure, string]>> = {
  'alexa-appkit': ['anyone', 'users of the Alexa skill'],
  'alexa-connectedhome': ['signed-in', 'owners of devices that are linked to the Alexa skill'],
  cloudfront: ['anyone', 'anyone, through CloudFront'],
  connect: ['anyone', 'anyone who calls or writes to the contact center'],
  ses: ['anyone', 'whoever sends an email to the addresses'],
};

/** Services of the account that start functions for what its own people and deployments do. */
const WITHIN: ReadonlySet<string> = new Set([
  'backup',
  'cloudformation',
  'cloudwatch',
  'lambda.alarms.cloudwatch',
  'codecommit',
  'codedeploy',
  'codepipeline',
  'config',
  'logs',
  'rds',
  'scheduler',
  'secretsmanager',
  'states',
]);

/** Services that start functions on behalf of whoever set them up, in any account. */
const ON_BEHALF: ReadonlySet<string> = new Set(['apigateway', 'cognito-idp', 'events', 'iot', 's3', 'sns']);

function callersThrough(service: string, statement: Statement): readonly [Exposure, string] {
  const known = PUBLIC[service];
  if (known !== undefined) return known;
  const { kind } = sourceOf(statement);
  if ((kind === 'none' || kind === 'wide') && ON_BEHALF.has(service)) return ['any-account', `${service}, on behalf of any AWS account`];
  if (WITHIN.has(service)) return ['app', `${service} in the account`];
  return ['unknown', `callers of ${NAMES[service] ?? service}, whose resource is not in the input`];
}
