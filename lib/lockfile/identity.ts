import type { Model } from '../core/model/model';
import type { Element } from '../core/template/resolver';
import { type ResourceHole, render } from '../core/template/symbolic';
import type { Resource } from '../core/template/template';

/** Construct ids that CDK itself puts at the end of a path. */
const OWN_ENDS = /\/(?:Resource|Default)$/;

/**
 * Names of resources that survive a synth of a changed app: the construct path, else template and logical id. Two resources
 * never share one.
 */
export class Identities {
  private readonly ids = new Map<string, string>();

  constructor(model: Model) {
    const taken = new Set<string>();
    for (const template of model.templates) {
      for (const resource of template.resources.values()) {
        const path = resource.constructPath?.replace(OWN_ENDS, '');
        const own = `${template.name}#${resource.logicalId}`;
        const id = path === undefined || path === '' || taken.has(path) ? own : path;
        taken.add(id);
        this.ids.set(own, id);
      }
    }
  }

  of({ template, logicalId }: Resource): string {
    return this.find(template.name, logicalId);
  }

  /** A value with its resources named: `<Orders/Receipts.Arn>/*`. */
  show({ value }: Pick<Element, 'value'>): string {
    return render(value, (hole: ResourceHole) => this.find(hole.template, hole.logicalId));
  }

  private find(template: string, logicalId: string): string {
    const own = `${template}#${logicalId}`;
    return this.ids.get(own) ?? own;
  }
}
