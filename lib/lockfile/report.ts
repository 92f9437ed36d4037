import type { Reference } from '../reference/reference';
import type { Change, Direction } from './compare';
import { type ChangeInWords, inWords } from './words';

/** The name of a form of a difference, as `--format` takes it. */
export type DiffFormat = 'text' | 'json' | 'markdown';

/** A difference, and what it is between. */
export interface Difference {
  readonly changes: readonly Change[];
  /** `permissions.lock.json`, `cdk.out`. */
  readonly before: string;
  readonly after: string;
  /** Whether the first is a lockfile, which a snapshot brings up to date. */
  readonly locked: boolean;
}

/** Every form of a difference: a pure function, so that the same difference gives the same bytes. */
export const diffReports: Readonly<Record<DiffFormat, (difference: Difference, reference: Reference) => string>> = {
  text: textOf,
  json: jsonOf,
  markdown: markdownOf,
};

const TITLES: Readonly<Record<Direction, string>> = { widened: 'Widened', narrowed: 'Narrowed', changed: 'Changed' };
const DIRECTIONS: readonly Direction[] = ['widened', 'narrowed', 'changed'];

function textOf({ changes, before, after, locked }: Difference, reference: Reference): string {
  if (changes.length === 0) return `no permission changed between ${before} and ${after}\n`;
  const blocks = DIRECTIONS.flatMap((direction) => {
    const lines = sayings(changes, direction, reference).flatMap(({ sentence, exactly }) => [
      `  ${printable(sentence)}`,
      ...exactly.map((one) => `      ${printable(one)}`),
    ]);
    return lines.length === 0 ? [] : [[TITLES[direction], ...lines].join('\n')];
  });
  return `${blocks.join('\n\n')}\n\n${conclusion(changes, before, after, locked)}\n`;
}

/** What it comes to, and what to do about it. */
function conclusion(changes: readonly Change[], before: string, after: string, locked: boolean): string {
  const count = (direction: Direction) => changes.filter((change) => change.direction === direction).length;
  const counts = DIRECTIONS.map((direction) => `${count(direction)} ${direction}`).join(', ');
  const summary = `${counts} between ${before} and ${after}`;
  if (!locked) return summary;
  return count('widened') > 0
    ? `${summary}: take it back, or accept it with "cdk-least-privilege snapshot" in the same change`
    : `${summary}: keep it with "cdk-least-privilege snapshot"`;
}

function jsonOf({ changes, before, after }: Difference, reference: Reference): string {
  const document = {
    schemaVersion: 1,
    before,
    after,
    changes: changes.map((change) => ({
      direction: change.direction,
      kind: change.kind,
      subject: change.subject,
      functions: change.functions,
      presence: change.presence,
      sentence: inWords(change, reference).sentence,
      grant: change.grant ?? null,
      before: change.before ?? null,
      after: change.after ?? null,
    })),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** Comments of GitHub and GitLab end at some length; reviewers read no further either. */
const SHOWN = 50;

function markdownOf({ changes, before, after, locked }: Difference, reference: Reference): string {
  if (changes.length === 0) return `### Permissions\n\nNo permission changed between \`${before}\` and \`${after}\`.\n`;
  const blocks = DIRECTIONS.flatMap((direction) => {
    const said = sayings(changes, direction, reference);
    if (said.length === 0) return [];
    const items = said.slice(0, SHOWN).map(({ sentence, exactly }) => {
      const code = exactly.map((one) => `<br><code>${escaped(one)}</code>`).join('');
      return `- ${escaped(sentence)}${code}`;
    });
    const more = said.length > SHOWN ? [`- and ${said.length - SHOWN} more: run \`cdk-least-privilege diff\``] : [];
    const list = [...items, ...more].join('\n');
    return direction === 'widened'
      ? [`#### :warning: ${TITLES[direction]}\n\n${list}`]
      : [`<details>\n<summary>${TITLES[direction]} (${said.length})</summary>\n\n${list}\n\n</details>`];
  });
  return `### Permissions\n\n${blocks.join('\n\n')}\n\n${escaped(conclusion(changes, before, after, locked))}\n`;
}

/** One sentence, and the statements that it stands for. */
interface Saying {
  readonly sentence: string;
  readonly exactly: readonly string[];
}

/** What is said in the same words is said once. */
function sayings(changes: readonly Change[], direction: Direction, reference: Reference): readonly Saying[] {
  const bySentence = new Map<string, string[]>();
  for (const change of changes) {
    if (change.direction !== direction) continue;
    const { sentence, exactly }: ChangeInWords = inWords(change, reference);
    const known = bySentence.get(sentence) ?? [];
    bySentence.set(sentence, known);
    if (exactly !== '' && !known.includes(exactly)) known.push(exactly);
  }
  return [...bySentence].map(([sentence, exactly]) => ({ sentence, exactly }));
}

/** Names come from templates: they must not move the cursor of a terminal. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, ' ');
}

/** As text of Markdown, in which no name of a template is a link, a mention or a tag. */
function escaped(text: string): string {
  return printable(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_[\]{}#|~!@]/g, (sign) => `&#${sign.codePointAt(0) ?? 0};`);
}
