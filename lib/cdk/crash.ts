import type { PolicyValidationPluginReport } from 'aws-cdk-lib';

/**
 * The report of checks that failed themselves. The CDK CLI takes a plugin that throws for one that found nothing, so a
 * failure is a violation, one that no selection of stacks leaves out and that nobody can acknowledge.
 */
export function crashReport(error: unknown): PolicyValidationPluginReport {
  return {
    success: false,
    violations: [
      {
        ruleName: 'engine/checks-crashed',
        description: `the checks stopped before their end: ${textOf(error)}`,
        fix: 'report the failure with the stack trace in the metadata of this violation; nothing was judged, so nothing passes',
        severity: 'fatal',
        violatingResources: [{ locations: [] }],
        ruleMetadata: { stack: error instanceof Error && error.stack !== undefined ? error.stack : textOf(error) },
      },
    ],
  };
}

/** The message of whatever was thrown. */
export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
