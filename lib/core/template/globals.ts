import { isObject, type Json, type JsonObject } from '../json';
import { belowAll, keysOf, type Path } from '../path';
import { writtenKeys } from './serverless';
import type { Resource } from './template';

/**
 * `Globals` of a SAM template: properties that every resource of a type takes, unless it says otherwise. Objects are
 * merged, lists are joined with those of `Globals` first, and for everything else the resource's own value holds.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
 */

/** How the types of SAM begin. */
export const SAM = 'AWS::Serverless::';

/** Lists of a resource that replace those of `Globals`. */
const REPLACED = new Set(['Architectures']);

/** The properties of a resource, with what it takes from `Globals` when it is one of SAM. `declared` is the resource. */
export function withGlobals(body: JsonObject, type: string, declared: JsonObject, own: JsonObject): JsonObject {
  const defaults = defaultsOf(body, type, declared);
  return defaults === undefined ? own : merged(defaults, own);
}

function defaultsOf({ Globals }: JsonObject, type: string, { IgnoreGlobals: ignored }: JsonObject): JsonObject | undefined {
  if (!type.startsWith(SAM) || !isObject(Globals) || ignored === '*') return undefined;
  const section = type.slice(SAM.length);
  const defaults = Object.hasOwn(Globals, section) ? Globals[section] : undefined;
  if (!isObject(defaults)) return undefined;
  if (!Array.isArray(ignored)) return defaults;
  return Object.fromEntries(Object.entries(defaults).filter(([key]) => !ignored.includes(key)));
}

function merged(defaults: JsonObject, own: JsonObject): JsonObject {
  const both: JsonObject = { ...defaults, ...own };
  for (const [key, value] of Object.entries(own)) {
    const given = Object.hasOwn(defaults, key) ? defaults[key] : undefined;
    if (given === undefined) continue;
    if (isPlainObject(given) && isPlainObject(value)) both[key] = merged(given, value);
    else if (Array.isArray(given) && Array.isArray(value) && !REPLACED.has(key)) both[key] = [...given, ...value];
  }
  return both;
}

/** An object that is no intrinsic function: SAM takes those for values. */
function isPlainObject(value: Json): value is JsonObject {
  if (!isObject(value)) return false;
  const [key, ...others] = Object.keys(value);
  return key === undefined || others.length > 0 || !(key === 'Ref' || key === 'Condition' || key.startsWith('Fn::'));
}

/** Where a place of a resource's properties is written: SAM may spell it differently, or take it from `Globals`. */
export function writtenPlace({ template: { body }, logicalId }: Resource, at: Path | undefined): Path | undefined {
  const declared = isObject(body.Resources) ? body.Resources[logicalId] : undefined;
  if (at === undefined || !isObject(declared)) return at;
  const { Type: type } = declared;
  if (typeof type !== 'string' || !type.startsWith(SAM)) return at;
  const [resources, id, properties, ...deployed] = keysOf(at);
  if (resources !== 'Resources' || id !== logicalId || properties !== 'Properties') return at;
  const keys = writtenKeys(type, deployed);
  let own: Json | undefined = declared.Properties;
  let given: Json | undefined = defaultsOf(body, type, declared);
  const ownKeys: (string | number)[] = [];
  for (const key of keys) {
    const joined: number = Array.isArray(given) && Array.isArray(own) && !REPLACED.has(String(ownKeys.at(-1))) ? given.length : 0;
    const index: string | number = typeof key === 'number' ? key - joined : key;
    const inOwn = memberAt(own, index);
    const inGiven = memberAt(given, key);
    if (inOwn === undefined && inGiven !== undefined) return belowAll(undefined, 'Globals', type.slice(SAM.length), ...keys);
    ownKeys.push(index);
    own = inOwn;
    given = joined > 0 ? undefined : inGiven;
  }
  return belowAll(undefined, resources, logicalId, properties, ...ownKeys);
}

function memberAt(node: Json | undefined, key: string | number): Json | undefined {
  if (Array.isArray(node)) return typeof key === 'number' ? node[key] : undefined;
  return isObject(node) && Object.hasOwn(node, key) ? node[key] : undefined;
}
