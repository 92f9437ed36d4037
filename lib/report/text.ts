import { styleText } from 'node:util';
import { gatherRepeats, type Saying } from '../core/repeats';
import type { Finding, Result, Severity, Summary } from '../core/result';
import { exitCodeOf } from './exit-code';
import { counted, printable, wrapped } from './layout';
import { groupedBy } from './order';
import { holderOf, propertyOf } from './place';
import type { Report, ReportOptions } from './reporter';

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

const severityStyle: Readonly<Record<Severity, Style>> = {
  error: ['bold', 'red'],
  warning: ['bold', 'yellow'],
  info: ['bold', 'blue'],
};

const plain: Paint = (_style, text) => text;
const coloured: Paint = (style, text) => styleText(style, text, { validateStream: false });

/** Columns of the widest severity, `warning`, and the two spaces after it. */
const severityColumns = 9;
const findingIndent = ' '.repeat(4);
const detailIndent = findingIndent + ' '.repeat(severityColumns);

/** From how many findings on a reader wants to see first which rules they are of. */
const MANY = 20;

/** How many resources are listed below one finding; the JSON report has them all. */
const LISTED = 10;

/**
 * The result for a person: findings by template and by construct, advice that holds for several resources once, then the
 * reasons (once per rule), a table by rule when there are many findings, and one line that sums up.
 */
export function text(result: Result, options: ReportOptions = {}): Report {
  const page: Page = { paint: options.colour === true ? coloured : plain, width: options.width };
  const open = result.findings.filter((finding) => finding.acknowledged === null);
  const accepted = result.findings.filter((finding) => finding.acknowledged !== null);
  const blocks = [
    ...[...groupedBy(open, (finding) => finding.template).values()].flatMap((findings) => templateBlocks(findings, page)),
    ...whyBlocks(open, page),
    ...acceptedBlocks(accepted, page),
    ...tableBlocks(open, page),
    [summaryLine(result.summary, page)],
  ];
  return { output: `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`, exitCode: exitCodeOf(result) };
}

interface Page {
  readonly paint: Paint;
  readonly width: number | undefined;
}

/** One template: a heading, a block for each construct below it, and one for what holds for several of them. */
function templateBlocks(findings: readonly Finding[], page: Page): string[][] {
  const [first] = findings;
  if (first === undefined) return [];
  const stack = first.stack === null ? '' : `  ${page.paint('dim', printable(first.stack))}`;
  const heading = page.paint(['bold', 'underline'], printable(first.template) || 'all templates') + stack;
  const sayings = gatherRepeats(
    findings,
    (finding) => finding,
    ({ severity }) => (severity === 'error' ? undefined : ''),
  );
  const single = sayings.flatMap((saying) => (isOfSeveral(saying) ? [] : [saying.first, ...saying.others]));
  return [
    [heading],
    ...[...groupedBy(single, holderOf).values()].map((group) => constructLines(group, page)),
    ...sayings.filter(isOfSeveral).map((saying) => repeatedLines(saying, page)),
  ];
}

function isOfSeveral({ first, others }: Saying<Finding>): boolean {
  return others.some((finding) => holderOf(finding) !== holderOf(first));
}

/** What holds for several resources, and for which. */
function repeatedLines({ first, others }: Saying<Finding>, page: Page): string[] {
  const all = [...new Map([first, ...others].map((finding) => [holderOf(finding), finding])).values()];
  const resources = all.slice(0, LISTED).map((finding) => {
    const source = finding.source === null ? '' : `  ${page.paint('cyan', `at ${printable(finding.source)}`)}`;
    return page.paint('bold', printable(holderOf(finding))) + source;
  });
  const more = all.length > LISTED ? [page.paint('dim', `and ${all.length - LISTED} more`)] : [];
  const lines = [...resources, ...more].map((line, index) => `${detailIndent}${index === 0 ? page.paint('dim', 'on   ') : '     '}${line}`);
  return [`  ${page.paint('bold', counted(all.length, 'resource'))}`, ...findingLines(first, page), ...lines];
}

/** How many findings each rule has. */
function tableBlocks(findings: readonly Finding[], page: Page): string[][] {
  if (findings.length <= MANY) return [];
  const rules = [...groupedBy(findings, ({ ruleId }) => ruleId)].map(([ruleId, group]) => {
    const of = (severity: Severity) => group.filter((finding) => finding.severity === severity).length;
    return { ruleId, counts: [of('error'), of('warning'), of('info')] };
  });
  const most = Math.max(...rules.map(({ ruleId }) => ruleId.length));
  const heads = ['errors', 'warnings', 'notes'];
  rules.sort((a, b) => byCounts(a.counts, b.counts) || (a.ruleId < b.ruleId ? -1 : 1));
  return [
    [
      page.paint(['bold', 'underline'], 'By rule'),
      `  ${''.padEnd(most)}  ${heads.join('  ')}`,
      ...rules.map(({ ruleId, counts }) =>
        `  ${printable(ruleId).padEnd(most)}  ${counts.map((count, index) => String(count || '').padStart(heads[index]?.length ?? 0)).join('  ')}`.trimEnd(),
      ),
    ],
  ];
}

/** The graver first, then the more. */
function byCounts(a: readonly number[], b: readonly number[]): number {
  for (const [index, count] of a.entries()) {
    const difference = (b[index] ?? 0) - count;
    if (difference !== 0) return difference;
  }
  return 0;
}

function constructLines(findings: readonly Finding[], page: Page): string[] {
  const lines: string[] = [];
  const [first] = findings;
  const holder = first === undefined ? '' : holderOf(first);
  if (first !== undefined && holder !== '') {
    const logicalId = first.constructPath === null || first.logicalId === null ? '' : ` (${printable(first.logicalId)})`;
    const type = first.resourceType === null ? '' : `  ${printable(first.resourceType)}`;
    lines.push(`  ${page.paint('bold', printable(holder))}${page.paint('dim', logicalId + type)}`);
    if (first.source !== null) lines.push(`  ${page.paint('cyan', `at ${printable(first.source)}`)}`);
  }
  for (const finding of findings) lines.push(...findingLines(finding, page));
  return lines;
}

function findingLines(finding: Finding, page: Page): string[] {
  const { paint } = page;
  const label = paint(severityStyle[finding.severity], finding.severity) + ' '.repeat(severityColumns - finding.severity.length);
  const [what = '', ...rest] = column(finding.message, page);
  const lines = [`${findingIndent}${label}${what}`, ...rest.map((line) => detailIndent + line)];
  const place = propertyOf(finding);
  if (place !== '') lines.push(`${detailIndent}${paint('dim', `at   ${printable(place)}`)}`);
  const [fix = '', ...moreFix] = column(finding.fix, page, 5);
  lines.push(`${detailIndent}${paint('green', 'fix')}  ${fix}`, ...moreFix.map((line) => `${detailIndent}     ${line}`));
  lines.push(`${detailIndent}${paint('dim', `rule ${printable(finding.findingId)}`)}`);
  return lines;
}

/** Prose in the column beside the severity. Never narrower than 20, however narrow the terminal. */
function column(prose: string, page: Page, indent = 0): string[] {
  const width = page.width === undefined ? undefined : Math.max(20, page.width - detailIndent.length - indent);
  return wrapped(printable(prose), width);
}

/** Why each rule exists, once, however many findings it has. */
function whyBlocks(findings: readonly Finding[], page: Page): string[][] {
  const rules = [...groupedBy(findings, (finding) => finding.ruleId).values()].flatMap(([first]) => (first === undefined ? [] : [first]));
  if (rules.length === 0) return [];
  const width = page.width === undefined ? undefined : Math.max(20, page.width - 4);
  const lines = rules.flatMap((finding) => [
    `  ${page.paint('bold', printable(finding.ruleId))}`,
    ...wrapped(printable(finding.why), width).map((line) => `    ${line}`),
    `    ${page.paint('dim', printable(finding.docs))}`,
  ]);
  return [[page.paint(['bold', 'underline'], 'Why'), ...lines]];
}

/** What somebody accepted, with the reason: it does not fail the check, and it is not hidden either. */
function acceptedBlocks(findings: readonly Finding[], page: Page): string[][] {
  if (findings.length === 0) return [];
  const lines = findings.flatMap((finding) => [
    `  ${printable(finding.findingId)}  ${page.paint('dim', printable(holderOf(finding) || finding.template))}`,
    `    ${printable(finding.acknowledged ?? '')}`,
  ]);
  return [[page.paint(['bold', 'underline'], 'Acknowledged'), ...lines]];
}

function summaryLine(summary: Summary, page: Page): string {
  const counts = [
    ...severityCount(summary.errors, 'error', 'error', page),
    ...severityCount(summary.warnings, 'warning', 'warning', page),
    ...severityCount(summary.infos, 'info', 'note', page),
  ];
  const found = counts.length === 0 ? page.paint(['bold', 'green'], 'no findings') : counts.join(', ');
  const accepted = summary.acknowledged === 0 ? '' : `, ${summary.acknowledged} acknowledged`;
  const checked = `${counted(summary.templates, 'template')} (${counted(summary.resources, 'resource')}, ${counted(summary.statements, 'statement')})`;
  return `${found}${accepted} in ${checked}`;
}

function severityCount(count: number, severity: Severity, noun: string, page: Page): string[] {
  return count === 0 ? [] : [page.paint(severityStyle[severity], counted(count, noun))];
}
