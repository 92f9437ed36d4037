import { publicStatements } from '../iam/exposure';
import type { Path } from '../path';
import type { Resource } from '../template/template';
import { bucketPoliciesOf } from './bucket';
import type { Model } from './model';
import type { Reading } from './reading';

/** Canned ACLs that let in people whom the owner does not know. */
export const PUBLIC_ACLS: readonly string[] = ['PublicRead', 'PublicReadWrite', 'AuthenticatedRead'];

/** The four switches of a public access block. */
export const ACCESS_BLOCKS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'] as const;

/** What opens a bucket to strangers, in words: a statement of its policy, or its ACL. `undefined` when nothing does. */
export function publicAccessOf(model: Model, bucket: Resource): string | undefined {
  if (model.readingsOf(bucket).some((reading) => reading.canBe(['AccessControl'], PUBLIC_ACLS) === 'yes')) return 'its ACL is public';
  const isOpen = bucketPoliciesOf(model, bucket).some((document) => publicStatements(document).some(({ answer }) => answer === 'yes'));
  return isOpen ? 'its policy lets everyone in' : undefined;
}

/** A switch of a public access block that is off, or may be. */
export interface OpenBlock {
  readonly name: (typeof ACCESS_BLOCKS)[number];
  /** `absent`: the block is there and does not say; then S3 takes it as off. */
  readonly state: 'false' | 'absent' | 'undecided';
  readonly shown: string;
  readonly at: Path;
}

/** The switches of a `PublicAccessBlockConfiguration` that are not on; none when the configuration is absent as a whole. */
export function openBlocksOf(reading: Reading): readonly OpenBlock[] {
  const open: OpenBlock[] = [];
  for (const block of reading.objects('PublicAccessBlockConfiguration')) {
    for (const name of ACCESS_BLOCKS) {
      for (const { kind, text, shown, at } of block.values(name)) {
        if (kind === 'absent') open.push({ name, state: 'absent', shown: 'absent', at });
        else if (kind === 'symbolic') open.push({ name, state: 'undecided', shown, at });
        else if (text.toLowerCase() !== 'true') open.push({ name, state: 'false', shown, at });
      }
    }
  }
  return open;
}
