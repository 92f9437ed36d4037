import { isObject, type Json, type JsonObject } from '../json';
import { below, belowAll, type Path, pointerOf } from '../path';
import { mayLoop, unrolled } from './for-each';
import { SAM, withGlobals } from './globals';
import { createResolvers } from './resolve';
import { memberOf } from './scope';
import { deployedForm } from './serverless';
import type { InputProblem, NestedStack, Resource, Template } from './template';
import { hasLanguageExtensions, macrosOf } from './transforms';

/** A template as it was read. */
export interface TemplateInput {
  /** What findings call it; unique within one input. */
  readonly name: string;
  readonly body: Json;
  /** Display name of the stack. */
  readonly stack?: string;
  /** What CloudFormation calls the stack: other stacks read its outputs by it. */
  readonly stackName?: string;
  readonly account?: string;
  readonly region?: string;
  /** The resources that deploy it as a nested stack: the name of the parent's input, and the logical id there. */
  readonly nestedIn?: readonly { readonly template: string; readonly logicalId: string }[];
  /** Construct paths by logical id, for resources without `Metadata["aws:cdk:path"]`; asked for only once a path is. */
  readonly constructPaths?: () => ReadonlyMap<string, string>;
  /** Where in the app's code a construct was made, by its path; asked for only once a place is. */
  readonly sourceOf?: (constructPath: string) => string | undefined;
}

export interface BuiltTemplates {
  readonly templates: readonly Template[];
  readonly problems: readonly InputProblem[];
}

/** A template while its parts are put together. */
interface Draft extends Template {
  body: JsonObject;
  readonly resources: Map<string, Resource>;
  parent?: NestedStack;
  parents?: readonly NestedStack[];
}

/** A resource as its template declares it. Its construct path and source are looked up when they are asked for: most never are. */
class DeclaredResource implements Resource {
  readonly template: Template;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: JsonObject;
  readonly condition?: string;
  readonly #metadata: Json | undefined;
  readonly #input: TemplateInput;

  constructor(template: Template, logicalId: string, type: string, declared: JsonObject, input: TemplateInput) {
    const { Properties: properties, Condition: condition } = declared;
    this.template = template;
    this.logicalId = logicalId;
    const own = isObject(properties) ? properties : {};
    const form = type.startsWith(SAM) ? deployedForm(type, withGlobals(template.body, type, declared, own)) : { type, properties: own };
    this.type = form.type;
    this.properties = form.properties;
    if (typeof condition === 'string') this.condition = condition;
    this.#metadata = declared.Metadata;
    this.#input = input;
  }

  get constructPath(): string | undefined {
    const path = memberOf(this.#metadata, 'aws:cdk:path');
    return typeof path === 'string' ? path : this.#input.constructPaths?.().get(this.logicalId);
  }

  get source(): string | undefined {
    const path = this.#input.sourceOf === undefined ? undefined : this.constructPath;
    return path === undefined ? undefined : this.#input.sourceOf?.(path);
  }
}

/**
 * Reads the resources off parsed documents. Linear in the number of resources: properties stay as they are.
 * What is no template or no resource becomes a problem; the rest goes on.
 */
export function buildTemplates(inputs: readonly TemplateInput[]): BuiltTemplates {
  const problems: InputProblem[] = [];
  const drafts = new Map<string, Draft>();
  for (const input of inputs) {
    if (!isObject(input.body)) {
      problems.push({ template: input.name, location: '', message: 'not a template: expected an object with "Resources"' });
      continue;
    }
    const { name, body, stack, stackName, account, region } = input;
    const draft: Draft = {
      name,
      body,
      resources: new Map(),
      ...(stack === undefined ? {} : { stack }),
      ...(stackName === undefined ? {} : { stackName }),
      ...(account === undefined ? {} : { account }),
      ...(region === undefined ? {} : { region }),
    };
    drafts.set(name, draft);
    readResources(draft, input, problems);
  }
  for (const input of inputs) link(drafts.get(input.name), input, drafts);
  problems.push(...unrollLoops(inputs, drafts));
  return { templates: [...drafts.values()], problems };
}

/** Unrolls the loops of `AWS::LanguageExtensions`: what they run over may come from any template of the input. */
function unrollLoops(inputs: readonly TemplateInput[], drafts: ReadonlyMap<string, Draft>): readonly InputProblem[] {
  const problems: InputProblem[] = [];
  const looping = inputs.flatMap((input) => {
    const draft = drafts.get(input.name);
    return draft !== undefined && mayLoop(draft.body, hasLanguageExtensions(draft.body)) ? [{ draft, input }] : [];
  });
  if (looping.length === 0) return problems;
  const resolverOf = createResolvers([...drafts.values()]);
  const results = looping.map(({ draft, input }) => ({ draft, input, result: unrolled(draft.body, resolverOf(draft)) }));
  for (const { draft, input, result } of results) {
    problems.push(...result.problems);
    draft.body = result.body;
    draft.resources.clear();
    readResources(draft, input, []);
  }
  return problems;
}

function link(draft: Draft | undefined, input: TemplateInput, drafts: ReadonlyMap<string, Template>): void {
  if (draft === undefined) return;
  const parents = (input.nestedIn ?? []).flatMap(({ template, logicalId }) => {
    const parent = drafts.get(template);
    return parent === undefined ? [] : [{ template: parent, logicalId }];
  });
  const [parent] = parents;
  if (parent === undefined) return;
  draft.parent = parent;
  draft.parents = parents;
}

function readResources(draft: Draft, input: TemplateInput, problems: InputProblem[]): void {
  const { body } = draft;
  for (const macro of macrosOf(body)) {
    problems.push(
      problemAt(
        draft,
        belowAll(undefined, 'Transform'),
        `macro "${macro}" rewrites the template at deployment: what it deploys cannot be read from it`,
      ),
    );
  }
  const section = memberOf(body, 'Resources');
  if (isObject(section)) {
    for (const logicalId of Object.keys(section)) {
      const declared = section[logicalId];
      if (declared !== undefined) readResource(draft, input, logicalId, declared, problems);
    }
  } else if (section === undefined) {
    problems.push(problemAt(draft, undefined, '"Resources" is missing'));
  } else {
    problems.push(problemAt(draft, belowAll(undefined, 'Resources'), '"Resources" is not an object'));
  }
}

function readResource(draft: Draft, input: TemplateInput, logicalId: string, declared: Json, problems: InputProblem[]): void {
  if (logicalId.startsWith('Fn::')) {
    if (logicalId.startsWith('Fn::ForEach')) {
      if (hasLanguageExtensions(draft.body)) return;
      problems.push(problemAt(draft, resourceAt(logicalId), `"${logicalId}" needs the transform AWS::LanguageExtensions`));
      return;
    }
    if (logicalId === 'Fn::Transform') {
      problems.push(problemAt(draft, resourceAt(logicalId), 'a macro adds resources at deployment: they cannot be read from the template'));
      return;
    }
  }
  if (!isObject(declared)) {
    problems.push(problemAt(draft, resourceAt(logicalId), 'a resource is an object with "Type"', logicalId));
    return;
  }
  if (!isWellFormed(declared)) problems.push(...problemsIn(draft, logicalId, declared));
  const { Type: type } = declared;
  if (typeof type === 'string') draft.resources.set(logicalId, new DeclaredResource(draft, logicalId, type, declared, input));
}

/** Whether there is nothing to say about how a resource is declared, as nearly always. */
function isWellFormed(declared: JsonObject): boolean {
  const { Type: type, Properties: properties } = declared;
  if (typeof type !== 'string' || Object.hasOwn(declared, 'Fn::Transform')) return false;
  return properties === undefined || (isObject(properties) && !Object.hasOwn(properties, 'Fn::Transform'));
}

function problemsIn(draft: Draft, logicalId: string, declared: JsonObject): readonly InputProblem[] {
  const problems: InputProblem[] = [];
  const at = resourceAt(logicalId);
  const problem = (place: Path | undefined, message: string) => problems.push(problemAt(draft, place, message, logicalId));
  const { Type: type, Properties: properties } = declared;
  if (Object.hasOwn(declared, 'Fn::Transform')) problem(at, 'a macro writes parts of this resource at deployment');
  if (typeof type !== 'string') {
    problem(at, '"Type" is missing or is not text');
    return problems;
  }
  if (isObject(properties)) {
    if (Object.hasOwn(properties, 'Fn::Transform'))
      problem(below(at, 'Properties'), 'a macro writes properties of this resource at deployment');
  } else if (properties !== undefined && properties !== null) {
    problem(below(at, 'Properties'), '"Properties" is not an object');
  }
  return problems;
}

function resourceAt(logicalId: string): Path {
  return below(below(undefined, 'Resources'), logicalId);
}

function problemAt(draft: Draft, at: Path | undefined, message: string, logicalId?: string): InputProblem {
  return { template: draft.name, location: pointerOf(at), message, ...(logicalId === undefined ? {} : { logicalId }) };
}
