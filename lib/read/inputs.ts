import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Acknowledgement } from '../core/acknowledgement';
import { isObject, type Json } from '../core/json';
import { deploysNothing, type TemplateInput } from '../core/template';
import type { InputProblem } from '../core/template/template';
import type { Watch } from '../core/watch';
import { readOuterAcknowledgements } from './acknowledgements';
import { isWholeAssembly, readAssembly } from './assembly';
import { parseDocument } from './document';
import { linkNestedStacks } from './nested';

/** What was read, for `buildTemplates`. */
export interface ReadInputs {
  readonly inputs: readonly TemplateInput[];
  readonly problems: readonly InputProblem[];
  /** What the apps themselves accept, as their assemblies keep it. */
  readonly acknowledgements: readonly Acknowledgement[];
  /** Whether all that was read are whole assemblies: not single templates, folders of them, or stages alone. */
  readonly isWhole: boolean;
}

/** One input and the file it came from. */
export interface Source {
  readonly input: TemplateInput;
  /** Absolute path. */
  readonly file: string;
}

/** Collects what is read. */
export interface Reading {
  /** By absolute path: a file that is reached twice is read once. */
  readonly sources: Map<string, Source>;
  readonly problems: InputProblem[];
  /** Assembly folders → file names of the assets by hash. */
  readonly assemblies: Map<string, ReadonlyMap<string, string>>;
  readonly acknowledgements: Acknowledgement[];
  /** A path as the user sees it. */
  nameOf(path: string): string;
  readonly watch: Watch | undefined;
}

/**
 * Reads templates from `paths` (relative to `cwd`): a `cdk.out` folder with its nested stacks and nested assemblies, a
 * folder of templates, or a template file, JSON or YAML. Never throws: what cannot be read is a problem.
 * Templates are named by their path relative to `cwd`, with forward slashes, in the order of `paths`.
 */
export function readInputs(paths: readonly string[], cwd: string, watch?: Watch): ReadInputs {
  const nameOf = (path: string) => relative(cwd, path).split(sep).join('/') || '.';
  const reading: Reading = { sources: new Map(), problems: [], assemblies: new Map(), acknowledgements: [], nameOf, watch };
  for (const path of paths) {
    const absolute = resolve(cwd, path);
    try {
      readPath(reading, absolute);
    } catch (error) {
      addProblem(reading, absolute, `cannot be read: ${messageOf(error)}`, GIVE_A_PATH);
    }
  }
  const isWhole = paths.every((path) => isWholeAssembly(reading, resolve(cwd, path)));
  return { inputs: linkNestedStacks(reading), problems: reading.problems, acknowledgements: reading.acknowledgements, isWhole };
}

/** Records a problem with a whole file or folder. */
export function addProblem(reading: Reading, path: string, message: string, fix?: string): void {
  reading.problems.push({ template: reading.nameOf(path), location: '', message, ...(fix === undefined ? {} : { fix }) });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A file of the app's code as the user sees it: from the working folder when it is below, else the whole path. */
export function sourceNameOf(reading: Reading, file: string): string {
  const name = reading.nameOf(file);
  return isAbsolute(file) && !name.startsWith('../') ? name : file;
}

/** Whether there is a file at `path`. */
export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

const GIVE_A_PATH = 'give the path of a cdk.out folder, of a template, or of a folder of templates';

function readPath(reading: Reading, path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    addProblem(reading, path, 'no such file or folder', GIVE_A_PATH);
    return;
  }
  if (!stats.isDirectory()) {
    readTemplate(reading, path, {});
    return;
  }
  const before = reading.problems.length;
  readFolder(reading, path);
  const isInside = (file: string) => file.startsWith(path + sep);
  if (reading.problems.length === before && ![...reading.sources.keys()].some(isInside))
    addProblem(reading, path, 'no template in this folder', GIVE_A_PATH);
}

const TEMPLATE_NAME = /\.(json|ya?ml|template)$/i;

function readFolder(reading: Reading, folder: string): void {
  if (readAssembly(reading, folder)) {
    readOuterAcknowledgements(reading, folder);
    return;
  }
  const entries: Dirent[] = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== 'node_modules' && entry.name !== '.git' && !entry.name.startsWith('asset.')) readFolder(reading, path);
    } else if (TEMPLATE_NAME.test(entry.name) && isFile(path)) {
      readCandidate(reading, path);
    }
  }
}

/** Reads a file that is a template for certain: one that the user or a manifest names. */
export function readTemplate(reading: Reading, file: string, about: Partial<TemplateInput>): void {
  if (reading.sources.has(file)) return;
  const { body, problems } = parseDocument(readFileSync(file, 'utf8'), file);
  for (const message of problems) addProblem(reading, file, message);
  if (body === undefined) return;
  if (isObject(body) && Object.hasOwn(body, 'Resources')) add(reading, file, body, about);
  else if (isObject(body) && about.stack !== undefined && deploysNothing(body)) add(reading, file, { ...body, Resources: {} }, about);
  else addProblem(reading, file, 'not a CloudFormation template: it has no "Resources"', GIVE_A_PATH);
}

const MARKS_OF_A_TEMPLATE = /AWSTemplateFormatVersion|["']?Type["']?\s*:\s*["']?AWS::/;

/** Reads a file of a folder when it is a template; other files are left alone. One that looks like a template and is broken is a problem. */
function readCandidate(reading: Reading, file: string): void {
  if (reading.sources.has(file)) return;
  const text = readFileSync(file, 'utf8');
  if (!text.includes('Resources')) return;
  const { body, problems } = parseDocument(text, file);
  const isTemplate = body === undefined ? MARKS_OF_A_TEMPLATE.test(text) : isObject(body) && isObject(body.Resources);
  if (!isTemplate) return;
  for (const message of problems) addProblem(reading, file, message);
  if (body !== undefined) add(reading, file, body, {});
}

function add(reading: Reading, file: string, body: Json, about: Partial<TemplateInput>): void {
  reading.sources.set(file, { file, input: { ...about, name: reading.nameOf(file), body } });
  reading.watch?.('reading templates', reading.sources.size);
}
