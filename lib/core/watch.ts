/** What a check is busy with. */
export type Activity = 'reading templates' | 'resolving values' | 'running rules';

/**
 * Told what a long check is doing, for somebody who waits.
 * @param done how much of it is done
 * @param of how much there is, where that is known
 */
export type Watch = (activity: Activity, done: number, of?: number) => void;
