import { existsSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { Stage } from 'aws-cdk-lib';
import { type Judged, resultOf } from '../check';
import type { ConfiguredReport } from '../config';
import { inOrder } from '../core/evaluate';
import type { Finding } from '../core/result';
import { pathsFrom, reportOptionsFor, writeReports } from '../output';
import { firstPlace } from '../read/origins';
import type { ReportOptions } from '../report';
import { fileNames, type ReportFormat } from '../report/format';
import type { AppTree } from './app-tree';
import type { PlacedFinding } from './violations';

/** What one choice found, and the reports that it wants of it. */
export interface Reported {
  readonly reports: readonly ConfiguredReport[];
  readonly judged: Judged;
  readonly findings: readonly PlacedFinding[];
}

/** What a report of a synthesis holds so far. */
interface ReportContent {
  readonly format: ReportFormat;
  readonly judged: Judged;
  readonly findings: readonly PlacedFinding[];
}

/** The reports of a synthesis, by absolute path. */
export type AppReports = Map<string, ReportContent>;

/**
 * Writes the reports that were asked for, each into the folder of the assembly unless its path leads elsewhere. A file that several
 * choices ask for, or one choice for several stages, holds what all of them found. Never throws: answers what could not be written.
 * @param written the reports of this synthesis, which are added to
 * @param unite brings findings of several choices together
 */
export function writeAppReports(
  written: AppReports,
  reported: readonly Reported[],
  tree: AppTree,
  unite: (findings: readonly PlacedFinding[]) => readonly PlacedFinding[],
): readonly string[] {
  const folder = outputFolderOf(tree);
  const mistakes: string[] = [];
  const changed = new Map<string, ConfiguredReport & { readonly file: string }>();
  for (const { reports, judged, findings } of reported) {
    for (const { format, file = fileNames[format] } of reports) {
      const path = resolve(folder, file);
      const before = written.get(path);
      const mistake = mistakeIn(format, file, path, folder, before);
      if (mistake !== undefined) {
        mistakes.push(mistake);
        continue;
      }
      written.set(path, { format, judged, findings: unite([...(before?.findings ?? []), ...findings]) });
      changed.set(path, { format, file });
    }
  }
  for (const [path, report] of changed) {
    const content = written.get(path);
    if (content !== undefined) mistakes.push(...write(content, report.file, folder, tree));
  }
  return mistakes;
}

function write({ format, judged, findings }: ReportContent, file: string, folder: string, tree: AppTree): readonly string[] {
  const cwd = process.cwd();
  const files = new Map<string, string>();
  const shown = findings.map((placed) => shownFinding(placed, tree, cwd, files)).sort(inOrder);
  return writeReports(resultOf(judged.model, shown), [{ format, file }], folder, optionsFor(judged, cwd, files));
}

/** Why a report is not written; `undefined` when it can be. */
function mistakeIn(
  format: ReportFormat,
  file: string,
  path: string,
  folder: string,
  before: ReportContent | undefined,
): string | undefined {
  if (before === undefined && dirname(path) === folder && OF_ASSEMBLY.test(file) && existsSync(path)) {
    return `report "${file}" would take the place of a file of the assembly`;
  }
  if (before !== undefined && before.format !== format) {
    return `report "${file}" is asked for as ${before.format} and as ${format}: give each a file of its own`;
  }
  return undefined;
}

/** What the framework writes into the folder of an assembly. */
const OF_ASSEMBLY = /(?:^|\/)(?:manifest|tree|validation-report)\.json$|(?:^|\/)cdk\.out$|\.(?:template|assets|metadata)\.json$/;

function outputFolderOf({ root }: AppTree): string {
  return Stage.isStage(root) ? resolve(root.outdir) : process.cwd();
}

/** A finding as the command line would tell it: with the template from the working folder, and the line of code that made the construct. */
function shownFinding({ finding, file, path, exact }: PlacedFinding, tree: AppTree, cwd: string, files: Map<string, string>): Finding {
  const name = file === undefined ? finding.template : (nameBelow(cwd, file) ?? finding.template);
  if (file !== undefined) files.set(name, file);
  const metadata: readonly unknown[] = exact ? (tree.at(path)?.node.metadata ?? []) : [];
  const place = firstPlace(metadata);
  const source = place === undefined ? null : `${nameBelow(cwd, place.file) ?? place.file}:${place.position}`;
  return { ...finding, template: name, source: finding.source ?? source, ...(exact ? { constructPath: path } : {}) };
}

/** The path from a folder, for what lies below it. */
function nameBelow(folder: string, file: string): string | undefined {
  const name = relative(folder, file);
  return name === '' || name.startsWith('..') || resolve(folder, name) !== file ? undefined : name.split(sep).join('/');
}

/** Templates that are not written below the working folder have no path that would hold on another machine. */
function optionsFor({ rules, options }: Judged, cwd: string, files: ReadonlyMap<string, string>): ReportOptions {
  const inRepository = pathsFrom(cwd);
  const base = reportOptionsFor({ cwd, rules: () => rules, pack: options.pack, fileOf: (template) => files.get(template) ?? template });
  return { ...base, inRepository: (path) => inRepository(files.get(path) ?? path) };
}
