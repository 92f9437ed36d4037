import type { Reading } from './reading';

/** Whether a GraphQL API can be called from within VPCs alone. */
export function isPrivateGraph(reading: Reading): boolean {
  return reading.isAlways(['Visibility'], ['PRIVATE']) === 'yes';
}
