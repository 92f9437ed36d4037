import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Option } from 'commander';
import type { Matched } from '../baseline/match';
import type { Baseline, BaselineEntry } from '../core/baseline';
import type { CheckOptions } from '../core/options';
import { type CheckFlags, optionsFrom, type Shell, UsageError } from './command';
import { withFile } from './file-access';

/** The flags of `check` about the baseline. */
export interface BaselineFlags {
  /** A file, or true where only the flag is given. */
  readonly baseline?: string | true;
  readonly updateBaseline?: true;
  readonly frozen?: true;
}

export function baselineOption(): Option {
  return new Option(
    '-b, --baseline [file]',
    'block only what is not in the baseline, and take out of the file what is gone (default file: that of the configuration, else "least-privilege.baseline.json")',
  );
}

export function updateBaselineOption(): Option {
  return new Option('--update-baseline', 'write the findings of today into the baseline, so that only new ones block from now on');
}

export function frozenOption(): Option {
  return new Option('--frozen', 'with --baseline: write nothing, and say what would be taken out (as with CI=true)');
}

/**
 * The paths and flags that are meant: in `check --baseline cdk.out` the flag has no file, and what follows it is what to check.
 * A baseline is a JSON file.
 */
export function meantBy<Flags extends BaselineFlags>(
  paths: readonly string[],
  flags: Flags,
  cwd: string,
): { readonly paths: readonly string[]; readonly flags: Flags } {
  const { baseline } = flags;
  if (typeof baseline !== 'string') return { paths, flags };
  const path = resolve(cwd, baseline);
  const isFolder = existsSync(path) && statSync(path).isDirectory();
  if (baseline.endsWith('.json') && !isFolder) return { paths, flags };
  const isDefault = paths.length === 1 && paths[0] === DEFAULT_PATH;
  return { paths: [baseline, ...(isDefault ? [] : paths)], flags: { ...flags, baseline: true } };
}

/** What is checked where nothing is named. */
export const DEFAULT_PATH = 'cdk.out';

/** The baseline of a run: what to check against, and what to write afterwards. */
export interface BaselineRun {
  readonly options: CheckOptions;
  /** Writes the file where that is asked for, and answers what to say of it. */
  finish(matched: () => Matched, exitCode: number): string;
}

/**
 * Prepares a check against the baseline that the flags or the configuration name.
 *
 * @throws UsageError on flags that do not go together, ConfigurationError on a baseline that cannot be used
 */
export function baselineRun(flags: BaselineFlags & CheckFlags, shell: Shell): BaselineRun {
  const { baseline, updateBaseline = false, frozen = false } = flags;
  if (updateBaseline && frozen)
    throw new UsageError('"--update-baseline" writes the baseline, and "--frozen" forbids it: give one of the two');
  if (frozen && baseline === undefined) throw new UsageError('"--frozen" is about "--baseline", which is not given');
  const options = optionsFor(flags, shell);
  const isAsked = baseline !== undefined || updateBaseline;
  const mayWrite = isAsked && (updateBaseline || !(frozen || isCi(shell.env)));
  return {
    options,
    finish: (matchedOf, exitCode) => {
      const { baseline: before, settings } = options;
      if (before === undefined) return '';
      if (exitCode === 2) return updateBaseline ? `${before.name}: not written, since something could not be checked\n` : '';
      const matched = matchedOf();
      const entries = updateBaseline ? matched.updated(settings?.today ?? '') : matched.shrunk;
      if (mayWrite) write(before, entries);
      return told({ before, matched, entries, updateBaseline, mayWrite });
    },
  };
}

function optionsFor(flags: BaselineFlags & CheckFlags, shell: Shell): CheckOptions {
  const { baseline, updateBaseline: takesAll = false } = flags;
  if (typeof baseline === 'string') return optionsFrom(flags, shell, { file: baseline, takesAll });
  const options = optionsFrom(flags, shell, { takesAll });
  if ((baseline === undefined && !takesAll) || options.baseline !== undefined) return options;
  const { BASELINE_FILE } = require('../baseline/file') as typeof import('../baseline/file');
  return optionsFrom(flags, shell, { file: BASELINE_FILE, takesAll });
}

function isCi({ CI: ci }: Shell['env']): boolean {
  return ci !== undefined && ci !== '' && ci !== 'false' && ci !== '0';
}

/** Writes the file when its text changes, or when there is none. */
function write({ name, path, entries: before }: Baseline, entries: readonly BaselineEntry[]): void {
  const { textOf } = require('../baseline/entries') as typeof import('../baseline/entries');
  const { writeWhole } = require('../write') as typeof import('../write');
  const text = textOf(entries);
  if (!existsSync(path) || textOf(before) !== text) withFile(`${name}: cannot be written`, () => writeWhole(path, text));
}

interface Outcome {
  readonly before: Baseline;
  readonly matched: Matched;
  readonly entries: readonly BaselineEntry[];
  readonly updateBaseline: boolean;
  readonly mayWrite: boolean;
}

/** How many entries are named, before the rest is counted. */
const NAMED = 20;

function told({ before: { name, entries: before }, matched, entries, updateBaseline, mayWrite }: Outcome): string {
  const { counted } = require('../core/counted') as typeof import('../core/counted');
  const size = (list: readonly BaselineEntry[]) => list.reduce((sum, { count = 1 }) => sum + count, 0);
  const gone = size(matched.gone);
  const added = size(entries) - (size(before) - gone);
  const lines: string[] = [];
  if (updateBaseline) {
    lines.push(`${name}: ${counted(size(entries), 'finding')}${added > 0 ? `, ${added} of them new` : ''}`);
  } else if (matched.known.size > 0)
    lines.push(`${name}: ${counted(matched.known.size, 'finding')} that ${matched.known.size === 1 ? 'was' : 'were'} there before`);
  if (gone > 0) {
    const verb = gone === 1 ? 'is' : 'are';
    const advice = mayWrite ? ', and taken out' : ': run "cdk-least-privilege check --baseline" and commit the file';
    lines.push(`${name}: ${counted(gone, 'finding')} ${verb} gone${advice}`);
    lines.push(
      ...matched.gone
        .slice(0, NAMED)
        .map(({ rule, evidence, place, count }) => `  - ${rule}[${evidence}] at ${place}${count === undefined ? '' : `, ${count} times`}`),
    );
    if (matched.gone.length > NAMED) lines.push(`  - and ${matched.gone.length - NAMED} more`);
  }
  return lines.map((line) => `${line}\n`).join('');
}
