import { closeSync, openSync, readSync } from 'node:fs';
import type { Output } from './terminal';

/** Asks the person at the terminal, and waits for a line. Anything but yes is no, and so is the end of the input. */
export function askAt(output: Output): (question: string) => boolean {
  return (question) => {
    output.write(`${question} [y/N] `);
    return /^\s*y(?:es)?\s*$/i.test(lineFrom(terminal()));
  };
}

/** The terminal itself where the system names it: standard input may be set not to wait. */
function terminal(): number {
  try {
    return openSync('/dev/tty', 'r');
  } catch {
    return 0;
  }
}

function lineFrom(handle: number): string {
  const byte = Buffer.alloc(1);
  const bytes: number[] = [];
  try {
    while (readSync(handle, byte, 0, 1, null) === 1 && byte[0] !== 10) bytes.push(byte[0] ?? 0);
  } catch {
    return '';
  } finally {
    if (handle !== 0) closeSync(handle);
  }
  return Buffer.from(bytes).toString('utf8');
}
