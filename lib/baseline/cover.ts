import type { StatementContent } from '../core/baseline';
import { matchesGlob } from '../core/iam/pattern';
import { type Names, tailOf } from './names';

/**
 * Whether a statement grants nothing that the recorded one did not grant. A resource that is gone and came back elsewhere in the
 * tree under the id that a person gave it is taken for the same; one resource stands for one.
 */
export function isCovered(now: StatementContent, recorded: StatementContent, names: Names): boolean {
  const renamed = renaming(now, recorded, names);
  const before = (texts: readonly string[] | undefined) =>
    (texts ?? []).map((text) => text.replace(NAME, (_whole, name: string, rest: string) => `<${renamed(name)}${rest}>`));
  const holders = (recorded.holder ?? []).map(renamed);
  if (now.effect !== recorded.effect || (recorded.conditional === true && now.conditional !== true)) return false;
  if (!areEqual(now.unresolved, recorded.unresolved)) return false;
  const exact: readonly (keyof StatementContent & ('notAction' | 'notResource' | 'notPrincipal'))[] = [
    'notAction',
    'notResource',
    'notPrincipal',
  ];
  if (!exact.every((key) => areEqual(now[key], before(recorded[key])))) return false;
  if (!(now.holder ?? []).every((holder) => holders.includes(holder))) return false;
  if (now.effect !== undefined) {
    // What denies less grants more.
    const all = ['action', 'resource', 'principal', 'condition'] as const;
    return all.every((key) => areEqual(now[key], before(recorded[key])));
  }
  const wide = ['action', 'resource', 'principal'] as const;
  if (!wide.every((key) => areWithin(now[key] ?? [], before(recorded[key])))) return false;
  return before(recorded.condition).every((condition) => now.condition?.includes(condition) === true);
}

/** `<Orders/Receipts.Arn>`: the name, and the attribute. */
const NAME = /<([^<>]+?)((?:\.[A-Za-z]+)*)>/g;

function namesIn({ resource, notResource, principal, notPrincipal, condition, holder }: StatementContent): readonly string[] {
  const texts = [resource, notResource, principal, notPrincipal, condition].flatMap((list) => list ?? []);
  const shown = texts.flatMap((text) => [...text.matchAll(NAME)].map((match) => match[1] ?? ''));
  return [...new Set([...shown, ...(holder ?? [])])];
}

/** Recorded names that are gone, and the names of the same end that stand in their place: each for one. */
function renaming(now: StatementContent, recorded: StatementContent, names: Names): (name: string) => string {
  const before = namesIn(recorded);
  const free = new Set(namesIn(now).filter((name) => !before.includes(name)));
  const renamed = new Map<string, string>();
  for (const name of before) {
    if (free.size === 0) break;
    if (names.has(name)) continue;
    const match = [...free].find((candidate) => tailOf(candidate) === tailOf(name));
    if (match === undefined) continue;
    renamed.set(name, match);
    free.delete(match);
  }
  return (name) => renamed.get(name) ?? name;
}

function areEqual(now: readonly string[] | undefined, recorded: readonly string[] | undefined): boolean {
  const [a, b] = [[...(now ?? [])].sort(), [...(recorded ?? [])].sort()];
  return a.length === b.length && a.every((text, index) => text === b[index]);
}

/** Whether each text lies within a recorded one, which may be a pattern. Where nothing was recorded, there was no such element. */
function areWithin(now: readonly string[], recorded: readonly string[]): boolean {
  if ((now.length === 0) !== (recorded.length === 0)) return false;
  return now.every((text) => recorded.some((pattern) => isWithin(text, pattern)));
}

function isWithin(text: string, pattern: string): boolean {
  if (text === pattern) return true;
  // A "?" stands for one character, and a "*" of the text for any number.
  if (pattern.includes('?') && text.includes('*')) return false;
  return pattern.includes('*') && matchesGlob(pattern, text);
}
