import { isObject, type Json, type JsonObject } from '../json';
import { below, type Path } from '../path';
import type { Resolver } from '../template/resolver';
import type { Resource } from '../template/template';
import type { Model } from './model';
import { membersOf, objectsOf } from './nodes';

/**
 * A call of an AWS API that a deployment makes: by an `AwsCustomResource`, or by a step of an SSM automation document.
 * It reaches what has no CloudFormation resource, such as sharing a snapshot.
 */
export interface SdkCall {
  readonly resource: Resource;
  /** The property that says it: `Create`, `Update`, `Delete`. */
  readonly at: Path;
  /** In lower case: `modifysnapshotattribute`, whatever SDK it is written for. */
  readonly action: string;
  /** As written: `modifySnapshotAttribute`. */
  readonly written: string;
  readonly parameters: JsonObject;
}

const EVENTS = ['Create', 'Update', 'Delete'] as const;

/** The calls of a deployment: each once for the feasible readings of its text. */
export function sdkCallsOf(model: Model): readonly SdkCall[] {
  return [...customResources(model).flatMap((resource) => customCalls(model, resource)), ...automationCalls(model)];
}

/** What may be an `AwsCustomResource`: its type is `Custom::AWS`, or any other that `resourceType` says. */
function customResources(model: Model): Resource[] {
  const found: Resource[] = [];
  for (const { resources } of model.templates) {
    for (const resource of resources.values()) {
      const isCustom = resource.type.startsWith('Custom::') || resource.type === 'AWS::CloudFormation::CustomResource';
      if (isCustom && EVENTS.some((event) => resource.properties[event] !== undefined)) found.push(resource);
    }
  }
  return found;
}

/** What an `AwsCustomResource` writes: an object as JSON text, joined around references; early versions wrote the object itself. */
function customCalls(model: Model, resource: Resource): SdkCall[] {
  const resolver = model.resolverOf(resource.template);
  return EVENTS.flatMap((property) => {
    const at = below(model.propertiesOf(resource), property);
    return objectsOf(resolver, resource.properties[property], at).flatMap(({ value: call }) => {
      const parameters = objectsOf(resolver, call.parameters, at).map(({ value }) => value);
      return callsOf(resolver, resource, at, call.action, parameters);
    });
  });
}

function automationCalls(model: Model): SdkCall[] {
  return model.resourcesOfType('AWS::SSM::Document').flatMap((resource) => {
    const resolver = model.resolverOf(resource.template);
    const at = below(model.propertiesOf(resource), 'Content');
    const steps = objectsOf(resolver, resource.properties.Content, at).flatMap(({ value }) => membersOf(resolver, value.mainSteps, at));
    return steps.flatMap(({ value: step }) => {
      const inputs = isObject(step) && isObject(step.inputs) ? step.inputs : undefined;
      return inputs === undefined || inputs.Api === undefined ? [] : callsOf(resolver, resource, at, inputs.Api, [inputs]);
    });
  });
}

function callsOf(resolver: Resolver, resource: Resource, at: Path, action: Json | undefined, parameters: readonly JsonObject[]): SdkCall[] {
  return resolver.strings(action, at).flatMap(({ value }) => {
    if (typeof value !== 'string') return [];
    const name = value
      .toLowerCase()
      .replaceAll(/[-_]/g, '')
      .replace(/command$/, '');
    return (parameters.length === 0 ? [{}] : parameters).map((each) => ({ resource, at, action: name, written: value, parameters: each }));
  });
}
