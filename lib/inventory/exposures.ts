import type { Exposure } from './inventory';

/** The widest first. What is not known may be anyone: only what is certainly open for strangers is wider. */
const WIDTH: readonly Exposure[] = ['anyone', 'any-account', 'unknown', 'signed-in', 'other-account', 'organization', 'account', 'app'];

/** Exposures from the widest to the narrowest. */
export const exposuresByWidth: readonly Exposure[] = WIDTH;

/** Whether `left` lets more people in than `right`. */
export function isWiderExposure(left: Exposure, right: Exposure): boolean {
  return WIDTH.indexOf(left) < WIDTH.indexOf(right);
}

/** The widest; `app` when there is none. */
export function widestExposure(exposures: Iterable<Exposure>): Exposure {
  let widest: Exposure = 'app';
  for (const exposure of exposures) if (isWiderExposure(exposure, widest)) widest = exposure;
  return widest;
}
