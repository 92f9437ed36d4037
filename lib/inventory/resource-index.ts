import { describeResource, parseArn } from '../core/iam/arn';
import { globsIntersect, matchesGlob } from '../core/iam/pattern';
import { functionBehind, functionTypes, isFunctionType } from '../core/model/lambda';
import type { Model } from '../core/model/model';
import { partsOf, type SymbolicString } from '../core/template/symbolic';
import type { Resource } from '../core/template/template';
import { BUS_TYPE } from './default-bus';
import { type StoreKind, storeKindOf, storeKinds } from './store-kinds';

/** Finds the resources of the input that a value of `Resource`, an ARN or a name stands for. */
export class ResourceIndex {
  /** By service and the resource field of the ARN: `dynamodb table/Orders`. */
  private readonly byArn = new Map<string, Resource>();

  constructor(private readonly model: Model) {
    for (const { type, named } of storeKinds) {
      if (named === undefined) continue;
      const [service, before, property] = named;
      for (const resource of model.resourcesOfType(type)) this.index(resource, service, before, property);
    }
    for (const type of functionTypes) {
      for (const resource of model.resourcesOfType(type)) this.index(resource, 'lambda', 'function:', 'FunctionName');
    }
    for (const resource of model.resourcesOfType('AWS::IAM::Role')) this.index(resource, 'iam', 'role/', 'RoleName');
  }

  private index(resource: Resource, service: string, before: string, property: string): void {
    for (const { value } of this.model.values(resource, property)) {
      if (typeof value === 'string' && !this.byArn.has(`${service} ${before}${value}`))
        this.byArn.set(`${service} ${before}${value}`, resource);
    }
  }

  /** The one resource that a value names, or of which it names a part; a function for its versions and aliases. */
  named(value: SymbolicString, from: Resource): Resource | undefined {
    const found = this.referenced(value, from) ?? this.written(value, from);
    return found === undefined ? undefined : (functionBehind(this.model, found) ?? found);
  }

  private referenced(value: SymbolicString, from: Resource): Resource | undefined {
    if (typeof value === 'string') return undefined;
    const resolver = this.model.resolverOf(from.template);
    const [first] = value.parts;
    if (typeof first === 'object' && first.kind === 'resource') return resolver.target({ parts: [first] });
    const arn = parseArn(value);
    if (arn === undefined) return undefined;
    const name = partsOf(arn.resource).find((part) => typeof part !== 'string' && part.kind === 'resource');
    const target = name === undefined ? undefined : resolver.target({ parts: [name] });
    return target !== undefined && typeof arn.service === 'string' && servicesOf(target.type).includes(arn.service) ? target : undefined;
  }

  /** A resource whose name the template gives, by an ARN that spells it out. */
  private written(value: SymbolicString, from: Resource): Resource | undefined {
    const arn = parseArn(value);
    if (arn === undefined || typeof arn.service !== 'string' || typeof arn.resource !== 'string') return undefined;
    if (!isOwn(arn.account, from.template.account)) return undefined;
    const { service, resource } = arn;
    const whole = this.byArn.get(`${service} ${resource}`);
    if (whole !== undefined) return whole;
    // What lies below: `table/Orders/index/*`, `bucket/*`, `function:Work:live`.
    const end = /^(?:table\/[^/]+|function:[^:]+|[^/:]+(?=\/))/.exec(resource)?.[0];
    return end === undefined ? undefined : this.byArn.get(`${service} ${end}`);
  }

  /**
   * What a pattern takes in of stores of these kinds: a type for all of its stores, else ids of those whose name may
   * match. A name that CloudFormation makes holds the names of the stack and of the resource.
   */
  covered(value: SymbolicString, kinds: readonly StoreKind[], idOf: (resource: Resource) => string): readonly string[] {
    const { kind } = describeResource(value);
    const pattern = typeof value === 'string' ? value : value.parts.map((part) => (typeof part === 'string' ? part : '*')).join('');
    return kinds.flatMap(({ type, named }): readonly string[] => {
      const stores = this.model.resourcesOfType(type);
      if (stores.length === 0 && type !== BUS_TYPE) return [];
      if (kind === 'everything' || named === undefined) return [type];
      const [service, before, property] = named;
      const names = pattern.split(':').slice(5).join(':');
      if (names === '' || matchesGlob(names, `${before}\u0001`)) return [type];
      return stores.filter((store) => this.mayBeNamed(store, service, before, property, names)).map(idOf);
    });
  }

  private mayBeNamed(store: Resource, service: string, before: string, property: string, names: string): boolean {
    const own = this.model
      .values(store, property)
      .map(({ value }) =>
        typeof value === 'string' ? value : value.parts.map((part) => (typeof part === 'string' ? part : '*')).join(''),
      );
    const made = service === 's3' ? `*${store.logicalId.toLowerCase()}-*` : `*${store.logicalId}-*`;
    return (own.length === 0 ? [made] : own).some(
      (name) => globsIntersect(names, `${before}${name}`) || globsIntersect(names, `${before}${name}/*`),
    );
  }
}

function isOwn(account: SymbolicString, own: string | undefined): boolean {
  if (typeof account !== 'string') return partsOf(account).every((part) => typeof part === 'object' && part.kind === 'pseudo');
  return account === '' || account === '*' || own === undefined || account === own;
}

function servicesOf(type: string): readonly string[] {
  if (isFunctionType(type)) return ['lambda'];
  if (type === 'AWS::IAM::Role') return ['iam'];
  return storeKindOf(type)?.access.map(([service]) => service) ?? [type.split('::')[1]?.toLowerCase() ?? ''];
}
