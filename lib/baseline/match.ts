import type { Baseline, BaselineEntry, StatementContent } from '../core/baseline';
import type { Model } from '../core/model/model';
import type { Finding, Severity } from '../core/result';
import { type Subjects, subjectsOf } from './content';
import { isCovered } from './cover';
import { sameContent, sameEntry, sortedEntries } from './entries';
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
  const candidates = new Candidates(baseline.entries, subjects.names);
  const known = new Map<Finding, BaselineEntry>();
  // What is as it was goes first, so that what moved or was narrowed cannot take its entry.
  for (const likeness of LIKENESSES) {
    for (const finding of held) {
      if (known.has(finding)) continue;
      const entry = candidates.take(finding, subjects, likeness);
      if (entry !== undefined) known.set(finding, entry);
    }
  }
  const isGone = (entry: BaselineEntry) =>
    circumstances.didRun(entry.rule) && (circumstances.isWhole || subjects.names.covers(entry.place));
  const rest = baseline.entries.flatMap((entry) => {
    const count = candidates.leftOf(entry);
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

/** How a finding may be like an entry: as it stands there, or after its place was renamed; word by word, or within it. */
interface Likeness {
  readonly isMoved: boolean;
  isSameContent(now: StatementContent, recorded: StatementContent, names: Names): boolean;
}

const isUnchanged: Likeness['isSameContent'] = (now, recorded) => sameContent(now) === sameContent(recorded);

const LIKENESSES: readonly Likeness[] = [
  { isMoved: false, isSameContent: isUnchanged },
  { isMoved: false, isSameContent: isCovered },
  { isMoved: true, isSameContent: isUnchanged },
  { isMoved: true, isSameContent: isCovered },
];

/** The entries that no finding has taken yet, by what they have in common with the findings that they may stand for. */
class Candidates {
  private readonly left: Map<BaselineEntry, number>;
  private readonly byPlace = new Map<string, BaselineEntry[]>();
  /** Of places that are gone, by what stays of them when a parent is renamed. */
  private readonly byTail = new Map<string, BaselineEntry[]>();

  constructor(entries: readonly BaselineEntry[], names: Names) {
    this.left = new Map(entries.map((entry) => [entry, entry.count ?? 1]));
    for (const entry of entries) {
      const key = keyOf(entry.rule, entry.evidence, entry.type);
      put(this.byPlace, `${key}\n${entry.place}`, entry);
      if (!names.has(entry.place)) put(this.byTail, `${key}\n${tailOf(entry.place)}`, entry);
    }
  }

  leftOf(entry: BaselineEntry): number {
    return this.left.get(entry) ?? 0;
  }

  take(finding: Finding, subjects: Subjects, likeness: Likeness): BaselineEntry | undefined {
    const { place } = subjects.of(finding);
    const key = keyOf(finding.ruleId, finding.evidence, finding.resourceType ?? undefined);
    const entries = likeness.isMoved ? this.byTail.get(`${key}\n${tailOf(place)}`) : this.byPlace.get(`${key}\n${place}`);
    const entry = entries?.find((each) => this.leftOf(each) > 0 && isKnown(finding, each, subjects, likeness));
    if (entry !== undefined) this.left.set(entry, this.leftOf(entry) - 1);
    return entry;
  }
}

function put(groups: Map<string, BaselineEntry[]>, key: string, entry: BaselineEntry): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [entry]);
  else group.push(entry);
}

function isKnown(finding: Finding, entry: BaselineEntry, { of, names }: Subjects, { isSameContent }: Likeness): boolean {
  if (WEIGHT[finding.severity] > WEIGHT[entry.severity]) return false;
  const { statement, value } = of(finding);
  if (statement === undefined || entry.statement === undefined) return statement === entry.statement && value === entry.value;
  return isSameContent(statement, entry.statement, names);
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
  return sortedEntries([...groups.values()]);
}
