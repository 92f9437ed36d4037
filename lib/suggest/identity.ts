import type { Model } from '../core/model/model';
import type { Resource, Template } from '../core/template/template';
import type { Thing } from '../inventory/inventory';

/** Construct ids that CDK itself puts at the end of a path. */
const OWN_END = /\/(?:Resource|Default)$/;

/** What names a resource across refactoring: its construct path without CDK's own last part, else the template and its logical id. */
export function idOf({ constructPath, template, logicalId }: Resource): string {
  return constructPath === undefined ? `${template.name}#${logicalId}` : constructPath.replace(OWN_END, '');
}

/** A resource of the input, as reports name it. */
export function thingOf(model: Model, resource: Resource): Thing {
  return {
    id: idOf(resource),
    name: model.nameOf(resource),
    stack: stackOf(resource.template),
    type: resource.type,
    template: resource.template.name,
    logicalId: resource.logicalId,
    source: resource.source ?? null,
  };
}

function stackOf({ stack, name }: Template): string {
  return stack ?? name;
}
