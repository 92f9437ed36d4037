import type { PackName } from './rule';

/** How a check runs. */
export interface CheckOptions {
  /** @default recommended */
  readonly pack?: PackName;
}
