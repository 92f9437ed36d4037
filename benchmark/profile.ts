import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The parts of a V8 CPU profile (`node --cpu-prof`) that say where time went. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  /** The node that was running at each sample. */
  readonly samples: readonly number[];
  /** Microseconds between samples. */
  readonly timeDeltas: readonly number[];
}

/** A function and the time spent in its own lines. */
export interface Hot {
  readonly where: string;
  readonly milliseconds: number;
}

/** The functions that took most time themselves, most first. */
export function hottest(profile: CpuProfile, count: number): readonly Hot[] {
  const places = new Map(profile.nodes.map(({ id, callFrame }) => [id, placeOf(callFrame)]));
  const spent = new Map<string, number>();
  profile.samples.forEach((sample, index) => {
    const where = places.get(sample) ?? '?';
    spent.set(where, (spent.get(where) ?? 0) + (profile.timeDeltas[index] ?? 0) / 1000);
  });
  return [...spent]
    .map(([where, milliseconds]) => ({ where, milliseconds }))
    .sort((a, b) => b.milliseconds - a.milliseconds)
    .slice(0, count);
}

function placeOf({ functionName, url, lineNumber }: CpuProfile['nodes'][number]['callFrame']): string {
  const file = url.startsWith('file:') ? relative(process.cwd(), fileURLToPath(url)) : url;
  return `${functionName || '(top of file)'}  ${file === '' ? '' : `${file}:${lineNumber + 1}`}`;
}
