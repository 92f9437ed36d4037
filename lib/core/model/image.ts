import { type Hole, partsOf, type SymbolicString } from '../template/symbolic';

/** What the reference of a container image says: `registry/name:tag@digest`. */
export interface ImageReference {
  /** Host of the registry; `docker.io` where none is written, `undefined` when it is chosen at deployment. */
  readonly registry: SymbolicString | undefined;
  /** How the content is named: by its hash, by a tag, by nothing, or chosen at deployment. */
  readonly version: 'digest' | 'content-tag' | 'tag' | 'latest' | 'none' | 'unknown';
}

/** Stands for a hole; no reference holds such a character. */
const HOLE = '\u0000';

/** CDK names the images of its assets by the hash of their content. */
const CONTENT_TAG = /^[0-9a-f]{64}$/;

/** Takes the reference of an image apart. */
export function imageReferenceOf(value: SymbolicString): ImageReference {
  const parts = partsOf(value);
  const text = parts.map((part) => (typeof part === 'string' ? part : HOLE)).join('');
  const slash = text.lastIndexOf('/');
  return { registry: registryOf(parts, text), version: versionOf(text.slice(slash + 1), parts.at(-1)) };
}

function versionOf(last: string, end: string | Hole | undefined): ImageReference['version'] {
  if (last.includes('@sha256:') || last.includes(`@${HOLE}`)) return 'digest';
  const colon = last.lastIndexOf(':');
  if (colon < 0) return last.endsWith(HOLE) && !namesRepository(end) ? 'unknown' : 'none';
  const tag = last.slice(colon + 1);
  if (tag.includes(HOLE)) return 'unknown';
  if (CONTENT_TAG.test(tag)) return 'content-tag';
  return tag === '' || tag.toLowerCase() === 'latest' ? 'latest' : 'tag';
}

/** Whether a hole at the end is the repository, and so no tag. */
function namesRepository(end: string | Hole | undefined): boolean {
  return typeof end === 'object' && end.kind === 'resource' && end.resourceType === 'AWS::ECR::Repository';
}

function registryOf(parts: readonly (string | Hole)[], text: string): SymbolicString | undefined {
  const slash = text.indexOf('/');
  const host = slash < 0 ? '' : text.slice(0, slash);
  if (host === '' && text.startsWith(HOLE)) return undefined;
  if (!/[.:]/.test(host) && host !== 'localhost') return host.includes(HOLE) ? undefined : 'docker.io';
  if (!host.includes(HOLE)) return host;
  const before: (string | Hole)[] = [];
  for (const part of parts) {
    if (typeof part !== 'string' || !part.includes('/')) before.push(part);
    else {
      const rest = part.slice(0, part.indexOf('/'));
      return { parts: rest === '' ? before : [...before, rest] };
    }
  }
  return { parts: before };
}

/** The account of a private registry of Amazon ECR: `111122223333.dkr.ecr.eu-west-1.amazonaws.com`. */
export function registryAccountOf(registry: SymbolicString): SymbolicString | undefined {
  const [first, second] = partsOf(registry);
  if (typeof first === 'string') return /^(\d{12})\.dkr[.-]ecr/.exec(first)?.[1];
  return first !== undefined && typeof second === 'string' && /^\.dkr[.-]ecr/.test(second) ? { parts: [first] } : undefined;
}

/** Accounts of AWS from whose registries its guides tell to pull: deep learning, EKS, Fluent Bit, App Mesh, GuardDuty. */
const AWS_REGISTRIES = new Set(['763104351884', '602401143452', '906394416424', '840364872350', '593207742271']);

/** Whether a registry is one of AWS's own. */
export function isAwsRegistry(account: SymbolicString): boolean {
  return typeof account === 'string' && AWS_REGISTRIES.has(account);
}
