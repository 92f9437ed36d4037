import type { PolicyViolatingResource, PolicyViolation } from 'aws-cdk-lib';
import type { Located } from '../core/acknowledge';
import { gatherRepeats } from '../core/repeats';
import type { Finding } from '../core/result';
import type { AppAcknowledgements } from './accepted';
import { locationIn } from './place';

/** A finding, and where it is in the app. */
export interface PlacedFinding extends Located {
  /** Absolute path of the template; absent for what is not about one template, such as a rule that failed. */
  readonly file: string | undefined;
  /** The place inside the resource, for people: `PolicyDocument.Statement[0] of statement "AllowRead"`. Empty for a resource as a whole. */
  readonly place: string;
  /** Whether `path` is that of the construct itself. */
  readonly exact: boolean;
}

/** Whether a person accepted the finding where it is, or a baseline holds it. */
export function isAccepted({ finding }: PlacedFinding): boolean {
  return finding.acknowledged !== null;
}

/** How findings are told to the framework. */
export interface Wording {
  /** What the framework knows to be accepted, and is to be told. */
  readonly acknowledgements: AppAcknowledgements;
  /** By which id the framework accepts it itself; absent where it is to be told. */
  acceptedAs(finding: Finding): string | undefined;
  /** Whether a person may accept a finding. */
  isAcceptable(finding: Finding): boolean;
  /** False where the framework applies an acknowledgement to the whole app. */
  readonly byScope: boolean;
  /** What the names of rules begin with. */
  readonly prefix: string;
}

/**
 * Findings as the framework prints and records them. The rationale of a rule is printed once, with its first finding.
 * Errors stand one by one, since each is to be fixed where it is. Of advice that holds for many resources in the same words, the
 * first is a violation that names the others: the framework would print a whole block for each resource of a violation.
 * What a person accepted stays apart, for the record.
 */
export function violationsOf(findings: readonly PlacedFinding[], wording: Wording): PolicyViolation[] {
  const explained = new Set<string>();
  const naming = namingOf(findings, wording);
  const sayings = gatherRepeats(
    findings,
    ({ finding }) => finding,
    (placed) => {
      const { severity, template } = placed.finding;
      if (severity === 'error' || isAccepted(placed)) return undefined;
      if (isTakenForAccepted(placed, wording)) return undefined;
      // Information blocks nothing. A warning must not hide in a stack that the CLI leaves out.
      return severity === 'info' ? '' : template;
    },
  );
  return sayings.map(({ first, others }) => {
    const { finding, place } = first;
    const explains = !explained.has(finding.ruleId) && !isAccepted(first);
    if (explains) explained.add(finding.ruleId);
    const more = others.length === 0 ? '' : `, and in ${others.length} more ${others.length === 1 ? 'place' : 'places'}`;
    return {
      ruleName: naming(first),
      description: `${finding.message}${place === '' ? '' : `, at ${place}`}${more}`,
      fix: [finding.fix, ...(explains ? [`Why: ${finding.why}`] : []), ...listed(others)].join('\n'),
      severity: severityOf(first, wording),
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

/** What nobody may accept is fatal: the framework accepts no such violation, whatever is acknowledged. */
function severityOf(placed: PlacedFinding, { isAcceptable }: Wording): string {
  const { finding, path } = placed;
  // The framework accepts nothing that has no place.
  if (isAccepted(placed) && path === '') return 'info';
  return isFatal(finding, isAcceptable) ? 'fatal' : finding.severity;
}

function isFatal(finding: Finding, isAcceptable: Wording['isAcceptable']): boolean {
  return finding.severity === 'error' && !isAcceptable(finding);
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

/** Whether the framework would accept what nobody accepted here: it knows neither terms, nor, at times, places. */
function isTakenForAccepted({ finding, path }: PlacedFinding, { acknowledgements, byScope, prefix }: Wording): boolean {
  const id = prefix + finding.findingId;
  return byScope ? acknowledgements.covers(id, path) : acknowledgements.mentions(id);
}

/**
 * Names of findings. The framework accepts a violation whose rule name is acknowledged, letter by letter. What is accepted by
 * the framework's own call takes the id of that as its name. What is accepted in another way is recorded with the framework as
 * it is named, so that the framework takes it out of what blocks, and keeps it with its reason. What is not accepted takes a
 * name that the framework does not know, where it would take it for accepted.
 */
function namingOf(findings: readonly PlacedFinding[], wording: Wording): (placed: PlacedFinding) => string {
  const { acknowledgements, acceptedAs, isAcceptable, byScope, prefix } = wording;
  const open = new Set(findings.filter((placed) => !isAccepted(placed)).map(({ finding }) => finding.findingId));
  return (placed) => {
    const { finding, path } = placed;
    const own = prefix + finding.findingId;
    if (!isAccepted(placed)) {
      if (isFatal(finding, isAcceptable)) return own;
      let name = own;
      while (byScope ? acknowledgements.covers(name, path) : acknowledgements.mentions(name)) name = `${name}@${printable(path)}`;
      return name;
    }
    const known = acceptedAs(finding);
    if (known !== undefined) return prefix + known;
    const name = byScope && !open.has(finding.findingId) ? own : `${own}@${printable(path)}`;
    acknowledgements.record(name, path, finding.acknowledged ?? '');
    return name;
  };
}

/** Brackets must be in balance, and colons would begin another name. */
function printable(path: string): string {
  return path.replace(/[()[\]{}:]/g, '_');
}

function resourceOf({ finding, file, path }: PlacedFinding): PolicyViolatingResource {
  const locations = finding.location === '' ? [] : [locationIn(finding.location)];
  return {
    locations,
    ...(path === '' ? {} : { constructPath: path }),
    ...(finding.logicalId === null || file === undefined ? {} : { resourceLogicalId: finding.logicalId, templatePath: file }),
  };
}
