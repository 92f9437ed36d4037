import { resolve } from 'node:path';
import type { Shell } from './command';

/** A file that is in the way: nothing of it was read, or written. */
export class FileError extends Error {
  public override readonly name = 'FileError';
}

/** Writes a file whole or not at all. @throws FileError with the name that the user gave */
export function writeFor({ cwd }: Pick<Shell, 'cwd'>, name: string, text: string): void {
  const { writeWhole } = require('../write') as typeof import('../write');
  withFile(`${name}: cannot be written`, () => writeWhole(resolve(cwd, name), text));
}

/** What `run` answers. @throws FileError that says what could not be done, and why */
export function withFile<T>(what: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw new FileError(`${what}: ${reasonOf(error)}`);
  }
}

const REASONS: Readonly<Record<string, string | undefined>> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EISDIR: 'a folder is in its place',
  ENOTDIR: 'a file is where its folder should be',
  EEXIST: 'a file is where its folder should be',
  ENOENT: 'its folder cannot be made',
};

/** In words, without the paths of this machine. */
function reasonOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';
  return REASONS[code] ?? (error instanceof Error ? error.message : String(error));
}
