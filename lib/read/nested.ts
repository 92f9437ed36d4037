import { basename, dirname, join, resolve } from 'node:path';
import { isObject, type Json, type JsonObject } from '../core/json';
import type { TemplateInput } from '../core/template';
import type { Reading, Source } from './inputs';
import { constructPaths, lacksConstructPaths } from './tree';

/** A nested-stack resource. */
interface Parent {
  readonly source: Source;
  readonly logicalId: string;
}

/**
 * The inputs, with every nested-stack template linked to the resources that deploy it. The link is what the CDK writes
 * (`aws:asset:path`), else the asset's hash in `TemplateURL`, else a local path there, else a file of that name beside the parent.
 */
export function linkNestedStacks(reading: Reading): readonly TemplateInput[] {
  const sources = [...reading.sources.values()];
  const parents = new Map<string, Parent[]>();
  for (const source of sources) {
    for (const [logicalId, resource] of nestedStacksOf(source)) {
      const file = templateFileOf(reading, source, resource);
      if (file === undefined || !reading.sources.has(file) || file === source.file) continue;
      const deploying = parents.get(file) ?? [];
      parents.set(file, [...deploying, { source, logicalId }]);
    }
  }
  return sources.map((source) => {
    const { file, input } = source;
    const deploying = parents.get(file) ?? [];
    const root = rootOf(file, parents, reading);
    const { stack, account, region, sourceOf } = root?.input ?? input;
    const linked: TemplateInput = {
      ...input,
      ...(stack === undefined ? {} : { stack }),
      ...(account === undefined ? {} : { account }),
      ...(region === undefined ? {} : { region }),
      ...(sourceOf === undefined ? {} : { sourceOf }),
      ...(deploying.length === 0
        ? {}
        : { nestedIn: deploying.map((parent) => ({ template: parent.source.input.name, logicalId: parent.logicalId })) }),
    };
    if (!lacksConstructPaths(reading, source)) return linked;
    let paths: ReadonlyMap<string, string> | undefined;
    return {
      ...linked,
      constructPaths: () => {
        paths ??= constructPaths(reading, source, (nested) => parents.get(nested)?.[0]);
        return paths;
      },
    };
  });
}

/** The stack that a nested template belongs to in the end. */
function rootOf(file: string, parents: ReadonlyMap<string, readonly Parent[]>, reading: Reading): Source | undefined {
  const seen = new Set<string>();
  let current = file;
  for (let parent = parents.get(current)?.[0]; parent !== undefined && !seen.has(current); parent = parents.get(current)?.[0]) {
    seen.add(current);
    current = parent.source.file;
  }
  return reading.sources.get(current);
}

function nestedStacksOf({ input: { body } }: Source): readonly (readonly [string, JsonObject])[] {
  if (!isObject(body) || !isObject(body.Resources)) return [];
  const resources = body.Resources;
  const nested: [string, JsonObject][] = [];
  for (const logicalId of Object.keys(resources)) {
    const resource = resources[logicalId];
    if (isNestedStack(resource)) nested.push([logicalId, resource]);
  }
  return nested;
}

function isNestedStack(resource: Json | undefined): resource is JsonObject {
  return isObject(resource) && (resource.Type === 'AWS::CloudFormation::Stack' || resource.Type === 'AWS::Serverless::Application');
}

function templateFileOf(reading: Reading, source: Source, resource: JsonObject): string | undefined {
  const folder = dirname(source.file);
  const asset = isObject(resource.Metadata) ? resource.Metadata['aws:asset:path'] : undefined;
  if (typeof asset === 'string') return join(folder, asset);
  const properties = isObject(resource.Properties) ? resource.Properties : {};
  const url = lastText(properties.TemplateURL ?? properties.Location);
  if (url === undefined) return undefined;
  const hash = /[0-9a-f]{64}/.exec(url)?.[0];
  const published = hash === undefined ? undefined : reading.assemblies.get(folder)?.get(hash);
  if (published !== undefined) return join(folder, published);
  const local = resolve(folder, url);
  if (reading.sources.has(local)) return local;
  const name = basename(url);
  return name === '' ? undefined : join(folder, name);
}

/** The end of a URL, also where it is put together: the last piece of text of an `Fn::Join` or `Fn::Sub`. */
function lastText(node: Json | undefined): string | undefined {
  if (typeof node === 'string') return node.replace(/\?.*$/, '');
  if (Array.isArray(node)) return node.map(lastText).findLast((text) => text !== undefined);
  if (!isObject(node)) return undefined;
  const substitution = node['Fn::Sub'];
  if (Array.isArray(substitution)) return lastText(substitution[0]);
  return lastText(substitution ?? node['Fn::Join']);
}
