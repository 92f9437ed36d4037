import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isObject, type Json, type JsonObject } from '../core/json';
import { parseDocument } from './document';
import { isFile, type Reading, type Source } from './inputs';

/** Construct paths of the resources of a stack by logical id, by the path of the stack. */
type Tree = ReadonlyMap<string, ReadonlyMap<string, string>>;

const trees = new WeakMap<Reading, Map<string, Tree | undefined>>();

/** Whether a template of an assembly does not say itself where its resources come from: path metadata can be switched off. */
export function lacksConstructPaths(reading: Reading, source: Source): boolean {
  return reading.assemblies.has(dirname(source.file)) && !hasPathMetadata(source.input.body);
}

/**
 * Construct paths of a template from the assembly's `tree.json`; empty when no tree knows the stack.
 * `nestedBy` leads from a nested-stack template to the resource that deploys it.
 */
export function constructPaths(
  reading: Reading,
  source: Source,
  nestedBy: (file: string) => { readonly source: Source; readonly logicalId: string } | undefined,
): ReadonlyMap<string, string> {
  const tree = treeOf(reading, dirname(source.file));
  if (tree === undefined) return NO_PATHS;
  const pathOf = ({ file, input }: Source, depth: number): string | undefined => {
    const parent = nestedBy(file);
    if (parent === undefined || depth > MOST_NESTED) return input.stack;
    const resource = tree.get(pathOf(parent.source, depth + 1) ?? '')?.get(parent.logicalId);
    return resource?.replace(/\.NestedStack\/[^/]+$/, '');
  };
  return tree.get(pathOf(source, 0) ?? '') ?? NO_PATHS;
}

const NO_PATHS: ReadonlyMap<string, string> = new Map();

/** Stacks nested deeper than this are not looked up. */
const MOST_NESTED = 50;

function hasPathMetadata(body: Json): boolean {
  if (!isObject(body) || !isObject(body.Resources)) return true;
  const resources = body.Resources;
  for (const logicalId in resources) {
    const resource = resources[logicalId];
    if (isObject(resource) && resource.Type !== 'AWS::CDK::Metadata')
      return isObject(resource.Metadata) && 'aws:cdk:path' in resource.Metadata;
  }
  return true;
}

/** The tree of an assembly: that of a nested assembly is in the outermost one. */
function treeOf(reading: Reading, folder: string): Tree | undefined {
  const known = trees.get(reading) ?? new Map<string, Tree | undefined>();
  trees.set(reading, known);
  const file = join(folder, 'tree.json');
  if (!isFile(file)) return isFile(join(dirname(folder), 'manifest.json')) ? treeOf(reading, dirname(folder)) : undefined;
  if (!known.has(file)) known.set(file, readTree(file));
  return known.get(file);
}

/** Paths only name findings: a tree that cannot be read leaves them to their logical ids. */
function bodyOf(file: string): Json | undefined {
  try {
    return parseDocument(readFileSync(file, 'utf8'), file).body;
  } catch {
    return undefined;
  }
}

function readTree(file: string): Tree | undefined {
  const body = bodyOf(file);
  const root = isObject(body) ? body.tree : undefined;
  if (!isObject(root)) return undefined;
  const stacks = new Map<string, Map<string, string>>();
  const waiting: { readonly node: JsonObject; readonly resources: Map<string, string> | undefined }[] = [
    { node: root, resources: undefined },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { path, attributes, children, constructInfo } = next.node;
    if (typeof path !== 'string') continue;
    let { resources } = next;
    const kind = isObject(constructInfo) ? constructInfo.fqn : undefined;
    if (kind === 'aws-cdk-lib.Stack' || kind === 'aws-cdk-lib.NestedStack') {
      resources = new Map();
      stacks.set(path, resources);
    }
    const logicalId = isObject(attributes) ? attributes['aws:cdk:cloudformation:logicalId'] : undefined;
    if (typeof logicalId === 'string') resources?.set(logicalId, path);
    if (isObject(children)) for (const child of Object.values(children)) if (isObject(child)) waiting.push({ node: child, resources });
  }
  return stacks;
}
