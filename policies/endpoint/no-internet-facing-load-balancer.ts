import type { JsonObject } from '../../lib/core/json';
import { isOpenThrough } from '../../lib/core/model/ingress';
import type { Model } from '../../lib/core/model/model';
import { isPublicOnPurpose } from '../../lib/core/model/public-endpoints';
import type { PropertyValue, Reading } from '../../lib/core/model/reading';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

type Message = 'open' | 'guarded' | 'narrow' | 'undecided';

const balancer = (more: JsonObject): JsonObject => ({ Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: more });
const listener = (protocol: string, ...actions: string[]): JsonObject => ({
  Type: 'AWS::ElasticLoadBalancingV2::Listener',
  Properties: { LoadBalancerArn: { Ref: 'Balancer' }, Protocol: protocol, DefaultActions: actions.map((Type) => ({ Type })) },
});

/**
 * A load balancer is an entry point like an API: strangers who reach its targets without signing in are an error, and
 * whoever means that names it in `publicEndpoints`. Plain text and a missing web ACL are findings of the rules of api.
 */
export default defineRule<Message>({
  meta: {
    id: 'endpoint/no-internet-facing-load-balancer',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'Load balancers are internal, or let strangers no further than the sign-in',
    rationale:
      'What an internet-facing load balancer forwards reaches your code from every host of the internet, signed in or not. It is the default of CloudFormation and of several CDK patterns, so that it happens without anyone meaning it.',
    references: [
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-loadbalancer.html#cfn-elasticloadbalancingv2-loadbalancer-scheme',
      'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html',
      'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html',
    ],
    catalogue: ['NET-ELB-INTERNET-FACING'],
    peers: ['AWS-0053', 'prowler elbv2_internet_facing', 'prowler elb_internet_facing'],
  },
  messages: {
    open: {
      what: 'load balancer "{name}" faces the internet (Scheme {scheme}) and {gap}',
      fix: 'set Scheme "internal" ("internetFacing: false", "publicLoadBalancer: false") and put CloudFront with a VPC origin or an API with a VPC link before it; or let every HTTPS listener authenticate ("ListenerAction.authenticateOidc"); when it is meant to be public, name it in the setting "publicEndpoints"',
    },
    guarded: {
      what: 'load balancer "{name}" faces the internet (Scheme {scheme}), and its listeners let in whoever signs in',
      fix: 'set Scheme "internal" when the clients are in your networks ("internetFacing: false"), or name it in the setting "publicEndpoints"',
    },
    narrow: {
      what: 'load balancer "{name}" faces the internet (Scheme {scheme}), and its security groups let in known networks only',
      fix: 'set Scheme "internal" ("internetFacing: false") where the clients reach the VPC; CloudFront does with "VpcOrigin.withApplicationLoadBalancer"',
    },
    undecided: {
      what: 'whether load balancer "{name}" faces the internet cannot be decided: Scheme is "{scheme}"',
      fix: 'write Scheme "internal", or give the parameter that decides it that value as its default',
    },
  },
  examples: {
    valid: [
      { title: 'an internal load balancer', resources: { Balancer: balancer({ Scheme: 'internal' }) } },
      { title: 'a gateway load balancer, which has no scheme', resources: { Balancer: balancer({ Type: 'gateway' }) } },
    ],
    invalid: [
      {
        title: 'the default of CloudFormation, with a listener that forwards what strangers send',
        resources: { Balancer: balancer({}), Listener: listener('HTTPS', 'forward') },
        reports: ['open'],
      },
      {
        title: 'a listener that makes clients sign in, which is a warning',
        resources: { Balancer: balancer({ Scheme: 'internet-facing' }), Listener: listener('HTTPS', 'authenticate-oidc', 'forward') },
        reports: ['guarded'],
      },
      {
        title: 'a security group for known networks, which is information',
        resources: {
          Group: {
            Type: 'AWS::EC2::SecurityGroup',
            Properties: { SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '198.18.0.0/24' }] },
          },
          Balancer: balancer({ Scheme: 'internet-facing', SecurityGroups: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }] }),
        },
        reports: ['narrow'],
      },
      {
        title: 'a scheme that whoever deploys chooses',
        template: { Parameters: { Scheme: { Type: 'String' } }, Resources: { Balancer: balancer({ Scheme: { Ref: 'Scheme' } }) } },
        reports: ['undecided'],
      },
    ],
  },
  *check(model) {
    const application = model.resourcesOfType('AWS::ElasticLoadBalancingV2::LoadBalancer');
    const classic = model.resourcesOfType('AWS::ElasticLoadBalancing::LoadBalancer');
    if (application.length === 0 && classic.length === 0) return;
    const doors = doorsOf(model);
    for (const resource of [...application, ...classic]) {
      if (isPublicOnPurpose(model, resource)) continue;
      for (const reading of model.readingsOf(resource)) {
        if (reading.isAlways(['Type'], ['gateway']) === 'yes') continue;
        for (const scheme of reading.values('Scheme')) {
          const isClosed = scheme.kind === 'literal' && scheme.text.toLowerCase() === 'internal';
          if (!isClosed) yield factOf(model, reading, scheme, doors.get(resource) ?? []);
        }
      }
    }
  },
});

function factOf(model: Model, reading: Reading, { kind, at, shown }: PropertyValue, doors: readonly Door[]): Fact<Message> {
  const { resource } = reading;
  const written = kind === 'absent' ? 'absent' : `"${shown}"`;
  const data = { name: model.nameOf(resource), scheme: kind === 'absent' ? 'absent, the default' : written };
  const common = { resource, at, evidence: `Scheme ${kind === 'absent' ? 'absent' : shown}` };
  if (kind !== 'absent' && kind !== 'literal') return { ...common, message: 'undecided', data: { ...data, scheme: shown } };
  if (
    isOpenThrough(
      model,
      resource,
      reading.values('SecurityGroups', '*').filter((group) => group.kind !== 'absent'),
    ) === 'no'
  ) {
    return { ...common, message: 'narrow', data, atMost: 'info' };
  }
  const openDoor = doors.find(({ isGuarded }) => !isGuarded);
  if (doors.length > 0 && openDoor === undefined) return { ...common, message: 'guarded', data, atMost: 'warning' };
  const gap =
    openDoor === undefined ? 'nothing shows that its listeners authenticate' : `"${openDoor.name}" forwards without authentication`;
  return { ...common, message: 'open', data: { ...data, gap } };
}

/** A listener, or a rule of one, that leads to the targets of a load balancer. */
interface Door {
  readonly name: string;
  /** Whether every client signs in before anything is forwarded, over TLS. */
  readonly isGuarded: boolean;
}

/** The doors of each load balancer of the input. A listener that only redirects or answers itself is none. */
function doorsOf(model: Model): ReadonlyMap<Resource, readonly Door[]> {
  const doors = new Map<Resource, Door[]>();
  const add = (balancer_: Resource, resource: Resource, isGuarded: boolean) => {
    const known = doors.get(balancer_) ?? [];
    doors.set(balancer_, [...known, { name: model.nameOf(resource), isGuarded }]);
  };
  const listeners = new Map<Resource, { readonly balancer: Resource; readonly isEncrypted: boolean; readonly isMutual: boolean }>();
  for (const resource of model.resourcesOfType('AWS::ElasticLoadBalancingV2::Listener')) {
    for (const reading of model.readingsOf(resource)) {
      const balancer_ = targetAt(model, reading, 'LoadBalancerArn');
      if (balancer_ === undefined) continue;
      const isEncrypted = reading.isAlways(['Protocol'], ['HTTPS', 'TLS']) === 'yes';
      const isMutual = reading.isAlways(['MutualAuthentication', 'Mode'], ['verify']) === 'yes';
      listeners.set(resource, { balancer: balancer_, isEncrypted, isMutual });
      const actions = reading.objects('DefaultActions');
      if (forwards(actions)) add(balancer_, resource, isEncrypted && (isMutual || authenticates(actions)));
    }
  }
  for (const resource of model.resourcesOfType('AWS::ElasticLoadBalancingV2::ListenerRule')) {
    for (const reading of model.readingsOf(resource)) {
      const target = targetAt(model, reading, 'ListenerArn');
      const listener_ = target === undefined ? undefined : listeners.get(target);
      if (listener_ === undefined) continue;
      const actions = reading.objects('Actions');
      if (forwards(actions)) add(listener_.balancer, resource, listener_.isEncrypted && (listener_.isMutual || authenticates(actions)));
    }
  }
  return doors;
}

function targetAt(model: Model, reading: Reading, property: string): Resource | undefined {
  const [value] = reading.values(property);
  return value?.value === undefined ? undefined : model.resolverOf(reading.resource.template).target(value.value);
}

function forwards(actions: readonly Reading[]): boolean {
  return actions.some((action) => action.canBe(['Type'], ['forward'], 'yes') !== 'no');
}

function authenticates(actions: readonly Reading[]): boolean {
  return actions.some((action) => {
    if (action.isAlways(['Type'], ['jwt-validation']) === 'yes') return true;
    if (action.isAlways(['Type'], ['authenticate-oidc', 'authenticate-cognito']) !== 'yes') return false;
    // "allow" hands requests on that come without a session.
    const isAllowed = ['AuthenticateOidcConfig', 'AuthenticateCognitoConfig'].some(
      (config) => action.canBe([config, 'OnUnauthenticatedRequest'], ['allow']) !== 'no',
    );
    return !isAllowed;
  });
}
