import { parseOperator } from '../../lib/core/iam/condition';
import { principalScope } from '../../lib/core/iam/principal';
import type { ConditionTest, PolicyDocument, Statement } from '../../lib/core/iam/statement';
import type { JsonObject } from '../../lib/core/json';
import type { Model } from '../../lib/core/model/model';
import { actionsOf } from '../../lib/core/model/resource-grants';
import { placeInTemplate } from '../../lib/core/model/resource-policies';
import { defineRule, type Fact } from '../../lib/core/rule';
import { partsOf, type SymbolicString } from '../../lib/core/template/symbolic';
import type { Resource } from '../../lib/core/template/template';

type Message = 'noPolicy' | 'everything' | 'otherAccounts';

/** Services through which data leaves for the accounts of others. */
const CARRIES_DATA: ReadonlySet<string> = new Set([
  's3',
  's3-global.accesspoint',
  's3express',
  'dynamodb',
  'sts',
  'kms',
  'secretsmanager',
  'execute-api',
]);

/** Keys that keep callers or resources inside of accounts and organisations. */
const PERIMETER_KEYS: ReadonlySet<string> = new Set([
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:principalaccount',
  'aws:principalarn',
  'aws:resourceorgid',
  'aws:resourceorgpaths',
  'aws:resourceaccount',
  's3:resourceaccount',
  's3:dataaccesspointaccount',
  'kms:calleraccount',
]);

const endpoint = (service: string, ...statements: JsonObject[]): JsonObject => ({
  Endpoint: {
    Type: 'AWS::EC2::VPCEndpoint',
    Properties: {
      VpcId: 'vpc-0123456789abcdef0',
      ServiceName: { 'Fn::Sub': `com.amazonaws.\${AWS::Region}.${service}` },
      ...(statements.length === 0 ? {} : { PolicyDocument: { Version: '2012-10-17', Statement: statements } }),
    },
  },
});

const open = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };

/** A rule about where data may go, not about strangers: only what is inside of the VPC reaches an endpoint. */
export default defineRule<Message>({
  meta: {
    id: 'resource-policy/no-open-vpc-endpoint',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'VPC endpoints pass only calls to and from accounts of the owners',
    rationale:
      'An endpoint without a policy passes every call with any credentials: code that an attacker controls copies data into a bucket of the attacker, past every firewall. A policy of the endpoint is where that ends.',
    references: [
      'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html',
      'https://docs.aws.amazon.com/whitepapers/latest/building-a-data-perimeter-on-aws/building-a-data-perimeter-on-aws.html',
    ],
    catalogue: ['RP-VPCE-OPEN'],
    peers: ['prowler vpc_endpoint_connections_trust_boundaries'],
  },
  messages: {
    noPolicy: {
      what: 'endpoint "{name}" for {service} has no PolicyDocument: it passes every call, of any account, to any resource',
      fix: 'set PolicyDocument ("endpoint.addToPolicy(...)") to the resources that the VPC needs, or to any with a condition on "aws:ResourceOrgID" or "aws:ResourceAccount"',
    },
    everything: {
      what: 'policy of endpoint "{name}" for {service} lets everyone call {actions} on every resource, as if there were none',
      fix: 'name the resources that the VPC needs, or add conditions on "aws:PrincipalAccount" and "aws:ResourceAccount" (or "aws:PrincipalOrgID" and "aws:ResourceOrgID")',
    },
    otherAccounts: {
      what: 'policy of endpoint "{name}" lets everyone call {actions} on every resource of {service}, those of other accounts included',
      fix: 'name the resources that the VPC needs, or add a condition on "aws:ResourceAccount" or "aws:ResourceOrgID"',
    },
  },
  examples: {
    valid: [
      { title: 'named buckets', resources: endpoint('s3', { ...open, Action: 's3:GetObject', Resource: 'arn:aws:s3:::orders/*' }) },
      {
        title: 'resources of the own account',
        resources: endpoint('dynamodb', { ...open, Condition: { StringEquals: { 'aws:ResourceAccount': { Ref: 'AWS::AccountId' } } } }),
      },
    ],
    invalid: [
      { title: 'no policy', resources: endpoint('s3'), reports: ['noPolicy'] },
      { title: 'a policy that allows all', resources: endpoint('sqs', open), reports: ['everything'] },
      {
        title: 'writing into any bucket there is',
        resources: endpoint('s3', { ...open, Action: 's3:PutObject' }),
        reports: ['otherAccounts'],
      },
    ],
  },
  *check(model): Iterable<Fact<Message>> {
    const endpoints = model.resourcesOfType('AWS::EC2::VPCEndpoint');
    if (endpoints.length === 0) return;
    const documents = new Map<Resource, PolicyDocument[]>();
    for (const document of model.documents) {
      if (document.guards !== 'AWS::EC2::VPCEndpoint') continue;
      documents.set(document.resource, [...(documents.get(document.resource) ?? []), document]);
    }
    for (const resource of endpoints) {
      const service = serviceOf(model, resource);
      if (service === undefined) continue;
      const data = { name: model.nameOf(resource), service };
      if (model.readingsOf(resource).some((reading) => reading.lacks('PolicyDocument'))) {
        yield { message: 'noPolicy', resource, at: model.propertiesOf(resource), evidence: 'PolicyDocument absent', data, atMost: 'info' };
      }
      for (const document of documents.get(resource) ?? []) {
        if (document.statements.some(isPerimeter)) continue;
        for (const statement of document.statements) {
          const message = widthOf(statement, service);
          if (message === undefined) continue;
          const actions = actionsOf(model, statement);
          const at = placeInTemplate(resource, statement.resources[0]?.at ?? statement.at);
          yield { message, resource, at, evidence: `${actions} on every resource`, statement, data: { ...data, actions } };
        }
      }
    }
  },
});

/** The service behind an endpoint that can have a policy: `s3`. `undefined` for load balancers, lattices and services of others, which cannot. */
function serviceOf(model: Model, resource: Resource): string | undefined {
  const [type] = model.values(resource, 'VpcEndpointType');
  if (typeof type?.value === 'string' && !/^(?:Interface|Gateway)$/i.test(type.value)) return undefined;
  const [name] = model.values(resource, 'ServiceName');
  if (name === undefined || /\bvpce\b/.test(model.show(name, resource))) return undefined;
  return shortName(name.value) ?? model.show(name, resource);
}

function shortName(name: SymbolicString): string | undefined {
  const text = partsOf(name)
    .map((part) => (typeof part === 'string' ? part : 'region'))
    .join('');
  return /^(?:com|cn\.com|aws)\.(?:amazonaws|sagemaker|api)\.[a-z0-9-]+\.(.+)$/.exec(text)?.[1];
}

function widthOf(statement: Statement, service: string): Message | undefined {
  if (statement.effect === 'Deny' || statement.conditions.some(isBound)) return undefined;
  const isForAll = statement.notPrincipals.length > 0 || statement.principals.some((principal) => isAnyone(principalScope(principal).kind));
  if (!isForAll) return undefined;
  const isOnAll =
    statement.notResources.length > 0 ||
    statement.resources.some(({ value }) => value === '*' || /^arn:[^:]*:[^:]*:\**:\**:\*$/.test(String(value)));
  if (!isOnAll) return undefined;
  const isAll =
    statement.notActions.length > 0 ||
    statement.actions.some(({ value }) => typeof value === 'string' && /^(?:\*|[a-z0-9-]+:\*)$/i.test(value));
  if (isAll) return 'everything';
  return CARRIES_DATA.has(service) ? 'otherAccounts' : undefined;
}

function isAnyone(kind: ReturnType<typeof principalScope>['kind']): boolean {
  return kind === 'anyone' || kind === 'any-account-member';
}

/** A positive condition that keeps the call inside. */
function isBound({ operator, key, values }: ConditionTest): boolean {
  const { known, negated, base } = parseOperator(operator);
  return (
    known &&
    !negated &&
    base !== 'Null' &&
    PERIMETER_KEYS.has(key.toLowerCase()) &&
    values.length > 0 &&
    values.every(({ value }) => value !== '*')
  );
}

/** A Deny of whatever is outside. */
function isPerimeter({ effect, optional, conditions, actions }: Statement): boolean {
  if (effect !== 'Deny' || optional || !actions.some(({ value }) => typeof value === 'string' && value.endsWith('*'))) return false;
  return conditions.some(({ operator, key }) => parseOperator(operator).negated && PERIMETER_KEYS.has(key.toLowerCase()));
}
