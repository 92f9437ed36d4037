import { verbs } from './verbs';

/** Verbs, and the actions that none of them stands for. */
export interface Cover {
  readonly verbs: readonly string[];
  readonly rest: readonly string[];
}

/**
 * The fewest verbs of a builder that allow nothing but `actions`, each on one type of resource only: large ones first, and those
 * that others make needless left out.
 */
export function coverOf(builder: string, type: string, actions: readonly string[]): Cover {
  const key = `${builder} ${type} ${actions.join(' ')}`;
  let cover = covers.get(key);
  if (cover === undefined) {
    cover = readCover(builder, type, actions);
    covers.set(key, cover);
  }
  return cover;
}

/** The functions of an app are alike. */
const covers = new Map<string, Cover>();

function readCover(builder: string, type: string, actions: readonly string[]): Cover {
  const wanted = new Set(actions);
  const candidates = verbsOn(builder, type).filter(([, allowed]) => allowed.every((action) => wanted.has(action)));
  candidates.sort(([, one], [, other]) => other.length - one.length);
  const chosen: (readonly [string, readonly string[]])[] = [];
  const covered = new Set<string>();
  for (const candidate of candidates) {
    if (candidate[1].every((action) => covered.has(action))) continue;
    chosen.push(candidate);
    for (const action of candidate[1]) covered.add(action);
  }
  const needed = chosen.filter(([verb, allowed]) => {
    const others = new Set(chosen.flatMap(([other, also]) => (other === verb ? [] : also)));
    return !allowed.every((action) => others.has(action));
  });
  const order = verbsOn(builder, type).map(([verb]) => verb);
  return {
    verbs: needed.map(([verb]) => verb).sort((one, other) => order.indexOf(one) - order.indexOf(other)),
    rest: [...wanted].filter((action) => !covered.has(action)).sort(),
  };
}

/** The actions that a verb allows on a type of resource. */
export function actionsOf(builder: string, verb: string, type: string): readonly string[] {
  return verbs[builder]?.[verb]?.[type] ?? [];
}

function verbsOn(builder: string, type: string): (readonly [verb: string, actions: readonly string[]])[] {
  return Object.entries(verbs[builder] ?? {}).flatMap(([verb, types]) => {
    const [only, another] = Object.keys(types);
    const actions = types[type];
    return only === undefined || another !== undefined || actions === undefined ? [] : [[verb, actions] as const];
  });
}
