import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ActionRow, IndexFile, ResourceTypeRow, ServiceFile, TypeOfActionRow } from './files';
import type { AccessLevel, Action, ActionResourceType, Reference, ResourceType, Service } from './reference';

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
    const service = serviceOf(prefix, file);
    this.read.set(prefix, service);
    return service;
  }
}

const LEVELS: Readonly<Record<string, AccessLevel>> = {
  L: 'List',
  R: 'Read',
  W: 'Write',
  P: 'Permissions management',
  T: 'Tagging',
};

function serviceOf(prefix: string, file: ServiceFile): Service {
  const { sets } = file;
  return {
    prefix,
    name: file.name,
    actions: new Map(file.actions.map((row) => [row[0].toLowerCase(), actionOf(row, sets)])),
    resourceTypes: new Map(file.resources.map((row) => [row[0], resourceTypeOf(row, sets)])),
    conditionKeys: new Map(file.keys.map(([name, type]) => [name, { name, type }])),
  };
}

function actionOf([name, levels, keys, types = [], dependentActions = []]: ActionRow, sets: ServiceFile['sets']): Action {
  return {
    name,
    accessLevels: levelsOf(levels),
    resourceTypes: types.map((row) => typeOfAction(row, sets)),
    conditionKeys: sets[keys] ?? [],
    dependentActions,
  };
}

function typeOfAction(row: TypeOfActionRow, sets: ServiceFile['sets']): ActionResourceType {
  const [marked, keys] = typeof row === 'string' ? [row, undefined] : row;
  const required = marked.endsWith('*');
  return {
    name: required ? marked.slice(0, -1) : marked,
    required,
    conditionKeys: keys === undefined ? [] : (sets[keys] ?? []),
  };
}

function resourceTypeOf([name, formats, keys]: ResourceTypeRow, sets: ServiceFile['sets']): ResourceType {
  return { name, arnFormats: typeof formats === 'string' ? [formats] : formats, conditionKeys: sets[keys] ?? [] };
}

const levelsOfCodes = new Map<string, readonly AccessLevel[]>();

function levelsOf(codes: string): readonly AccessLevel[] {
  let levels = levelsOfCodes.get(codes);
  if (levels === undefined) {
    levels = [...codes].flatMap((code) => LEVELS[code] ?? []);
    levelsOfCodes.set(codes, levels);
  }
  return levels;
}
