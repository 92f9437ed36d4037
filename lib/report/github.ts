import type { Finding, Result, Severity } from '../core/result';
import { exitCodeOf } from './exit-code';
import { counted, printable } from './layout';
import { acceptedOf, nounOf, openOf, severities } from './order';
import { holderOf, placesOf } from './place';
import type { Report, ReportOptions } from './reporter';

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** How many annotations of one severity GitHub shows for a step. */
const SHOWN = 10;

/**
 * The result as workflow commands, which GitHub Actions turns into annotations: errors first. GitHub shows ten of each severity
 * for a step and drops the others in silence: where there are more, the tenth counts the rest, which stand in the log below.
 */
export function github(result: Result, options: ReportOptions = {}): Report {
  const open = openOf(result.findings);
  const bySeverity = severities.map((severity) => ({ severity, findings: open.filter((finding) => finding.severity === severity) }));
  const lines = [
    ...bySeverity.flatMap(({ severity, findings }) => annotationsOf(severity, findings, options)),
    ...bySeverity.flatMap(({ findings }) => leftOutOf(findings).map((finding) => logLineOf(finding.severity, finding, options))),
    ...acceptedOf(result.findings).map((finding) => `${logLineOf('acknowledged', finding, options)} (${inLog(finding.acknowledged)})`),
    summaryOf(result),
  ];
  return { output: `${lines.join('\n')}\n`, exitCode: exitCodeOf(result) };
}

function annotationsOf(severity: Severity, findings: readonly Finding[], options: ReportOptions): readonly string[] {
  const rest = leftOutOf(findings).length;
  const shown = findings.slice(0, findings.length - rest).map((finding) => annotationOf(finding, options));
  if (rest === 0) return shown;
  const more = `${rest} more ${nounOf[severity]}s stand in the log of this step, and in the other reports`;
  return [...shown, `::${commands[severity]} title=cdk-least-privilege::${data(more)}`];
}

/** What does not fit into the annotations of a severity. */
function leftOutOf(findings: readonly Finding[]): readonly Finding[] {
  return findings.length > SHOWN ? findings.slice(SHOWN - 1) : [];
}

function annotationOf(finding: Finding, options: ReportOptions): string {
  const { file, position } = placesOf(finding, options).main;
  const properties = [
    `file=${property(file)}`,
    ...(position === undefined ? [] : [`line=${position.line}`, `col=${position.column}`]),
    `title=${property(finding.findingId)}`,
  ];
  const holder = holderOf(finding);
  const text = `${finding.message}\nfix: ${finding.fix}${holder === '' ? '' : `\non: ${holder}`}\nabout the rule: ${finding.docs}`;
  return `::${commands[finding.severity]} ${properties.join(',')}::${data(text)}`;
}

/** A finding as a line of the log that is no command. */
function logLineOf(label: string, finding: Finding, options: ReportOptions): string {
  const { file, position } = placesOf(finding, options).main;
  const place = position === undefined ? file : `${file}:${position.line}:${position.column}`;
  return `${label}: ${inLog(place)}: ${inLog(finding.message)} (${inLog(finding.findingId)})`;
}

/** The runner looks for `##[command]` anywhere in a line, and for `::command::` at its start. */
function inLog(text: string): string {
  return printable(text).replaceAll('##[', '# #[');
}

/** The text of a command. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('##[', '# #[');
}

/** The value of a property of a command, which also ends at a comma and a colon. */
function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function summaryOf({ summary }: Result): string {
  const { errors, warnings, infos, acknowledged, templates } = summary;
  const found = `${counted(errors, 'error')}, ${counted(warnings, 'warning')}, ${counted(infos, 'note')}, ${acknowledged} acknowledged`;
  return `cdk-least-privilege: ${found} in ${counted(templates, 'template')}`;
}
