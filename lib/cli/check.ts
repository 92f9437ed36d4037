import { Command, Option } from 'commander';
import { type ReportFormat, reportFormats } from '../report/format';
import { type BaselineFlags, baselineOption, baselineRun, DEFAULT_PATH, frozenOption, meantBy, updateBaselineOption } from './baseline';
import { type CheckFlags, configOption, type Exit, packOption, rulesOption, type Shell } from './command';
import { formatOnStdout, outputsOf } from './outputs';
import { type Progress, progressOn } from './progress';
import { renderingFor } from './terminal';

/** `check`: judges templates, and prints a report. */
export function checkCommand(shell: Shell, exit: Exit): Command {
  return new Command('check')
    .description('check templates; exit code 0: clean, 1: errors found, 2: could not run')
    .argument('[paths...]', 'assemblies (cdk.out), folders of templates, template files (JSON or YAML)', [DEFAULT_PATH])
    .addOption(new Option('-f, --format <format>', 'form of the report (default: "text")').choices(reportFormats))
    .addOption(outputOption())
    .option('-q, --quiet', 'print nothing: only the exit code, the files of --output, and what keeps them from being written')
    .addOption(packOption())
    .addOption(configOption())
    .addOption(rulesOption())
    .addOption(baselineOption())
    .addOption(updateBaselineOption())
    .addOption(frozenOption())
    .addHelpText('after', examples)
    .action((paths: string[], flags: CheckCommandFlags) => {
      const meant = meantBy(paths, flags, shell.cwd);
      exit(check(meant.paths, meant.flags, shell));
    });
}

interface CheckCommandFlags extends CheckFlags, BaselineFlags {
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
  const { checkPathsInDetail, packRules } = require('../check') as typeof import('../check');
  const { reportOptionsFor, writeReports } = require('../output') as typeof import('../output');
  const { reporters } = require('../report') as typeof import('../report');
  const run = baselineRun(flags, shell);
  const { options } = run;
  const progress = quiet ? undefined : progressOn(shell.stderr, shell.env);
  const { result, baseline } = watching(progress, () => checkPathsInDetail(paths, shell.cwd, options, progress?.watch));

  const { cwd } = shell;
  const rendering = reportOptionsFor({ cwd, pack: options.pack, rules: () => [...packRules(), ...(options.customRules ?? [])] });
  const report = reporters[formatOnStdout(format, outputs)](result, { ...rendering, ...renderingFor(shell.stdout, shell.env) });
  if (!quiet) shell.stdout.write(report.output);
  const failures = writeReports(result, outputs, cwd, rendering);
  for (const failure of failures) shell.stderr.write(`${failure}\n`);
  const note = run.finish(baseline, report.exitCode);
  if (note !== '' && !quiet) shell.stderr.write(note);
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
  $ cdk-least-privilege check --update-baseline          what is there today, for a start
  $ cdk-least-privilege check --baseline                 what is new since
  $ cdk-least-privilege check --output report.sarif --output markdown=out/comment.md
`;
