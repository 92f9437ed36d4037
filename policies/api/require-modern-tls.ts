import type { Model } from '../../lib/core/model/model';
import type { PropertyValue, Reading } from '../../lib/core/model/reading';
import { targetOf } from '../../lib/core/model/stages';
import { oldestTlsOf } from '../../lib/core/model/tls';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

type Message = 'oldVersion' | 'oldByDefault' | 'plainListener' | 'plainDomain' | 'oldTransfer';

const listener = (more: object) => ({
  Type: 'AWS::ElasticLoadBalancingV2::Listener',
  Properties: { LoadBalancerArn: { Ref: 'Balancer' }, Port: 443, Protocol: 'HTTPS', ...more },
});
const balancer = { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Scheme: 'internet-facing' } };
const forward = [{ Type: 'forward', TargetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/orders/1' }];
const domain = (policy?: string) => ({
  Type: 'AWS::ApiGateway::DomainName',
  Properties: { DomainName: 'orders.example.com', ...(policy === undefined ? {} : { SecurityPolicy: policy }) },
});

/** Where a type says how old a version of TLS its clients may use. */
interface TlsSetting {
  readonly type: string;
  /** The object that holds the property; everything below `*` is looked at. */
  readonly holder: readonly string[];
  readonly property: string;
  /** What its absence accepts; nothing when the default is modern. */
  readonly byDefault?: string;
  readonly cdk: string;
  readonly wanted: string;
  /** Whether its absence is worth no more than information. */
  isAdvice?(reading: Reading): boolean;
  /** Whether the property matters in this object at all. */
  applies?(reading: Reading): boolean;
}

const settings: readonly TlsSetting[] = [
  {
    type: 'AWS::ApiGateway::DomainName',
    holder: [],
    property: 'SecurityPolicy',
    byDefault: 'the default of edge-optimized domains accepts TLS 1.0',
    // Regional domains start with TLS 1.2, and CDK leaves it at that.
    isAdvice: (reading) =>
      reading.values('EndpointConfiguration', 'Types', '*').some(({ text }) => text === 'REGIONAL' || text === 'PRIVATE'),
    cdk: 'securityPolicy: SecurityPolicy.TLS_1_2',
    wanted: 'TLS_1_2',
  },
  { type: 'AWS::ApiGateway::DomainNameV2', holder: [], property: 'SecurityPolicy', cdk: 'securityPolicy', wanted: 'TLS_1_2' },
  {
    type: 'AWS::ApiGatewayV2::DomainName',
    holder: ['DomainNameConfigurations'],
    property: 'SecurityPolicy',
    cdk: 'securityPolicy: SecurityPolicy.TLS_1_2',
    wanted: 'TLS_1_2',
  },
  {
    type: 'AWS::ApiGateway::RestApi',
    holder: [],
    property: 'SecurityPolicy',
    cdk: 'securityPolicy',
    wanted: 'SecurityPolicy_TLS13_1_2_PQ_2025_09',
  },
  {
    type: 'AWS::ElasticLoadBalancingV2::Listener',
    holder: [],
    property: 'SslPolicy',
    byDefault: 'the default accepts TLS 1.0',
    cdk: 'sslPolicy: SslPolicy.RECOMMENDED_TLS',
    wanted: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
    applies: (reading) => reading.canBe(['Protocol'], ['HTTPS', 'TLS']) === 'yes',
  },
  {
    type: 'AWS::IoT::DomainConfiguration',
    holder: ['TlsConfig'],
    property: 'SecurityPolicy',
    cdk: 'tlsConfig: { securityPolicy }',
    wanted: 'IotSecurityPolicy_TLS13_1_2_2022_10',
  },
  {
    type: 'AWS::Cognito::UserPoolDomain',
    holder: ['CustomDomainConfig'],
    property: 'SecurityPolicy',
    cdk: 'customDomainConfig: { securityPolicy }',
    wanted: 'TLS_1_2',
  },
  ...['AWS::OpenSearchService::Domain', 'AWS::Elasticsearch::Domain'].map((type) => ({
    type,
    holder: ['DomainEndpointOptions'],
    property: 'TLSSecurityPolicy',
    byDefault: 'the default accepts TLS 1.0',
    cdk: 'tlsSecurityPolicy: TLSSecurityPolicy.TLS_1_2_PFS',
    wanted: 'Policy-Min-TLS-1-2-PFS-2023-10',
  })),
];

/** The oldest version that counts as safe. */
const OLDEST = 1.2;

/** What the internet talks to, and how old a version of TLS it may use for that. Distributions belong to the rules about endpoints. */
export default defineRule<Message>({
  meta: {
    id: 'api/require-modern-tls',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'Endpoints accept TLS 1.2 or newer, and nothing in plain text',
    rationale:
      'TLS 1.0 and 1.1 have known weaknesses and are withdrawn (RFC 8996), and plain HTTP shows tokens and data to everybody on the way. A client that still needs them is better found than served.',
    references: [
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies.html',
      'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html',
      'https://www.rfc-editor.org/rfc/rfc8996',
    ],
    catalogue: ['API-WEAK-TLS'],
    peers: [
      'cfn_nag W55',
      'cfn_nag W56',
      'cfn_nag W62',
      'cfn_nag W70',
      'AWS-0005',
      'AWS-0047',
      'AWS-0054',
      'AWS-0112',
      'AWS-0126',
      'CKV_AWS_2',
      'CKV_AWS_103',
      'CKV_AWS_206',
      'API_GW_DOMAIN_NAME_TLS',
      'cdk-nag AwsSolutions-ELB5',
      'Security Hub ELB.1',
      'Security Hub ELB.3',
    ],
  },
  messages: {
    oldVersion: {
      what: '{property} of "{name}" is "{policy}", which accepts {version}',
      fix: 'set {property} to "{wanted}" or a newer policy ("{cdk}")',
    },
    oldByDefault: {
      what: '"{name}" sets no {property}: {version}',
      fix: 'set {property} to "{wanted}" or a newer policy ("{cdk}")',
    },
    plainListener: {
      what: 'listener "{name}" takes requests in plain HTTP and serves them',
      fix: 'let it redirect to HTTPS ("redirectHTTP: true", or DefaultActions of type "redirect" with "Protocol": "HTTPS"), and serve on port 443 with a certificate',
    },
    plainDomain: {
      what: 'domain "{name}" takes requests in plain HTTP: EnforceHTTPS is {value}',
      fix: 'set "DomainEndpointOptions/EnforceHTTPS" to true ("enforceHttps: true")',
    },
    oldTransfer: {
      what: 'server "{name}" accepts outdated ciphers and key exchanges: SecurityPolicyName is {value}',
      fix: 'set "SecurityPolicyName" to "TransferSecurityPolicy-2024-01" or a newer one',
    },
  },
  examples: {
    valid: [
      { title: 'a domain with TLS 1.2', resources: { Domain: domain('TLS_1_2') } },
      { title: 'a domain with a policy of TLS 1.3', resources: { Domain: domain('SecurityPolicy_TLS13_1_3_2025_09') } },
      {
        title: 'plain HTTP that only redirects',
        resources: {
          Balancer: balancer,
          Listener: listener({
            Port: 80,
            Protocol: 'HTTP',
            DefaultActions: [{ Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', StatusCode: 'HTTP_301' } }],
          }),
        },
      },
    ],
    invalid: [
      { title: 'a domain with TLS 1.0', resources: { Domain: domain('TLS_1_0') }, reports: ['oldVersion'] },
      { title: 'a domain with the default', resources: { Domain: domain() }, reports: ['oldByDefault'] },
      {
        title: 'a listener that serves plain HTTP',
        resources: { Balancer: balancer, Listener: listener({ Port: 80, Protocol: 'HTTP', DefaultActions: forward }) },
        reports: ['plainListener'],
      },
      {
        title: 'a search domain in plain HTTP',
        resources: {
          Search: {
            Type: 'AWS::OpenSearchService::Domain',
            Properties: { DomainEndpointOptions: { EnforceHTTPS: false, TLSSecurityPolicy: 'Policy-Min-TLS-1-2-2019-07' } },
          },
        },
        reports: ['plainDomain'],
      },
      {
        title: 'a file server with the default policy',
        resources: { Files: { Type: 'AWS::Transfer::Server', Properties: { Protocols: ['SFTP'] } } },
        reports: ['oldTransfer'],
      },
    ],
  },
  *check(model) {
    for (const setting of settings) {
      for (const resource of model.resourcesOfType(setting.type)) {
        for (const reading of model.readingsOf(resource)) yield* versionFacts(model, resource, reading, setting);
      }
    }
    yield* plainListeners(model);
    yield* classicListeners(model);
    yield* plainDomains(model);
    yield* transferServers(model);
  },
});

function* versionFacts(model: Model, resource: Resource, reading: Reading, setting: TlsSetting): Iterable<Fact<Message>> {
  if (setting.applies?.(reading) === false) return;
  const { holder, property, byDefault, cdk, wanted } = setting;
  const cap = setting.isAdvice?.(reading) ? { atMost: 'info' as const } : {};
  const holders = holder.length === 0 ? [reading] : reading.objects(...holder);
  const name = model.nameOf(resource);
  if (holders.length === 0 && byDefault !== undefined) {
    yield { ...defaultFact(resource, reading.at, { name, property, version: byDefault, wanted, cdk }), ...cap };
  }
  for (const each of holders) {
    for (const value of each.values(property)) {
      if (value.kind === 'absent' && byDefault !== undefined) {
        yield { ...defaultFact(resource, value.at, { name, property, version: byDefault, wanted, cdk }), ...cap };
      }
      const oldest = value.kind === 'literal' ? oldestTlsOf(value.text) : undefined;
      if (oldest === undefined || oldest >= OLDEST) continue;
      const data = { name, property, policy: value.shown, version: oldest === 0 ? 'SSL 3.0' : `TLS ${oldest.toFixed(1)}`, wanted, cdk };
      yield { message: 'oldVersion', resource, at: value.at, evidence: `${property} ${value.shown}`, data };
    }
  }
}

function defaultFact(resource: Resource, at: Fact['at'], data: Readonly<Record<string, string>>): Fact<Message> {
  return { message: 'oldByDefault', resource, at, evidence: `${data.property} absent`, data };
}

/** Listeners in plain HTTP that do more than to send clients elsewhere. Those of internal load balancers are advice. */
function* plainListeners(model: Model): Iterable<Fact<Message>> {
  const ruled = new Map<Resource | undefined, Reading[]>();
  for (const rule of model.resourcesOfType('AWS::ElasticLoadBalancingV2::ListenerRule')) {
    const listener = targetOf(model, rule, 'ListenerArn');
    const actions = model.readingsOf(rule).flatMap((reading) => reading.objects('Actions'));
    ruled.set(listener, [
      ...(ruled.get(listener) ?? []),
      ...actions.filter((action) => action.isAlways(['Type'], AUTHENTICATING) === 'no'),
    ]);
  }
  for (const resource of model.resourcesOfType('AWS::ElasticLoadBalancingV2::Listener')) {
    const balancer = targetOf(model, resource, 'LoadBalancerArn');
    const schemes = balancer === undefined ? [] : model.values(balancer, 'Scheme');
    const isInternal = schemes.length > 0 && schemes.every(({ value }) => value === 'internal');
    for (const reading of model.readingsOf(resource)) {
      if (reading.canBe(['Protocol'], ['HTTP']) !== 'yes') continue;
      const actions = [...reading.objects('DefaultActions'), ...(ruled.get(resource) ?? [])];
      if (actions.length > 0 && actions.every(servesNothing)) continue;
      const at = reading.values('Protocol')[0]?.at ?? reading.at;
      const cap = isInternal ? { atMost: 'info' as const } : {};
      yield { message: 'plainListener', resource, at, evidence: 'Protocol HTTP', data: { name: model.nameOf(resource) }, ...cap };
    }
  }
}

/** Actions that another one follows. */
const AUTHENTICATING = ['authenticate-oidc', 'authenticate-cognito'];

/** An action that answers with a redirect to HTTPS, or with a fixed refusal. */
function servesNothing(action: Reading): boolean {
  if (action.canBe(['Type'], ['fixed-response']) !== 'no') return action.values('FixedResponseConfig', 'StatusCode').every(isRefusal);
  if (action.isAlways(['Type'], ['redirect']) === 'no') return false;
  return action.isAlways(['RedirectConfig', 'Protocol'], ['HTTPS']) !== 'no';
}

function isRefusal({ text }: PropertyValue): boolean {
  return text.startsWith('4') || text.startsWith('5');
}

function* classicListeners(model: Model): Iterable<Fact<Message>> {
  for (const resource of model.resourcesOfType('AWS::ElasticLoadBalancing::LoadBalancer')) {
    const name = model.nameOf(resource);
    for (const reading of model.readingsOf(resource)) {
      const cap = reading.isAlways(['Scheme'], ['internal']) === 'yes' ? { atMost: 'info' as const } : {};
      for (const { text, at } of reading.values('Listeners', '*', 'Protocol')) {
        if (text.toUpperCase() === 'HTTP')
          yield { message: 'plainListener', resource, at, evidence: 'Protocol HTTP', data: { name }, ...cap };
      }
    }
  }
}

function* plainDomains(model: Model): Iterable<Fact<Message>> {
  for (const type of ['AWS::OpenSearchService::Domain', 'AWS::Elasticsearch::Domain']) {
    for (const resource of model.resourcesOfType(type)) {
      for (const value of model.readingsOf(resource).flatMap((reading) => reading.values('DomainEndpointOptions', 'EnforceHTTPS'))) {
        if (value.kind === 'symbolic' || value.text.toLowerCase() === 'true') continue;
        const data = { name: model.nameOf(resource), value: value.shown === '' ? 'absent' : `"${value.shown}"` };
        yield { message: 'plainDomain', resource, at: value.at, evidence: `EnforceHTTPS ${value.shown || 'absent'}`, data };
      }
    }
  }
}

/** Policies are named by their date; those before this year accept SHA-1 and CBC. */
const OLDEST_TRANSFER_POLICY = 2020;

function* transferServers(model: Model): Iterable<Fact<Message>> {
  for (const resource of model.resourcesOfType('AWS::Transfer::Server')) {
    for (const value of model.readingsOf(resource).flatMap((reading) => reading.values('SecurityPolicyName'))) {
      const year = Number(/Policy-(?:FIPS-)?(\d{4})-\d{2}$/.exec(value.text)?.[1] ?? OLDEST_TRANSFER_POLICY);
      if (value.kind !== 'absent' && (value.kind !== 'literal' || year >= OLDEST_TRANSFER_POLICY)) continue;
      const data = {
        name: model.nameOf(resource),
        value: value.shown === '' ? 'absent, which is "TransferSecurityPolicy-2018-11"' : `"${value.shown}"`,
      };
      yield { message: 'oldTransfer', resource, at: value.at, evidence: `SecurityPolicyName ${value.shown || 'absent'}`, data };
    }
  }
}
