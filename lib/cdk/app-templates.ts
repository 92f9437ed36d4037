import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CfnElement, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { isObject, type Json } from '../core/json';
import type { InputProblem } from '../core/template/template';
import type { AppTree } from './app-tree';
import { textOf } from './crash';

/** One synthesized template of an app, and the stack that it belongs to. */
export interface AppTemplate {
  /** The file, relative to the output folder of the app: what findings call it. */
  readonly name: string;
  /** Absolute path. */
  readonly file: string;
  /** The stack; absent for a file that no stack of the construct tree claims. */
  readonly stack: Stack | undefined;
  /** The nested-stack resource that deploys it. */
  readonly nestedIn: { readonly template: string; readonly logicalId: string } | undefined;
  /** Whether the framework asked about it, or about the stack that it belongs to. */
  readonly asked: boolean;
}

/**
 * Every template of an app, also those that the framework does not hand to plugins although they are deployed: nested
 * stacks, and stacks that are written as assets (service catalog products). Values cross stacks, so all are needed to judge one.
 * @param named the files that the framework names: they are read even when no stack claims them
 */
export function templatesOf(tree: AppTree, named: ReadonlySet<string>): readonly AppTemplate[] {
  const templates = new Map<string, AppTemplate>();
  for (const stack of tree.stacks()) {
    const file = templateFileOf(stack);
    if (!named.has(file) && !NestedStack.isNestedStack(stack) && !existsSync(file)) continue;
    const owner = ownerOf(stack);
    templates.set(file, {
      name: tree.nameOf(file),
      file,
      stack,
      nestedIn: nestingOf(stack, tree),
      asked: named.has(file) || (owner !== undefined && templates.get(templateFileOf(owner))?.asked === true),
    });
  }
  for (const file of named) {
    if (!templates.has(file)) templates.set(file, { name: tree.nameOf(file), file, stack: undefined, nestedIn: undefined, asked: true });
  }
  return [...templates.values()];
}

/** A template file, parsed. What cannot be read or parsed is a problem that names the file, and becomes a finding. */
export function readTemplate(template: AppTemplate): { readonly body: Json } | InputProblem {
  let text: string;
  try {
    text = readFileSync(template.file, 'utf8');
  } catch (error) {
    return { template: template.name, location: '', message: `template cannot be read: ${textOf(error)}` };
  }
  try {
    return { body: JSON.parse(text) as Json };
  } catch (error) {
    return { template: template.name, location: '', message: `template is not valid JSON: ${textOf(error)}` };
  }
}

/** Whether a template says itself where each of its resources comes from, as it does under the CDK CLI. */
export function namesItsConstructs(body: Json): boolean {
  if (!isObject(body) || !isObject(body.Resources)) return true;
  return Object.values(body.Resources).every(
    (resource) => isObject(resource) && isObject(resource.Metadata) && typeof resource.Metadata['aws:cdk:path'] === 'string',
  );
}

/** The absolute path of the file that a stack is synthesized to. */
function templateFileOf(stack: Stack): string {
  return resolve(Stage.of(stack)?.outdir ?? '', stack.templateFile);
}

/** The stack that a nested stack, or a stack that is written as an asset, belongs to. */
function ownerOf(stack: Stack): Stack | undefined {
  if (stack.nestedStackParent !== undefined) return stack.nestedStackParent;
  const scope = stack.node.scope;
  if (scope === undefined || Stage.isStage(scope)) return undefined;
  const enclosing = scope.node.scopes.findLast((construct) => Stack.isStack(construct) || Stage.isStage(construct));
  return Stack.isStack(enclosing) ? enclosing : undefined;
}

function nestingOf(stack: Stack, tree: AppTree): AppTemplate['nestedIn'] {
  if (!NestedStack.isNestedStack(stack)) return undefined;
  const parent = stack.nestedStackParent;
  const resource = stack.nestedStackResource;
  if (parent === undefined || resource === undefined) return undefined;
  const logicalId: unknown = parent.resolve(CfnElement.isCfnElement(resource) ? resource.logicalId : undefined);
  if (typeof logicalId !== 'string') return undefined;
  return { template: tree.nameOf(templateFileOf(parent)), logicalId };
}
