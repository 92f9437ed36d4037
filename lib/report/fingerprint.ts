import { createHash } from 'node:crypto';
import type { Finding } from '../core/result';

/**
 * What a platform knows a finding by from run to run. It names the rule, the value and the construct, so that it survives
 * edits of the code around, other hashes in logical ids, and templates that are written elsewhere. Findings that have all of that
 * in common are counted: no two of a result share a fingerprint, so dismissing one never dismisses another.
 */
export function fingerprintsOf(findings: readonly Finding[]): ReadonlyMap<Finding, string> {
  const fingerprints = new Map<Finding, string>();
  const counts = new Map<string, number>();
  for (const finding of findings) {
    const identity = JSON.stringify([finding.ruleId, finding.findingId, holderOf(finding)]);
    const count = (counts.get(identity) ?? 0) + 1;
    counts.set(identity, count);
    fingerprints.set(finding, `${createHash('sha256').update(identity).digest('hex').slice(0, 32)}:${count}`);
  }
  return fingerprints;
}

/** The construct, else the resource in its stack, without the hash that CDK ends logical ids with. */
function holderOf({ constructPath, logicalId, stack, template }: Finding): readonly string[] {
  if (constructPath !== null) return [constructPath];
  const owner = stack ?? template.replace(/^.*[/\\]/, '');
  return logicalId === null ? [owner] : [owner, logicalId.replace(/[0-9A-F]{8}$/, '')];
}
