import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** This repository. */
export const root = join(__dirname, '..', '..');

/** The CDK CLI, and ours. */
export const cdk = join(root, 'node_modules', 'aws-cdk', 'bin', 'cdk');
export const cli = join(root, 'bin', 'cdk-least-privilege.js');

/** A folder with an app that has this package installed. */
export function makeApp(program: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'cdk-least-privilege-app-'));
  mkdirSync(join(folder, 'node_modules'));
  for (const name of ['aws-cdk-lib', 'constructs']) symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  symlinkSync(root, join(folder, 'node_modules', 'cdk-least-privilege'));
  writeFileSync(join(folder, 'app.js'), program);
  writeFileSync(join(folder, 'cdk.json'), '{ "app": "node app.js" }');
  writeFileSync(join(folder, 'package.json'), '{ "name": "shop", "private": true }');
  return folder;
}

/** Runs a program in a folder, without the environment of the test runner. */
export function runIn(folder: string, program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { PATH = '', HOME } = process.env;
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH, HOME, CI: 'true', CDK_DISABLE_CLI_TELEMETRY: 'true', CDK_VALIDATION: 'false', ...env },
  });
  return { exitCode: status, stdout, stderr };
}
