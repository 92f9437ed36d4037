import type { Path } from '../path';
import type { Element } from '../template/resolver';
import { partsOf, type SymbolicString } from '../template/symbolic';
import type { Resource } from '../template/template';
import type { Model } from './model';

/** The resources of the input that a value names, alone or within a text such as an ARN. */
export function resourcesNamedIn(model: Pick<Model, 'resolverOf'>, from: Resource, value: SymbolicString): readonly Resource[] {
  if (typeof value === 'string') return [];
  const resolver = model.resolverOf(from.template);
  return partsOf(value).flatMap((part) => {
    if (typeof part === 'string' || part.kind !== 'resource') return [];
    const named = resolver.target({ parts: [part] });
    return named === undefined ? [] : [named];
  });
}

/** What some property of the resources of some types names. */
export interface Mentions {
  /** Every resource of the input that is named. */
  readonly resources: ReadonlySet<Resource>;
  /** Values that name no resource of the input: literal names and ARNs, parameters, imports. */
  readonly others: readonly Mention[];
}

export interface Mention extends Element {
  /** The resource that holds the value. */
  readonly by: Resource;
  readonly at: Path | undefined;
}

/** What the property at `path` of the resources of `types` names. */
export function mentionsBy(model: Model, types: readonly string[], ...path: readonly string[]): Mentions {
  const resources = new Set<Resource>();
  const others: Mention[] = [];
  for (const by of types.flatMap((type) => model.resourcesOfType(type))) {
    for (const { value, at } of model.values(by, ...path)) {
      const named = resourcesNamedIn(model, by, value);
      for (const resource of named) resources.add(resource);
      if (named.length === 0) others.push({ by, value, at });
    }
  }
  return { resources, others };
}

const firewalled = new WeakMap<Model, ReadonlySet<Resource>>();

/** Whether a web ACL of AWS WAF stands before the resource, by an association in any template of the input. */
export function isBehindWebAcl(model: Model, resource: Resource): boolean {
  let known = firewalled.get(model);
  if (known === undefined) {
    known = mentionsBy(model, WEB_ACL_ASSOCIATIONS, 'ResourceArn').resources;
    firewalled.set(model, known);
  }
  return known.has(resource);
}

const WEB_ACL_ASSOCIATIONS: readonly string[] = ['AWS::WAFv2::WebACLAssociation', 'AWS::WAFRegional::WebACLAssociation'];
