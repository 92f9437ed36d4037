import { relative, resolve } from 'node:path';
import { CfnElement, Stack, Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The finished construct tree of an app, with the questions that the checks ask of it. Each is answered on demand, once. */
export interface AppTree {
  /** The app. */
  readonly root: IConstruct;
  /** All constructs, parents before children. */
  constructs(): readonly IConstruct[];
  /** All stacks, also nested ones, parents before children. */
  stacks(): readonly Stack[];
  /** A file relative to the output folder of the app, with forward slashes. */
  nameOf(file: string): string;
  /** The construct at a path. */
  at(path: string): IConstruct | undefined;
  /** Construct paths of a stack's template, by logical id. */
  pathsOf(stack: Stack): ReadonlyMap<string, string>;
}

/** The tree below `root`. */
export function treeOf(root: IConstruct): AppTree {
  const folder = Stage.isStage(root) ? resolve(root.outdir) : process.cwd();
  const constructs = once(() => subtreeOf(root));
  const stacks = once(() => constructs().filter((construct) => Stack.isStack(construct)));
  const byPath = once(() => new Map(constructs().map((construct) => [construct.node.path, construct])));
  const byStack = once(() => pathsByStack(constructs()));
  return {
    root,
    constructs,
    stacks,
    nameOf: (file) => relative(folder, file).replaceAll('\\', '/'),
    at: (path) => byPath().get(path),
    pathsOf: (stack) => byStack().get(stack) ?? new Map(),
  };
}

/** Whether `path` is `scope` or lies below it; everything lies below the app, whose path is empty. */
export function isBelow(path: string, scope: string): boolean {
  return scope === '' || path === scope || path.startsWith(`${scope}/`);
}

/** `path` and the paths above it, the closest first, the app last. */
export function* pathsUpwards(path: string): Generator<string> {
  for (let rest = path; rest !== ''; rest = rest.slice(0, Math.max(0, rest.lastIndexOf('/')))) yield rest;
  yield '';
}

function once<T>(answer: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: answer() };
    return known.value;
  };
}

function subtreeOf(root: IConstruct): readonly IConstruct[] {
  const constructs: IConstruct[] = [];
  const waiting: IConstruct[] = [root];
  for (let construct = waiting.pop(); construct !== undefined; construct = waiting.pop()) {
    constructs.push(construct);
    waiting.push(...construct.node.children.toReversed());
  }
  return constructs;
}

function pathsByStack(constructs: readonly IConstruct[]): ReadonlyMap<Stack, ReadonlyMap<string, string>> {
  const paths = new Map<Stack, Map<string, string>>();
  for (const construct of constructs) {
    if (!CfnElement.isCfnElement(construct)) continue;
    const { stack } = construct;
    const logicalId: unknown = stack.resolve(construct.logicalId);
    if (typeof logicalId !== 'string') continue;
    const known = paths.get(stack);
    if (known === undefined) paths.set(stack, new Map([[logicalId, construct.node.path]]));
    else known.set(logicalId, construct.node.path);
  }
  return paths;
}
