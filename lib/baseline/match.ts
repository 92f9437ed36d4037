import type { Baseline, BaselineEntry, StatementContent } from '../core/baseline';
import type { Model } from '../core/model/model';
import type { Finding, Severity } from '../core/result';
import { type Subjects, subjectsOf } from './content';
import { isCovered } from './cover';
import { inOrder, sameContent, sameEntry } from './entries';
import { type Names, tailOf } from './names';

/** What a baseline comes to for the findings of today. */
export interface Matched {
  /** The findings that a baseline of today would hold. */
  readonly held: readonly Finding[];
  /** The entry that each finding was known by. */
  readonly known: ReadonlyMap<Finding, BaselineEntry>;
  /** Entries, or what is left of their counts, that no finding has any more. */
  readonly gone: readonly BaselineEntry[];
  /** The baseline without what is gone, told in the words of today: what has been narrowed may not grow again. */
  readonly shrunk: readonly BaselineEntry[];
  /** The baseline that holds all findings of today. */
  updated(today: string): readonly BaselineEntry[];
}

/** What is known of the check that the findings are of. */
export interface Circumstances {
  /** Whether a finding can be in a baseline at all. */
  mayHold(finding: Finding): boolean;
  /** Whether a rule ran, so that a finding that is not there is gone. */
  didRun(ruleId: string): boolean;
  /** Whether the whole app was read. */
  readonly isWhole: boolean;
}

const WEIGHT: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };

/** Finds the findings that were there before. A finding that grew, in severity or in what its statement grants, is new. */
export function matchBaseline(
  findings: readonly Finding[],
  baseline: Pick<Baseline, 'entries'>,
  model: Model,
  circumstances: Circumstances,
): Matched {
  const subjects = subjectsOf(model);
  const held = findings.filter((finding) => finding.acknowledged === null && finding.severity !== 'info' && circumstances.mayHold(finding));
  const left = new Map(baseline.entries.map((entry) => [entry, entry.count ?? 1]));
  const candidates = new Map<string, BaselineEntry[]>();
  for (const entry of baseline.entries) {
    const key = keyOf(entry.rule, entry.evidence, entry.type);
    const others = candidates.get(key);
    if (others === undefined) candidates.set(key, [entry]);
    else others.push(entry);
  }
  const known = new Map<Finding, BaselineEntry>();
  // What is as it was goes first, so that what moved or was narrowed cannot take its entry.
  for (const likeness of LIKENESSES) {
    for (const finding of held) {
      if (known.has(finding)) continue;
      const entries = candidates.get(keyOf(finding.ruleId, finding.evidence, finding.resourceType ?? undefined));
      const entry = entries?.find((each) => (left.get(each) ?? 0) > 0 && isKnown(finding, each, subjects, likeness));
      if (entry === undefined) continue;
      known.set(finding, entry);
      left.set(entry, (left.get(entry) ?? 0) - 1);
    }
  }
  const isGone = (entry: BaselineEntry) =>
    circumstances.didRun(entry.rule) && (circumstances.isWhole || subjects.names.covers(entry.place));
  const rest = baseline.entries.flatMap((entry) => {
    const count = left.get(entry) ?? 0;
    return count === 0 ? [] : [withCount(entry, count)];
  });
  return {
    held,
    known,
    gone: rest.filter(isGone),
    get shrunk() {
      const kept = [...known].map(([finding, { since }]) => entryOf(finding, subjects, since));
      return counted([...kept, ...rest.filter((entry) => !isGone(entry))]);
    },
    updated: (today) => {
      const all = held.map((finding) => entryOf(finding, subjects, known.get(finding)?.since ?? today));
      return counted([...all, ...rest.filter((entry) => !isGone(entry))]);
    },
  };
}

/** How a finding may be like an entry. */
interface Likeness {
  isSamePlace(now: string, recorded: string, names: Names): boolean;
  isSameContent(now: StatementContent, recorded: StatementContent, names: Names): boolean;
}

const standsThere: Likeness['isSamePlace'] = (now, recorded) => now === recorded;
const movedFrom: Likeness['isSamePlace'] = (now, recorded, names) => !names.has(recorded) && tailOf(now) === tailOf(recorded);
const isUnchanged: Likeness['isSameContent'] = (now, recorded) => sameContent(now) === sameContent(recorded);

const LIKENESSES: readonly Likeness[] = [
  { isSamePlace: standsThere, isSameContent: isUnchanged },
  { isSamePlace: standsThere, isSameContent: isCovered },
  { isSamePlace: movedFrom, isSameContent: isUnchanged },
  { isSamePlace: movedFrom, isSameContent: isCovered },
];

function isKnown(finding: Finding, entry: BaselineEntry, { of, names }: Subjects, likeness: Likeness): boolean {
  if (WEIGHT[finding.severity] > WEIGHT[entry.severity]) return false;
  const { place, statement, value } = of(finding);
  if (!likeness.isSamePlace(place, entry.place, names)) return false;
  if (statement === undefined || entry.statement === undefined) return statement === entry.statement && value === entry.value;
  return likeness.isSameContent(statement, entry.statement, names);
}

/** Names of resources lead to their entries by their ends: what stands before may have been renamed. */
function keyOf(rule: string, evidence: string, type: string | undefined): string {
  const ends = evidence.replace(
    /<([^<>]+)>/g,
    (_whole, name: string) => `<${name.slice(name.lastIndexOf('/') + 1).replace(/[0-9A-F]{8}(?=\.|$)/, '')}>`,
  );
  return `${rule}\n${ends}\n${type ?? ''}`;
}

function entryOf(finding: Finding, subjects: Subjects, since: string): BaselineEntry {
  const { place, type, statement, value } = subjects.of(finding);
  return {
    rule: finding.ruleId,
    evidence: finding.evidence,
    severity: finding.severity,
    ...(type === undefined ? {} : { type }),
    place,
    ...(statement === undefined ? {} : { statement }),
    ...(value === undefined ? {} : { value }),
    since,
  };
}

function withCount(entry: BaselineEntry, count: number): BaselineEntry {
  const { count: _before, ...one } = entry;
  return count === 1 ? one : { ...one, count };
}

/** Entries that are the same, as one with their count and the earliest day; sorted. */
function counted(entries: readonly BaselineEntry[]): readonly BaselineEntry[] {
  const groups = new Map<string, BaselineEntry>();
  for (const entry of entries) {
    const key = sameEntry(entry);
    const other = groups.get(key);
    if (other === undefined) {
      groups.set(key, entry);
      continue;
    }
    const since = entry.since < other.since ? entry.since : other.since;
    groups.set(key, withCount({ ...other, since }, (other.count ?? 1) + (entry.count ?? 1)));
  }
  return [...groups.values()].sort(inOrder);
}
