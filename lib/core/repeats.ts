import type { Finding } from './result';

/** What is said once: of the first, and in the same words of the others. */
export interface Saying<Item> {
  readonly first: Item;
  readonly others: readonly Item[];
}

/**
 * Items with findings that say the same of several resources, together; in the order of the first of each. Same means the
 * same finding id, severity, message and fix, but for the name of the resource.
 * @param keyOf what else must be the same; `undefined` keeps an item by itself
 */
export function gatherRepeats<Item>(
  items: readonly Item[],
  findingOf: (item: Item) => Finding,
  keyOf: (item: Item) => string | undefined,
): readonly Saying<Item>[] {
  const sayings: { readonly first: Item; readonly others: Item[] }[] = [];
  const known = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const whole = key === undefined ? undefined : `${key}\n${wordingOf(findingOf(item))}`;
    const others = whole === undefined ? undefined : known.get(whole);
    if (others !== undefined) {
      others.push(item);
      continue;
    }
    const saying = { first: item, others: [] };
    sayings.push(saying);
    if (whole !== undefined) known.set(whole, saying.others);
  }
  return sayings;
}

function wordingOf(finding: Finding): string {
  let words = `${finding.findingId}\n${finding.severity}\n${finding.message}\n${finding.fix}`;
  for (const name of namesOf(finding)) {
    words = words.replaceAll(`"${name}"`, '"…"').replaceAll(`<${name}.`, '<….').replaceAll(`<${name}>`, '<…>');
  }
  return words;
}

/** What a finding may call its resource: the logical id, or any end of the construct path, with or without CDK's own last id. */
function namesOf({ logicalId, constructPath }: Finding): readonly string[] {
  const names = logicalId === null ? [] : [logicalId];
  if (constructPath === null) return names;
  const ids = constructPath.split('/');
  const last = ids.at(-1);
  const ends = last === 'Resource' || last === 'Default' ? [ids, ids.slice(0, -1)] : [ids];
  return [...names, ...ends.flatMap((end) => end.map((_, index) => end.slice(index).join('/')))];
}
