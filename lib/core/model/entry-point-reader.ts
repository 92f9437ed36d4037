import type { Answer } from '../answer';
import { publicStatements } from '../iam/exposure';
import type { PolicyDocument } from '../iam/statement';
import type { Json } from '../json';
import { below, belowAll, type Path } from '../path';
import type { Element, Resolver } from '../template/resolver';
import type { SymbolicString } from '../template/symbolic';
import type { Resource } from '../template/template';
import { functionNamedIn } from './lambda';
import type { Authentication, FeasibleAuthentication, Model } from './model';

/** What the readers of the several kinds of entry points share. */
export class EntryPointReader {
  private readonly restrictions = new Map<Resource, Answer>();
  private policies: ReadonlyMap<Resource, readonly PolicyDocument[]> | undefined;

  constructor(readonly model: Model) {}

  resolverOf(resource: Resource): Resolver {
    return this.model.resolverOf(resource.template);
  }

  /** The feasible strings of a top-level property. */
  strings(resource: Resource, property: string): readonly Element[] {
    const node = resource.properties[property];
    return node === undefined ? [] : this.resolverOf(resource).strings(node, below(propertiesOf(resource), property));
  }

  /** The first feasible resource that a top-level property points at. */
  target(resource: Resource, property: string): Resource | undefined {
    const resolver = this.resolverOf(resource);
    for (const { value } of this.strings(resource, property)) {
      const target = resolver.target(value);
      if (target !== undefined) return target;
    }
    return undefined;
  }

  /** The function that one of these values names, as a property for an entry point. */
  started(from: Resource, values: readonly Element[]): { readonly function?: Resource } {
    for (const { value } of values) {
      const started = functionNamedIn(this.model, from, value);
      if (started !== undefined) return { function: started };
    }
    return {};
  }

  show(value: SymbolicString, from: Resource): string {
    return this.model.show({ value, at: undefined }, from);
  }

  /** The feasible authentications of a property that names its type; absent counts as none. */
  authentications(
    owner: Resource,
    node: Json | undefined,
    at: Path | undefined,
    whenAbsent: Path | undefined,
    types: Readonly<Record<string, Authentication>>,
  ): readonly FeasibleAuthentication[] {
    const resolver = this.resolverOf(owner);
    const feasible: FeasibleAuthentication[] = [];
    for (const element of node === undefined || node === null ? [] : resolver.strings(node, at)) {
      const value = typeof element.value === 'string' ? (types[element.value.trim().toUpperCase()] ?? 'unknown') : 'unknown';
      feasible.push({ value, at: element.at, written: this.show(element.value, owner) });
    }
    if (feasible.length === 0 || resolver.canBeAbsent(node)) feasible.push({ value: 'none', at: whenAbsent, written: '' });
    return feasible;
  }

  /** Whether the resource policy of an API lets in only callers from fixed places, or nobody. */
  restrictedNetwork(api: Resource | undefined): Answer {
    if (api === undefined) return 'no';
    let answer = this.restrictions.get(api);
    if (answer === undefined) {
      answer = this.judgeRestriction(api);
      this.restrictions.set(api, answer);
    }
    return answer;
  }

  private judgeRestriction(api: Resource): Answer {
    const documents = this.policiesByResource().get(api) ?? [];
    if (documents.length === 0) {
      // API Gateway refuses every call to a private API without a resource policy.
      return isPrivate(this, api) ? 'yes' : 'no';
    }
    let answer: Answer = 'yes';
    for (const document of documents) {
      if (document.unresolved.length > 0) answer = 'unknown';
      for (const exposed of publicStatements(document)) {
        if (exposed.answer === 'yes') return 'no';
        if (exposed.answer === 'unknown') answer = 'unknown';
      }
    }
    return answer;
  }

  private policiesByResource(): ReadonlyMap<Resource, readonly PolicyDocument[]> {
    if (this.policies === undefined) {
      const policies = new Map<Resource, PolicyDocument[]>();
      for (const document of this.model.documents) {
        if (document.guards !== 'AWS::ApiGateway::RestApi') continue;
        const same = policies.get(document.resource);
        if (same === undefined) policies.set(document.resource, [document]);
        else same.push(document);
      }
      this.policies = policies;
    }
    return this.policies;
  }
}

export function propertiesOf(resource: Resource): Path {
  return below(belowAll(undefined, 'Resources', resource.logicalId), 'Properties');
}

function isPrivate(reader: EntryPointReader, api: Resource): boolean {
  const types = reader.model.values(api, 'EndpointConfiguration', 'Types');
  const samTypes = types.length > 0 ? types : reader.model.values(api, 'EndpointConfiguration', 'Type');
  return samTypes.length > 0 && samTypes.every(({ value }) => value === 'PRIVATE');
}

/** A method that asks for an API key and for nothing else. */
export function withApiKey(authentication: FeasibleAuthentication): FeasibleAuthentication {
  return authentication.value === 'none' ? { ...authentication, value: 'api-key' } : authentication;
}

/** Browsers send no credentials with a preflight request, so `OPTIONS` cannot ask for any. */
export function isPreflightOnly(verbs: readonly string[]): boolean {
  return verbs.length > 0 && verbs.every((verb) => verb === 'OPTIONS');
}

export function isTrue(value: SymbolicString): boolean {
  return typeof value === 'string' && value.trim().toLowerCase() === 'true';
}
