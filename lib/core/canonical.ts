import { isObject, type Json } from './json';
import { keysOf, type Path } from './path';
import type { Resource, Template } from './template/template';

/** What stands at a place, as a text that changes with its meaning alone; absent where nothing stands there. */
export function textAt({ body, resources }: Template, at: Path | undefined, nameOf: (resource: Resource) => string): string | undefined {
  let node: Json | undefined = body;
  for (const key of keysOf(at)) {
    if (Array.isArray(node)) node = node[Number(key)];
    else if (isObject(node)) node = Object.hasOwn(node, key) ? node[key] : undefined;
    else return undefined;
  }
  if (node === undefined) return undefined;
  const nameOfId = (logicalId: string) => {
    const named = resources.get(logicalId);
    return named === undefined ? logicalId : nameOf(named);
  };
  return canonical(node, nameOfId, '');
}

/** Lists of a policy whose order means nothing. */
const UNORDERED = new Set(['Statement', 'Action', 'NotAction', 'Resource', 'NotResource', 'AWS', 'Service', 'Federated', 'CanonicalUser']);

/** A value as text that does not change with the order of keys, with logical ids or with the names of statements. */
function canonical(node: Json, nameOf: (logicalId: string) => string, under: string): string {
  if (Array.isArray(node)) {
    const members = node.map((member) => canonical(member, nameOf, ''));
    return `[${(UNORDERED.has(under) ? sorted(members) : members).join(',')}]`;
  }
  if (!isObject(node)) return JSON.stringify(node);
  const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Sub': text } = node;
  if (typeof ref === 'string') return JSON.stringify(`<${nameOf(ref)}>`);
  if (attribute !== undefined) {
    const [logicalId, ...rest] = Array.isArray(attribute) ? attribute.map(String) : String(attribute).split('.');
    return JSON.stringify(`<${nameOf(logicalId ?? '')}.${rest.join('.')}>`);
  }
  if (typeof text === 'string') {
    return JSON.stringify(text.replace(/\$\{([A-Za-z0-9]+)(?=[.}])/g, (_whole, logicalId: string) => `\${${nameOf(logicalId)}`));
  }
  const keys = sorted(Object.keys(node)).filter((key) => key !== 'Sid');
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(node[key] ?? null, nameOf, key)}`).join(',')}}`;
}

function sorted(texts: readonly string[]): readonly string[] {
  return texts.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
