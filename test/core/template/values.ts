import type { Json, JsonObject } from '../../../lib/core/json';
import { buildTemplates, createResolvers, type Resolvers, type TemplateInput } from '../../../lib/core/template';
import type { Resolver } from '../../../lib/core/template/resolver';
import { render } from '../../../lib/core/template/symbolic';
import type { InputProblem, Resource, Template } from '../../../lib/core/template/template';

/** A small input that was built, and ways to ask it. */
export interface Built {
  readonly templates: readonly Template[];
  readonly problems: readonly InputProblem[];
  readonly resolvers: Resolvers;
  template(name?: string): Template;
  resolver(name?: string): Resolver;
  resource(logicalId: string, name?: string): Resource;
}

export function build(...inputs: TemplateInput[]): Built {
  const { templates, problems } = buildTemplates(inputs);
  const resolvers = createResolvers(templates);
  const template = (name = inputs[0]?.name) => found(templates.find((each) => each.name === name));
  return {
    templates,
    problems,
    resolvers,
    template,
    resolver: (name) => resolvers(template(name)),
    resource: (logicalId, name) => found(template(name).resources.get(logicalId)),
  };
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('not in the input');
  return value;
}

/** Sections that a template has beside one resource `X` whose property `Value` is asked for. */
export type Sections = JsonObject;

/** A template with a bucket `Bucket`, a role `Role`, and `X` with the property `Value`. */
export function templateWith(value: Json, sections: Sections = {}): JsonObject {
  const { Resources: more = {}, ...others } = sections;
  return {
    Resources: {
      Bucket: { Type: 'AWS::S3::Bucket' },
      Role: { Type: 'AWS::IAM::Role' },
      X: { Type: 'Custom::X', Properties: { Value: value } },
      ...(typeof more === 'object' && !Array.isArray(more) ? more : {}),
    },
    ...others,
  };
}

/** Every feasible text of `value`, rendered; `?` marks an unknown hole's reason. */
export function textsOf(value: Json, sections?: Sections): string[] {
  const built = build({ name: 't', body: templateWith(value, sections) });
  return textsIn(built, built.resource('X').properties.Value);
}

/** The same of a node of a built input. */
export function textsIn(built: Built, node: Json | undefined, name?: string): string[] {
  return built
    .resolver(name)
    .strings(node, undefined)
    .map((element) => withReasons(element.value));
}

/** Every element of `value` as a list, rendered. */
export function listOf(value: Json, sections?: Sections): string[] {
  const built = build({ name: 't', body: templateWith(value, sections) });
  return built
    .resolver()
    .list(built.resource('X').properties.Value, undefined)
    .map((element) => withReasons(element.value));
}

function withReasons(value: Parameters<typeof render>[0]): string {
  if (typeof value === 'string') return value;
  return value.parts
    .map((part) => (typeof part === 'string' ? part : part.kind === 'unknown' ? `?(${part.reason})` : render({ parts: [part] })))
    .join('');
}
