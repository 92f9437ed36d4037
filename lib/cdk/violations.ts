import type { PolicyViolatingResource, PolicyViolation } from 'aws-cdk-lib';
import type { Finding } from '../core/result';
import type { Acknowledgements } from './acknowledgements';
import { locationIn } from './place';

/** A finding, and where it is in the app. */
export interface PlacedFinding {
  readonly finding: Finding;
  /** Absolute path of the template; absent for what is not about one template, such as a rule that failed. */
  readonly file: string | undefined;
  /** The place inside the resource, for people: `PolicyDocument.Statement[0] of statement "AllowRead"`. Empty for a resource as a whole. */
  readonly place: string;
  /** Path of the construct that wrote it, else of its stack, else of the app (empty). */
  readonly path: string;
  /** Whether `path` is that of the construct itself. */
  readonly exact: boolean;
}

/** Whether a person accepted the finding where it is: its own id, or the whole rule. */
export function isAcknowledged(placed: PlacedFinding, acknowledgements: Acknowledgements): boolean {
  const { findingId, ruleId } = placed.finding;
  return acknowledgements.covers(findingId, placed.path) || acknowledgements.covers(ruleId, placed.path);
}

/**
 * Findings as the framework prints and records them. The rationale of a rule is printed once, with its first finding.
 * @param scopedAcknowledgements false where the framework applies an acknowledgement to the whole app.
 */
export function violationsOf(
  findings: readonly PlacedFinding[],
  acknowledgements: Acknowledgements,
  scopedAcknowledgements: boolean,
): PolicyViolation[] {
  const explained = new Set<string>();
  const repeats = repeatsOf(findings, acknowledgements);
  return findings.flatMap((placed) => {
    const { finding, place } = placed;
    const repeated = repeats.get(placed);
    if (repeated === 'said before') return [];
    const explains = !explained.has(finding.ruleId) && !isAcknowledged(placed, acknowledgements);
    if (explains) explained.add(finding.ruleId);
    return [
      {
        ruleName: ruleNameOf(placed, acknowledgements, scopedAcknowledgements),
        description: `${finding.message}${place === '' ? '' : `, at ${place}`}${repeated === undefined ? '' : `, and in ${repeated} more`}`,
        fix: explains ? `${finding.fix}\nWhy: ${finding.why}` : finding.fix,
        severity: finding.severity,
        violatingResources: [resourceOf(placed)],
        ruleMetadata: {
          ruleId: finding.ruleId,
          findingId: finding.findingId,
          evidence: finding.evidence,
          location: finding.location,
          why: finding.why,
          docs: finding.docs,
        },
      },
    ];
  });
}

/**
 * Information blocks nothing and is printed at every synthesis, so what holds in many places is said at the first of them:
 * how often it comes back, or that it was said before. What a person accepted stays apart, for the record.
 */
function repeatsOf(
  findings: readonly PlacedFinding[],
  acknowledgements: Acknowledgements,
): ReadonlyMap<PlacedFinding, number | 'said before'> {
  const repeats = new Map<PlacedFinding, number | 'said before'>();
  const first = new Map<string, PlacedFinding>();
  for (const placed of findings) {
    if (placed.finding.severity !== 'info' || isAcknowledged(placed, acknowledgements)) continue;
    const before = first.get(placed.finding.findingId);
    if (before === undefined) {
      first.set(placed.finding.findingId, placed);
      continue;
    }
    const count = repeats.get(before);
    repeats.set(before, typeof count === 'number' ? count + 1 : 1);
    repeats.set(placed, 'said before');
  }
  return repeats;
}

/** Whether the framework limits an acknowledgement to the construct that it was made on. Older ones accept the id in the whole app. */
export function acknowledgesByScope(): boolean {
  const { version } = require('aws-cdk-lib/package.json') as { readonly version: string };
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 2 || minor >= 271;
}

/**
 * The framework accepts a violation whose rule name is acknowledged, letter by letter. A finding that is accepted
 * by its rule takes the rule's id as its name, so that the framework accepts and records it. Where the framework accepts
 * an id in the whole app, a finding that was not accepted at its own place takes a name that only fits that place.
 */
function ruleNameOf({ finding, path }: PlacedFinding, acknowledgements: Acknowledgements, scopedAcknowledgements: boolean): string {
  const { findingId, ruleId } = finding;
  if (acknowledgements.covers(findingId, path)) return findingId;
  if (acknowledgements.covers(ruleId, path)) return ruleId;
  if (scopedAcknowledgements || !acknowledgements.mentions(findingId)) return findingId;
  return `${findingId}@${path.replace(/[()[\]{}:]/g, '_')}`;
}

function resourceOf({ finding, file, path }: PlacedFinding): PolicyViolatingResource {
  const locations = finding.location === '' ? [] : [locationIn(finding.location)];
  return {
    locations,
    ...(path === '' ? {} : { constructPath: path }),
    ...(finding.logicalId === null || file === undefined ? {} : { resourceLogicalId: finding.logicalId, templatePath: file }),
  };
}
