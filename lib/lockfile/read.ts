import { type JsonSource, type Keys, readJson } from '../config/json-source';
import { isObject, type Json } from '../core/json';
import type { LockedEntryPoint, LockedHolder, LockedResource, PermissionLock } from './lock';

/** A lockfile that cannot be used: nothing was compared, and what was not compared must not pass. */
export class LockfileError extends Error {
  public override readonly name = 'LockfileError';
}

/** Whether a text is meant to be a lockfile, rather than a template. */
export function looksLikeLock(text: string): boolean {
  return /"lockfileVersion"\s*:/.test(text.slice(0, 1000)) || /^\s*(?:<<<<<<<|\{\s*<<<<<<<)/.test(text);
}

/**
 * Reads a lockfile.
 *
 * @param name of the file, for messages
 * @throws LockfileError with line, column and reason
 */
export function readLock(text: string, name: string): PermissionLock {
  const conflict = text.split('\n').findIndex((line) => /^(?:<{7}|={7}|>{7})(?: |$)/.test(line));
  if (conflict !== -1)
    throw new LockfileError(
      `${name}:${conflict + 1}:1: has conflict markers of a merge: run "cdk-least-privilege snapshot" on the merged app`,
    );
  const source = readJson(text);
  if ('mistake' in source) {
    const { line, column } = source.position;
    throw new LockfileError(`${name}:${line}:${column}: not valid JSON: ${source.mistake}`);
  }
  const reader = new LockReader(source, name);
  reader.version();
  reader.check([], source.value, LOCK);
  // Every member was checked against the shape.
  const lock = source.value as unknown as PartialLock;
  return {
    lockfileVersion: 1,
    functions: lock.functions,
    holders: filled(lock.holders, { trusts: [], policies: [], may: [], mustNot: [], boundary: null, unread: [] }),
    resources: filled(lock.resources, { letsIn: [], keepsOut: [], unread: [] }),
    entryPoints: filled(lock.entryPoints, { label: '', exposure: 'unknown', authentication: [], starts: null }),
  };
}

/** A lock as it is written: without what is empty. */
interface PartialLock extends Pick<PermissionLock, 'functions'> {
  readonly holders: Readonly<Record<string, Partial<LockedHolder>>>;
  readonly resources: Readonly<Record<string, Partial<LockedResource>>>;
  readonly entryPoints: Readonly<Record<string, Partial<LockedEntryPoint>>>;
}

function filled<T extends object>(entries: Readonly<Record<string, Partial<T>>>, empty: T): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(entries).map(([id, entry]) => [id, { ...empty, ...entry }]));
}

/** What a value of the lockfile has to be. */
type Shape =
  | { readonly kind: 'text' | 'version' }
  | { readonly kind: 'nullable'; readonly of: Shape }
  | { readonly kind: 'list' | 'record'; readonly of: Shape }
  | { readonly kind: 'object'; readonly members: Readonly<Record<string, Shape>>; readonly required: readonly string[] };

const TEXT: Shape = { kind: 'text' };
const TEXTS: Shape = { kind: 'list', of: TEXT };
const GRANTS: Shape = {
  kind: 'list',
  of: {
    kind: 'object',
    required: [],
    members: {
      who: TEXT,
      whoExcept: TEXTS,
      on: TEXT,
      onExcept: TEXTS,
      actions: TEXTS,
      actionsExcept: TEXTS,
      when: { kind: 'record', of: TEXTS },
    },
  },
};

function record(members: Readonly<Record<string, Shape>>, required: readonly string[] = []): Shape {
  return { kind: 'record', of: { kind: 'object', required, members } };
}

const LOCK: Shape = {
  kind: 'object',
  required: ['lockfileVersion', 'functions', 'holders', 'resources', 'entryPoints'],
  members: {
    lockfileVersion: { kind: 'version' },
    functions: record({ role: TEXT, exposure: TEXT }, ['role', 'exposure']),
    holders: record({
      trusts: GRANTS,
      policies: TEXTS,
      may: GRANTS,
      mustNot: GRANTS,
      boundary: {
        kind: 'nullable',
        of: {
          kind: 'object',
          required: ['policy', 'may', 'mustNot'],
          members: { policy: TEXT, may: { kind: 'nullable', of: GRANTS }, mustNot: GRANTS },
        },
      },
      unread: TEXTS,
    }),
    resources: record({ letsIn: GRANTS, keepsOut: GRANTS, unread: TEXTS }),
    entryPoints: record({ label: TEXT, exposure: TEXT, authentication: TEXTS, starts: { kind: 'nullable', of: TEXT } }, [
      'label',
      'exposure',
    ]),
  },
};

class LockReader {
  constructor(
    private readonly source: JsonSource,
    private readonly name: string,
  ) {}

  /** First, since another version may look different everywhere. */
  version(): void {
    const { value } = this.source;
    const version = isObject(value) ? value.lockfileVersion : undefined;
    if (version === undefined || version === 1) return;
    this.fail(
      ['lockfileVersion'],
      `version ${JSON.stringify(version)} is not known here, only 1: use the version of cdk-least-privilege that wrote it, or run "cdk-least-privilege snapshot"`,
    );
  }

  check(keys: Keys, value: Json, shape: Shape): void {
    switch (shape.kind) {
      case 'version':
        return;
      case 'text':
        if (typeof value !== 'string') this.expect(keys, 'a text', value);
        return;
      case 'nullable':
        if (value !== null) this.check(keys, value, shape.of);
        return;
      case 'list':
        if (!Array.isArray(value)) this.expect(keys, 'a list', value);
        for (const [index, one] of value.entries()) this.check([...keys, index], one, shape.of);
        return;
      case 'record':
        for (const [key, one] of this.members(keys, value)) this.check([...keys, key], one, shape.of);
        return;
      case 'object':
        this.object(keys, value, shape);
    }
  }

  private object(keys: Keys, value: Json, { members, required }: Extract<Shape, { kind: 'object' }>): void {
    const found = this.members(keys, value);
    for (const [key, one] of found) {
      const shape = Object.hasOwn(members, key) ? members[key] : undefined;
      if (shape === undefined) this.fail([...keys, key], `unknown key "${key}", expected ${Object.keys(members).join(', ')}`, 'key');
      this.check([...keys, key], one, shape);
    }
    const missing = required.find((key) => !found.some(([own]) => own === key));
    if (missing !== undefined) this.fail(keys, `"${missing}" is missing`);
  }

  private members(keys: Keys, value: Json): readonly (readonly [string, Json])[] {
    if (!isObject(value)) this.expect(keys, 'an object', value);
    return Object.entries(value);
  }

  private expect(keys: Keys, expected: string, value: Json): never {
    this.fail(keys, `expected ${expected}, got ${JSON.stringify(value).slice(0, 40)}`);
  }

  private fail(keys: Keys, message: string, part: 'key' | 'value' = 'value'): never {
    const { line, column } = this.source.positionOf(keys, part);
    const place = keys.length === 0 ? '' : `${keys.join('.')}: `;
    throw new LockfileError(
      `${this.name}:${line}:${column}: ${place}${message}; the file is written by "cdk-least-privilege snapshot", not by hand`,
    );
  }
}
