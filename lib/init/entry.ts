import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '../core/json';

/** The file that makes the app, relative to the folder of `cdk.json`; or why it is not known. */
export type Entry = { readonly file: string } | { readonly reason: string };

const SCRIPT = /\.[cm]?[jt]sx?$/;

/** Folders that compilers write to, where a source of the same name is not beside its output. */
const OUTPUT = /^(?:\.\/)?(?:dist|build|out|lib-out|\.build)\//;

/** Finds the file that makes the app, from the command that `cdk.json` runs. */
export function entryOf(folder: string): Entry {
  const file = join(folder, 'cdk.json');
  if (!existsSync(file)) return { reason: 'there is no cdk.json here: run it in the folder of the app' };
  let configuration: unknown;
  try {
    configuration = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return { reason: `cdk.json cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
  const command = isObject(configuration) ? configuration.app : undefined;
  if (typeof command !== 'string') return { reason: 'cdk.json has no "app" that is a command' };
  return entryIn(folder, command, 0);
}

/** Scripts of package.json may call each other; deeper than this they are not followed. */
const DEEPEST = 3;

function entryIn(folder: string, command: string, depth: number): Entry {
  const words = [...command.matchAll(/"([^"]*)"|'([^']*)'|[^\s"';&|]+/g)].map(([word, double, single]) => double ?? single ?? word);
  for (const word of words.filter((each) => SCRIPT.test(each))) {
    const source = sourceOf(folder, word);
    if (source !== undefined) return { file: source };
  }
  const script = /\b(?:npm|pnpm|yarn|bun)\s+(?:run\s+|-s\s+|--silent\s+)*([\w:.-]+)/.exec(command)?.[1];
  const called = script === undefined || depth >= DEEPEST ? undefined : scriptOf(folder, script);
  if (called !== undefined) return entryIn(folder, called, depth + 1);
  return { reason: `cdk.json runs "${command}", which names no TypeScript or JavaScript file that is here` };
}

/** The file that a person edits: the source of a compiled one. */
function sourceOf(folder: string, word: string): string | undefined {
  const file = word.replace(/^\.\//, '');
  const names = /\.[cm]?js$/.test(file) ? [file.replace(/js$/, 'ts'), ...(OUTPUT.test(file) ? belowSource(file) : []), file] : [file];
  return names.find((name) => !name.endsWith('.d.ts') && existsSync(join(folder, name)));
}

function belowSource(file: string): readonly string[] {
  const below = file.replace(OUTPUT, '').replace(/js$/, 'ts');
  return [below, `src/${below}`];
}

function scriptOf(folder: string, name: string): string | undefined {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const scripts = isObject(manifest) ? manifest.scripts : undefined;
    const script = isObject(scripts) && Object.hasOwn(scripts, name) ? scripts[name] : undefined;
    return typeof script === 'string' ? script : undefined;
  } catch {
    return undefined;
  }
}
