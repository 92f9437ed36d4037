import type { PolicyDocument } from '../iam/statement';
import { below } from '../path';
import type { SymbolicString } from '../template/symbolic';
import type { Resource } from '../template/template';
import type { LambdaFunction, Model } from './model';

/** CloudFormation's own function type, and SAM's, which becomes one. */
export const functionTypes = ['AWS::Lambda::Function', 'AWS::Serverless::Function'] as const;

const RESOURCES = below(undefined, 'Resources');

/** Every function of the input. */
export function readFunctions(model: Pick<Model, 'resourcesOfType' | 'resolverOf'>): readonly LambdaFunction[] {
  return functionTypes.flatMap((type) => model.resourcesOfType(type)).map((resource) => readFunction(model, resource));
}

function readFunction(model: Pick<Model, 'resolverOf'>, resource: Resource): LambdaFunction {
  const resolver = model.resolverOf(resource.template);
  const at = below(below(below(RESOURCES, resource.logicalId), 'Properties'), 'Role');
  const roleValues = resolver.strings(resource.properties.Role, at);
  let role: Resource | undefined;
  for (const { value } of roleValues) {
    const target = resolver.target(value);
    if (target?.type === 'AWS::IAM::Role') role ??= target;
  }
  return { resource, role, roleValues };
}

/** The function that `resource` runs: itself, or the one behind an alias or a version. */
export function functionBehind(model: Pick<Model, 'resolverOf'>, resource: Resource | undefined): Resource | undefined {
  let current = resource;
  for (let step = 0; current !== undefined && step < 3; step++) {
    if (current.type !== 'AWS::Lambda::Alias' && current.type !== 'AWS::Lambda::Version') return current;
    const resolver = model.resolverOf(current.template);
    const [name] = resolver.strings(current.properties.FunctionName, undefined);
    current = name === undefined ? undefined : resolver.target(name.value);
  }
  return undefined;
}

/** The function that a value names anywhere within it: its ARN, or an address that holds its ARN, as integrations of APIs write it. */
export function functionNamedIn(model: Pick<Model, 'resolverOf'>, from: Resource, value: SymbolicString): Resource | undefined {
  if (typeof value === 'string') return undefined;
  const resolver = model.resolverOf(from.template);
  for (const part of value.parts) {
    if (typeof part === 'string' || part.kind !== 'resource') continue;
    const target = functionBehind(model, resolver.target({ parts: [part] }));
    if (target !== undefined && isFunctionType(target.type)) return target;
  }
  return undefined;
}

/** Whether resources of the type are functions. */
export function isFunctionType(type: string): boolean {
  return type === functionTypes[0] || type === functionTypes[1];
}

/** The function whose policy a document is: `key` joins permissions with what else points at the function, `name` is for people. */
export function invokedFunctionOf(model: Model, { resource }: PolicyDocument): { readonly key: string; readonly name: string } {
  const property = resource.type === 'AWS::Lambda::ResourcePolicy' ? 'ResourceArn' : 'FunctionName';
  const resolver = model.resolverOf(resource.template);
  const [written] = resolver.strings(resource.properties[property], below(model.propertiesOf(resource), property));
  if (written === undefined) return { key: resource.logicalId, name: model.nameOf(resource) };
  const target = functionBehind(model, resolver.target(written.value));
  if (target !== undefined) return { key: functionKey(target), name: model.nameOf(target) };
  const name = model.show(written, resource);
  return { key: name, name };
}

/** What tells a function from all others of the input. */
export function functionKey(resource: Resource): string {
  return `${resource.template.name}\n${resource.logicalId}`;
}
