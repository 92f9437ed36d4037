import { functionNamedIn } from '../../core/model/lambda';
import type { Model } from '../../core/model/model';
import type { Invocation } from '../../core/model/triggers';
import type { Resource } from '../../core/template/template';
import type { Exposure } from '../inventory';
import { storeKindOf } from '../store-kinds';
import { type Starter, type StarterContext, shownValue, triggerBy } from './starter';

/** A property by which a resource of a service names a function that the service starts. */
interface ServiceConnection {
  readonly type: string;
  readonly paths: readonly (readonly string[])[];
  readonly service: string;
  readonly how: Invocation;
  readonly exposure: Exposure;
  readonly who: string;
  /** Property that names what the messages come from; then its own policy says who can write. */
  readonly from?: readonly string[];
}

const CACHE = ['LambdaFunctionAssociations', '*', 'LambdaFunctionARN'] as const;
const PROCESSORS = ['ProcessingConfiguration', 'Processors', '*', 'Parameters', '*', 'ParameterValue'] as const;
const inside = { exposure: 'app' } as const;

const connections: readonly ServiceConnection[] = [
  {
    type: 'AWS::IoT::TopicRule',
    paths: [
      ['TopicRulePayload', 'Actions', '*', 'Lambda', 'FunctionArn'],
      ['TopicRulePayload', 'ErrorAction', 'Lambda', 'FunctionArn'],
    ],
    service: 'AWS IoT',
    how: 'asynchronous',
    exposure: 'signed-in',
    who: 'devices that may publish to the topics',
  },
  {
    type: 'AWS::Logs::SubscriptionFilter',
    paths: [['DestinationArn']],
    service: 'CloudWatch Logs',
    how: 'asynchronous',
    ...inside,
    who: 'what is logged',
  },
  {
    type: 'AWS::SES::ReceiptRule',
    paths: [['Rule', 'Actions', '*', 'LambdaAction', 'FunctionArn']],
    service: 'SES',
    how: 'asynchronous',
    exposure: 'anyone',
    who: 'whoever sends an email to the addresses',
  },
  {
    type: 'AWS::SecretsManager::RotationSchedule',
    paths: [['RotationLambdaARN']],
    service: 'Secrets Manager',
    how: 'schedule',
    ...inside,
    who: 'the rotation of the secret',
  },
  {
    type: 'AWS::SecretsManager::SecretTargetAttachment',
    paths: [['RotationLambdaARN']],
    service: 'Secrets Manager',
    how: 'schedule',
    ...inside,
    who: 'the rotation of the secret',
  },
  {
    type: 'AWS::Pipes::Pipe',
    paths: [['Target'], ['Enrichment']],
    service: 'EventBridge Pipes',
    how: 'poll',
    ...inside,
    who: 'the source of the pipe',
    from: ['Source'],
  },
  {
    type: 'AWS::KinesisFirehose::DeliveryStream',
    paths: [
      ['ExtendedS3DestinationConfiguration', ...PROCESSORS],
      ['AmazonopensearchserviceDestinationConfiguration', ...PROCESSORS],
      ['RedshiftDestinationConfiguration', ...PROCESSORS],
      ['SplunkDestinationConfiguration', ...PROCESSORS],
      ['HttpEndpointDestinationConfiguration', ...PROCESSORS],
    ],
    service: 'Firehose',
    how: 'synchronous',
    ...inside,
    who: 'what writes to the stream',
    from: [],
  },
  {
    type: 'AWS::Config::ConfigRule',
    paths: [['Source', 'SourceIdentifier']],
    service: 'AWS Config',
    how: 'asynchronous',
    ...inside,
    who: 'AWS Config in the account',
  },
  {
    type: 'AWS::CloudFront::Distribution',
    paths: [
      ['DistributionConfig', 'DefaultCacheBehavior', ...CACHE],
      ['DistributionConfig', 'CacheBehaviors', '*', ...CACHE],
    ],
    service: 'CloudFront',
    how: 'synchronous',
    exposure: 'anyone',
    who: 'anyone on the internet',
  },
  {
    type: 'AWS::Bedrock::Agent',
    paths: [['ActionGroups', '*', 'ActionGroupExecutor', 'Lambda']],
    service: 'Bedrock agent',
    how: 'synchronous',
    exposure: 'account',
    who: 'identities of the account that may use the agent',
  },
  {
    type: 'AWS::S3ObjectLambda::AccessPoint',
    paths: [['ObjectLambdaConfiguration', 'TransformationConfigurations', '*', 'ContentTransformation', 'AwsLambda', 'FunctionArn']],
    service: 'S3 Object Lambda',
    how: 'synchronous',
    exposure: 'account',
    who: 'identities of the account that may read through the access point',
  },
  {
    type: 'AWS::CodePipeline::Pipeline',
    paths: [['Stages', '*', 'Actions', '*', 'Configuration', 'FunctionName']],
    service: 'CodePipeline',
    how: 'asynchronous',
    ...inside,
    who: 'the pipeline',
  },
  {
    type: 'AWS::CodeDeploy::DeploymentGroup',
    paths: [['TriggerConfigurations', '*', 'TriggerTargetArn']],
    service: 'CodeDeploy',
    how: 'asynchronous',
    ...inside,
    who: 'deployments',
  },
  {
    type: 'AWS::Transfer::Server',
    paths: [['IdentityProviderDetails', 'Function']],
    service: 'Transfer Family',
    how: 'synchronous',
    exposure: 'anyone',
    who: 'anyone who reaches the server, before they are let in',
  },
  {
    type: 'AWS::Connect::IntegrationAssociation',
    paths: [['IntegrationArn']],
    service: 'Amazon Connect',
    how: 'synchronous',
    exposure: 'anyone',
    who: 'anyone who calls or writes to the contact center',
  },
  {
    type: 'AWS::Lex::BotAlias',
    paths: [['BotAliasLocaleSettings', '*', 'BotAliasLocaleSetting', 'CodeHookSpecification', 'LambdaCodeHook', 'LambdaArn']],
    service: 'Amazon Lex',
    how: 'synchronous',
    exposure: 'unknown',
    who: 'users of the bot, wherever it is published',
  },
  {
    type: 'AWS::VpcLattice::TargetGroup',
    paths: [['Targets', '*', 'Id']],
    service: 'VPC Lattice',
    how: 'synchronous',
    exposure: 'account',
    who: 'callers from within VPCs of the service network',
  },
];

/** Functions that services start by a property of their own resources. */
export function* serviceStarters(context: StarterContext): Iterable<Starter> {
  const { model } = context;
  for (const connection of connections) {
    for (const by of model.resourcesOfType(connection.type)) {
      for (const path of connection.paths) {
        for (const { value } of model.values(by, ...path)) {
          const started = functionNamedIn(model, by, value);
          if (started !== undefined) yield starterOf(context, connection, by, started);
        }
      }
    }
  }
  yield* gatewayTargets(model);
  yield* customResources(model);
}

function starterOf(
  { model, exposureOf }: StarterContext,
  { service, how, exposure, who, from }: ServiceConnection,
  by: Resource,
  started: Resource,
): Starter {
  const source = from === undefined ? undefined : from.length === 0 ? by : sourceAt(model, by, from);
  const rest = { label: model.nameOf(by), by, function: started, ...(source === undefined ? {} : { from: source }) };
  if (source === undefined) {
    const outside = from !== undefined && from.length > 0;
    return triggerBy(
      service,
      how,
      outside ? 'unknown' : exposure,
      outside ? `what writes to ${shownValue(model, by, ...from) ?? 'its source'}, which is not in the input` : who,
      rest,
    );
  }
  const own = exposureOf(source);
  return triggerBy(service, how, own.exposure, own.reasons.length === 0 ? who : own.reasons.join(', '), rest);
}

function sourceAt(model: Model, by: Resource, path: readonly string[]): Resource | undefined {
  const resolver = model.resolverOf(by.template);
  const [source] = model.values(by, ...path).flatMap(({ value }) => resolver.target(value) ?? []);
  return source !== undefined && storeKindOf(source.type) !== undefined ? source : undefined;
}

const GATEWAY_EXPOSURES: Readonly<Record<string, readonly [Exposure, string]>> = {
  CUSTOM_JWT: ['signed-in', 'holders of a token that the gateway accepts'],
  AWS_IAM: ['account', 'identities of the account that may call the gateway'],
  NONE: ['anyone', 'anyone on the internet'],
};

/** Tools of agents behind a gateway of Bedrock AgentCore. */
function* gatewayTargets(model: Model): Iterable<Starter> {
  for (const by of model.resourcesOfType('AWS::BedrockAgentCore::GatewayTarget')) {
    const resolver = model.resolverOf(by.template);
    const [gateway] = model.values(by, 'GatewayIdentifier').flatMap(({ value }) => resolver.target(value) ?? []);
    const authorizer = gateway === undefined ? undefined : shownValue(model, gateway, 'AuthorizerType');
    const [exposure, who] =
      GATEWAY_EXPOSURES[authorizer ?? ''] ?? (['unknown', 'callers of the gateway, whose authorizer is not known'] as const);
    for (const { value } of model.values(by, 'TargetConfiguration', 'Mcp', 'Lambda', 'LambdaArn')) {
      const started = functionNamedIn(model, by, value);
      if (started !== undefined)
        yield triggerBy('Bedrock AgentCore', 'synchronous', exposure, who, { label: model.nameOf(by), by, function: started });
    }
  }
}

/** Custom resources, which deployments start: one entry point for each function. */
function* customResources(model: Model): Iterable<Starter> {
  const seen = new Set<Resource>();
  for (const template of model.templates) {
    for (const by of template.resources.values()) {
      if (!by.type.startsWith('Custom::') && by.type !== 'AWS::CloudFormation::CustomResource') continue;
      const { ServiceToken } = by.properties;
      if (ServiceToken === undefined) continue;
      for (const { value } of model.values(by, 'ServiceToken')) {
        const started = functionNamedIn(model, by, value);
        if (started === undefined || seen.has(started)) continue;
        seen.add(started);
        yield triggerBy('CloudFormation', 'synchronous', 'app', 'deployments of the stack', {
          label: 'custom resources',
          by,
          function: started,
        });
      }
    }
  }
}
