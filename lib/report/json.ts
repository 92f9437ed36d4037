import type { Finding, Result } from '../core/result';
import { exitCodeOf } from './exit-code';
import type { Report } from './reporter';

/** The result as JSON, exactly as `result.schema.json` describes it, with keys in the order of the schema. */
export function json(result: Result): Report {
  const { tool, summary } = result;
  const document: Result = {
    schemaVersion: result.schemaVersion,
    tool: { name: tool.name, version: tool.version, referenceDate: tool.referenceDate },
    summary: {
      templates: summary.templates,
      resources: summary.resources,
      statements: summary.statements,
      errors: summary.errors,
      warnings: summary.warnings,
      infos: summary.infos,
      acknowledged: summary.acknowledged,
    },
    findings: result.findings.map(contractOf),
  };
  return { output: `${JSON.stringify(document, undefined, 2)}\n`, exitCode: exitCodeOf(result) };
}

/** The finding's published fields and no others. */
function contractOf(finding: Finding): Finding {
  return {
    ruleId: finding.ruleId,
    findingId: finding.findingId,
    severity: finding.severity,
    message: finding.message,
    why: finding.why,
    fix: finding.fix,
    template: finding.template,
    stack: finding.stack,
    logicalId: finding.logicalId,
    resourceType: finding.resourceType,
    constructPath: finding.constructPath,
    location: finding.location,
    evidence: finding.evidence,
    source: finding.source,
    acknowledged: finding.acknowledged,
    docs: finding.docs,
  };
}
