import { variablesAt } from '../core/model/lambda-environment';
import type { LambdaFunction, Model } from '../core/model/model';
import { soleHole } from '../core/template/symbolic';
import type { Resource } from '../core/template/template';
import { builderOf } from './builders';
import { quoted } from './expression';

/** An environment variable that holds a resource of the app. */
export interface ResourceVariable {
  readonly name: string;
  readonly attribute: string;
}

/** Builders whose `Ref` is what the calls of the SDK take, and so what declared access puts into a variable by itself. */
const BY_REF: ReadonlySet<string> = new Set([
  'bucket',
  'lambdaFunction',
  'queue',
  'secret',
  'stateMachine',
  'stream',
  'table',
  'topic',
  'userPool',
]);

/** The resources that a function finds in its environment. */
export function environmentOf(model: Model, { resource }: LambdaFunction): ReadonlyMap<Resource, readonly ResourceVariable[]> {
  const resolver = model.resolverOf(resource.template);
  const found = new Map<Resource, ResourceVariable[]>();
  for (const { name, value, at } of variablesAt(model, resource, 'Environment', 'Variables')) {
    const values = resolver.strings(value, at);
    const [only, another] = values;
    const hole = only === undefined || another !== undefined ? undefined : soleHole(only.value);
    const target = only === undefined || hole?.kind !== 'resource' ? undefined : resolver.target(only.value);
    if (target === undefined || hole?.kind !== 'resource') continue;
    const same = found.get(target);
    if (same === undefined) found.set(target, [{ name, attribute: hole.attribute }]);
    else same.push({ name, attribute: hole.attribute });
  }
  return found;
}

/** The calls that put the resource into the same variables; empty where that would not give the same value. */
export function injectionOf(resource: Resource, variables: readonly ResourceVariable[]): string {
  const builder = builderOf(resource)?.name ?? '';
  return variables
    .filter(({ name }) => /^[A-Za-z][A-Za-z0-9_]+$/.test(name))
    .map(({ name, attribute }) => {
      if (attribute === 'Ref' && BY_REF.has(builder)) return `.withEnvironment(${quoted(name)})`;
      const isArn = BY_REF.has(builder) && (attribute === 'Arn' || attribute === 'TopicArn');
      return isArn ? `.withEnvironment(${quoted(name)}, EnvironmentValue.ARN)` : '';
    })
    .join('');
}
