import type { Finding, Result } from '../core/result';
import { blocks, couldNotCheck, exitCodeOf } from './exit-code';
import { wellFormed } from './layout';
import { groupedBy } from './order';
import { holderOf, placesOf, propertyOf } from './place';
import type { Report, ReportOptions } from './reporter';

/**
 * The result as a JUnit report: a suite for each template, a case for each finding. An error fails its case; what was accepted
 * is skipped, with the reason; warnings and notes pass, and say what they are; what could not be checked is an error.
 */
export function junit(result: Result, options: ReportOptions = {}): Report {
  const suites = [...groupedBy(result.findings, ({ template }) => template).values()].map((findings) => suiteOf(findings, options));
  const all = [checkSuiteOf(result), ...suites];
  const total = (count: keyof Counts) => all.reduce((sum, suite) => sum + suite.counts[count], 0);
  const attributes = attributesOf({
    name: result.tool.name,
    tests: total('tests'),
    failures: total('failures'),
    errors: total('errors'),
  });
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes}>`,
    ...all.flatMap(({ lines }) => lines),
    '</testsuites>',
  ];
  return { output: `${lines.join('\n')}\n`, exitCode: exitCodeOf(result) };
}

interface Counts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

interface Suite {
  readonly counts: Counts;
  readonly lines: readonly string[];
}

/** One case that there is always: a report without any is taken for a run that was lost. */
function checkSuiteOf({ tool, summary }: Result): Suite {
  const isEmpty = summary.templates === 0;
  const counts = { tests: 1, failures: 0, errors: isEmpty ? 1 : 0, skipped: 0 };
  const nothing = ['      <error type="engine/nothing-checked" message="no template was checked"/>'];
  const checked = `${summary.templates} templates, ${summary.resources} resources, ${summary.statements} statements`;
  return suite({ name: tool.name, counts }, [
    '    <properties>',
    `      <property${attributesOf({ name: 'version', value: tool.version })}/>`,
    `      <property${attributesOf({ name: 'referenceDate', value: tool.referenceDate })}/>`,
    '    </properties>',
    `    <testcase${attributesOf({ name: 'templates are checked', classname: tool.name })}>`,
    ...(isEmpty ? nothing : [`      <system-out>${text(checked)}</system-out>`]),
    '    </testcase>',
  ]);
}

function suiteOf(findings: readonly Finding[], options: ReportOptions): Suite {
  const [first] = findings;
  const count = (isCounted: (finding: Finding) => boolean) => findings.filter(isCounted).length;
  const counts = {
    tests: findings.length,
    failures: count((finding) => blocks(finding) && !couldNotCheck(finding)),
    errors: count((finding) => blocks(finding) && couldNotCheck(finding)),
    skipped: count(({ acknowledged }) => acknowledged !== null),
  };
  const names = new Map<string, number>();
  return suite(
    { name: first?.stack ?? (first?.template || 'all templates'), counts, ...(first?.template ? { file: first.template } : {}) },
    findings.flatMap((finding) => caseLines(finding, names, options)),
  );
}

function suite(about: { readonly name: string; readonly counts: Counts; readonly file?: string }, content: readonly string[]): Suite {
  const { name, counts, file } = about;
  const attributes = attributesOf({ name, ...counts, ...(file === undefined ? {} : { file }) });
  return { counts, lines: [`  <testsuite${attributes}>`, ...content, '  </testsuite>'] };
}

function caseLines(finding: Finding, names: Map<string, number>, options: ReportOptions): readonly string[] {
  const attributes = attributesOf({ name: nameOf(finding, names), classname: finding.ruleId });
  return [`    <testcase${attributes}>`, `      ${outcomeOf(finding, options)}`, '    </testcase>'];
}

/** What a history of runs knows the case by: no two of a suite have the same name. */
function nameOf(finding: Finding, names: Map<string, number>): string {
  const holder = holderOf(finding);
  const name = holder === '' ? finding.findingId : `${finding.findingId} on ${holder}`;
  const count = (names.get(name) ?? 0) + 1;
  names.set(name, count);
  return count === 1 ? name : `${name} (${count})`;
}

function outcomeOf(finding: Finding, options: ReportOptions): string {
  const { acknowledged, severity, message, ruleId } = finding;
  if (acknowledged !== null) return `<skipped${attributesOf({ type: 'acknowledged', message: acknowledged })}>${text(message)}</skipped>`;
  const details = detailsOf(finding, options);
  if (severity !== 'error') return `<system-out>${text(`${severity}: ${message}\n${details}`)}</system-out>`;
  const element = couldNotCheck(finding) ? 'error' : 'failure';
  return `<${element}${attributesOf({ type: ruleId, message })}>${text(details)}</${element}>`;
}

function detailsOf(finding: Finding, options: ReportOptions): string {
  const { source, template } = placesOf(finding, options);
  const lines = [source, template].flatMap((place) => {
    if (place === undefined) return [];
    return [`at ${place.file}${place.position === undefined ? '' : `:${place.position.line}:${place.position.column}`}`];
  });
  const property = propertyOf(finding);
  return [
    ...lines,
    ...(property === '' ? [] : [`property: ${property}`]),
    `fix: ${finding.fix}`,
    `why: ${finding.why}`,
    `rule: ${finding.findingId} (${finding.docs})`,
  ].join('\n');
}

function attributesOf(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${attribute(String(value))}"`)
    .join('');
}

/** An attribute's value: readers of XML would make blanks of line breaks and tabs that are not written as references. */
function attribute(value: string): string {
  return text(value).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\r', '&#13;').replaceAll('\t', '&#9;');
}

/** Text of an element. Characters that XML 1.0 cannot hold become the sign for them, U+FFFD. */
function text(value: string): string {
  return wellFormed(value).replace(FORBIDDEN, '\ufffd').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what XML forbids
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
