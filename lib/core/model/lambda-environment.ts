import type { Json } from '../json';
import type { Located } from '../template/resolver';
import type { Resource } from '../template/template';
import type { Model } from './model';
import { nodesAt, objectsOf } from './nodes';

/** An entry of a map of environment variables, unresolved. */
export interface EnvironmentVariable extends Located<Json> {
  readonly name: string;
}

/** Variables that CDK and tools set to run the code; they hold nothing of the app's. */
const RUNTIME_VARIABLES =
  /^(?:AWS_NODEJS_CONNECTION_REUSE_ENABLED|AWS_LAMBDA_EXEC_WRAPPER|AWS_CDK_.*|NODE_OPTIONS|NODE_ENV|LOG_LEVEL|POWERTOOLS_.*|PYTHONPATH|TZ)$/;

/** The variables below `path`, in all feasible branches: a map of names to values. */
export function variablesAt(model: Model, resource: Resource, ...path: readonly string[]): readonly EnvironmentVariable[] {
  const resolver = model.resolverOf(resource.template);
  return nodesAt(resolver, resource.properties, model.propertiesOf(resource), ...path).flatMap((map) =>
    objectsOf(resolver, map.value, map.at).flatMap(({ value, at }) =>
      Object.entries(value).map(([name, variable]) => ({ name, value: variable, at: { parent: at, key: name } })),
    ),
  );
}

/** Whether a function has environment variables besides those that tell the runtime how to run. */
export function hasOwnVariables(model: Model, fn: Resource): boolean {
  return variablesAt(model, fn, 'Environment', 'Variables').some(({ name }) => !RUNTIME_VARIABLES.test(name));
}
