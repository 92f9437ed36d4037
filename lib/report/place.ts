import type { Position } from '../core/position';
import type { Finding } from '../core/result';
import type { ReportOptions } from './reporter';

/** A file of the repository, and where in it. */
export interface Place {
  /** Relative to the root of the repository, with forward slashes. */
  readonly file: string;
  /** Absent for the file as a whole. */
  readonly position: Position | undefined;
}

/** Where a finding is. */
export interface Places {
  /** In the user's code, where that is known. */
  readonly source: Place | undefined;
  readonly template: Place | undefined;
  /** The one place that a reader is to look at: the code, else the template, else what says what the app is. */
  readonly main: Place;
}

/** What stands for the whole app in formats that want a file. */
const APP = 'cdk.json';

/** Where a finding is. Paths outside of the repository are left out: they would differ from machine to machine. */
export function placesOf(finding: Finding, options: ReportOptions): Places {
  const source = sourceOf(finding, options);
  const template = templateOf(finding, options);
  return { source, template, main: source ?? template ?? { file: fileOf(APP, options) ?? APP, position: undefined } };
}

/** `Properties/PolicyDocument/Statement/0`: the JSON pointer without `/Resources/<logical id>/`, which is said beside it. */
export function propertyOf({ logicalId, location }: Finding): string {
  const prefix = logicalId === null ? undefined : `/Resources/${logicalId.replaceAll('~', '~0').replaceAll('/', '~1')}/`;
  return prefix !== undefined && location.startsWith(prefix) ? location.slice(prefix.length) : location;
}

/** What a reader looks for in the code: the construct's path, else the logical id; empty for a whole template. */
export function holderOf(finding: Finding): string {
  return finding.constructPath ?? finding.logicalId ?? '';
}

function sourceOf({ source }: Finding, options: ReportOptions): Place | undefined {
  const [, path = '', line = '', column = ''] = /^(.+):(\d+):(\d+)$/.exec(source ?? '') ?? [];
  const file = path === '' ? undefined : fileOf(path, options);
  return file === undefined ? undefined : { file, position: { line: Number(line), column: Number(column) } };
}

function templateOf(finding: Finding, options: ReportOptions): Place | undefined {
  const file = finding.template === '' ? undefined : fileOf(finding.template, options);
  return file === undefined ? undefined : { file, position: options.locate?.(finding) };
}

function fileOf(path: string, { inRepository = withinFolder }: ReportOptions): string | undefined {
  const file = inRepository(path)?.replace(/^\.\//, '');
  return file === '' ? undefined : file;
}

function withinFolder(path: string): string | undefined {
  const isOutside = /^(?:[/\\]|[A-Za-z]:|\.\.(?:[/\\]|$))/.test(path);
  return isOutside ? undefined : path.replaceAll('\\', '/');
}
