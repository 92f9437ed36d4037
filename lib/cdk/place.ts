import { isObject, type Json } from '../core/json';

/** A JSON pointer as the framework writes places: `Properties.PolicyDocument.Statement.0`, relative to the resource. */
export function locationIn(pointer: string): string {
  return relativeKeys(pointer).join('.');
}

/** A JSON pointer for people: `PolicyDocument.Statement[0] (Sid "AllowRead")`, relative to the properties of the resource. */
export function placeIn(pointer: string, body: Json | undefined): string {
  const keys = relativeKeys(pointer);
  const shown = keys[0] === 'Properties' ? keys.slice(1) : keys;
  const text = shown.map((key, i) => (/^\d+$/.test(key) ? `[${key}]` : `${i === 0 ? '' : '.'}${key}`)).join('');
  const sid = sidAt(pointer, body);
  return sid === undefined ? text : `${text} (Sid "${sid}")`;
}

function relativeKeys(pointer: string): readonly string[] {
  const keys = keysIn(pointer);
  return keys[0] === 'Resources' ? keys.slice(2) : keys;
}

/** The `Sid` of the statement that a place lies in. */
function sidAt(pointer: string, body: Json | undefined): string | undefined {
  let node = body;
  let sid: string | undefined;
  for (const key of keysIn(pointer)) {
    if (Array.isArray(node)) node = node[Number(key)];
    else if (isObject(node)) node = node[key];
    else return sid;
    if (isObject(node) && typeof node.Sid === 'string' && 'Effect' in node) sid = node.Sid;
  }
  return sid;
}

function keysIn(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}
