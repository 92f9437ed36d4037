import { arnServicesOf, typeNamed, typesOfArn } from '../access/resource-type';
import type { KnownAction } from '../core/iam/action';
import { resourceReplacement } from '../core/iam/replacement';
import { usualForms } from '../core/iam/usual-actions';
import type { Model } from '../core/model/model';
import type { Resource } from '../core/template/template';
import { builderOf } from './builders';
import { Declarations, isOfItself } from './declarations';
import { UNNARROWED } from './narrowing';
import type { Variables } from './variables';

/** Actions on resources that a pattern stands for. */
export interface Wanted {
  readonly actions: readonly KnownAction[];
  /** As a person would write it. */
  readonly pattern: string;
  /** The function that is to hold them. */
  readonly from: Resource;
}

/** So many resources are offered, those that the function knows by its environment first. */
const MOST = 4;

/** Declarations to choose from, where a wildcard stands for the resources of an app. */
export class Candidates {
  private readonly byService = new Map<string, readonly Resource[]>();

  constructor(private readonly model: Model) {}

  /** Declarations of `actions` on the resources of the app; where there are none, what to write in words. */
  of({ actions, pattern, from }: Wanted, variables: Variables, known: ReadonlySet<Resource>): readonly string[] {
    const services = new Set(actions.map(({ service }) => service));
    const fitting = [...services]
      .flatMap((service) => this.resourcesOf(service))
      .filter((resource, index, all) => all.indexOf(resource) === index)
      .map((resource) => ({ resource, own: actions.filter((action) => this.worksOn(resource, action, pattern)) }))
      .filter(({ own }) => own.length > 0)
      .sort((one, other) => Number(known.has(other.resource)) - Number(known.has(one.resource)));
    const offered = fitting.slice(0, MOST).flatMap(({ resource, own }) => {
      const declarations = new Declarations(this.model, variables);
      for (const { below, claimed } of this.formsOf(resource, own)) {
        const place = { kind: 'resource', resource, attribute: 'Arn', below } as const;
        declarations.addTo({ place, from, shown: '*', value: '*', narrowing: UNNARROWED, actions: claimed.map(({ id }) => id) });
      }
      return declarations.list().map(({ code }) => code);
    });
    const more = fitting.length - MOST;
    if (more > 0) return [...offered, `… the same for ${more} more of the app`];
    return offered.length > 0 ? offered : [resourceReplacement(this.model.reference, actions)];
  }

  private formsOf(resource: Resource, actions: readonly KnownAction[]) {
    const itself = actions.filter(({ id }) => isOfItself(this.model.reference, resource, id));
    const objects = actions.filter((action) => !itself.includes(action));
    return [
      { below: '', claimed: itself },
      { below: '/*', claimed: objects },
    ].filter(({ claimed }) => claimed.length > 0);
  }

  private worksOn(resource: Resource, action: KnownAction, pattern: string): boolean {
    if (usualForms.has(action.id) || !mayBe(this.model, resource, action, pattern)) return false;
    if (isOfItself(this.model.reference, resource, action.id)) return true;
    return builderOf(resource)?.name === 'bucket' && action.action.resourceTypes.some(({ name }) => name === 'object');
  }

  private resourcesOf(service: string): readonly Resource[] {
    let found = this.byService.get(service);
    if (found === undefined) {
      found = this.model.templates.flatMap(({ resources }) =>
        [...resources.values()].filter(
          (resource) =>
            resource.type.startsWith('AWS::') &&
            arnServicesOf(resource.type).includes(service === 'rds-data' ? 'rds' : service) &&
            !this.model.isProvided(resource),
        ),
      );
      this.byService.set(service, found);
    }
    return found;
  }
}

/** Whether a pattern of ARNs takes in resources of this type. */
function mayBe(model: Model, resource: Resource, { service }: KnownAction, pattern: string): boolean {
  const known = model.reference.service(service);
  const [type] = known === undefined || pattern === '*' ? [] : typesOfArn(known, pattern);
  if (known === undefined || type === undefined) return true;
  return builderOf(resource)?.name === 'bucket' || typeNamed(known, resource.type.split('::')[2] ?? '') === type;
}
