import { dirname } from 'node:path';
import type { NagFunction } from './verdict';

/** The rule of a name such as `rds.RDSLoggingEnabled`, or why there is none. */
export type FoundRule = { readonly rule: NagFunction } | { readonly missing: string };

const found = new Map<string, FoundRule>();

/** Finds a rule in the cdk-nag that is installed. Its module alone is loaded: all of cdk-nag takes fourteen times as long. */
export function ruleNamed(name: string): FoundRule {
  const known = found.get(name) ?? find(name);
  found.set(name, known);
  return known;
}

function find(name: string): FoundRule {
  const obstacle = obstacleOf();
  if (obstacle !== undefined) return { missing: obstacle };
  const [service = '', rule = ''] = name.split('.');
  const exported = exportOf(`cdk-nag/lib/rules/${service}/${rule}`)?.default ?? memberOf(exportOf('cdk-nag')?.rules, service, rule);
  return isFunction(exported) ? { rule: exported } : { missing: `the cdk-nag that is installed has no rule "${name}"` };
}

/** What keeps every rule of cdk-nag from running. */
function obstacleOf(): string | undefined {
  const nag = placeOf('cdk-nag');
  if (nag === undefined) return 'cdk-nag is not installed';
  const library = placeOf('aws-cdk-lib');
  if (library === undefined) return 'aws-cdk-lib is not installed';
  // It goes by the classes of constructs, and those of another copy are others.
  return placeOf('aws-cdk-lib', dirname(nag)) === library ? undefined : 'cdk-nag comes with another copy of aws-cdk-lib';
}

function placeOf(name: string, from = __dirname): string | undefined {
  try {
    return require.resolve(`${name}/package.json`, { paths: [from] });
  } catch {
    return undefined;
  }
}

function exportOf(path: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return require(path) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}

function memberOf(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce<unknown>((at, name) => (typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined), value);
}

function isFunction(value: unknown): value is NagFunction {
  return typeof value === 'function';
}
