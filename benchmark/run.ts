/**
 * `npm run bench`: what the checks cost, side by side in one run, and whether that is within the targets (exit code 1 when not).
 *
 * `--functions 50,200,800` sizes of the app, `--repeats 5` processes for each number, of which the median counts,
 * `--profile` where the check of the largest app spends its time, instead of the table.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { hottest } from './profile';
import type { Measurement, Subject } from './subjects';

const { values: options } = parseArgs({
  options: {
    functions: { type: 'string', default: '50,200,800' },
    repeats: { type: 'string', default: '5' },
    profile: { type: 'boolean', default: false },
  },
});
const sizes = options.functions.split(',').map(Number);
const repeats = Number(options.repeats);
if (![...sizes, repeats].every((value) => Number.isInteger(value) && value > 0)) {
  throw new Error(`supply whole numbers above 0, got --functions ${options.functions} --repeats ${options.repeats}`);
}

const synthSubjects: readonly Subject[] = [
  'synth alone',
  'synth, a plugin that does nothing',
  'synth, LeastPrivilegeChecks',
  'synth, AwsSolutionsChecks',
];
const templateSubjects: readonly Subject[] = ['read and JSON.parse', 'check of the same templates'];

/** CDK's own validator costs seconds in every process; it is not what is compared. */
const env = { ...process.env, CDK_VALIDATION: 'false', NODE_OPTIONS: '' };

function measure(subject: Subject, functions: number, folder: string, nodeOptions: readonly string[] = []): Measurement {
  const args = [...nodeOptions, join(__dirname, 'measure.js'), subject, String(functions), folder];
  const stdout = execFileSync(process.execPath, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 28 });
  return JSON.parse(stdout.slice(stdout.trimEnd().lastIndexOf('\n') + 1));
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** Medians by subject. The subjects take turns, so that a busy moment of the machine hits all of them. */
function medians(
  subjects: readonly Subject[],
  functions: number,
  folderOf: (subject: Subject) => string,
): ReadonlyMap<Subject, Measurement> {
  const runs = new Map<Subject, Measurement[]>(subjects.map((subject) => [subject, []]));
  for (let turn = 0; turn < repeats; turn++) {
    for (const [subject, measured] of runs) measured.push(measure(subject, functions, folderOf(subject)));
  }
  return new Map(
    [...runs].map(([subject, measured]) => [
      subject,
      { total: median(measured.map(({ total }) => total)), own: median(measured.map(({ own }) => own)) },
    ]),
  );
}

interface Row {
  readonly functions: number;
  readonly templateBytes: number;
  readonly of: (subject: Subject) => Measurement;
}

function rowOf(functions: number, folder: string): Row {
  const assembly = join(folder, 'synth alone');
  const measured = new Map([
    ...medians(synthSubjects, functions, (subject) => join(folder, subject)),
    ...medians(templateSubjects, functions, () => assembly),
  ]);
  const templates = readdirSync(assembly).filter((name) => name.endsWith('.template.json'));
  return {
    functions,
    templateBytes: templates.reduce((bytes, name) => bytes + statSync(join(assembly, name)).size, 0),
    of: (subject) => {
      const found = measured.get(subject);
      if (found === undefined) throw new Error(`"${subject}" was not measured`);
      return found;
    },
  };
}

const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;
const times = (value: number): string => `${value.toFixed(2)}x`;

function print(cells: readonly string[]): void {
  const [title = '', ...rest] = cells;
  process.stdout.write(`${title.padEnd(60)}${rest.map((cell) => cell.padStart(16)).join('')}\n`);
}

/** One number against its target. */
interface Verdict {
  readonly claim: string;
  readonly measured: string;
  readonly met: boolean;
}

function verdictsOf(rows: readonly Row[], importCost: number): readonly Verdict[] {
  const largest = rows.at(-1);
  if (largest === undefined) return [];
  const synth = largest.of('synth alone').total;
  const ours = largest.of('synth, LeastPrivilegeChecks').own;
  const nags = largest.of('synth, AwsSolutionsChecks').own;
  const floor = largest.of('read and JSON.parse').own;
  const check = largest.of('check of the same templates').own;
  const at = `at ${largest.functions} functions`;
  const verdicts = [
    { claim: `at most 5 % of a synth ${at}`, measured: percent(ours / synth), met: ours <= 0.05 * synth },
    { claim: `at most a tenth of AwsSolutionsChecks ${at}`, measured: times(ours / nags), met: ours <= 0.1 * nags },
    { claim: `a check costs at most 3x reading and parsing ${at}`, measured: times(check / floor), met: check <= 3 * floor },
    { claim: 'import on top of an app with a function at most 60 ms', measured: ms(importCost), met: importCost <= 60 },
  ];
  const [smallest] = rows;
  if (smallest === undefined || smallest === largest) return verdicts;
  const growth = check / smallest.of('check of the same templates').own / (largest.functions / smallest.functions);
  return [
    ...verdicts,
    {
      claim: `cost per function does not grow from ${smallest.functions} to ${largest.functions}`,
      measured: times(growth),
      met: growth <= 1.1,
    },
  ];
}

function table(folder: string): void {
  const rows = sizes.map((functions) => rowOf(functions, join(folder, String(functions))));
  const importCost = median(Array.from({ length: repeats }, () => measure('import of the package', 0, folder).own));
  print([`CPU time, median of ${repeats} processes`, ...rows.map((row) => `${row.functions} functions`)]);
  print(['templates', ...rows.map((row) => `${(row.templateBytes / 1024).toFixed(0)} KiB`)]);
  for (const subject of synthSubjects) print([subject, ...rows.map((row) => ms(row.of(subject).total))]);
  print(['  LeastPrivilegeChecks alone, inside the synth', ...rows.map((row) => ms(row.of('synth, LeastPrivilegeChecks').own))]);
  print(['  AwsSolutionsChecks alone, inside the synth', ...rows.map((row) => ms(row.of('synth, AwsSolutionsChecks').own))]);
  for (const subject of templateSubjects) print([subject, ...rows.map((row) => ms(row.of(subject).own))]);
  const ratio = (over: (row: Row) => number, under: (row: Row) => number) => rows.map((row) => over(row) / under(row));
  const own = (row: Row): number => row.of('synth, LeastPrivilegeChecks').own;
  print(['LeastPrivilegeChecks / synth alone', ...ratio(own, (row) => row.of('synth alone').total).map(percent)]);
  print(['LeastPrivilegeChecks / AwsSolutionsChecks', ...ratio(own, (row) => row.of('synth, AwsSolutionsChecks').own).map(times)]);
  const check = (row: Row): number => row.of('check of the same templates').own;
  print(['check / read and JSON.parse', ...ratio(check, (row) => row.of('read and JSON.parse').own).map(times)]);
  print(['check, for each function', ...rows.map((row) => `${((check(row) * 1000) / row.functions).toFixed(0)} us`)]);
  print(['import of the package, on top of an app with a function', ms(importCost)]);

  process.stdout.write('\n');
  const verdicts = verdictsOf(rows, importCost);
  for (const { claim, measured, met } of verdicts) print([claim, measured, met ? 'met' : 'MISSED']);
  if (!verdicts.every(({ met }) => met)) process.exitCode = 1;
}

function profile(folder: string): void {
  const functions = Math.max(...sizes);
  const assembly = join(folder, 'assembly');
  const profiles = join(folder, 'profiles');
  measure('synth alone', functions, assembly);
  measure('check of the same templates', functions, assembly, ['--cpu-prof', '--cpu-prof-interval=100', `--cpu-prof-dir=${profiles}`]);
  for (const name of readdirSync(profiles)) {
    for (const { where, milliseconds } of hottest(JSON.parse(readFileSync(join(profiles, name), 'utf8')), 30)) {
      process.stdout.write(`${milliseconds.toFixed(1).padStart(8)} ms  ${where}\n`);
    }
  }
}

const folder = mkdtempSync(join(tmpdir(), 'cdk-least-privilege-bench-'));
try {
  if (options.profile) profile(folder);
  else table(folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
