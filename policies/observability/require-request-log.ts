import type { JsonObject } from '../../lib/core/json';
import { mentionsBy } from '../../lib/core/model/mentions';
import type { Model } from '../../lib/core/model/model';
import type { Reading } from '../../lib/core/model/reading';
import { positionsOf, switchFact } from '../../lib/core/model/switches';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

type Message = 'balancerNotLogged' | 'classicBalancerNotLogged' | 'distributionNotLogged' | 'webAclNotLogged';

const BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const ENABLED = 'access_logs.s3.enabled';

const balancer = (enabled: string): JsonObject => ({
  Balancer: {
    Type: BALANCER,
    Properties: {
      Type: 'application',
      LoadBalancerAttributes: [
        { Key: ENABLED, Value: enabled },
        { Key: 'access_logs.s3.bucket', Value: 'logs' },
      ],
    },
  },
});
const distribution = (config: JsonObject): JsonObject => ({
  Site: { Type: 'AWS::CloudFront::Distribution', Properties: { DistributionConfig: { Enabled: true, ...config } } },
});
const webAcl: JsonObject = {
  Firewall: { Type: 'AWS::WAFv2::WebACL', Properties: { Scope: 'REGIONAL', DefaultAction: { Allow: {} }, VisibilityConfig: {} } },
};

export default defineRule<Message>({
  meta: {
    id: 'observability/require-request-log',
    severity: { recommended: 'warning', strict: 'warning', critical: 'off' },
    title: 'Load balancers, distributions and web ACLs log requests',
    rationale:
      'What reached an application, from where, and what was refused is seen at its edge alone: without these logs an attack leaves no addresses and no requests behind.',
    references: [
      'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html',
      'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-access-logs.html',
      'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html',
      'https://docs.aws.amazon.com/waf/latest/developerguide/logging.html',
    ],
    catalogue: ['OBS-LB-ACCESS-LOG'],
    peers: [
      'CKV_AWS_86',
      'CKV_AWS_91',
      'CKV_AWS_92',
      'cfn_nag W10',
      'cfn_nag W26',
      'cfn_nag W52',
      'AWS-0010',
      'cdk-nag AwsSolutions-ELB2',
      'cdk-nag AwsSolutions-CFR3',
      'Security Hub ELB.5',
      'Security Hub CloudFront.5',
      'Security Hub WAF.11',
    ],
  },
  messages: {
    balancerNotLogged: {
      what: 'load balancer "{name}" writes no access logs: "access_logs.s3.enabled" is {value}',
      fix: 'set "access_logs.s3.enabled" to "true" with "access_logs.s3.bucket" in LoadBalancerAttributes ("balancer.logAccessLogs(bucket)")',
    },
    classicBalancerNotLogged: {
      what: 'load balancer "{name}" writes no access logs: AccessLoggingPolicy Enabled is {value}',
      fix: 'set "AccessLoggingPolicy: Enabled" to true with S3BucketName ("accessLoggingPolicy" of elb.LoadBalancer)',
    },
    distributionNotLogged: {
      what: 'distribution "{name}" writes no logs: it has neither Logging nor a log delivery of the input',
      fix: 'set "DistributionConfig: Logging" ("enableLogging: true" of cloudfront.Distribution), or add an AWS::Logs::DeliverySource with its ARN',
    },
    webAclNotLogged: {
      what: 'web ACL "{name}" logs nothing: no AWS::WAFv2::LoggingConfiguration of the input names it',
      fix: 'add an AWS::WAFv2::LoggingConfiguration with its ARN in "ResourceArn" (CfnLoggingConfiguration)',
    },
  },
  examples: {
    valid: [
      { title: 'a load balancer with access logs', resources: balancer('true') },
      { title: 'a distribution with logs', resources: distribution({ Logging: { Bucket: 'logs.s3.amazonaws.com' } }) },
      {
        title: 'a distribution whose logs are delivered',
        resources: {
          ...distribution({}),
          Source: {
            Type: 'AWS::Logs::DeliverySource',
            Properties: {
              LogType: 'ACCESS_LOGS',
              Name: 'site',
              ResourceArn: { 'Fn::Sub': 'arn:aws:cloudfront::${AWS::AccountId}:distribution/${Site}' },
            },
          },
        },
      },
    ],
    invalid: [
      { title: 'a load balancer without access logs', resources: balancer('false'), reports: ['balancerNotLogged'] },
      {
        title: 'a classic load balancer without access logs',
        resources: { Balancer: { Type: 'AWS::ElasticLoadBalancing::LoadBalancer', Properties: { Listeners: [] } } },
        reports: ['classicBalancerNotLogged'],
      },
      { title: 'a distribution without logs', resources: distribution({}), reports: ['distributionNotLogged'] },
      { title: 'a web ACL without logs', resources: webAcl, reports: ['webAclNotLogged'] },
    ],
  },
  *check(model) {
    yield* balancerFacts(model);
    for (const resource of model.resourcesOfType('AWS::ElasticLoadBalancing::LoadBalancer')) {
      const enabled = { path: ['AccessLoggingPolicy', 'Enabled'], on: ['false'], onWithout: true };
      for (const position of positionsOf(model, resource, enabled)) {
        if (position.state === 'undecided') continue;
        const { data, ...fact } = switchFact(model, position);
        const value = position.state === 'default' ? 'absent' : position.value;
        yield { message: 'classicBalancerNotLogged', ...fact, data: { ...data, value } };
      }
    }
    yield* distributionFacts(model);
    const acls = model.resourcesOfType('AWS::WAFv2::WebACL');
    if (acls.length > 0) yield* unlogged(model, acls, 'AWS::WAFv2::LoggingConfiguration', 'webAclNotLogged', 'no LoggingConfiguration');
  },
});

function* balancerFacts(model: Model): Iterable<Fact<Message>> {
  const balancers = model.resourcesOfType(BALANCER);
  if (balancers.length === 0) return;
  const encrypted = balancersWithTls(model);
  for (const resource of balancers) {
    for (const reading of model.readingsOf(resource)) {
      if (reading.canBe(['Type'], ['gateway']) === 'yes') continue;
      // A network load balancer writes logs for its TLS listeners alone.
      if (reading.canBe(['Type'], ['network']) === 'yes' && !encrypted.has(resource)) continue;
      const written = accessLogsOf(reading);
      if (written === 'true' || written === 'unknown') continue;
      const at = reading.values('LoadBalancerAttributes')[0]?.at ?? reading.at;
      const value = written === undefined ? 'absent' : `"${written}"`;
      const evidence = `${ENABLED} ${written ?? 'absent'}`;
      yield { message: 'balancerNotLogged', resource, at, evidence, data: { name: model.nameOf(resource), value } };
      break;
    }
  }
}

/** The text of the attribute; `unknown` when it, or the list, comes from the deployment. */
function accessLogsOf(reading: Reading): string | undefined {
  for (const attribute of reading.objects('LoadBalancerAttributes')) {
    const is = attribute.canBe(['Key'], [ENABLED]);
    if (is === 'unknown') return 'unknown';
    if (is !== 'yes') continue;
    const [value] = attribute.values('Value');
    return value?.kind === 'literal' ? value.text.toLowerCase() : value?.kind === 'absent' ? undefined : 'unknown';
  }
  return undefined;
}

function balancersWithTls(model: Model): ReadonlySet<Resource> {
  const found = new Set<Resource>();
  for (const listener of model.resourcesOfType('AWS::ElasticLoadBalancingV2::Listener')) {
    const isTls = model.values(listener, 'Protocol').some(({ value }) => typeof value === 'string' && value.toUpperCase() === 'TLS');
    if (!isTls) continue;
    const resolver = model.resolverOf(listener.template);
    for (const { value } of model.values(listener, 'LoadBalancerArn')) {
      const target = resolver.target(value);
      if (target !== undefined) found.add(target);
    }
  }
  return found;
}

function* distributionFacts(model: Model): Iterable<Fact<Message>> {
  const unloggedSites = model.resourcesOfType('AWS::CloudFront::Distribution').filter((resource) =>
    model.readingsOf(resource).some((reading) => {
      const isRealTime = !reading.lacks('DistributionConfig', 'DefaultCacheBehavior', 'RealtimeLogConfigArn');
      return reading.lacks('DistributionConfig', 'Logging') && !isRealTime;
    }),
  );
  if (unloggedSites.length === 0) return;
  yield* unlogged(model, unloggedSites, 'AWS::Logs::DeliverySource', 'distributionNotLogged', 'Logging absent');
}

/** Those that no resource of `type` names; one whose name the deployment gives may name any of its template. */
function* unlogged(
  model: Model,
  candidates: readonly Resource[],
  type: string,
  message: Message,
  evidence: string,
): Iterable<Fact<Message>> {
  const { resources, others } = mentionsBy(model, [type], 'ResourceArn');
  const undecided = new Set(others.filter(({ value }) => typeof value !== 'string').map(({ by }) => by.template));
  for (const resource of candidates) {
    if (resources.has(resource) || undecided.has(resource.template)) continue;
    yield { message, resource, at: model.propertiesOf(resource), evidence, data: { name: model.nameOf(resource) } };
  }
}
