import { functionNamedIn } from '../../core/model/lambda';
import type { Authentication, Model } from '../../core/model/model';
import type { Reading } from '../../core/model/reading';
import { targetOf } from '../../core/model/stages';
import type { Resource } from '../../core/template/template';
import type { Exposure } from '../inventory';
import { mentionedIn } from '../mentioned';
import { type Starter, shownValue } from './starter';

/** The listeners of load balancers and their rules, with the functions behind them. */
export function* loadBalancerStarters(model: Model): Iterable<Starter> {
  const listeners = model.resourcesOfType('AWS::ElasticLoadBalancingV2::Listener');
  const behind = functionsBehind(model);
  for (const listener of listeners) {
    const balancer = targetOf(model, listener, 'LoadBalancerArn');
    yield* routesOf(model, listener, listener, balancer, behind);
  }
  for (const rule of model.resourcesOfType('AWS::ElasticLoadBalancingV2::ListenerRule')) {
    const listener = targetOf(model, rule, 'ListenerArn');
    const balancer = listener === undefined ? undefined : targetOf(model, listener, 'LoadBalancerArn');
    yield* routesOf(model, rule, listener, balancer, behind);
  }
}

/** The function of each target group that has one. */
function functionsBehind(model: Model): ReadonlyMap<Resource, Resource> {
  const found = new Map<Resource, Resource>();
  for (const group of model.resourcesOfType('AWS::ElasticLoadBalancingV2::TargetGroup')) {
    for (const { value } of model.values(group, 'Targets', '*', 'Id')) {
      const started = functionNamedIn(model, group, value);
      if (started !== undefined) found.set(group, started);
    }
  }
  return found;
}

function* routesOf(
  model: Model,
  by: Resource,
  listener: Resource | undefined,
  balancer: Resource | undefined,
  behind: ReadonlyMap<Resource, Resource>,
): Iterable<Starter> {
  const actions = by.properties.DefaultActions ?? by.properties.Actions;
  const authentication = authenticationOf(model, by);
  const { exposure, who } = callersOf(model, balancer, authentication);
  const functions = mentionedIn(model, by, actions).flatMap((group) => behind.get(group) ?? []);
  const port = listener === undefined ? '' : (shownValue(model, listener, 'Port') ?? '');
  const protocol = listener === undefined ? undefined : shownValue(model, listener, 'Protocol');
  const network = balancer !== undefined && shownValue(model, balancer, 'Type') === 'network';
  for (const started of functions.length === 0 ? [undefined] : functions) {
    yield {
      kind: 'trigger',
      invocation: 'synchronous',
      service: network ? 'Network Load Balancer' : 'Application Load Balancer',
      label: [protocol, port, by === listener ? '' : conditionOf(model, by)].filter((part) => part !== undefined && part !== '').join(' '),
      exposure,
      authentication,
      who,
      tls: tlsOf(protocol),
      by,
      ...(started === undefined ? {} : { function: started }),
      ...(balancer === undefined ? {} : { from: balancer }),
    };
  }
}

function tlsOf(protocol: string | undefined): Starter['tls'] {
  if (protocol === undefined) return 'unknown';
  return protocol === 'HTTPS' || protocol === 'TLS' ? 'yes' : /^[A-Z_]+$/.test(protocol) ? 'no' : 'unknown';
}

/** Paths and hosts of a rule. */
function conditionOf(model: Model, rule: Resource): string {
  const values = [
    ['Conditions', '*', 'PathPatternConfig', 'Values'],
    ['Conditions', '*', 'HostHeaderConfig', 'Values'],
    ['Conditions', '*', 'Values'],
  ].flatMap((path) => model.values(rule, ...path));
  return values.map((element) => model.show(element, rule)).join(' ');
}

const SIGNED: Readonly<Record<string, Authentication>> = {
  'authenticate-cognito': 'cognito',
  'authenticate-oidc': 'jwt',
  'jwt-validation': 'jwt',
};

/** A listener asks callers to sign in by an action before the one that forwards. */
function authenticationOf(model: Model, by: Resource): readonly Authentication[] {
  const found = new Set<Authentication>();
  for (const reading of model.readingsOf(by)) {
    const types = actionsIn(reading).flatMap((action) => action.values('Type'));
    const signed = types.flatMap(({ text }) => SIGNED[text.toLowerCase()] ?? []);
    if (signed.length > 0) for (const each of signed) found.add(each);
    else found.add(types.some(({ kind }) => kind === 'symbolic') ? 'unknown' : 'none');
  }
  return [...found].sort();
}

function actionsIn(reading: Reading): readonly Reading[] {
  return [...reading.objects('DefaultActions'), ...reading.objects('Actions')];
}

function callersOf(
  model: Model,
  balancer: Resource | undefined,
  authentication: readonly Authentication[],
): { exposure: Exposure; who: string } {
  if (balancer === undefined) return { exposure: 'unknown', who: 'callers of a load balancer that is not in the input' };
  const answers = model.readingsOf(balancer).map((reading) => reading.canBe(['Scheme'], ['internet-facing'], 'yes'));
  if (answers.every((answer) => answer === 'no')) return { exposure: 'account', who: 'callers from within the VPC' };
  if (authentication.includes('unknown')) return { exposure: 'unknown', who: 'not known: how callers are authenticated cannot be read' };
  if (!authentication.includes('none')) return { exposure: 'signed-in', who: 'callers who sign in at the load balancer' };
  return answers.includes('yes')
    ? { exposure: 'anyone', who: 'anyone on the internet whom its security groups let in' }
    : { exposure: 'unknown', who: 'anyone, if it faces the internet' };
}
