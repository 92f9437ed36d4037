import type { PackName } from '../lib/core/rule';

/** A named choice of rules and severities. The severities themselves stand in each rule's meta. */
export interface PackDescription {
  readonly name: PackName;
  /** Who it is for, in one sentence. */
  readonly purpose: string;
}

/** The packs, the default first. */
export const packs: readonly PackDescription[] = [
  {
    name: 'recommended',
    purpose:
      'The default: IAM wildcards, public endpoints and what else is dangerous block; advice is a warning. What is only to be mentioned about data, logs, resilience and the supply chain is left out.',
  },
  {
    name: 'strict',
    purpose:
      'For new apps: most of what the default pack warns of blocks as well, nothing is left out, and rules of cdk-nag run beside ours.',
  },
  { name: 'critical', purpose: 'For existing apps that migrate: only what lets strangers or every action in blocks.' },
];
