import type { Model } from '../core/model/model';
import type { ResourceHole } from '../core/template/symbolic';
import type { Resource, Template } from '../core/template/template';

/** What a baseline calls the resources of an app: by the names that people gave, which hold no hashes. */
export interface Names {
  /** `Orders/Receipts`, else the logical id without its hash; of another template with the template's name. */
  of(subject: Resource | ResourceHole, from: Template): string;
  /** The place of a resource, or of a whole template. */
  placeOf(resource: Resource | undefined, template: Template | undefined): string;
  /** Whether the app holds something of this name. */
  has(name: string): boolean;
  /** Whether the stack or the template was read that a place is in, so that what is not there is gone. */
  covers(place: string): boolean;
}

/** Ids that CDK itself puts at the end of a path, below the construct that a person named. */
const OWN_IDS = new Set(['Resource', 'Default']);

/** Ids that say little by themselves: a path that ends like this is told by what stands before. */
const COMMON_IDS = new Set(['DefaultPolicy', 'ServiceRole', 'Role', 'EventsRole', 'Policy', 'InlinePolicy', 'LogGroup']);

/** The names of a model's resources. */
export function namesOf(model: Model): Names {
  const templates = new Map(model.templates.map((template) => [template.name, template]));
  let known: Set<string> | undefined;
  const names: Names = {
    of(subject, from) {
      const template = 'kind' in subject ? templates.get(subject.template) : subject.template;
      const resource = 'kind' in subject ? template?.resources.get(subject.logicalId) : subject;
      if (resource?.constructPath !== undefined) return withoutOwnIds(resource.constructPath);
      const name = withoutHash(subject.logicalId);
      return template === undefined || template === from ? name : `${fileOf(template.name)}#${name}`;
    },
    placeOf(resource, template) {
      if (resource?.constructPath !== undefined) return withoutOwnIds(resource.constructPath);
      const file = template === undefined ? '' : (template.stack ?? fileOf(template.name));
      return resource === undefined ? file : `${file}#${withoutHash(resource.logicalId)}`;
    },
    has(name) {
      known ??= allNames(model, names);
      return known.has(name);
    },
    covers: (place) =>
      model.templates.some((template) => {
        const whole = names.placeOf(undefined, template);
        return place === whole || place.startsWith(`${whole}/`) || place.startsWith(`${whole}#`);
      }),
  };
  return names;
}

function allNames(model: Model, names: Names): Set<string> {
  const all = new Set<string>();
  for (const template of model.templates) {
    all.add(names.placeOf(undefined, template));
    for (const resource of template.resources.values()) {
      all.add(names.of(resource, template));
      all.add(names.placeOf(resource, template));
    }
  }
  return all;
}

function withoutOwnIds(path: string): string {
  const end = path.lastIndexOf('/');
  return end > 0 && OWN_IDS.has(path.slice(end + 1)) ? path.slice(0, end) : path;
}

/** Logical ids of the CDK end on a hash of the path, which changes when a parent is renamed. */
export function withoutHash(logicalId: string): string {
  return logicalId.replace(/(?<=.)[0-9A-F]{8}$/, '');
}

function fileOf(template: string): string {
  return template.slice(template.lastIndexOf('/') + 1);
}

/** The end of a name that stays when parents are renamed or the stack is: the id that a person gave, and what CDK put below. */
export function tailOf(name: string): string {
  const ids = name.slice(name.lastIndexOf('#') + 1).split('/');
  let start = ids.length - 1;
  while (start > 0 && COMMON_IDS.has(ids[start] ?? '')) start -= 1;
  return ids.slice(start).join('/');
}
