import type { PolicyViolation } from 'aws-cdk-lib';
import { docsOf } from '../core/evaluate';

/** Id of the finding: the engine failed closed, there is no rule file. */
const MISCONFIGURATION = 'engine/misconfiguration';

/**
 * A mistake in the configuration blocks, wherever it is, and cannot be acknowledged: what would be checked is not known.
 * It has no place in the app, which the CDK CLI keeps for every selection of stacks.
 */
export function misconfiguration(mistake: string): PolicyViolation {
  return violation(mistake, 'correct the configuration: nothing was checked with it, so nothing passes');
}

/** A report that was asked for and does not exist blocks too: who reads it would take an older one for what holds now. */
export function unwrittenReport(mistake: string): PolicyViolation {
  return violation(mistake, 'give the report a file that can be written: the checks ran, and this report of them was not written');
}

function violation(description: string, fix: string): PolicyViolation {
  return {
    ruleName: MISCONFIGURATION,
    description,
    fix,
    severity: 'fatal',
    violatingResources: [{ locations: [] }],
    ruleMetadata: { ruleId: MISCONFIGURATION, docs: docsOf(MISCONFIGURATION) },
  };
}
