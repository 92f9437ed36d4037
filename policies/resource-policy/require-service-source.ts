import { parseArn } from '../../lib/core/iam/arn';
import { sourceOf } from '../../lib/core/iam/service-source';
import type { Principal, Statement } from '../../lib/core/iam/statement';
import type { JsonObject } from '../../lib/core/json';
import { cdkGrantOf } from '../../lib/core/model/cdk-grants';
import type { Model } from '../../lib/core/model/model';
import { actionsOf, factAt, listed, resourceFacts, serviceOf, shortServiceOf } from '../../lib/core/model/resource-grants';
import { defineRule, type Fact } from '../../lib/core/rule';
import { partsOf } from '../../lib/core/template/symbolic';

type Message = 'anyOwner' | 'wideSource' | 'resourceOnly' | 'undecidedSource';

/**
 * Services that act for the account that the resource is in, or for AWS itself, and services that take no condition:
 * nobody else can make them call.
 */
const ACTS_AT_HOME: ReadonlySet<string> = new Set([
  'secretsmanager',
  'eks',
  'autoscaling',
  'logdelivery.elasticloadbalancing',
  'replication.dynamodb',
]);

/** Actions that tell a service whether it may deliver, and hand out nothing. */
const HANDSHAKES: ReadonlySet<string> = new Set(['s3:getbucketacl', 's3:getbucketlocation', 's3:listbucket']);

/** Types whose policies cannot have conditions. */
const WITHOUT_CONDITIONS: ReadonlySet<string> = new Set(['AWS::EC2::VPCEndpointService']);

const topicPolicy = (service: string, more: JsonObject = {}): JsonObject => ({
  Type: 'AWS::SNS::TopicPolicy',
  Properties: {
    Topics: ['arn:aws:sns:eu-west-1:111122223333:alarms'],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: service },
          Action: 'sns:Publish',
          Resource: 'arn:aws:sns:eu-west-1:111122223333:alarms',
          ...more,
        },
      ],
    },
  },
});

/**
 * A service principal is never the public; what is missing here is on whose behalf the service may act. Functions have a
 * rule of their own, `resource-policy/require-lambda-permission-source`.
 */
export default defineRule<Message>({
  meta: {
    id: 'resource-policy/require-service-source',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'Grants to AWS services say on whose behalf',
    rationale:
      'A service acts for all of its customers. Where a policy names the service alone, anybody can point their own trail, rule or bucket at the resource and have the service use it: the confused deputy.',
    references: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html#cross-service-confused-deputy-prevention',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-suggestion-restrict-access-service-principal',
    ],
    catalogue: ['RP-SERVICE-NO-SOURCE'],
    peers: ['Access Analyzer RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL', 'prowler *_confused_deputy'],
  },
  messages: {
    anyOwner: {
      what: 'policy lets {service} call {actions} on behalf of any account, since no condition says whose',
      fix: 'add a condition on "aws:SourceArn" with the ARN of what makes the service call, or on "aws:SourceAccount" with "AWS::AccountId"; in CDK, "new ServicePrincipal(\'{principal}\').withConditions({ StringEquals: { \'aws:SourceAccount\': stack.account } })"',
    },
    wideSource: {
      what: 'policy lets {service} call {actions}, and "{key}" is {values}, which any account can meet',
      fix: 'write the account into the condition: an ARN with "AWS::AccountId" in it, or "aws:SourceAccount"',
    },
    resourceOnly: {
      what: 'policy lets {service} call {actions} for {values}, an ARN without an account: whoever owns that name later may use it',
      fix: 'add "aws:SourceAccount" with "AWS::AccountId" to the condition',
    },
    undecidedSource: {
      what: 'whether the condition on "{key}" limits {service} cannot be decided: {values} is chosen at deployment',
      fix: 'add "aws:SourceAccount" with "AWS::AccountId" to the condition',
    },
  },
  examples: {
    valid: [
      {
        title: 'a rule of the account',
        resources: {
          Policy: topicPolicy('events.amazonaws.com', {
            Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:events:eu-west-1:111122223333:rule/nightly' } },
          }),
        },
      },
      {
        title: 'buckets of the account',
        resources: {
          Policy: topicPolicy('s3.amazonaws.com', { Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } } }),
        },
      },
    ],
    invalid: [
      { title: 'events of every account', resources: { Policy: topicPolicy('events.amazonaws.com') }, reports: ['anyOwner'] },
      {
        title: 'rules of every account',
        resources: {
          Policy: topicPolicy('events.amazonaws.com', { Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:*:rule/*' } } }),
        },
        reports: ['wideSource'],
      },
      {
        title: 'a bucket, whose ARN says no account',
        resources: { Policy: topicPolicy('s3.amazonaws.com', { Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::uploads' } } }) },
        reports: ['resourceOnly'],
      },
      {
        title: 'a source that whoever deploys chooses',
        template: {
          Parameters: { Source: { Type: 'String' } },
          Resources: { Policy: topicPolicy('events.amazonaws.com', { Condition: { ArnLike: { 'aws:SourceArn': { Ref: 'Source' } } } }) },
        },
        reports: ['undecidedSource'],
      },
    ],
  },
  check(model) {
    return resourceFacts(model, (statement) => {
      const { guards } = statement.document;
      if (guards === 'AWS::Lambda::Function' || WITHOUT_CONDITIONS.has(guards ?? '')) return [];
      const deputies = deputiesOf(model, statement);
      const [first] = deputies;
      if (first === undefined) return [];
      const services = deputies.map(({ service }) => service);
      const fact = factOf(model, statement, first.principal, services);
      return fact === undefined ? [] : [fact];
    });
  },
});

function deputiesOf(model: Model, statement: Statement): { readonly principal: Principal; readonly service: string }[] {
  return statement.principals.flatMap((principal) => {
    const service = serviceOf(model, statement, principal);
    return service === undefined || ACTS_AT_HOME.has(shortServiceOf(service)) ? [] : [{ principal, service }];
  });
}

function factOf(model: Model, statement: Statement, principal: Principal, services: readonly string[]): Fact<Message> | undefined {
  const source = sourceOf(statement);
  if (source.kind === 'account') return undefined;
  const { test } = source;
  const service = [...services].sort().join(', ');
  const actions = actionsOf(model, statement);
  const values = test === undefined ? '' : listed(model, statement, test.values);
  const data = { service, principal: services[0] ?? service, actions, key: test?.key ?? '', values };
  const common = factAt(model, statement, test?.at ?? principal.at, `${service}: ${actions}${values === '' ? '' : ` for ${values}`}`);
  if (source.kind === 'undecided') return { ...common, message: 'undecidedSource', data, atMost: 'info' };
  if (source.kind === 'resource') {
    const isOwn = test?.values.every(({ value }) => model.resolverOf(statement.document.resource.template).target(value) !== undefined);
    // The stack makes the bucket and the policy together: the name can only change hands once the stack is gone.
    return isOwn === true ? undefined : { ...common, message: 'resourceOnly', data, atMost: 'warning' };
  }
  const provider = cdkGrantOf(model, statement, services);
  const message = source.kind === 'wide' ? 'wideSource' : 'anyOwner';
  const weaker = isWeaker(statement) ? { atMost: 'warning' as const } : {};
  return { ...common, message, data, ...weaker, ...(provider === undefined ? {} : { provider }) };
}

/**
 * Whether little is lost: the service only looks whether it may deliver, it delivers into the folder of the own account,
 * or a key is used, by way of a resource whose own policy has to let the service in as well.
 */
function isWeaker(statement: Statement): boolean {
  if (statement.document.guards?.startsWith('AWS::KMS::') === true) return true;
  const { actions, resources } = statement;
  if (actions.length > 0 && actions.every(({ value }) => typeof value === 'string' && HANDSHAKES.has(value.toLowerCase()))) return true;
  return resources.length > 0 && resources.every(({ value }) => isOwnLogFolder(statement, value));
}

/** `arn:aws:s3:::logs/AWSLogs/111122223333/*`: services write below the account that they act for. */
function isOwnLogFolder(statement: Statement, value: Statement['resources'][number]['value']): boolean {
  const parts = partsOf(parseArn(value)?.resource ?? value);
  const { account } = statement.document.resource.template;
  return parts.some((part, index) => {
    if (typeof part !== 'string') return false;
    const next = parts[index + 1];
    if (part.endsWith('AWSLogs/')) return typeof next === 'object' && next.kind === 'pseudo' && next.name === 'AWS::AccountId';
    return account !== undefined && part.includes(`AWSLogs/${account}/`);
  });
}
