import type { PolicyViolation } from 'aws-cdk-lib';
import { docsOf } from '../core/evaluate';

/** Id of the finding: the engine failed closed, there is no rule file. */
const MISCONFIGURATION = 'engine/misconfiguration';

/**
 * A mistake in the configuration blocks, wherever it is, and cannot be acknowledged: what would be checked is not known.
 * It has no place in the app, which the CDK CLI keeps for every selection of stacks.
 */
export function misconfiguration(mistake: string): PolicyViolation {
  return {
    ruleName: MISCONFIGURATION,
    description: mistake,
    fix: 'correct the configuration: nothing was checked with it, so nothing passes',
    severity: 'fatal',
    violatingResources: [{ locations: [] }],
    ruleMetadata: { ruleId: MISCONFIGURATION, docs: docsOf(MISCONFIGURATION) },
  };
}
