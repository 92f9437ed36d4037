import { type Finding, type Result, RULE_CRASHED, UNREADABLE_INPUT } from '../core/result';

/**
 * The exit code of a result.
 *
 * 2 stands over 1: a file that could not be read, a rule that crashed or an input without any template means that the
 * answer is incomplete, whatever else was found. A problem inside a template that was read (it has a location) is an
 * error finding like any other.
 */
export function exitCodeOf(result: Result): 0 | 1 | 2 {
  if (result.summary.templates === 0 || result.findings.some(couldNotCheck)) return 2;
  return result.findings.some(blocks) ? 1 : 0;
}

/** Whether a finding fails the check: an error that nobody accepted. */
export function blocks(finding: Finding): boolean {
  return finding.severity === 'error' && finding.acknowledged === null;
}

/** Whether a finding says that something was not checked at all. */
export function couldNotCheck(finding: Finding): boolean {
  return finding.ruleId === RULE_CRASHED || (finding.ruleId === UNREADABLE_INPUT && finding.location === '');
}
