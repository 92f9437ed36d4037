import type { PolicyViolatingResource, PolicyViolation } from 'aws-cdk-lib';
import { gatherRepeats } from '../core/repeats';
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
 * Errors stand one by one, since each is to be fixed where it is. Of advice that holds for many resources in the same words, the
 * first is a violation that names the others: the framework would print a whole block for each resource of a violation.
 * What a person accepted stays apart, for the record.
 * @param scopedAcknowledgements false where the framework applies an acknowledgement to the whole app.
 * @param prefix what the names of rules begin with
 */
export function violationsOf(
  findings: readonly PlacedFinding[],
  acknowledgements: Acknowledgements,
  scopedAcknowledgements: boolean,
  prefix: string,
): PolicyViolation[] {
  const explained = new Set<string>();
  const sayings = gatherRepeats(
    findings,
    ({ finding }) => finding,
    (placed) => {
      const { severity, findingId, template } = placed.finding;
      if (severity === 'error' || isAcknowledged(placed, acknowledgements)) return undefined;
      if (!scopedAcknowledgements && acknowledgements.mentions(findingId)) return undefined;
      // Information blocks nothing. A warning must not hide in a stack that the CLI leaves out.
      return severity === 'info' ? '' : template;
    },
  );
  return sayings.map(({ first, others }) => {
    const { finding, place } = first;
    const explains = !explained.has(finding.ruleId) && !isAcknowledged(first, acknowledgements);
    if (explains) explained.add(finding.ruleId);
    const more = others.length === 0 ? '' : `, and in ${others.length} more ${others.length === 1 ? 'place' : 'places'}`;
    return {
      ruleName: prefix + ruleNameOf(first, acknowledgements, scopedAcknowledgements),
      description: `${finding.message}${place === '' ? '' : `, at ${place}`}${more}`,
      fix: [finding.fix, ...(explains ? [`Why: ${finding.why}`] : []), ...listed(others)].join('\n'),
      severity: finding.severity,
      violatingResources: [resourceOf(first)],
      ruleMetadata: {
        ruleId: finding.ruleId,
        findingId: finding.findingId,
        evidence: finding.evidence,
        location: finding.location,
        why: finding.why,
        docs: finding.docs,
        ...(others.length === 0 ? {} : { alsoIn: others.map(pathOf).join('\n') }),
      },
    };
  });
}

/** How many resources are listed below a finding; the report in `cdk.out` has them all. */
const LISTED = 10;

function listed(others: readonly PlacedFinding[]): readonly string[] {
  if (others.length === 0) return [];
  const more = others.length > LISTED ? [`- and ${others.length - LISTED} more, see "alsoIn" in validation-report.json`] : [];
  return ['The same holds for:', ...others.slice(0, LISTED).map((placed) => `- ${pathOf(placed)}`), ...more];
}

function pathOf({ path, finding }: PlacedFinding): string {
  return path || finding.logicalId || finding.template;
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
