import { Command, Option } from 'commander';
import type { ReportFormat } from '../report';
import { type CheckFlags, configOption, type Exit, optionsFrom, packOption, rulesOption, type Shell } from './command';
import { renderingFor } from './terminal';

const formats: readonly ReportFormat[] = ['text', 'json'];

/** `check`: judges templates, and prints a report. */
export function checkCommand(shell: Shell, exit: Exit): Command {
  return new Command('check')
    .description('check templates; exit code 0: clean, 1: errors found, 2: could not run')
    .argument('[paths...]', 'assemblies (cdk.out), folders of templates, template files (JSON or YAML)', ['cdk.out'])
    .addOption(new Option('-f, --format <format>', 'form of the report').choices(formats).default('text'))
    .addOption(packOption())
    .addOption(configOption())
    .addOption(rulesOption())
    .addHelpText('after', examples)
    .action((paths: string[], flags: CheckCommandFlags) => {
      exit(check(paths, flags, shell));
    });
}

interface CheckCommandFlags extends CheckFlags {
  readonly format: ReportFormat;
}

function check(paths: readonly string[], flags: CheckCommandFlags, shell: Shell): number {
  const { checkPaths } = require('../check') as typeof import('../check');
  const { reporters } = require('../report') as typeof import('../report');
  const result = checkPaths(paths, shell.cwd, optionsFrom(flags, shell));
  const { output, exitCode } = reporters[flags.format](result, renderingFor(shell.stdout, shell.env));
  shell.stdout.write(output);
  return exitCode;
}

const examples = `
Examples:
  $ cdk-least-privilege check                            the assembly in cdk.out
  $ cdk-least-privilege check template.yaml              one template, of any origin
  $ cdk-least-privilege check infra/ --pack strict       a folder of templates
  $ cdk-least-privilege check --config ci/checks.json    with another configuration
  $ cdk-least-privilege check cdk.out --format json | jq '.findings[].findingId'
`;
