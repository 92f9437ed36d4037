import { aws_lambda as lambda, Stack } from 'aws-cdk-lib';
import { AccessError } from '../access/access-error';
import type { DeclaredAccess } from './declared-access';
import type { EnvironmentEntry } from './environment-value';
import { textOf } from './token-text';

/** What declared access has set, by function and variable. */
const injected = new WeakMap<lambda.Function, Map<string, EnvironmentEntry>>();

/**
 * Sets the environment variables that declared access asks for. One variable has one value: another one from the
 * properties, from other access or from later changes is refused, with both named.
 */
export function injectEnvironment(fn: lambda.Function, access: readonly DeclaredAccess[]): void {
  const entries = access.flatMap((declared) => declared._environment(fn));
  if (entries.length === 0) return;
  const before = entriesOf(fn);
  const present = variablesOf(fn);
  for (const entry of entries) {
    const { variable, value } = entry;
    const other = before.get(variable);
    const existing = present.has(variable) ? JSON.stringify(present.get(variable)) : undefined;
    if (other !== undefined && other.value !== value) {
      throw twoValues(fn, variable, said(other), said(entry), 'choose two names');
    }
    if (other === undefined && existing !== undefined && existing !== writtenIn(fn, value)) {
      throw twoValues(fn, variable, `its "environment" sets it to ${existing}`, said(entry), 'leave one of them out');
    }
    if (existing === undefined && other === undefined) fn.addEnvironment(variable, value);
    before.set(variable, entry);
  }
}

function entriesOf(fn: lambda.Function): Map<string, EnvironmentEntry> {
  const known = injected.get(fn);
  if (known !== undefined) return known;
  const entries = new Map<string, EnvironmentEntry>();
  injected.set(fn, entries);
  fn.node.addValidation({ validate: () => changedIn(fn, entries) });
  return entries;
}

function said({ access, value }: EnvironmentEntry): string {
  return `${access} sets it to "${textOf(value)}"`;
}

function twoValues(fn: lambda.Function, variable: string, one: string, other: string, advice: string): AccessError {
  return new AccessError('two-values', `"${variable}" of "${fn.node.path}" has two values: ${one}, and ${other}; ${advice}`);
}

/** The variables of the function, as they are written into the template. */
function variablesOf(fn: lambda.Function): ReadonlyMap<string, unknown> {
  const resource = fn.node.defaultChild;
  const environment: unknown = resource instanceof lambda.CfnFunction ? Stack.of(fn).resolve(resource.environment) : undefined;
  return new Map(entriesIn(new Map(entriesIn(environment)).get('variables')));
}

function entriesIn(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

/** What was set to something else afterwards, with `addEnvironment` or on the L1 construct. */
function changedIn(fn: lambda.Function, entries: ReadonlyMap<string, EnvironmentEntry>): string[] {
  const written = variablesOf(fn);
  return [...entries.values()].flatMap((entry) => {
    const text = JSON.stringify(written.get(entry.variable));
    if (text === writtenIn(fn, entry.value)) return [];
    const later = text === undefined ? 'it was removed afterwards' : `it was set to ${text} afterwards`;
    return [twoValues(fn, entry.variable, said(entry), later, 'leave one of them out').message];
  });
}

function writtenIn(fn: lambda.Function, value: string): string {
  return JSON.stringify(Stack.of(fn).resolve(value));
}
