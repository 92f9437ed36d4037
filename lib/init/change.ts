/** A file that is to be written, and what stands in it now. */
export interface Change {
  /** Relative to the working folder. */
  readonly file: string;
  /** `undefined` for a file that does not exist yet. */
  readonly before: string | undefined;
  readonly after: string;
}

/** Unchanged lines that are shown around a change. */
const CONTEXT = 2;

/** A change as people read it: lines taken out with `-`, lines put in with `+`, and a few around them. */
export function diffOf({ file, before, after }: Change): string {
  const old = before === undefined ? [] : linesOf(before);
  const lines = compared(old, linesOf(after));
  const shown = lines.map(
    ({ sign }, index) => sign !== ' ' || lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some((near) => near.sign !== ' '),
  );
  const text: string[] = [`--- ${before === undefined ? '(new file)' : file}`, `+++ ${file}`];
  for (const [index, { sign, line }] of lines.entries()) {
    if (!shown[index]) continue;
    if (index > 0 && !shown[index - 1]) text.push(' …');
    text.push(`${sign}${line}`);
  }
  return `${text.join('\n')}\n`;
}

interface Line {
  readonly sign: ' ' | '+' | '-';
  readonly line: string;
}

function linesOf(text: string): readonly string[] {
  return text.replace(/\r?\n$/, '').split(/\r?\n/);
}

/** Lines are put in and changed in few places: what is the same at both ends is set aside before the rest is compared. */
function compared(old: readonly string[], fresh: readonly string[]): readonly Line[] {
  const same = (line: string): Line => ({ sign: ' ', line });
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start += 1;
  let end = 0;
  while (end < old.length - start && end < fresh.length - start && old.at(-1 - end) === fresh.at(-1 - end)) end += 1;
  return [
    ...old.slice(0, start).map(same),
    ...middle(old.slice(start, old.length - end), fresh.slice(start, fresh.length - end)),
    ...old.slice(old.length - end).map(same),
  ];
}

/** The longest common lines stay; the rest is taken out or put in. */
function middle(old: readonly string[], fresh: readonly string[]): readonly Line[] {
  const lengths = Array.from({ length: old.length + 1 }, () => new Array<number>(fresh.length + 1).fill(0));
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1) {
    const row = lengths[i] ?? [];
    for (let j = fresh.length - 1; j >= 0; j -= 1)
      row[j] = old[i] === fresh[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  const lines: Line[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < fresh.length) {
    const [oldLine, freshLine] = [old[i], fresh[j]];
    if (oldLine !== undefined && oldLine === freshLine) {
      lines.push({ sign: ' ', line: oldLine });
      i += 1;
      j += 1;
    } else if (oldLine !== undefined && (freshLine === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ sign: '-', line: oldLine });
      i += 1;
    } else if (freshLine !== undefined) {
      lines.push({ sign: '+', line: freshLine });
      j += 1;
    }
  }
  return lines;
}
