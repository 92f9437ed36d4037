import type { Model } from '../core/model/model';
import type { Resource, Template } from '../core/template/template';
import type { Thing } from './inventory';

/** Construct ids that CDK itself puts at the end of a path. */
const OWN_ENDS = ['/Resource', '/Default'];

/** Gives the resources of a model their ids: the construct path, which survives a synth of a changed app, where it is unique. */
export class Things {
  private readonly ids = new Map<Resource, string>();

  constructor(private readonly model: Model) {
    const taken = new Set<string>();
    for (const template of model.templates) {
      for (const resource of template.resources.values()) {
        const id = candidatesFor(resource).find((candidate) => !taken.has(candidate)) ?? placeOf(resource);
        taken.add(id);
        this.ids.set(resource, id);
      }
    }
  }

  idOf(resource: Resource): string {
    return this.ids.get(resource) ?? placeOf(resource);
  }

  thingOf(resource: Resource): Thing {
    const { template, logicalId, type, source } = resource;
    return {
      id: this.idOf(resource),
      name: this.model.nameOf(resource),
      stack: stackOf(template),
      type,
      template: template.name,
      logicalId,
      source: source ?? null,
    };
  }
}

/** The stack's path; of a nested stack that has none, the template. */
export function stackOf({ stack, name }: Template): string {
  return stack ?? name;
}

function placeOf({ template, logicalId }: Resource): string {
  return `${template.name}#${logicalId}`;
}

function candidatesFor(resource: Resource): readonly string[] {
  const { constructPath } = resource;
  if (constructPath === undefined || constructPath === '') return [placeOf(resource)];
  const end = OWN_ENDS.find((own) => constructPath.endsWith(own) && constructPath.length > own.length);
  return [...(end === undefined ? [] : [constructPath.slice(0, -end.length)]), constructPath, placeOf(resource)];
}
