import { Command, Option } from 'commander';
import { type ReportFormat, reportFormats } from '../report/format';
import { type CheckFlags, configOption, type Exit, optionsFrom, packOption, rulesOption, type Shell } from './command';
import { formatOnStdout, outputsOf } from './outputs';
import { type Progress, progressOn } from './progress';
import { renderingFor } from './terminal';

/** `check`: judges templates, and prints a report. */
export function checkCommand(shell: Shell, exit: Exit): Command {
  return new Command('check')
    .description('check templates; exit code 0: clean, 1: errors found, 2: could not run')
    .argument('[paths...]', 'assemblies (cdk.out), folders of templates, template files (JSON or YAML)', ['cdk.out'])
    .addOption(new Option('-f, --format <format>', 'form of the report (default: "text")').choices(reportFormats))
    .addOption(outputOption())
    .option('-q, --quiet', 'print nothing: only the exit code, the files of --output, and what keeps them from being written')
    .addOption(packOption())
    .addOption(configOption())
    .addOption(rulesOption())
    .addHelpText('after', examples)
    .action((paths: string[], flags: CheckCommandFlags) => {
      exit(check(paths, flags, shell));
    });
}

interface CheckCommandFlags extends CheckFlags {
  readonly format?: ReportFormat;
  readonly output?: readonly string[];
  readonly quiet?: boolean;
}

function outputOption(): Option {
  return new Option('-o, --output <[format=]file>', 'write a report to a file as well; may be given again').argParser(
    (output: string, outputs: readonly string[] = []) => [...outputs, output],
  );
}

function check(paths: readonly string[], flags: CheckCommandFlags, shell: Shell): number {
  const { format, output = [], quiet = false } = flags;
  const outputs = outputsOf(output, format);
  const { checkPaths, packRules } = require('../check') as typeof import('../check');
  const { reportOptionsFor, writeReports } = require('../output') as typeof import('../output');
  const { reporters } = require('../report') as typeof import('../report');
  const options = optionsFrom(flags, shell);
  const progress = quiet ? undefined : progressOn(shell.stderr, shell.env);
  const result = watching(progress, () => checkPaths(paths, shell.cwd, options, progress?.watch));

  const { cwd } = shell;
  const rendering = reportOptionsFor({ cwd, pack: options.pack, rules: () => [...packRules(), ...(options.customRules ?? [])] });
  const report = reporters[formatOnStdout(format, outputs)](result, { ...rendering, ...renderingFor(shell.stdout, shell.env) });
  if (!quiet) shell.stdout.write(report.output);
  const failures = writeReports(result, outputs, cwd, rendering);
  for (const failure of failures) shell.stderr.write(`${failure}\n`);
  return failures.length > 0 ? 2 : report.exitCode;
}

/** What `run` answers, with the line of progress gone before anything else is printed. */
function watching<T>(progress: Progress | undefined, run: () => T): T {
  try {
    return run();
  } finally {
    progress?.end();
  }
}

const examples = `
Examples:
  $ cdk-least-privilege check                            the assembly in cdk.out
  $ cdk-least-privilege check template.yaml              one template, of any origin
  $ cdk-least-privilege check infra/ --pack strict       a folder of templates
  $ cdk-least-privilege check --config ci/checks.json    with another configuration
  $ cdk-least-privilege check cdk.out --format json | jq '.findings[].findingId'
  $ cdk-least-privilege check --output report.sarif --output markdown=out/comment.md
`;
