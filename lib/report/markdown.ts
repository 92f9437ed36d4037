import { gatherRepeats, type Saying } from '../core/repeats';
import type { Finding, Result, Severity } from '../core/result';
import { exitCodeOf } from './exit-code';
import { counted, printable } from './layout';
import { acceptedOf, nounOf, openOf, severities } from './order';
import { holderOf, placesOf, propertyOf } from './place';
import type { Report, ReportOptions } from './reporter';

/** What a workflow finds its own comment by, to bring it up to date instead of adding another. */
export const MARK = '<!-- cdk-least-privilege -->';

/** GitHub refuses comments of more than 65,536 characters. The rest is for the note on what was left out. */
const LONGEST = 65_536 - 1_000;

/** How many resources are listed below one finding. */
const LISTED = 10;

const signs: Readonly<Record<Severity, string>> = { error: '❌', warning: '⚠️', info: 'ℹ️' };

/**
 * The result as a comment on a pull request: a summary, then the findings, errors first, each to be unfolded. What does not
 * fit into a comment is counted at its end.
 */
export function markdown(result: Result, options: ReportOptions = {}): Report {
  const sections = [
    ...severities.map((severity) => sectionOf(result, severity, options)),
    { title: 'Acknowledged', noun: 'acknowledged finding', entries: acceptedOf(result.findings).map(acceptedEntry) },
  ];
  const head = [MARK, headingOf(result), summaryOf(result)].join('\n\n');
  return { output: `${fitted(head, sections, LONGEST)}\n`, exitCode: exitCodeOf(result) };
}

interface Section {
  readonly title: string;
  readonly noun: string;
  readonly entries: readonly Entry[];
}

interface Entry {
  readonly text: string;
  /** How many findings it stands for. */
  readonly count: number;
}

/** As much as fits: whole entries, in their order, until one does not fit. */
function fitted(head: string, sections: readonly Section[], longest: number): string {
  let text = head;
  const leftOut: string[] = [];
  for (const { title, noun, entries } of sections) {
    let missing = 0;
    for (const [index, { text: entry, count }] of entries.entries()) {
      const addition = `${index === 0 ? `\n\n### ${title}` : ''}\n\n${entry}`;
      if (missing === 0 && leftOut.length === 0 && text.length + addition.length <= longest) text += addition;
      else missing += count;
    }
    if (missing > 0) leftOut.push(counted(missing, noun));
  }
  if (leftOut.length === 0) return text;
  return `${text}\n\n> [!NOTE]\n> Left out, since a comment has a limit: ${leftOut.join(', ')}. \`npx cdk-least-privilege check\` prints all.`;
}

function headingOf({ summary }: Result): string {
  if (summary.templates === 0) return '## ❌ Least privilege: no template was checked';
  if (summary.errors > 0) return `## ❌ Least privilege: ${counted(summary.errors, 'error')}`;
  if (summary.warnings > 0) return `## ⚠️ Least privilege: no errors, ${counted(summary.warnings, 'warning')}`;
  return '## ✅ Least privilege: no errors';
}

function summaryOf({ summary, tool }: Result): string {
  const { errors, warnings, infos, acknowledged, templates, resources, statements } = summary;
  return [
    '| errors | warnings | notes | acknowledged |',
    '| ---: | ---: | ---: | ---: |',
    `| ${errors} | ${warnings} | ${infos} | ${acknowledged} |`,
    '',
    `In ${counted(templates, 'template')} (${counted(resources, 'resource')}, ${counted(statements, 'statement')}), by ${tool.name} ${tool.version} with the actions that AWS had on ${tool.referenceDate}.`,
  ].join('\n');
}

function sectionOf(result: Result, severity: Severity, options: ReportOptions): Section {
  const noun = nounOf[severity];
  const findings = openOf(result.findings).filter((finding) => finding.severity === severity);
  const sayings = gatherRepeats(
    findings,
    (finding) => finding,
    () => (severity === 'error' ? undefined : ''),
  );
  return {
    title: `${noun.slice(0, 1).toUpperCase()}${noun.slice(1)}s`,
    noun,
    entries: sayings.map((saying) => ({ text: entryOf(saying, options), count: 1 + saying.others.length })),
  };
}

function entryOf({ first, others }: Saying<Finding>, options: ReportOptions): string {
  const holder = holderOf(first) || first.template;
  const where = others.length > 0 ? `${1 + others.length} places` : holder;
  const heading = `${signs[first.severity]} ${html(first.message)}${where === '' ? '' : ` — <code>${html(where)}</code>`}`;
  const property = propertyOf(first);
  const items = [
    ...placeItems(first, options),
    ...(property === '' ? [] : [`**Property** ${code(property)}`]),
    `**Fix** ${prose(first.fix)}`,
    `**Why** ${prose(first.why)}`,
    `**Rule** [${prose(first.ruleId)}](${address(first.docs)}), to accept it: ${code(`LeastPrivilege::${first.findingId}`)}`,
  ];
  const places = [first, ...others].slice(0, LISTED).map((finding) => `  - ${placeTextOf(finding, options)}`);
  const more = others.length + 1 > LISTED ? [`  - and ${others.length + 1 - LISTED} more`] : [];
  const also = others.length === 0 ? [] : ['- **On**', ...places, ...more];
  return [`<details><summary>${heading}</summary>`, '', ...items.map((item) => `- ${item}`), ...also, '', '</details>'].join('\n');
}

function placeItems(finding: Finding, options: ReportOptions): readonly string[] {
  const { source, template } = placesOf(finding, options);
  return [source, template].flatMap((place) => {
    if (place === undefined) return [];
    const { file, position } = place;
    const text = position === undefined ? file : `${file}:${position.line}:${position.column}`;
    return [`**${place === source ? 'Code' : 'Template'}** ${code(text)}`];
  });
}

function placeTextOf(finding: Finding, options: ReportOptions): string {
  const { source } = placesOf(finding, options);
  const holder = code(holderOf(finding) || finding.template);
  return source?.position === undefined ? holder : `${holder} at ${code(`${source.file}:${source.position.line}`)}`;
}

function acceptedEntry(finding: Finding & { readonly acknowledged: string }): Entry {
  const holder = holderOf(finding) || finding.template;
  return { text: `- ${code(finding.findingId)}${holder === '' ? '' : ` on ${code(holder)}`}: ${prose(finding.acknowledged)}`, count: 1 };
}

/** Text that stands as it is: neither markup nor a mention of a person. */
function prose(text: string): string {
  return html(text).replace(/[\\`*_[\]#|~!]/g, '\\$&');
}

/** Text inside of elements, where Markdown is not read. A mention of a person is broken by a blank without width. */
function html(text: string): string {
  return printable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('@', '@\u200b');
}

/** A code span: its fence is longer than any row of backticks within. */
function code(text: string): string {
  const content = printable(text);
  const longest = Math.max(0, ...[...content.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const blank = /^`|`$|^ .* $/.test(content) ? ' ' : '';
  return content === '' ? '' : `${fence}${blank}${content}${blank}${fence}`;
}

/** The target of a link: blanks and parentheses would end it. */
function address(url: string): string {
  return printable(url).replace(/[\s()<>]/g, (character) => encodeURIComponent(character).replace('(', '%28').replace(')', '%29'));
}
