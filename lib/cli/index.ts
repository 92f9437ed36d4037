import { isatty } from 'node:tty';
import { Command, CommanderError } from 'commander';
import { askAt } from './ask';
import { checkCommand } from './check';
import { type Exit, type Shell, UsageError } from './command';
import { diffCommand } from './diff';
import { initCommand } from './init';
import { mapCommand } from './map';
import { rulesCommand } from './rules';
import { snapshotCommand } from './snapshot';
import { suggestCommand } from './suggest';

export type { Shell } from './command';

/** Every command, in the order of the help. */
const commands: readonly ((shell: Shell, exit: Exit) => Command)[] = [
  checkCommand,
  rulesCommand,
  snapshotCommand,
  diffCommand,
  suggestCommand,
  mapCommand,
  initCommand,
];

/**
 * Runs the command line of a process. Sets the exit code and returns, so that everything written is flushed first,
 * however slow the reader of a pipe is; a reader that leaves early (`| head`) is no error.
 */
export function run(process: NodeJS.Process): void {
  const { stdout, stderr, env } = process;
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') return;
      process.exitCode = 2;
      if (stream === stdout) stderr.write(describe(error));
    });
  }
  const ask = isatty(0) && stderr.isTTY === true ? { ask: askAt(stderr) } : {};
  process.exitCode = main({ args: process.argv.slice(2), cwd: process.cwd(), env, stdout, stderr, ...ask });
}

/**
 * Runs one command and answers its exit code: 0 clean, 1 findings of severity `error`, 2 could not run. Errors never
 * leave it: they are written to `stderr` with their class.
 */
export function main(shell: Shell): number {
  let exitCode = 0;
  try {
    program(shell, (code) => {
      exitCode = code;
    }).parse(shell.args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return endOf(error, shell);
    shell.stderr.write(describe(error));
    return 2;
  }
}

/** Commander leaves by an error for `--help` and `--version` too, with exit code 0. */
function endOf(error: CommanderError, shell: Shell): number {
  if (error.exitCode === 0) return 0;
  if (error.code !== 'commander.help') {
    shell.stderr.write(`${describe(new UsageError(error.message.replace(/^error: /, '')))}see "cdk-least-privilege --help"\n`);
  }
  return 2;
}

/** Mistakes in what was given, a line each. */
const MISTAKES: ReadonlySet<string> = new Set(['FileError', 'ConfigurationError', 'LockfileError', 'UnreadableInputError']);

/** An error as a line: `TypeError: …`. A defect of our own keeps its stack, for the report of it. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return `Error: ${String(error)}\n`;
  if (MISTAKES.has(error.name)) return error.message.replace(/^/gm, `${error.name}: `).concat('\n');
  if (error instanceof UsageError || 'code' in error) return `${error.name}: ${error.message}\n`;
  return `${error.stack ?? `${error.name}: ${error.message}`}\n`;
}

function program(shell: Shell, exit: Exit): Command {
  const command = new Command('cdk-least-privilege')
    .description('Finds IAM wildcards and public endpoints in CloudFormation templates and CDK assemblies.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void shell.stdout.write(text),
      writeErr: (text) => void shell.stderr.write(text),
      // The message comes once, from endOf.
      outputError: () => undefined,
    });

  for (const commandOf of commands) {
    command.addCommand(commandOf(shell, exit).copyInheritedSettings(command));
  }
  return command.addHelpText('after', examples);
}

function packageVersion(): string {
  const { version } = require('../../package.json') as { readonly version: string };
  return version;
}

const examples = `
Examples:
  $ npx cdk synth --quiet && npx cdk-least-privilege check
  $ npx cdk-least-privilege rules
`;
