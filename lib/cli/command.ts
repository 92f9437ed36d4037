import { Option } from 'commander';
import type { CheckOptions } from '../core/options';
import type { PackName } from '../core/rule';
import type { Output } from './terminal';

/** What the command line needs of a process. */
export interface Shell {
  /** Arguments after the program's name. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Gets the report and nothing else. */
  readonly stdout: Output;
  /** Gets what keeps the program from running, and what it is doing meanwhile. */
  readonly stderr: Output;
  /** Asks the person at the terminal a question that is answered by yes or no. Absent where nobody is there. */
  readonly ask?: (question: string) => boolean;
}

/** Sets the exit code: 0 clean, 1 something blocks, 2 could not run. */
export type Exit = (code: number) => void;

/** The command line was wrong. */
export class UsageError extends Error {
  public override readonly name = 'UsageError';
}

/** What every command takes that reads an app. */
export interface CheckFlags {
  readonly pack?: PackName;
  readonly config?: string;
  readonly rules?: readonly string[];
}

/** What a command says of the baseline: the file, where it names one, and whether all findings go in. */
export interface BaselineChoice {
  readonly file?: string;
  readonly takesAll?: boolean;
}

const packs: readonly PackName[] = ['recommended', 'strict', 'critical'];

export function packOption(): Option {
  return new Option('-p, --pack <pack>', 'rules and severities (default: that of the configuration, else "recommended")').choices(packs);
}

export function configOption(): Option {
  return new Option('-c, --config <file>', 'configuration (default: least-privilege.json here or beside cdk.json, when there is one)');
}

export function rulesOption(): Option {
  return new Option('--rules <file>', 'JavaScript file that exports rules of your own; may be given again').argParser(
    (file: string, files: readonly string[] = []) => [...files, file],
  );
}

/** The options of a check, from the flags and the configuration file. */
export function optionsFrom(
  { pack, config, rules: customRules }: CheckFlags,
  { cwd, env }: Shell,
  { file: baseline, takesAll }: BaselineChoice = {},
): CheckOptions {
  const { optionsOf } = require('../config') as typeof import('../config');
  const { packRules } = require('../check') as typeof import('../check');
  return optionsOf({
    cwd,
    env,
    codeName: 'command line',
    code: { pack, customRules, baseline },
    ruleIds: () => packRules().map(({ meta }) => meta.id),
    ...(config === undefined ? {} : { file: config }),
    ...(takesAll === undefined ? {} : { updatesBaseline: takesAll }),
  });
}
