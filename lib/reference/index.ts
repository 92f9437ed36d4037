import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ActionRow, IndexFile, ResourceTypeRow, ServiceFile, TypeOfActionRow } from './files';
import type { AccessLevel, Action, ActionResourceType, ConditionKey, Reference, ResourceType, Service } from './reference';

let loaded: Reference | undefined;

/**
 * The service authorization reference that the package ships, a snapshot of the date {@link Reference.date}. A service is
 * read when it is first asked for, and kept for the life of the process.
 */
export function loadReference(): Reference {
  loaded ??= new SnapshotReference(join(__dirname, 'data'));
  return loaded;
}

class SnapshotReference implements Reference {
  readonly date: string;
  readonly services: readonly string[];
  private readonly known: ReadonlySet<string>;
  private readonly read = new Map<string, Service>();

  constructor(private readonly folder: string) {
    const index: IndexFile = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'));
    this.date = index.date;
    this.services = index.services;
    this.known = new Set(index.services);
  }

  service(prefix: string): Service | undefined {
    return this.read.get(prefix) ?? this.readService(prefix.toLowerCase());
  }

  private readService(prefix: string): Service | undefined {
    if (!this.known.has(prefix)) return undefined;
    const known = this.read.get(prefix);
    if (known !== undefined) return known;
    const file: ServiceFile = JSON.parse(readFileSync(join(this.folder, `${prefix}.json`), 'utf8'));
    const service = new SnapshotService(prefix, file);
    this.read.set(prefix, service);
    return service;
  }
}

/** Most questions to a service are about one or two actions, so its rows become objects only where they are looked at. */
class SnapshotService implements Service {
  readonly name: string;
  readonly actions: ReadonlyMap<string, Action>;
  private types: ReadonlyMap<string, ResourceType> | undefined;
  private keys: ReadonlyMap<string, ConditionKey> | undefined;

  constructor(
    readonly prefix: string,
    private readonly file: ServiceFile,
  ) {
    this.name = file.name;
    this.actions = new Map(file.actions.map((row) => [row[0].toLowerCase(), new SnapshotAction(row, file.sets)]));
  }

  get resourceTypes(): ReadonlyMap<string, ResourceType> {
    this.types ??= new Map(this.file.resources.map((row) => [row[0], resourceTypeOf(row, this.file.sets)]));
    return this.types;
  }

  get conditionKeys(): ReadonlyMap<string, ConditionKey> {
    this.keys ??= new Map(this.file.keys.map(([name, type]) => [name, { name, type }]));
    return this.keys;
  }
}

class SnapshotAction implements Action {
  private types: readonly ActionResourceType[] | undefined;

  constructor(
    private readonly row: ActionRow,
    private readonly sets: ServiceFile['sets'],
  ) {}

  get name(): string {
    return this.row[0];
  }

  get accessLevels(): readonly AccessLevel[] {
    return levelsOf(this.row[1]);
  }

  get conditionKeys(): readonly string[] {
    return this.sets[this.row[2]] ?? NONE;
  }

  get resourceTypes(): readonly ActionResourceType[] {
    this.types ??= (this.row[3] ?? []).map((row) => typeOfAction(row, this.sets));
    return this.types;
  }

  get dependentActions(): readonly string[] {
    return this.row[4] ?? NONE;
  }
}

const NONE: readonly string[] = [];

function typeOfAction(row: TypeOfActionRow, sets: ServiceFile['sets']): ActionResourceType {
  const [marked, keys] = typeof row === 'string' ? [row, undefined] : row;
  const required = marked.endsWith('*');
  return {
    name: required ? marked.slice(0, -1) : marked,
    required,
    conditionKeys: keys === undefined ? NONE : (sets[keys] ?? NONE),
  };
}

function resourceTypeOf([name, formats, keys]: ResourceTypeRow, sets: ServiceFile['sets']): ResourceType {
  return { name, arnFormats: typeof formats === 'string' ? [formats] : formats, conditionKeys: sets[keys] ?? NONE };
}

const LEVELS: Readonly<Record<string, AccessLevel>> = {
  L: 'List',
  R: 'Read',
  W: 'Write',
  P: 'Permissions management',
  T: 'Tagging',
};

const levelsOfCodes = new Map<string, readonly AccessLevel[]>();

function levelsOf(codes: string): readonly AccessLevel[] {
  let levels = levelsOfCodes.get(codes);
  if (levels === undefined) {
    levels = [...codes].flatMap((code) => LEVELS[code] ?? []);
    levelsOfCodes.set(codes, levels);
  }
  return levels;
}
