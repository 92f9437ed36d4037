import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type CfnResource, Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import type { Json, JsonObject } from '../core/json';
import type { NotEvaluated } from '../core/model/nag';
import type { Resource, Template } from '../core/template/template';
import { notEvaluated } from './verdict';

/** Constructs of a bare template, made for cdk-nag. */
export interface TemplateStack {
  /** The construct of a resource, or why there is none. */
  constructOf(resource: Resource): { readonly node: CfnResource } | NotEvaluated;
}

/**
 * The constructs of a template, in a stack that is thrown away.
 * @param types what rules judge or read: all else becomes an empty resource of its name, so that it costs nothing and cannot fail
 */
export function stackOf(template: Template, types: ReadonlySet<string>): TemplateStack {
  const wanted = [...template.resources.values()].filter(({ type }) => types.has(type));
  let included = include(template, wanted);
  const refused = new Map<string, string>();
  if ('failure' in included && wanted.length > 0) {
    // One resource that cannot be included keeps all others out: leave those out that fail by themselves.
    const good = wanted.filter((resource) => {
      const alone = include(template, [resource]);
      if ('failure' in alone) refused.set(resource.logicalId, alone.failure);
      return !('failure' in alone);
    });
    if (good.length > 0) included = include(template, good);
  }
  return {
    constructOf({ logicalId }) {
      const refusal = refused.get(logicalId);
      if (refusal !== undefined) {
        // What is refused in every resource lies in the template around them.
        return notEvaluated(isTheSameForAll(refused, wanted) ? 'template' : 'resource', `it cannot be made a construct: ${refusal}`);
      }
      if ('failure' in included) return notEvaluated('template', `it cannot be made a stack: ${included.failure}`);
      return { node: included.stack.getResource(logicalId) };
    },
  };
}

function isTheSameForAll(refused: ReadonlyMap<string, string>, wanted: readonly Resource[]): boolean {
  return wanted.length > 1 && refused.size === wanted.length && new Set(refused.values()).size === 1;
}

/** Includes the template with some of its resources, or says what CDK refuses. */
function include(template: Template, resources: readonly Resource[]): { readonly stack: CfnInclude } | { readonly failure: string } {
  const folder = mkdtempSync(join(tmpdir(), 'cdk-least-privilege-'));
  try {
    const templateFile = join(folder, 'template.json');
    writeFileSync(templateFile, JSON.stringify(bodyOf(template, new Set(resources))));
    // Also under the CDK CLI, which would have every app synthesized when the program ends.
    const app = new App({ outdir: join(folder, 'out'), autoSynth: false, analyticsReporting: false, treeMetadata: false });
    return { stack: new CfnInclude(new Stack(app, 'Template'), 'Included', { templateFile, allowCyclicalReferences: true }) };
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
    return [logicalId, kept.has(resource) ? { Type: type, Properties: properties } : { Type: 'AWS::CloudFormation::WaitConditionHandle' }];
  });
  const { Parameters = {}, Mappings = {}, Conditions = {} } = body;
  return { Parameters, Mappings, Conditions, Resources: Object.fromEntries(entries) };
}
