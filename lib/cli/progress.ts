import type { Watch } from '../core/watch';
import type { Output } from './terminal';

/** A line on a terminal that says what a command is busy with. */
export interface Progress {
  readonly watch: Watch;
  /** Takes the line away. */
  end(): void;
}

/** Nothing is shown of what is done before anybody would ask, in milliseconds. */
const PATIENCE = 400;

/** How often the line changes, in milliseconds. */
const PERIOD = 80;

const CLEAR = '\r\u001b[K';

/**
 * Shows what a check is doing, on the terminal that a person waits at; `undefined` where nobody does: in a pipe, in a file,
 * in CI, and where it is not wanted.
 * @param now milliseconds of a clock
 */
export function progressOn(
  output: Output,
  env: Readonly<Record<string, string | undefined>>,
  now: () => number = () => performance.now(),
): Progress | undefined {
  if (output.isTTY !== true || env.TERM === 'dumb' || isCi(env)) return undefined;
  const start = now();
  let last = start;
  let isShown = false;
  return {
    watch(activity, done, of) {
      const time = now();
      if (time - start < PATIENCE || time - last < PERIOD) return;
      last = time;
      isShown = true;
      const count = done === 0 ? '' : of === undefined ? `: ${done}` : `: ${done} of ${of}`;
      output.write(`${CLEAR}${`${activity}${count} …`.slice(0, Math.max(1, (output.columns || 80) - 1))}`);
    },
    end() {
      if (isShown) output.write(CLEAR);
      isShown = false;
    },
  };
}

/** Providers of CI set `CI`; a terminal there is a log. */
function isCi({ CI }: Readonly<Record<string, string | undefined>>): boolean {
  return CI !== undefined && CI !== '' && CI !== '0' && CI !== 'false';
}
