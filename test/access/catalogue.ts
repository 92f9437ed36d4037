import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One builder of `Access`, as its source says it. */
export interface Builder {
  /** `Access.table(…)`. */
  readonly call: string;
  /** What it is access to. */
  readonly of: string;
  readonly verbs: readonly string[];
}

const folder = join(__dirname, '../../lib/cdk');

/** Every builder of `Access` with the verbs of its class, in the order of the source. */
export function builders(): readonly Builder[] {
  const verbs = verbsByClass();
  const source = readFileSync(join(folder, 'access.ts'), 'utf8');
  return [...source.matchAll(/\/\*\*((?:(?!\*\/).)*)\*\/\n {2}public static (\w+)\((.*?)\): (\w+) \{/gs)].flatMap(
    ([, doc = '', name, , type = '']) => {
      const own = verbs.get(type);
      if (own === undefined || type === 'DeclaredAccess') return [];
      const text = doc.replace(/\s*\n?\s*\*\s?/g, ' ').trim();
      const of = /^Access to (.*?)(?:\.(?:\s|$)|\s@param)/.exec(`${text} `)?.[1] ?? text;
      return [{ call: `Access.${name}(…)`, of, verbs: own }];
    },
  );
}

/** The public methods of every class of access. */
export function verbsByClass(): ReadonlyMap<string, readonly string[]> {
  const classes = new Map<string, readonly string[]>();
  for (const file of readdirSync(folder).filter((name) => /-access\.ts$/.test(name))) {
    for (const text of readFileSync(join(folder, file), 'utf8').split(/^export (?:abstract )?class /m)) {
      const verbs = [...text.matchAll(/^ {2}public ([a-z]\w*)\(/gm)].flatMap(([, method]) => method ?? []);
      if (verbs.length > 0) classes.set(/^\w+/.exec(text)?.[0] ?? '', verbs);
    }
  }
  return classes;
}
