import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { readApp } from './app-input';
import { type CheckFlags, configOption, type Exit, type Shell } from './command';
import { withFile, writeFor } from './file-access';

/** The lockfile, where nothing else is said. */
export const LOCKFILE = 'permissions.lock.json';

interface SnapshotFlags extends CheckFlags {
  readonly output: string;
  readonly check?: boolean;
}

/** `snapshot`: writes what every function and role may do, to be reviewed and compared. */
export function snapshotCommand(shell: Shell, exit: Exit): Command {
  return new Command('snapshot')
    .description('write the permissions of an app to a lockfile; exit code 0: written, 1: not up to date (--check), 2: could not run')
    .argument('[paths...]', 'assemblies (cdk.out), folders of templates, template files', ['cdk.out'])
    .option('-o, --output <file>', 'the lockfile', LOCKFILE)
    .option('--check', 'write nothing, and fail when the lockfile is not up to date')
    .addOption(configOption())
    .addHelpText('after', examples)
    .action((paths: string[], flags: SnapshotFlags) => {
      exit(snapshot(paths, flags, shell));
    });
}

function snapshot(paths: readonly string[], flags: SnapshotFlags, shell: Shell): number {
  const { lockOf, lockText } = require('../lockfile') as typeof import('../lockfile');
  const { counted } = require('../core/counted') as typeof import('../core/counted');
  const { model, inventory } = readApp(paths, flags, shell);
  const lock = lockOf(model, inventory);
  const text = lockText(lock);
  const counts = [
    counted(sizeOf(lock.functions), 'function'),
    counted(sizeOf(lock.holders), 'role or other holder', 'roles and other holders'),
    counted(sizeOf(lock.entryPoints), 'entry point'),
  ].join(', ');
  const isCurrent = textAt(flags.output, shell) === text;
  if (flags.check === true) {
    shell.stdout.write(
      isCurrent
        ? `${flags.output} is up to date: ${counts}\n`
        : `${flags.output} is not up to date: see "cdk-least-privilege diff", and run "cdk-least-privilege snapshot"\n`,
    );
    return isCurrent ? 0 : 1;
  }
  if (!isCurrent) writeFor(shell, flags.output, text);
  shell.stdout.write(`${isCurrent ? 'unchanged' : 'wrote'} ${flags.output}: ${counts}\n`);
  return 0;
}

/** How many entries a part of the lockfile has. */
function sizeOf(part: object): number {
  return Object.keys(part).length;
}

function textAt(name: string, { cwd }: Shell): string | undefined {
  const file = resolve(cwd, name);
  return withFile(`${name}: cannot be read`, () =>
    statSync(file, { throwIfNoEntry: false }) === undefined ? undefined : readFileSync(file, 'utf8'),
  );
}

const examples = `
Examples:
  $ npx cdk synth --quiet && npx cdk-least-privilege snapshot     write ${LOCKFILE}, to be committed
  $ npx cdk-least-privilege snapshot --check                      in CI: is it up to date?
`;
