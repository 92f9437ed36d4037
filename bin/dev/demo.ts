/**
 * `npm run demo`: synthesizes the demo app twice, as it is and with its mistakes, and explains what happened. Exit code 0
 * if and only if the first passes and every mistake of the second is reported.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { styleText } from 'node:util';
import type { Result } from '../../lib/core/result';
import { mistakes } from '../demo/mistakes-stack';

const root = join(__dirname, '..', '..');
const cdk = join(root, 'node_modules', 'aws-cdk', 'bin', 'cdk');
const checks = join(root, 'bin', 'cdk-least-privilege.js');

function heading(text: string): void {
  process.stdout.write(`\n${process.stdout.isTTY ? styleText('bold', text) : text}\n\n`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Synthesizes, with all output shown. CDK's own template validator is off: it takes seconds and is not the subject. */
function synth(outdir: string, ...context: readonly string[]): number {
  say(`$ CDK_VALIDATION=false npx cdk synth --quiet ${context.join(' ')}`.trimEnd());
  const args = [cdk, 'synth', '--quiet', '--no-notices', '--output', outdir, ...context];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, CDK_VALIDATION: 'false' } });
  say(`exit code ${status}`);
  return status ?? 1;
}

/** The findings in an assembly, as the command line prints them. */
function check(outdir: string): Result {
  const { stdout } = spawnSync(process.execPath, [checks, 'check', outdir, '--format', 'json'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return JSON.parse(stdout);
}

/** The mistakes that no finding of their rule reports. */
function missedIn(result: Result): readonly string[] {
  return Object.entries(mistakes)
    .filter(
      ([id, { rule }]) =>
        !result.findings.some((finding) => finding.ruleId === rule && finding.constructPath?.startsWith(`Mistakes/${id}/`)),
    )
    .map(([id, { rule }]) => `${id} (${rule})`);
}

const outdir = mkdtempSync(join(tmpdir(), 'cdk-least-privilege-demo-'));
try {
  heading('1. A serverless app with a minimal role for each function: it passes');
  const clean = synth(join(outdir, 'clean'));
  const { summary, findings } = check(join(outdir, 'clean'));
  say(`${summary.statements} IAM statements in ${summary.resources} resources, ${findings.length} findings`);

  heading('2. The same app beside a stack of classic mistakes: it is blocked');
  const insecure = synth(join(outdir, 'insecure'), '-c', 'posture=insecure');
  const missed = missedIn(check(join(outdir, 'insecure')));

  heading('What happened');
  say(clean === 0 ? 'The app as it is passed: bin/demo/orders-stack.ts' : 'The app as it is did NOT pass, and it should.');
  say(
    insecure !== 0
      ? 'The app with mistakes was blocked: bin/demo/mistakes-stack.ts'
      : 'The app with mistakes was NOT blocked, and it should be.',
  );
  const count = Object.keys(mistakes).length;
  say(
    missed.length === 0
      ? `All ${count} mistakes were reported, each where it was made, with what to write instead.`
      : `NOT reported: ${missed.join(', ')}`,
  );
  process.exitCode = clean === 0 && insecure !== 0 && missed.length === 0 ? 0 : 1;
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
