import type { LambdaFunction, Model } from '../core/model/model';
import type { Resource } from '../core/template/template';
import type { InventoryEntryPoint, InventoryFunction } from './inventory';
import { addTo, sortedOnce } from './order';
import { shownValue } from './starters/starter';
import type { Things } from './things';

/** What a function is by itself: everything but who can reach it and how much harm it can do. */
export type FunctionFacts = Omit<InventoryFunction, 'exposure' | 'directExposure' | 'exposedThrough' | 'blastRadius' | 'blastReasons'>;

/** Reads the functions of the input, in the order of the model. */
export function readFunctionFacts(model: Model, things: Things, entryPoints: readonly InventoryEntryPoint[]): readonly FunctionFacts[] {
  const sharing = new Map<Resource, Resource[]>();
  for (const { resource, role } of model.functions) {
    if (role !== undefined) addTo(sharing, role, resource);
  }
  const logged = loggedFunctions(model);
  const handlers = failureHandlers(model);
  const asynchronous = new Set(
    entryPoints.flatMap(({ invocation, function: id }) =>
      id !== null && (invocation === 'asynchronous' || invocation === 'schedule') ? [id] : [],
    ),
  );
  return model.functions.map((own): FunctionFacts => {
    const { resource, role } = own;
    const id = things.idOf(resource);
    const sam = resource.type === 'AWS::Serverless::Function';
    const handled = handlers.get(resource);
    return {
      ...things.thingOf(resource),
      runtime: runtimeOf(model, resource),
      provided: model.isProvided(resource),
      role: holderIdOf(own, things),
      sharesRoleWith:
        role === undefined
          ? []
          : sortedOnce((sharing.get(role) ?? []).filter((other) => other !== resource).map((other) => things.idOf(other))),
      deadLetter: asynchronous.has(id) ? (handled?.asynchronous ?? false) : null,
      errorHandling: sortedOnce(handled?.words ?? []),
      logGroup: logged.has(resource) || resource.properties.LoggingConfig !== undefined,
      tracing: isActive(model, resource, sam ? ['Tracing'] : ['TracingConfig', 'Mode']),
      vpc: resource.properties.VpcConfig !== undefined && !model.resolverOf(resource.template).canBeAbsent(resource.properties.VpcConfig),
      reservedConcurrency: concurrencyOf(model, resource),
    };
  });
}

/** The id of the role of a function; a function of SAM without one has a role that SAM makes, and holds its policies itself. */
export function holderIdOf({ resource, role, roleValues }: LambdaFunction, things: Things): string | null {
  if (role !== undefined) return things.idOf(role);
  return resource.type === 'AWS::Serverless::Function' && roleValues.length === 0 ? things.idOf(resource) : null;
}

function runtimeOf(model: Model, resource: Resource): string | null {
  if (shownValue(model, resource, 'PackageType') === 'Image') return 'container image';
  return shownValue(model, resource, 'Runtime') ?? null;
}

function isActive(model: Model, resource: Resource, path: readonly string[]): boolean {
  return model.values(resource, ...path).some(({ value }) => typeof value === 'string' && value.toLowerCase() === 'active');
}

function concurrencyOf(model: Model, resource: Resource): number | string | null {
  const shown = shownValue(model, resource, 'ReservedConcurrentExecutions');
  if (shown === undefined) return null;
  return /^\d+$/.test(shown) ? Number(shown) : shown;
}

/** Functions with a log group in the input: named after them, or by CDK's own custom resource. */
function loggedFunctions(model: Model): ReadonlySet<Resource> {
  const found = new Set<Resource>();
  const named = new Map<string, Resource>();
  for (const { resource } of model.functions) {
    const name = shownValue(model, resource, 'FunctionName');
    if (name !== undefined) named.set(`${resource.template.name} /aws/lambda/${name}`, resource);
  }
  for (const type of ['AWS::Logs::LogGroup', 'Custom::LogRetention']) {
    for (const group of model.resourcesOfType(type)) {
      const resolver = model.resolverOf(group.template);
      for (const element of model.values(group, 'LogGroupName')) {
        const { value } = element;
        const last = typeof value === 'string' ? undefined : value.parts.at(-1);
        const target = typeof last === 'object' ? resolver.target({ parts: [last] }) : undefined;
        const own = target ?? named.get(`${group.template.name} ${model.show(element, group)}`);
        if (own !== undefined) found.add(own);
      }
    }
  }
  return found;
}

interface FailureHandling {
  readonly words: readonly string[];
  /** Whether failures of asynchronous calls go somewhere. */
  readonly asynchronous: boolean;
}

/** What happens to the failures of each function. */
function failureHandlers(model: Model): ReadonlyMap<Resource, FailureHandling> {
  const found = new Map<Resource, FailureHandling>();
  const add = (resource: Resource, words: readonly string[], asynchronous: boolean) => {
    if (words.length === 0) return;
    const known = found.get(resource);
    found.set(resource, { words: [...(known?.words ?? []), ...words], asynchronous: asynchronous || known?.asynchronous === true });
  };
  for (const { resource } of model.functions) {
    add(resource, named(model, resource, 'dead letters go to', ['DeadLetterConfig', 'TargetArn'], ['DeadLetterQueue', 'TargetArn']), true);
    const own = ['EventInvokeConfig'];
    add(resource, invokeWords(model, resource, own), hasFailureDestination(model, resource, own));
  }
  for (const config of model.resourcesOfType('AWS::Lambda::EventInvokeConfig')) {
    const started = targetsOf(model, config, 'FunctionName')[0];
    if (started !== undefined) add(started, invokeWords(model, config, []), hasFailureDestination(model, config, []));
  }
  for (const mapping of model.resourcesOfType('AWS::Lambda::EventSourceMapping')) {
    const started = targetsOf(model, mapping, 'FunctionName')[0];
    if (started !== undefined) add(started, mappingWords(model, mapping), false);
  }
  return found;
}

const FAILURE = ['DestinationConfig', 'OnFailure', 'Destination'] as const;

function hasFailureDestination(model: Model, resource: Resource, below: readonly string[]): boolean {
  return model.values(resource, ...below, ...FAILURE).length > 0;
}

function invokeWords(model: Model, resource: Resource, below: readonly string[]): readonly string[] {
  return [
    ...named(model, resource, 'failures go to', [...below, ...FAILURE]),
    ...count(model, resource, 'retries', [...below, 'MaximumRetryAttempts']),
  ];
}

function mappingWords(model: Model, mapping: Resource): readonly string[] {
  const words = [
    ...named(model, mapping, 'batches that fail go to', FAILURE),
    ...count(model, mapping, 'retries of a batch', ['MaximumRetryAttempts']),
  ];
  const [source] = targetsOf(model, mapping, 'EventSourceArn');
  if (source?.type === 'AWS::SQS::Queue' && source.properties.RedrivePolicy !== undefined) {
    words.push(...named(model, source, 'messages that fail go to', ['RedrivePolicy', 'deadLetterTargetArn']));
  }
  return words;
}

function named(model: Model, resource: Resource, words: string, ...paths: readonly (readonly string[])[]): readonly string[] {
  return paths.flatMap((path) =>
    model.values(resource, ...path).map((element) => {
      const target = model.resolverOf(resource.template).target(element.value);
      return `${words} ${target === undefined ? model.show(element, resource) : model.nameOf(target)}`;
    }),
  );
}

function count(model: Model, resource: Resource, words: string, path: readonly string[]): readonly string[] {
  const shown = shownValue(model, resource, ...path);
  return shown === undefined ? [] : [`${shown === '-1' ? 'endless' : shown} ${words}`];
}

function targetsOf(model: Model, resource: Resource, property: string): readonly Resource[] {
  const resolver = model.resolverOf(resource.template);
  return model.values(resource, property).flatMap(({ value }) => {
    const target = resolver.target(value);
    if (target === undefined) return [];
    return target.type === 'AWS::Lambda::Alias' || target.type === 'AWS::Lambda::Version'
      ? targetsOf(model, target, 'FunctionName')
      : [target];
  });
}
