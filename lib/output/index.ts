import { readFileSync, realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { Position } from '../core/position';
import type { Result } from '../core/result';
import type { PackName, Rule } from '../core/rule';
import { type PositionOf, positionsIn } from '../read/positions';
import { type ReportFormat, type ReportOptions, reporters } from '../report';
import { writeWhole } from '../write';
import { repositoryOf } from './repository';

/** A report that is wanted as a file. */
export interface Output {
  readonly format: ReportFormat;
  /** Relative to the working folder. */
  readonly file: string;
}

/** Where a result comes from. */
export interface Origin {
  /** What paths of findings are relative to. */
  readonly cwd: string;
  /** The rules that were checked with, loaded when a report describes one. */
  readonly rules: () => readonly Rule[];
  readonly pack: PackName | undefined;
  /** The file that a template is in. @default - its name is the path from the working folder */
  readonly fileOf?: (template: string) => string;
}

/** What reports ask of the files around a result. Nothing is read before a report asks. */
export function reportOptionsFor({ cwd, rules, pack, fileOf = (template) => resolve(cwd, template) }: Origin): ReportOptions {
  const positions = new Map<string, PositionOf>();
  let ruleById: ReadonlyMap<string, Rule> | undefined;
  return {
    ...(pack === undefined ? {} : { pack }),
    inRepository: pathsFrom(cwd),
    ruleOf: (id) => {
      ruleById ??= new Map(rules().map((rule) => [rule.meta.id, rule]));
      return ruleById.get(id);
    },
    locate: (finding) => {
      if (finding.location === '') return undefined;
      let positionOf = positions.get(finding.template);
      if (positionOf === undefined) {
        positionOf = positionsOf(fileOf(finding.template));
        positions.set(finding.template, positionOf);
      }
      return positionOf(finding.location);
    },
  };
}

/** Writes each report, whole or not at all. Answers why files could not be written; the others are. */
export function writeReports(result: Result, outputs: readonly Output[], cwd: string, options: ReportOptions): readonly string[] {
  return outputs.flatMap(({ format, file }) => {
    try {
      writeWhole(resolve(cwd, file), reporters[format](result, options).output);
      return [];
    } catch (error) {
      return [`report "${file}" cannot be written: ${error instanceof Error ? error.message : String(error)}`];
    }
  });
}

/** A line only helps to find the place: a file that cannot be read, or no longer parses, leaves findings to their templates. */
function positionsOf(file: string): PositionOf {
  try {
    const positionOf = positionsIn(readFileSync(file, 'utf8'));
    return (pointer): Position | undefined => {
      try {
        return positionOf(pointer);
      } catch {
        return undefined;
      }
    };
  } catch {
    return () => undefined;
  }
}

/**
 * Names paths as the repository does that `cwd` is in: from the folder that holds `.git`, with forward slashes; `undefined` for
 * what lies outside. Without a repository, from `cwd`.
 */
export function pathsFrom(cwd: string): (path: string) => string | undefined {
  let roots: readonly string[] | undefined;
  const names = new Map<string, string | undefined>();
  return (path) => {
    roots ??= rootsOf(cwd);
    if (!names.has(path)) names.set(path, nameBelow(roots, resolve(cwd, path)));
    return names.get(path);
  };
}

function nameBelow(roots: readonly string[], file: string): string | undefined {
  for (const root of roots) {
    const name = relative(root, file);
    if (name !== '' && name !== '..' && !name.startsWith(`..${sep}`) && !isAbsolute(name)) return name.split(sep).join('/');
  }
  return undefined;
}

/** The root of the repository, as it is called and as it really is: stack traces hold real paths. */
function rootsOf(cwd: string): readonly string[] {
  const root = repositoryOf(cwd) ?? cwd;
  return [...new Set([root, realpathSync(root)])];
}
