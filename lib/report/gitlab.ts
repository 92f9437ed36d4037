import type { Finding, Result } from '../core/result';
import { exitCodeOf } from './exit-code';
import { fingerprintsOf } from './fingerprint';
import { acceptedOf, gravestFirst, openOf } from './order';
import { placesOf } from './place';
import type { Report, ReportOptions } from './reporter';

/** GitLab's severities; `blocker` is left to people. */
const severities = { error: 'critical', warning: 'minor', info: 'info' } as const;

/**
 * The result as a GitLab code quality report: a list of issues, each with a path below the repository, the errors first.
 * The format knows no accepted issues: they are information, and say why.
 */
export function gitlab(result: Result, options: ReportOptions = {}): Report {
  const fingerprints = fingerprintsOf(result.findings);
  const issueOf = (finding: Finding, description: string, severity: string) => {
    const { file, position } = placesOf(finding, options).main;
    return {
      description,
      check_name: finding.ruleId,
      fingerprint: fingerprints.get(finding),
      severity,
      location: { path: file, lines: { begin: position?.line ?? 1 } },
    };
  };
  const issues = [
    ...gravestFirst(openOf(result.findings)).map((finding) =>
      issueOf(finding, `${finding.message}; ${finding.fix}`, severities[finding.severity]),
    ),
    ...acceptedOf(result.findings).map((finding) =>
      issueOf(finding, `acknowledged (${finding.acknowledged}): ${finding.message}`, severities.info),
    ),
  ];
  return { output: `${JSON.stringify(issues, undefined, 2)}\n`, exitCode: exitCodeOf(result) };
}
