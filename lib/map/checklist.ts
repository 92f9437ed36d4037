import type { Inventory, InventoryApi, InventoryEntryPoint, InventoryFunction } from '../inventory/inventory';
import { storesOf } from '../inventory/paths';
import { authenticationInWords, effectsInWords, yesNo } from './words';

/** The questions of an API-security review, answered for one function. */
export interface FunctionAnswers {
  readonly function: InventoryFunction;
  /** The app: its stack. */
  readonly app: string;
  readonly entryPoints: readonly InventoryEntryPoint[];
  /** Of the APIs that lead to it: whether a definition is in the template; `not needed` without an API. */
  readonly definition: string;
  readonly authentication: string;
  readonly tls: string;
  /** Who uses it, in words. */
  readonly consumers: readonly string[];
  /** `Orders (read, write)`. */
  readonly dataSources: readonly string[];
  readonly errorHandling: string;
  readonly logging: string;
  /** What a reviewer should ask about, in words; empty when nothing is missing. */
  readonly gaps: readonly string[];
}

/** The same for one API. */
export interface ApiAnswers {
  readonly api: InventoryApi;
  readonly functions: readonly string[];
  readonly gaps: readonly string[];
}

/** What an API-security review asks: of every API, and of every function that the app's authors wrote. */
export interface Checklist {
  readonly apis: readonly ApiAnswers[];
  readonly functions: readonly FunctionAnswers[];
}

/** Answers the questions of an API-security review from an inventory; in its order. */
export function checklistOf(inventory: Inventory): Checklist {
  const apis = new Map(inventory.apis.map((api) => [api.id, api]));
  const starting = new Map<string, InventoryEntryPoint[]>();
  for (const entryPoint of inventory.entryPoints) {
    if (entryPoint.function === null) continue;
    starting.set(entryPoint.function, [...(starting.get(entryPoint.function) ?? []), entryPoint]);
  }
  const data = dataSourcesOf(inventory);
  return {
    apis: inventory.apis.map((api) => apiAnswers(api, inventory.entryPoints)),
    functions: inventory.functions
      .filter(({ provided }) => !provided)
      .map((each) => functionAnswers(each, starting.get(each.id) ?? [], apis, data(each))),
  };
}

function apiAnswers(api: InventoryApi, entryPoints: readonly InventoryEntryPoint[]): ApiAnswers {
  const own = new Set(api.entryPoints);
  const routes = entryPoints.filter(({ id }) => own.has(id));
  const open = routes.filter(({ exposure }) => exposure === 'anyone').length;
  const unknown = routes.filter(({ exposure }) => exposure === 'unknown').length;
  const gateway = api.protocol === 'REST' || api.protocol === 'HTTP' || api.protocol === 'WebSocket';
  const gaps = [
    open > 0 ? `${open} of ${routes.length} entry points are open to anyone` : '',
    unknown > 0 ? `how callers of ${unknown} entry points are authenticated is not known` : '',
    api.tls === 'no' ? 'takes plain HTTP' : api.tls === 'unknown' ? 'whether it takes plain HTTP is not known' : '',
    api.accessLogs ? '' : 'no access logs',
    gateway && !api.throttling ? 'no rate limit' : '',
    gateway && !api.definition ? 'no API definition' : '',
    api.protocol === 'REST' && !api.validation ? 'requests are not validated' : '',
    open > 0 && !api.webAcl ? 'no web ACL' : '',
  ];
  const functions = routes.flatMap(({ function: started }) => started ?? []);
  return { api, functions: [...new Set(functions)].sort(), gaps: gaps.filter((gap) => gap !== '') };
}

function functionAnswers(
  own: InventoryFunction,
  entryPoints: readonly InventoryEntryPoint[],
  apis: ReadonlyMap<string, InventoryApi>,
  dataSources: readonly string[],
): FunctionAnswers {
  const called = entryPoints.filter(({ authentication }) => authentication.length > 0);
  const definitions = new Set(called.flatMap(({ from }) => (from === null ? [] : (apis.get(from)?.definition ?? []))));
  const authentication = [...new Set(called.flatMap((each) => each.authentication))].sort();
  const tls = called.some((each) => each.tls === 'no') ? 'no' : called.some((each) => each.tls === 'unknown') ? 'unknown' : 'yes';
  const gaps = [
    own.exposure === 'anyone' ? (own.directExposure === 'anyone' ? 'anyone can start it' : 'what anyone sends reaches it') : '',
    own.exposure === 'unknown' ? 'who can reach it is not known' : '',
    called.length > 0 && tls !== 'yes' ? 'takes plain HTTP' : '',
    own.deadLetter === false ? 'asynchronous failures are lost' : '',
    own.logGroup ? '' : 'no log group of its own',
    own.sharesRoleWith.length > 0 ? `shares its role with ${own.sharesRoleWith.length} more` : '',
    own.role === null ? 'its role is not in the input' : '',
    own.exposure === 'anyone' && own.reservedConcurrency === null ? 'no limit of concurrency' : '',
  ];
  return {
    function: own,
    app: own.stack,
    entryPoints,
    definition: definitions.size === 0 ? 'not needed' : yesNo(!definitions.has(false)),
    authentication: called.length === 0 ? 'not called from outside' : authenticationInWords(authentication),
    tls: called.length === 0 ? 'not needed' : yesNo(tls),
    consumers: [...new Set(entryPoints.map(({ who }) => who))].sort(),
    dataSources,
    errorHandling: own.errorHandling.length > 0 ? own.errorHandling.join('; ') : own.deadLetter === false ? 'none' : 'by its callers',
    logging: [own.logGroup ? 'own log group' : 'log group made by Lambda', own.tracing ? 'traced' : 'not traced'].join(', '),
    gaps: gaps.filter((gap) => gap !== ''),
  };
}

/** The stores that each function may use, with what it may do. */
function dataSourcesOf(inventory: Inventory): (own: InventoryFunction) => readonly string[] {
  const stores = new Map(inventory.stores.map((store) => [store.id, store]));
  const byHolder = new Map<string, Map<string, Set<string>>>();
  for (const permission of inventory.permissions) {
    const own = byHolder.get(permission.holder) ?? new Map<string, Set<string>>();
    byHolder.set(permission.holder, own);
    for (const id of storesOf(inventory, permission)) {
      const effects = own.get(id) ?? new Set<string>();
      own.set(id, effects);
      for (const effect of permission.effects) effects.add(effect);
    }
  }
  return ({ role }) =>
    [...(role === null ? [] : (byHolder.get(role) ?? []))]
      .flatMap(([id, effects]) => {
        const store = stores.get(id);
        const words = effectsInWords([...EFFECTS].filter((effect) => effects.has(effect)));
        return store === undefined || words === '' ? [] : [`${store.name} (${words})`];
      })
      .sort();
}

const EFFECTS = ['list', 'read', 'write', 'delete', 'permissions', 'tag'] as const;
