import { publicStatements } from '../iam/exposure';
import type { PolicyDocument } from '../iam/statement';
import type { Path } from '../path';
import type { Resource } from '../template/template';
import type { Model } from './model';
import type { Reading } from './reading';

/** Canned ACLs that let in people whom the owner does not know. */
export const PUBLIC_ACLS: readonly string[] = ['PublicRead', 'PublicReadWrite', 'AuthenticatedRead'];

/** The four switches of a public access block. */
export const ACCESS_BLOCKS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'] as const;

const policies = new WeakMap<Model, ReadonlyMap<Resource, readonly PolicyDocument[]>>();

/** The bucket policies of the input for a bucket of the input. */
export function bucketPoliciesOf(model: Model, bucket: Resource): readonly PolicyDocument[] {
  let byBucket = policies.get(model);
  if (byBucket === undefined) {
    const found = new Map<Resource, PolicyDocument[]>();
    for (const document of model.documents) {
      if (document.kind !== 'resource' || document.resource.type !== 'AWS::S3::BucketPolicy') continue;
      const resolver = model.resolverOf(document.resource.template);
      for (const { value } of model.values(document.resource, 'Bucket')) {
        const target = resolver.target(value) ?? bucketNamed(model, value);
        if (target === undefined) continue;
        const known = found.get(target);
        if (known === undefined) found.set(target, [document]);
        else if (!known.includes(document)) known.push(document);
      }
    }
    byBucket = found;
    policies.set(model, found);
  }
  return byBucket.get(bucket) ?? [];
}

/** A bucket of the input with a written-out name. */
function bucketNamed(model: Model, name: unknown): Resource | undefined {
  if (typeof name !== 'string') return undefined;
  return model.resourcesOfType('AWS::S3::Bucket').find(({ properties }) => properties.BucketName === name);
}

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
