import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type CfnResource, Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import type { Json, JsonObject } from '../core/json';
import type { NotEvaluated } from '../core/model/nag';
import type { Resource, Template } from '../core/template/template';
import { quietly } from './quietly';
import { notEvaluated } from './verdict';

/** Constructs of a bare template, made for cdk-nag. */
export interface TemplateStack {
  /** The construct of a resource, or why there is none. */
  constructOf(resource: Resource): { readonly node: CfnResource } | NotEvaluated;
}

/** What CDK made of a template, or why it refused. */
type Inclusion = { readonly included: CfnInclude } | { readonly failure: string };

/** How often a template is tried in parts, before what is left is given up. */
const ATTEMPTS = 100;

/**
 * The constructs of a template, in a stack that is thrown away.
 * @param types what rules judge or read: all else becomes an empty resource of its name, so that it costs nothing and cannot fail
 */
export function stackOf(template: Template, types: ReadonlySet<string>): TemplateStack {
  const wanted = [...template.resources.values()].filter(({ type }) => types.has(type));
  const whole = include(template, wanted);
  if ('included' in whole) return { constructOf: ({ logicalId }) => ({ node: whole.included.getResource(logicalId) }) };
  const around = include(template, []);
  if ('failure' in around) return { constructOf: () => notEvaluated('template', `it cannot be made a stack: ${around.failure}`) };
  // One resource that CDK refuses keeps all others out.
  const refused = refusedOf(template, wanted, whole.failure);
  const rest = include(
    template,
    wanted.filter(({ logicalId }) => !refused.has(logicalId)),
  );
  return {
    constructOf({ logicalId }) {
      const refusal = refused.get(logicalId);
      if (refusal !== undefined) return notEvaluated('resource', `it cannot be made a construct: ${refusal}`);
      if ('failure' in rest) return notEvaluated('template', `it cannot be made a stack: ${rest.failure}`);
      return { node: rest.included.getResource(logicalId) };
    },
  };
}

/** The resources that CDK refuses, with its reasons, by halving those that it refuses together. */
function refusedOf(template: Template, wanted: readonly Resource[], reason: string): ReadonlyMap<string, string> {
  const refused = new Map<string, string>();
  let attempts = 0;
  const search = (resources: readonly Resource[], failure: string) => {
    if (resources.length === 1 || attempts >= ATTEMPTS) {
      for (const { logicalId } of resources) refused.set(logicalId, failure);
      return;
    }
    const middle = Math.ceil(resources.length / 2);
    for (const half of [resources.slice(0, middle), resources.slice(middle)]) {
      attempts += 1;
      const made = include(template, half);
      if ('failure' in made) search(half, made.failure);
    }
  };
  search(wanted, reason);
  return refused;
}

/** Includes the template with some of its resources. */
function include(template: Template, resources: readonly Resource[]): Inclusion {
  const folder = mkdtempSync(join(tmpdir(), 'cdk-least-privilege-'));
  try {
    const templateFile = join(folder, 'template.json');
    writeFileSync(templateFile, JSON.stringify(bodyOf(template, new Set(resources))));
    return quietly(() => {
      // Also under the CDK CLI, which would have every app synthesized when the program ends.
      const app = new App({ outdir: join(folder, 'out'), autoSynth: false, analyticsReporting: false, treeMetadata: false });
      return { included: new CfnInclude(new Stack(app, 'Template'), 'Included', { templateFile, allowCyclicalReferences: true }) };
    });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { failure: text.replace(/\s+/g, ' ').slice(0, 200) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What rules ask about, and what its values refer to. */
function bodyOf({ body, resources }: Template, kept: ReadonlySet<Resource>): JsonObject {
  const entries = [...resources.values()].map((resource): [string, Json] => {
    const { logicalId, type, properties } = resource;
    if (!kept.has(resource)) return [logicalId, { Type: 'AWS::CloudFormation::WaitConditionHandle' }];
    // No rule judges tags, and CDK refuses those that hold functions.
    const { Tags: _tags, ...judged } = properties;
    return [logicalId, { Type: type, Properties: judged }];
  });
  const { Parameters = {}, Mappings = {}, Conditions = {} } = body;
  return { Parameters, Mappings, Conditions, Resources: Object.fromEntries(entries) };
}
