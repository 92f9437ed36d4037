import type { ReportOptions } from '../report';

/** A stream as far as a report cares: where text goes, and whether a person is looking. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Widest line of prose: longer ones are hard to read on any terminal. */
const WIDEST = 120;

/**
 * How to render for `output`. Colours follow the usual order: a non-empty `NO_COLOR` (https://no-color.org) forbids them,
 * `FORCE_COLOR` other than `0` or `false` demands them, else they are for terminals. Only terminals get wrapped lines: in a file or
 * a pipe a message stays on one line, where `grep` finds it.
 */
export function renderingFor(output: Output, env: Readonly<Record<string, string | undefined>>): ReportOptions {
  const terminal = output.isTTY === true;
  return {
    colour: hasColours(terminal, env),
    ...(terminal && output.columns !== undefined && output.columns > 0 ? { width: Math.min(output.columns, WIDEST) } : {}),
  };
}

function hasColours(terminal: boolean, env: Readonly<Record<string, string | undefined>>): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return terminal && env.TERM !== 'dumb';
}
