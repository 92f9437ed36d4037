import type { PolicyViolation } from 'aws-cdk-lib';
import { docsOf } from '../core/evaluate';

/** Id of the note: no rule makes it. */
const BASELINE = 'engine/baseline';

/** Says how many findings a baseline holds: the synth is green, and the app is not. */
export function baselineNote(count: number): readonly PolicyViolation[] {
  if (count === 0) return [];
  return [
    {
      ruleName: BASELINE,
      description: `${count === 1 ? '1 finding is' : `${count} findings are`} in the baseline, and ${count === 1 ? 'does' : 'do'} not block`,
      fix: 'put them right one by one; "cdk-least-privilege check --baseline" takes what is gone out of the baseline',
      severity: 'info',
      violatingResources: [{ locations: [] }],
      ruleMetadata: { ruleId: BASELINE, docs: docsOf(BASELINE) },
    },
  ];
}
