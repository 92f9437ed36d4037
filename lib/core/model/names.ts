import { type ResourceHole, render, type SymbolicString } from '../template/symbolic';
import type { Resource, Template } from '../template/template';

/** Construct ids that CDK itself puts at the end of a path: they name no construct of the user. */
const OWN_IDS = new Set(['Resource', 'Default']);

/**
 * Names resources as their authors do: by the construct path below the stack, without CDK's trailing `Resource`.
 * Unlike a logical id such a name holds no hash, so a finding id made from it survives a synth of a changed app; unlike
 * the bare construct id it is unique, so that an acknowledgement never covers a second resource of the same id.
 */
export class ResourceNames {
  private readonly byTemplate = new Map<string, Template>();
  private readonly stackPaths = new Map<Template, string>();

  constructor(templates: readonly Template[]) {
    for (const template of templates) this.byTemplate.set(template.name, template);
  }

  nameOf(subject: Resource | ResourceHole): string {
    const resource = 'kind' in subject ? this.byTemplate.get(subject.template)?.resources.get(subject.logicalId) : subject;
    if (resource?.constructPath === undefined) return subject.logicalId;
    return below(resource.constructPath, this.stackPathOf(resource.template));
  }

  /** `value` as a person would write it; resources of another template than `from`'s are named with their stack. */
  show(value: SymbolicString, from: Resource): string {
    return render(value, (hole) => {
      const name = this.nameOf(hole);
      if (hole.template === from.template.name) return name;
      const template = this.byTemplate.get(hole.template);
      return `${template === undefined ? hole.template : this.stackPathOf(template) || template.name}/${name}`;
    });
  }

  private stackPathOf(template: Template): string {
    let path = this.stackPaths.get(template);
    if (path === undefined) {
      path = stackPath(template);
      this.stackPaths.set(template, path);
    }
    return path;
  }
}

function stackPath(template: Template): string {
  let first: string | undefined;
  for (const resource of template.resources.values()) {
    const path = resource.constructPath;
    if (path === undefined) continue;
    if (template.stack !== undefined && path.startsWith(`${template.stack}/`)) return template.stack;
    if (resource.type === 'AWS::CDK::Metadata') return path.slice(0, Math.max(0, path.indexOf('/CDKMetadata')));
    first ??= path;
  }
  return first === undefined ? '' : first.slice(0, Math.max(0, first.indexOf('/')));
}

function below(path: string, stack: string): string {
  const inStack = stack !== '' && path.startsWith(`${stack}/`) ? path.slice(stack.length + 1) : path;
  const end = inStack.lastIndexOf('/');
  return end > 0 && OWN_IDS.has(inStack.slice(end + 1)) ? inStack.slice(0, end) : inStack;
}
