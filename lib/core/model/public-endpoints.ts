import type { Resource } from '../template/template';
import type { Model } from './model';

/** Tells whether a text is one of those that the settings name. */
type Matcher = (text: string) => boolean;

const matchers = new WeakMap<Model, Matcher>();

/**
 * Whether the app's owners say in `publicEndpoints` that this is public on purpose: by the logical id, by a construct
 * path (which stands for everything below it, so that a load balancer's path covers its security group), or by the
 * route, as findings name it. Rules about endpoints leave such a resource out.
 */
export function isPublicOnPurpose(model: Model, resource: Resource, route?: string): boolean {
  if (model.settings.publicEndpoints.length === 0) return false;
  let isNamed = matchers.get(model);
  if (isNamed === undefined) {
    isNamed = matcherOf(model.settings.publicEndpoints);
    matchers.set(model, isNamed);
  }
  if (isNamed(resource.logicalId) || (route !== undefined && isNamed(route))) return true;
  return resource.constructPath !== undefined && pathsOf(resource.constructPath).some(isNamed);
}

function matcherOf(patterns: readonly string[]): Matcher {
  const literals = new Set<string>();
  const wildcards: (readonly string[])[] = [];
  for (const pattern of patterns) {
    const trimmed = pattern.trim();
    if (trimmed.includes('*')) wildcards.push(trimmed.split('*'));
    else literals.add(trimmed);
  }
  return (text) => literals.has(text) || wildcards.some((parts) => holdsInOrder(parts, text));
}

/** The construct path and those of all constructs above it. */
function pathsOf(constructPath: string): readonly string[] {
  const ids = constructPath.split('/');
  return ids.map((_, index) => ids.slice(0, ids.length - index).join('/'));
}

/** Whether `text` is made of these parts, with anything between two of them. */
function holdsInOrder(parts: readonly string[], text: string): boolean {
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let from = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, from);
    if (found < 0 || found + part.length > end) return false;
    from = found + part.length;
  }
  return true;
}
