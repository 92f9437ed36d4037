import type { CheckOptions } from '../core/options';
import type { Configuration, ConfiguredReport } from './configuration';
import { findConfigurationFile } from './file';

export { type Configuration, ConfigurationError, type ConfiguredReport } from './configuration';
export { CONFIGURATION_FILE } from './file';

/** What an adapter knows before a check. */
export interface Given {
  /** Where the configuration file is looked for, and what paths in `code` are relative to. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The configuration file, relative to `cwd`; it must exist. @default - `least-privilege.json` in `cwd` or beside `cdk.json`, when there is one */
  readonly file?: string;
  /** What was given in code or on the command line: it stands over the file. */
  readonly code?: Configuration;
  /** What problems in `code` are told to be in: `LeastPrivilegeChecks at app.ts:7`. */
  readonly codeName: string;
  /** Rules that were given as they are. */
  readonly rules?: readonly unknown[];
  /** Ids of the rules of the package, asked for when something names a rule. */
  readonly ruleIds: () => readonly string[];
  /** Whether all findings are to go into the baseline, which need not exist before. @default false */
  readonly updatesBaseline?: boolean;
}

/** What a configuration comes to: how to check, and what to write of it. */
export interface ConfiguredOptions extends CheckOptions {
  readonly reports?: readonly ConfiguredReport[];
}

/** Names the day of the check, for a run that must not depend on the calendar. */
export const TODAY = 'LEAST_PRIVILEGE_TODAY';

/**
 * The options of a check: what is given in code stands over the configuration file, field by field; overrides of rules
 * come after those of the file. The rest of this folder is loaded when there is something to read.
 * @throws ConfigurationError naming every mistake and its place
 */
export function optionsOf(given: Given): ConfiguredOptions {
  const file = given.file ?? findConfigurationFile(given.cwd);
  const { pack, ...rest } = given.code ?? {};
  const isPlain = Object.values(rest).every((value) => value === undefined) && isPack(pack);
  if (file === undefined && isPlain && given.rules === undefined && given.env[TODAY] === undefined) {
    return { ...(pack === undefined ? {} : { pack }), settings: { today: dayOf(new Date()) } };
  }
  const { configure } = require('./configure') as typeof import('./configure');
  return configure(given, file);
}

/** As `2026-01-31`, in UTC. */
export function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function isPack(pack: unknown): boolean {
  return pack === undefined || pack === 'recommended' || pack === 'strict' || pack === 'critical';
}
