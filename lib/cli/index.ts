import { Command, CommanderError, Option } from 'commander';
import type { CheckOptions } from '../core/options';
import type { PackName } from '../core/rule';
import type { ReportFormat } from '../report';
import { type Output, renderingFor } from './terminal';

/** What the command line needs of a process. */
export interface Shell {
  /** Arguments after the program's name. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Gets the report and nothing else. */
  readonly stdout: Output;
  /** Gets what keeps the program from running. */
  readonly stderr: Output;
}

/** The command line was wrong. */
class UsageError extends Error {
  public override readonly name = 'UsageError';
}

const formats: readonly ReportFormat[] = ['text', 'json'];
const packs: readonly PackName[] = ['recommended', 'strict', 'critical'];

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
  process.exitCode = main({ args: process.argv.slice(2), cwd: process.cwd(), env, stdout, stderr });
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

/** An error as a line: `TypeError: …`. A defect of our own keeps its stack, for the report of it. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return `Error: ${String(error)}\n`;
  if (error.name === 'ConfigurationError') return error.message.replace(/^/gm, 'ConfigurationError: ').concat('\n');
  if (error instanceof UsageError || 'code' in error) return `${error.name}: ${error.message}\n`;
  return `${error.stack ?? `${error.name}: ${error.message}`}\n`;
}

function program(shell: Shell, exit: (code: number) => void): Command {
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

  command
    .command('check')
    .description('check templates; exit code 0: clean, 1: errors found, 2: could not run')
    .argument('[paths...]', 'assemblies (cdk.out), folders of templates, template files (JSON or YAML)', ['cdk.out'])
    .addOption(new Option('-f, --format <format>', 'form of the report').choices(formats).default('text'))
    .addOption(packOption())
    .addOption(configOption())
    .addOption(rulesOption())
    .addHelpText('after', examplesOfCheck)
    .action((paths: string[], options: CheckFlags) => {
      exit(check(paths, options, shell));
    });

  command
    .command('rules')
    .description('list the rules with their severity in each pack, and what the configuration makes of it')
    .addOption(new Option('-f, --format <format>', 'form of the list').choices(formats).default('text'))
    .addOption(packOption())
    .addOption(configOption())
    .addOption(rulesOption())
    .action((options: CheckFlags) => {
      shell.stdout.write(rules(options, shell));
    });

  return command.addHelpText('after', examples);
}

/** What both commands take. */
interface CheckFlags {
  readonly format: ReportFormat;
  readonly pack?: PackName;
  readonly config?: string;
  readonly rules?: readonly string[];
}

function packOption(): Option {
  return new Option('-p, --pack <pack>', 'rules and severities (default: that of the configuration, else "recommended")').choices(packs);
}

function configOption(): Option {
  return new Option('-c, --config <file>', 'configuration (default: least-privilege.json here or beside cdk.json, when there is one)');
}

function rulesOption(): Option {
  return new Option('--rules <file>', 'JavaScript file that exports rules of your own; may be given again').argParser(
    (file: string, files: readonly string[] = []) => [...files, file],
  );
}

function check(paths: readonly string[], flags: CheckFlags, shell: Shell): number {
  const { checkPaths } = require('../check') as typeof import('../check');
  const { reporters } = require('../report') as typeof import('../report');
  const result = checkPaths(paths, shell.cwd, optionsFrom(flags, shell));
  const { output, exitCode } = reporters[flags.format](result, renderingFor(shell.stdout, shell.env));
  shell.stdout.write(output);
  return exitCode;
}

function rules(flags: CheckFlags, shell: Shell): string {
  const { packRules } = require('../check') as typeof import('../check');
  const { listRules, ruleLists } = require('./rule-list') as typeof import('./rule-list');
  return ruleLists[flags.format](listRules(packRules(), optionsFrom(flags, shell)));
}

function optionsFrom({ pack, config, rules: customRules }: CheckFlags, { cwd, env }: Shell): CheckOptions {
  const { optionsOf } = require('../config') as typeof import('../config');
  const { packRules } = require('../check') as typeof import('../check');
  return optionsOf({
    cwd,
    env,
    codeName: 'command line',
    code: { pack, customRules },
    ruleIds: () => packRules().map(({ meta }) => meta.id),
    ...(config === undefined ? {} : { file: config }),
  });
}

function packageVersion(): string {
  const { version } = require('../../package.json') as { readonly version: string };
  return version;
}

const examplesOfCheck = `
Examples:
  $ cdk-least-privilege check                            the assembly in cdk.out
  $ cdk-least-privilege check template.yaml              one template, of any origin
  $ cdk-least-privilege check infra/ --pack strict       a folder of templates
  $ cdk-least-privilege check --config ci/checks.json    with another configuration
  $ cdk-least-privilege check cdk.out --format json | jq '.findings[].findingId'
`;

const examples = `
Examples:
  $ npx cdk synth --quiet && npx cdk-least-privilege check
  $ npx cdk-least-privilege rules
`;
