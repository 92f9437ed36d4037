/**
 * A place in a JSON document, as a linked list, so that walking a template allocates one small object per step and a
 * JSON pointer (RFC 6901) is only written out for the few places that end up in a finding.
 */
export interface Path {
  readonly parent: Path | undefined;
  readonly key: string | number;
}

/** The place `key` below `parent` (`undefined` is the document itself). */
export function below(parent: Path | undefined, key: string | number): Path {
  return { parent, key };
}

/** The place reached from `parent` through `keys`, in order. */
export function belowAll(parent: Path | undefined, ...keys: readonly (string | number)[]): Path | undefined {
  return keys.reduce<Path | undefined>((path, key) => below(path, key), parent);
}

/** The keys from the document down to `path`. */
export function keysOf(path: Path | undefined): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let step = path; step !== undefined; step = step.parent) keys.push(step.key);
  return keys.reverse();
}

/** `path` as a JSON pointer (RFC 6901); the document itself is the empty string. */
export function pointerOf(path: Path | undefined): string {
  let pointer = '';
  for (let step = path; step !== undefined; step = step.parent) pointer = `/${escaped(step.key)}${pointer}`;
  return pointer;
}

function escaped(key: string | number): string | number {
  if (typeof key === 'number' || (!key.includes('~') && !key.includes('/'))) return key;
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
