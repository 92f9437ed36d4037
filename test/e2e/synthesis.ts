import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the apps run: this repository, or a copy of the built package beside another version of aws-cdk-lib. */
const root = process.env.CDK_LEAST_PRIVILEGE_ROOT ?? join(__dirname, '..', '..');
const apps = join(root, 'test', 'e2e', 'apps');
const cli = join(__dirname, '..', '..', 'node_modules', 'aws-cdk', 'bin', 'cdk');

/** How an app is synthesized: by the CDK CLI, with these arguments after `synth`, or as a program of its own. */
export interface Synthesis {
  readonly app: string;
  readonly cli?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** What a synthesis came to. */
export interface Outcome {
  readonly exitCode: number | null;
  /** Both streams: the CLI and the library print the same blocks, on different ones. */
  readonly text: string;
  readonly report: Report | undefined;
}

export interface Violation {
  readonly ruleName: string;
  readonly severity: string;
  readonly reason?: string;
  readonly acknowledgedId?: string;
  readonly violatingConstructs: readonly {
    readonly constructPath: string;
    readonly cloudFormationResource?: {
      readonly templatePath: string;
      readonly logicalId: string;
      readonly propertyPaths?: readonly string[];
    };
  }[];
}

/** `validation-report.json`. */
export interface Report {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly violations: readonly Violation[];
    readonly suppressedViolations?: readonly Violation[];
  }[];
}

/** Runs syntheses side by side, as many as there are cores. */
export async function synthesizeAll<Name extends string>(syntheses: Readonly<Record<Name, Synthesis>>): Promise<Record<Name, Outcome>> {
  const waiting = Object.entries<Synthesis>(syntheses);
  const outcomes: Partial<Record<string, Outcome>> = {};
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) outcomes[next[0]] = await synthesize(next[1]);
  };
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work));
  return outcomes as Record<Name, Outcome>;
}

async function synthesize(synthesis: Synthesis): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'least-privilege-'));
  try {
    const program = `${synthesis.app}.js`;
    const output = join(folder, 'cdk.out');
    const { exitCode, text } =
      synthesis.cli === undefined
        ? await run([program], { ...environment(folder), OUTPUT: output, ...synthesis.env })
        : await run([cli, 'synth', '--app', `node ${program}`, '--output', output, '--no-notices', ...synthesis.cli], {
            ...environment(folder),
            ...synthesis.env,
          });
    const report = join(output, 'validation-report.json');
    return { exitCode, text, report: existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(command: readonly string[], env: NodeJS.ProcessEnv): Promise<Pick<Outcome, 'exitCode' | 'text'>> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, command, { cwd: apps, env });
    let text = '';
    child.stdout.on('data', (chunk) => (text += chunk));
    child.stderr.on('data', (chunk) => (text += chunk));
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, text }));
  });
}

/** Neither the test runner's environment nor the user's settings of CDK reach the app. */
function environment(folder: string): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env;
  return {
    PATH,
    HOME,
    TMPDIR: folder,
    CDK_VALIDATION: 'false',
    NO_COLOR: '1',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** The violations of this package that block or are printed. */
export function violationsIn(outcome: Outcome): readonly Violation[] {
  return ours(outcome).flatMap(({ violations }) => violations);
}

/** The violations of this package that were accepted. */
export function suppressedIn(outcome: Outcome): readonly Violation[] {
  return ours(outcome).flatMap(({ suppressedViolations }) => suppressedViolations ?? []);
}

function ours({ report }: Outcome) {
  return report?.pluginReports.filter(({ pluginName }) => pluginName === 'LeastPrivilege') ?? [];
}

/** `path:rule` of each violation, sorted: what was said, and of what. */
export function placesIn(violations: readonly Violation[]): readonly string[] {
  return violations
    .flatMap(({ ruleName, violatingConstructs }) => violatingConstructs.map(({ constructPath }) => `${constructPath} ${ruleName}`))
    .sort();
}

/** Line of the app that holds `marker`, as `app.js:12:`. */
export function lineOf(app: string, marker: string): string {
  const lines = readFileSync(join(apps, `${app}.js`), 'utf8').split('\n');
  return `${app}.js:${lines.findIndex((line) => line.includes(marker)) + 1}:`;
}

/** The block that the framework printed for a construct, from its source line to its id. */
export function blockOf(outcome: Outcome, constructPath: string): string {
  return outcome.text.split(/\n\s*\n/).find((block) => block.includes(`   ${constructPath} (`)) ?? '';
}
