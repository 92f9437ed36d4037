import type { Model } from '../core/model/model';
import type { Element } from '../core/template/resolver';
import { type ResourceHole, render } from '../core/template/symbolic';
import type { Resource, Template } from '../core/template/template';
import { Things } from '../inventory/things';

/**
 * Names resources as the inventory does, by the construct path, which survives a synth of a changed app; and what has none
 * by its logical id and its template, without the folder of it, so that the outputs of two branches compare.
 */
export class Identities {
  private readonly things: Things;
  private readonly templates: ReadonlyMap<string, Template>;
  private readonly labels: ReadonlyMap<string, string>;

  constructor(model: Model) {
    this.things = new Things(model);
    this.templates = new Map(model.templates.map((template) => [template.name, template]));
    this.labels = labelsOf([...this.templates.keys()]);
  }

  of(resource: Resource): string {
    return this.short(this.things.idOf(resource), resource.template.name);
  }

  /** A value with its resources named: `<Orders/Receipts.Arn>/*`. */
  show({ value }: Pick<Element, 'value'>): string {
    return render(value, (hole: ResourceHole) => this.at(hole.template, hole.logicalId));
  }

  /** The name of what has this logical id. */
  at(template: string, logicalId: string): string {
    const resource = this.templates.get(template)?.resources.get(logicalId);
    return resource === undefined ? this.short(`${template}#${logicalId}`, template) : this.of(resource);
  }

  /** An id of the inventory, with the template by its short name. */
  short(id: string, template: string): string {
    const label = this.labels.get(template);
    return label === undefined ? id : id.replaceAll(`${template}#`, label === '' ? '' : `${label}#`);
  }
}

/** Short names of templates, by name: none where there is only one, else the name of the file where no other has it. */
function labelsOf(names: readonly string[]): ReadonlyMap<string, string> {
  if (names.length === 1) return new Map(names.map((name) => [name, '']));
  const byFile = new Map<string, string[]>();
  for (const name of names) byFile.set(fileOf(name), [...(byFile.get(fileOf(name)) ?? []), name]);
  return new Map(
    [...byFile].flatMap(([file, [only, ...others]]) => (only === undefined || others.length > 0 ? [] : [[only, file] as const])),
  );
}

function fileOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
