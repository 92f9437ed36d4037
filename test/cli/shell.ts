import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { main, type Shell } from '../../lib/cli';

export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command line in this process, in a folder that holds `files`. */
export function runIn(files: Readonly<Record<string, string>>, args: readonly string[], shell: Partial<Shell> = {}): Ran {
  const cwd = mkdtempSync(join(tmpdir(), 'cdk-least-privilege-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(cwd, name)), { recursive: true });
      writeFileSync(join(cwd, name), text);
    }
    const written = { stdout: '', stderr: '' };
    const exitCode = main({
      args,
      cwd,
      env: {},
      stdout: { write: (text) => (written.stdout += text) },
      stderr: { write: (text) => (written.stderr += text) },
      ...shell,
    });
    return { exitCode, ...written };
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}
