import type { Json, JsonObject } from '../core/json';

/** Where something stands in a text, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Keys from the document down to a value. */
export type Keys = readonly (string | number)[];

/** A JSON text that was read, with the place of each key and value. */
export interface JsonSource {
  readonly value: Json;
  /** The place of what these keys lead to: of the key itself, or of its value. */
  positionOf(keys: Keys, part: 'key' | 'value'): Position;
}

/** Why a text is no JSON, and where. */
export interface JsonMistake {
  readonly mistake: string;
  readonly position: Position;
}

/**
 * Reads JSON with the place of everything in it, which `JSON.parse` forgets. As strict as that, and stricter in one thing:
 * a key that stands twice is a mistake, since one of the two would be ignored.
 */
export function readJson(text: string): JsonSource | JsonMistake {
  const reader = new Reader(text.charCodeAt(0) === 0xfeff ? ` ${text.slice(1)}` : text);
  try {
    const value = reader.document();
    return {
      value,
      positionOf: (keys, part) => positionIn(text, reader.placeOf(keys)?.[part] ?? 0),
    };
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    return { mistake: error.message, position: positionIn(text, error.offset) };
  }
}

function positionIn(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

class Mistake extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

interface Place {
  readonly key: number;
  readonly value: number;
  /** The places of what is in it, by key; of a text, a number and the like none. */
  inside?: Place[] | Map<string, Place>;
}

/** A configuration is four levels deep. */
const DEEPEST = 100;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON allows none inside of a text
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORDS: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

class Reader {
  private whole: Place | undefined;
  private at = 0;

  constructor(private readonly text: string) {}

  document(): Json {
    const value = this.value(0, undefined, (place) => {
      this.whole = place;
    });
    this.blanks();
    if (this.at < this.text.length) this.fail(`unexpected ${this.next()} after the end of the document`);
    return value;
  }

  placeOf(keys: Keys): Place | undefined {
    let place = this.whole;
    for (const key of keys) {
      const inside = place?.inside;
      const next = Array.isArray(inside) ? inside[Number(key)] : inside?.get(String(key));
      // What is missing is missing there.
      if (next === undefined) return place;
      place = next;
    }
    return place;
  }

  private value(depth: number, key: number | undefined, keep: (place: Place) => void): Json {
    this.blanks();
    const start = this.at;
    const place: Place = { key: key ?? start, value: start };
    keep(place);
    if (depth > DEEPEST) this.fail(`nested deeper than ${DEEPEST} levels`);
    switch (this.text[start]) {
      case '{':
        return this.object(depth, place);
      case '[':
        return this.list(depth, place);
      case '"':
        return this.string();
      default:
        return this.scalar();
    }
  }

  private object(depth: number, place: Place): JsonObject {
    const inside = new Map<string, Place>();
    place.inside = inside;
    // Without a prototype, so that a key `__proto__` is one like any other.
    const object: JsonObject = Object.create(null);
    this.at += 1;
    if (this.isNext('}')) return object;
    do {
      this.blanks();
      const start = this.at;
      if (this.text[start] !== '"') this.fail(`expected a key in double quotes, got ${this.next()}`);
      const key = this.string();
      if (Object.hasOwn(object, key)) this.fail(`key "${key}" stands twice`, start);
      if (!this.isNext(':')) this.fail(`expected ":" after the key "${key}", got ${this.next()}`);
      object[key] = this.value(depth + 1, start, (own) => inside.set(key, own));
    } while (this.isNext(','));
    if (!this.isNext('}')) this.fail(`expected "," or "}", got ${this.next()}`);
    return object;
  }

  private list(depth: number, place: Place): Json[] {
    const list: Json[] = [];
    const inside: Place[] = [];
    place.inside = inside;
    this.at += 1;
    if (this.isNext(']')) return list;
    do list.push(this.value(depth + 1, undefined, (own) => inside.push(own)));
    while (this.isNext(','));
    if (!this.isNext(']')) this.fail(`expected "," or "]", got ${this.next()}`);
    return list;
  }

  private string(): string {
    const written = this.take(STRING);
    if (written === undefined) this.fail('a text that does not end on its line, or an escape that JSON does not know');
    return JSON.parse(written);
  }

  private scalar(): Json {
    for (const [word, value] of WORDS) {
      if (this.text.startsWith(word, this.at) && !/\w/.test(this.text[this.at + word.length] ?? '')) {
        this.at += word.length;
        return value;
      }
    }
    const written = this.take(NUMBER);
    if (written === undefined) this.fail(`expected a value, got ${this.next()}`);
    return Number(written);
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const [written] = pattern.exec(this.text) ?? [];
    if (written !== undefined) this.at += written.length;
    return written;
  }

  private isNext(sign: string): boolean {
    this.blanks();
    if (this.text[this.at] !== sign) return false;
    this.at += 1;
    return true;
  }

  private blanks(): void {
    while (' \t\r\n'.includes(this.text[this.at] ?? 'x')) this.at += 1;
  }

  private next(): string {
    const character = this.text[this.at];
    if (character === undefined) return 'the end of the file';
    return this.text.startsWith('//', this.at) || this.text.startsWith('/*', this.at)
      ? 'a comment, which JSON does not have'
      : JSON.stringify(character);
  }

  private fail(message: string, offset = this.at): never {
    throw new Mistake(message, offset);
  }
}
