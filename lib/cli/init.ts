import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { Command, Option } from 'commander';
import type { Change } from '../init/change';
import { type Platform, platforms } from '../init/recipes';
import { type Exit, optionsFrom, type Shell } from './command';

/** `init`: adds the checks to an app. */
export function initCommand(shell: Shell, exit: Exit): Command {
  return new Command('init')
    .description('add the checks to the CDK app in this folder; shows every change, and asks; exit code 2: nothing was changed, and why')
    .addOption(new Option('--ci <platform>', 'add a workflow as well').choices(platforms))
    .option(
      '--baseline',
      'record the findings of today, so that only new ones block (default: when there is a cdk.out); runs "npx cdk synth" when there is none',
    )
    .option('--no-baseline', 'record nothing')
    .option('-y, --yes', 'do not ask')
    .addHelpText('after', examples)
    .action((flags: InitFlags) => {
      exit(init(flags, shell));
    });
}

interface InitFlags {
  readonly ci?: Platform;
  readonly baseline?: boolean;
  readonly yes?: boolean;
}

/** What is to be done, or why it is not known. */
interface Plan {
  readonly changes: readonly Change[];
  readonly notes: readonly string[];
  /** What to do by hand, since the tool does not know how. */
  readonly left: readonly string[];
}

const NOTHING: Plan = { changes: [], notes: [], left: [] };

function init(flags: InitFlags, shell: Shell): number {
  const { stdout, stderr, cwd } = shell;
  const { diffOf } = require('../init/change') as typeof import('../init/change');
  const app = planForApp(cwd);
  if (app.left.length > 0) {
    for (const line of app.left) stderr.write(`${line}\n`);
    return 2;
  }
  const plans = [app, planForPlatform(flags.ci, cwd), planForBaseline(flags.baseline, shell)];
  const changes = plans.flatMap((plan) => plan.changes);
  for (const note of plans.flatMap((plan) => plan.notes)) stdout.write(`${note}\n`);
  for (const change of changes) stdout.write(`\n${diffOf(change)}`);
  const left = plans.flatMap((plan) => plan.left);
  if (changes.length > 0) {
    if (flags.yes !== true) {
      if (shell.ask === undefined) {
        stderr.write('nothing was written: there is no terminal to ask at, so say "--yes" to write this\n');
        return 2;
      }
      if (!shell.ask(`\nWrite ${changes.length === 1 ? 'this' : `these ${changes.length} files`}?`)) {
        stdout.write('nothing was written\n');
        return 0;
      }
    }
    writeAll(changes, cwd);
  }
  const steps = [...left, ...(changes.length > 0 ? nextSteps(cwd) : [])];
  if (steps.length > 0) stdout.write(`\nNext:\n${steps.map((step, index) => `  ${index + 1}. ${step}\n`).join('')}`);
  return 0;
}

const IMPORTS = [
  ['Aspects', "'aws-cdk-lib'"],
  ['LeastPrivilegeChecks', "'cdk-least-privilege'"],
] as const;
const LINE = 'Aspects.of(app).add(new LeastPrivilegeChecks());';

function planForApp(cwd: string): Plan {
  const { addChecks } = require('../init/add-checks') as typeof import('../init/add-checks');
  const { entryOf } = require('../init/entry') as typeof import('../init/entry');
  const entry = entryOf(cwd);
  if ('reason' in entry) return byHand(entry.reason);
  const before = readFileSync(join(cwd, entry.file), 'utf8');
  const addition = addChecks(before);
  if (addition.kind === 'present') return { ...NOTHING, notes: [`${entry.file}: the checks are there already`] };
  if (addition.kind === 'unclear') return byHand(`${entry.file}: ${addition.reason}`);
  const { parsesAsWell } = require('../init/parses') as typeof import('../init/parses');
  if (parsesAsWell(entry.file, before, addition.text, cwd) === false)
    return byHand(`${entry.file}: what is written there is not understood`);
  return { ...NOTHING, changes: [{ file: entry.file, before, after: addition.text }] };
}

function byHand(reason: string): Plan {
  return {
    ...NOTHING,
    left: [
      `${reason}. Nothing was changed. Add this where the app is made:`,
      '',
      ...IMPORTS.map(([name, module]) => `  import { ${name} } from ${module};`),
      '',
      `  ${LINE}`,
    ],
  };
}

function planForPlatform(platform: Platform | undefined, cwd: string): Plan {
  if (platform === undefined) return NOTHING;
  const { recipeOf } = require('../init/recipes') as typeof import('../init/recipes');
  const { repositoryOf } = require('../output/repository') as typeof import('../output/repository');
  const root = repositoryOf(cwd) ?? cwd;
  const recipe = recipeOf(platform, relative(root, resolve(cwd)).split(sep).join('/'));
  const path = join(root, recipe.file);
  const file = relative(cwd, path).split(sep).join('/');
  const before = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  if (before === recipe.text) return { ...NOTHING, notes: [`${file}: is there already`] };
  return { ...NOTHING, changes: [{ file, before, after: recipe.text }], left: [recipe.next] };
}

/** The assembly that the CDK writes when nobody says where. */
const ASSEMBLY = 'cdk.out';

function planForBaseline(wanted: boolean | undefined, shell: Shell): Plan {
  const { cwd, stderr } = shell;
  const { BASELINE_FILE } = require('../baseline/file') as typeof import('../baseline/file');
  const { CONFIGURATION_FILE } = require('../config') as typeof import('../config');
  if (wanted === false) return NOTHING;
  if (existsSync(join(cwd, BASELINE_FILE))) return { ...NOTHING, notes: [`${BASELINE_FILE}: is there already`] };
  const record = 'run "npx cdk-least-privilege check --update-baseline" to record what is found today, so that only new findings block';
  if (!existsSync(join(cwd, ASSEMBLY, 'manifest.json'))) {
    if (wanted === undefined) return NOTHING;
    if (!synthesizes(shell)) return { ...NOTHING, left: ['make "npx cdk synth" work', record] };
  }
  const text = baselineText(shell);
  if (text === undefined) {
    stderr.write(`${ASSEMBLY}: something in it cannot be checked, so no baseline is made: see "npx cdk-least-privilege check"\n`);
    return { ...NOTHING, left: [record] };
  }
  if (text === '') return { ...NOTHING, notes: [`${ASSEMBLY}: nothing blocks, so there is no need for a baseline`] };
  const baseline: Change = { file: BASELINE_FILE, before: undefined, after: text };
  const configuration = join(cwd, CONFIGURATION_FILE);
  if (existsSync(configuration)) {
    const names = /"baseline"\s*:/.test(readFileSync(configuration, 'utf8'));
    return { ...NOTHING, changes: [baseline], left: names ? [] : [`add "baseline": "${BASELINE_FILE}" to ${CONFIGURATION_FILE}`] };
  }
  const schema = './node_modules/cdk-least-privilege/lib/config/config.schema.json';
  const after = `${JSON.stringify({ $schema: schema, baseline: BASELINE_FILE }, undefined, 2)}\n`;
  return { ...NOTHING, changes: [baseline, { file: CONFIGURATION_FILE, before: undefined, after }] };
}

/** The baseline of today; empty when there is nothing to record, and `undefined` when something could not be checked. */
function baselineText(shell: Shell): string | undefined {
  const { checkPathsInDetail } = require('../check') as typeof import('../check');
  const { textOf } = require('../baseline/entries') as typeof import('../baseline/entries');
  const { BASELINE_FILE } = require('../baseline/file') as typeof import('../baseline/file');
  const { exitCodeOf } = require('../report/exit-code') as typeof import('../report/exit-code');
  const options = optionsFrom({}, shell, { file: BASELINE_FILE, takesAll: true });
  const { result, baseline } = checkPathsInDetail([ASSEMBLY], shell.cwd, options);
  if (exitCodeOf(result) === 2) return undefined;
  const entries = baseline().updated(options.settings?.today ?? '');
  return entries.length === 0 ? '' : textOf(entries);
}

/** Whether the app can be synthesized as it is. What it prints goes to stderr. */
function synthesizes({ cwd, stderr }: Shell): boolean {
  stderr.write('npx cdk synth --quiet\n');
  const {
    status,
    stdout,
    stderr: errors,
  } = spawnSync('npx', ['cdk', 'synth', '--quiet'], { cwd, encoding: 'utf8', shell: process.platform === 'win32' });
  if (status !== 0) stderr.write(`${stdout ?? ''}${errors ?? ''}`);
  return status === 0 && existsSync(join(cwd, ASSEMBLY, 'manifest.json'));
}

/** Writes all files or none: when one cannot be written, those before it get back what they held. */
function writeAll(changes: readonly Change[], cwd: string): void {
  const { writeWhole } = require('../write') as typeof import('../write');
  const written: Change[] = [];
  try {
    for (const change of changes) {
      writeWhole(resolve(cwd, change.file), change.after);
      written.push(change);
    }
  } catch (error) {
    for (const { file, before } of written) {
      if (before === undefined) rmSync(resolve(cwd, file), { force: true });
      else writeWhole(resolve(cwd, file), before);
    }
    throw error;
  }
}

function nextSteps(cwd: string): readonly string[] {
  return [...(isInstalled(cwd) ? [] : [`run "${installCommand(cwd)}"`]), 'run "npx cdk synth"'];
}

function isInstalled(cwd: string): boolean {
  const file = join(cwd, 'package.json');
  return existsSync(file) && /"cdk-least-privilege"\s*:/.test(readFileSync(file, 'utf8'));
}

/** By the lock file that is here or above. */
function installCommand(cwd: string): string {
  const { repositoryOf } = require('../output/repository') as typeof import('../output/repository');
  const has = (name: string) => [cwd, repositoryOf(cwd) ?? cwd].some((folder) => existsSync(join(folder, name)));
  if (has('pnpm-lock.yaml')) return 'pnpm add --save-dev cdk-least-privilege';
  if (has('yarn.lock')) return 'yarn add --dev cdk-least-privilege';
  return 'npm install --save-dev cdk-least-privilege';
}

const examples = `
Examples:
  $ cdk-least-privilege init                    show what would be added, and ask
  $ cdk-least-privilege init --ci github --yes  with a workflow, without a question
`;
