/**
 * IAM's wildcard patterns: `*` is any run of characters, the empty one and `:` and `/` included, `?` is one character
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html).
 */

const STAR = 0x2a;
const QUESTION = 0x3f;

/** Whether `text` holds `*` or `?`. */
export function hasWildcard(text: string): boolean {
  return text.includes('*') || text.includes('?');
}

/**
 * Whether `pattern` matches the whole of `text`; case counts. Goes back to the last `*` only, so that time is at most
 * the product of the lengths, whatever the pattern.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  if (!hasWildcard(pattern)) return pattern === text;
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    const code = p < pattern.length ? pattern.charCodeAt(p) : -1;
    if (code === STAR) {
      star = p++;
      resume = t;
    } else if (code === QUESTION || code === text.charCodeAt(t)) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else return false;
  }
  while (p < pattern.length && pattern.charCodeAt(p) === STAR) p++;
  return p === pattern.length;
}

/** Whether there is a text that both patterns match. */
export function globsIntersect(a: string, b: string): boolean {
  if (a === b) return true;
  if (!hasWildcard(a)) return matchesGlob(b, a);
  if (!hasWildcard(b)) return matchesGlob(a, b);
  if (literalEndsDisagree(a, b)) return false;
  // meets[j]: whether what is left of a, from i, and of b, from j, share a text (1 or 0); filled from the ends.
  let below = new Uint8Array(b.length + 2);
  let meets = new Uint8Array(b.length + 2);
  for (let i = a.length; i >= 0; i--) {
    const codeA = a.charCodeAt(i);
    for (let j = b.length; j >= 0; j--) {
      const codeB = b.charCodeAt(j);
      let met = false;
      if (i === a.length && j === b.length) met = true;
      else if (codeA === STAR || codeB === STAR) met = (i < a.length && below[j] === 1) || (j < b.length && meets[j + 1] === 1);
      else if (i < a.length && j < b.length) met = (codeA === codeB || codeA === QUESTION || codeB === QUESTION) && below[j + 1] === 1;
      meets[j] = met ? 1 : 0;
    }
    [below, meets] = [meets, below];
  }
  return below[0] === 1;
}

/** Compares what stands before the first wildcard and after the last one: most pairs of ARNs already differ there. */
function literalEndsDisagree(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const codeA = a.charCodeAt(i);
    const codeB = b.charCodeAt(i);
    if (isWildcard(codeA) || isWildcard(codeB)) break;
    if (codeA !== codeB) return true;
  }
  for (let i = 1; i <= shorter; i++) {
    const codeA = a.charCodeAt(a.length - i);
    const codeB = b.charCodeAt(b.length - i);
    if (isWildcard(codeA) || isWildcard(codeB)) break;
    if (codeA !== codeB) return true;
  }
  return false;
}

/**
 * Whether `outer` matches every text that `inner` matches. Exact, by running `outer` over the texts of `inner` that are
 * hardest to match: those whose wildcards stand for a character that neither pattern names.
 */
export function globCovers(outer: string, inner: string): boolean {
  if (outer === inner || outer === '*') return true;
  if (!hasWildcard(inner)) return matchesGlob(outer, inner);
  if (!outer.includes('*') && inner.includes('*')) return false;
  const automaton = new Automaton(outer.replace(/\*+/g, '*'));
  return automaton.acceptsAll(inner.replace(/\*+/g, '*'));
}

/** The states of a pattern are the positions in it, and a set of states is a bit mask. */
class Automaton {
  private readonly accepting = new Map<number, bigint>();
  private readonly stars: bigint = 0n;
  private readonly questions: bigint = 0n;
  private readonly end: bigint;

  constructor(pattern: string) {
    for (let i = 0; i < pattern.length; i++) {
      const code = pattern.charCodeAt(i);
      const bit = 1n << BigInt(i);
      if (code === STAR) this.stars |= bit;
      else if (code === QUESTION) this.questions |= bit;
      else this.accepting.set(code, (this.accepting.get(code) ?? 0n) | bit);
    }
    this.end = 1n << BigInt(pattern.length);
  }

  /** `inner`'s `*` is unrolled once per length until the states repeat; states met before at the same place are not followed again. */
  acceptsAll(inner: string): boolean {
    let states = new Set([this.closure(1n)]);
    for (let i = 0; i < inner.length; i++) {
      const code = inner.charCodeAt(i);
      const next = new Set<bigint>();
      for (let state of states) {
        if (code === STAR) {
          for (; !next.has(state); state = this.step(state, undefined)) next.add(state);
        } else next.add(this.step(state, code === QUESTION ? undefined : code));
      }
      if (next.has(0n)) return false;
      states = hardest(next);
    }
    return [...states].every((state) => (state & this.end) !== 0n);
  }

  /** The states after one character; `undefined` is one that the pattern does not name. */
  private step(state: bigint, code: number | undefined): bigint {
    const literal = code === undefined ? 0n : (this.accepting.get(code) ?? 0n);
    return this.closure(((state & (literal | this.questions)) << 1n) | (state & this.stars));
  }

  /** `*` also matches nothing. */
  private closure(state: bigint): bigint {
    return state | ((state & this.stars) << 1n);
  }
}

/** Drops the sets of states that include another one: what the smaller set accepts, they accept. */
function hardest(states: ReadonlySet<bigint>): Set<bigint> {
  const all = [...states];
  return new Set(all.filter((state) => !all.some((other) => other !== state && (other & state) === other)));
}

function isWildcard(code: number): boolean {
  return code === STAR || code === QUESTION;
}
