import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { DiffFormat, PermissionLock } from '../lockfile';
import { readApp } from './app-input';
import { type CheckFlags, configOption, type Exit, type Shell } from './command';
import { withFile, writeFor } from './file-access';
import { LOCKFILE } from './snapshot';

interface DiffFlags extends CheckFlags {
  readonly format: DiffFormat;
  readonly output?: string;
  readonly exact?: boolean;
}

const formats: readonly DiffFormat[] = ['text', 'json', 'markdown'];

/** `diff`: says in words what an app may do more, and less, than its lockfile or another assembly. */
export function diffCommand(shell: Shell, exit: Exit): Command {
  return new Command('diff')
    .description('say what permissions widened and narrowed; exit code 0: nothing widened, 1: something did, 2: could not run')
    .argument('[before]', 'a lockfile, or an assembly, folder or template', LOCKFILE)
    .argument('[after]', 'the same', 'cdk.out')
    .addOption(new Option('-f, --format <format>', 'form of the difference').choices(formats).default('text'))
    .option('-o, --output <file>', 'write it to a file instead')
    .option('--exact', 'fail when anything changed, what narrowed too')
    .addOption(configOption())
    .addHelpText('after', examples)
    .action((before: string, after: string, flags: DiffFlags) => {
      exit(diff(before, after, flags, shell));
    });
}

function diff(before: string, after: string, flags: DiffFlags, shell: Shell): number {
  const { changesBetween, diffReports } = require('../lockfile') as typeof import('../lockfile');
  const { loadReference } = require('../reference') as typeof import('../reference');
  const old = lockAt(before, flags, shell);
  const own = lockAt(after, flags, shell);
  const changes = changesBetween(old.lock, own.lock);
  const report = diffReports[flags.format]({ changes, before, after, locked: old.isLockfile }, loadReference());
  if (flags.output === undefined) shell.stdout.write(report);
  else writeFor(shell, flags.output, report);
  const blocks = flags.exact === true ? changes.length > 0 : changes.some(({ direction }) => direction === 'widened');
  return blocks ? 1 : 0;
}

/** The permissions that a lockfile holds, or those of an app. */
function lockAt(path: string, flags: CheckFlags, shell: Shell): { readonly lock: PermissionLock; readonly isLockfile: boolean } {
  const { lockOf, LockfileError, looksLikeLock, readLock } = require('../lockfile') as typeof import('../lockfile');
  const file = resolve(shell.cwd, path);
  const stats = withFile(`${path}: cannot be read`, () => statSync(file, { throwIfNoEntry: false }));
  if (stats === undefined && path === LOCKFILE)
    throw new LockfileError(`${path} does not exist: write it with "cdk-least-privilege snapshot", and commit it`);
  if (stats?.isFile() === true && path.endsWith('.json')) {
    const text = withFile(`${path}: cannot be read`, () => readFileSync(file, 'utf8'));
    if (path.endsWith('.lock.json') || looksLikeLock(text)) return { lock: readLock(text, path), isLockfile: true };
  }
  const { model, inventory } = readApp([path], flags, shell);
  return { lock: lockOf(model, inventory), isLockfile: false };
}

const examples = `
Examples:
  $ npx cdk-least-privilege diff                               what changed since ${LOCKFILE}
  $ npx cdk-least-privilege diff main/cdk.out cdk.out          what a branch changes
  $ npx cdk-least-privilege diff --format markdown             for a comment on a pull request
`;
