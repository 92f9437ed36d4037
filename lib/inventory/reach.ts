import { exposuresByWidth, isWiderExposure, widestExposure } from './exposures';
import type { Exposure, InventoryEntryPoint } from './inventory';
import { addTo } from './order';
import { leadsOn, type Step } from './steps';

/** Who can reach something, and how. */
export interface Reached {
  readonly exposure: Exposure;
  readonly directExposure: Exposure;
  /** Ids of the entry point, and of what leads from there to it. */
  readonly through: readonly string[];
}

/** Something that lets people in directly. */
interface Opening {
  readonly to: string;
  readonly exposure: Exposure;
  /** Id of the entry point; absent for a store that its own policy opens. */
  readonly entryPoint?: string;
  /** Whether what people send there goes on from it. */
  readonly leadsOn: boolean;
}

/**
 * Who can reach each function and store, directly or through others: the widest exposure first, each by its shortest
 * way. What may only be read passes nothing on.
 */
export function reachedFrom(
  entryPoints: readonly InventoryEntryPoint[],
  open: readonly Opening[],
  steps: ReadonlyMap<string, readonly Step[]>,
): ReadonlyMap<string, Reached> {
  const openings: Opening[] = [...open];
  const direct = new Map<string, Exposure[]>();
  for (const { id, function: started, store, exposure, effects } of entryPoints) {
    const goesOn = effects === undefined || leadsOn({ to: id, effects });
    for (const to of [started, store]) if (to !== null) openings.push({ to, exposure, entryPoint: id, leadsOn: goesOn });
  }
  for (const { to, exposure } of openings) addTo(direct, to, exposure);
  const found = new Map<string, Reached>();
  for (const exposure of exposuresByWidth) {
    if (exposure === 'app') break;
    let front = openings
      .filter((opening) => opening.exposure === exposure && opening.leadsOn)
      .map(({ to, entryPoint }) => ({ id: to, through: entryPoint === undefined ? [] : [entryPoint] }));
    while (front.length > 0) {
      const next: typeof front = [];
      for (const { id, through } of front) {
        if (found.has(id)) continue;
        found.set(id, { exposure, directExposure: widestExposure(direct.get(id) ?? []), through });
        for (const step of steps.get(id) ?? []) {
          if (leadsOn(step) && !found.has(step.to)) next.push({ id: step.to, through: [...through, id] });
        }
      }
      front = next;
    }
  }
  return found;
}

/** The openings of stores that their own policies let people write to. */
export function openingsOf(writing: ReadonlyMap<string, Exposure>): readonly Opening[] {
  return [...writing].filter(([, exposure]) => isWiderExposure(exposure, 'app')).map(([to, exposure]) => ({ to, exposure, leadsOn: true }));
}
