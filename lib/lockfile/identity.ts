import type { Model } from '../core/model/model';
import type { Element } from '../core/template/resolver';
import { type ResourceHole, render } from '../core/template/symbolic';
import type { Resource, Template } from '../core/template/template';
import { Things } from '../inventory/things';

/** Names resources as the inventory does: by the construct path, which survives a synth of a changed app. */
export class Identities {
  private readonly things: Things;
  private readonly templates: ReadonlyMap<string, Template>;

  constructor(model: Model) {
    this.things = new Things(model);
    this.templates = new Map(model.templates.map((template) => [template.name, template]));
  }

  of(resource: Resource): string {
    return this.things.idOf(resource);
  }

  /** A value with its resources named: `<Orders/Receipts.Arn>/*`. */
  show({ value }: Pick<Element, 'value'>): string {
    return render(value, (hole: ResourceHole) => this.at(hole.template, hole.logicalId));
  }

  /** The name of what has this logical id. */
  at(template: string, logicalId: string): string {
    const resource = this.templates.get(template)?.resources.get(logicalId);
    return resource === undefined ? `${template}#${logicalId}` : this.things.idOf(resource);
  }
}
