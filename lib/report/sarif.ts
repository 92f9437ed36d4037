import type { Invocation, Location, Log, Notification, ReportingDescriptor, Result as SarifResult } from 'sarif';
import type { Finding, Result, Severity } from '../core/result';
import type { PackName, Rule } from '../core/rule';
import { couldNotCheck, exitCodeOf } from './exit-code';
import { fingerprintsOf } from './fingerprint';
import { wellFormed } from './layout';
import { type Place, placesOf } from './place';
import type { Report, ReportOptions } from './reporter';

/** The schema as the standard publishes it. */
const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

const HOME = 'https://github.com/cdk-least-privilege/cdk-least-privilege';

/** The base of every path: the standard's name for the root of the repository, which the reader of a log knows. */
const ROOT = '%SRCROOT%';

const levels = { error: 'error', warning: 'warning', info: 'note' } as const;

/**
 * The result as a SARIF 2.1.0 log: rules with their help, findings in the user's code where the CDK recorded it and in the
 * template otherwise, fingerprints that survive refactoring, and what was accepted as suppressed, with the reason.
 */
export function sarif(result: Result, options: ReportOptions = {}): Report {
  const rules = rulesOf(result.findings, options);
  const exitCode = exitCodeOf(result);
  const log: Log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: result.tool.name,
            version: result.tool.version,
            semanticVersion: result.tool.version,
            informationUri: HOME,
            rules: rules.map(({ descriptor }) => descriptor),
            properties: { referenceDate: result.tool.referenceDate },
          },
        },
        automationDetails: { id: `${result.tool.name}/` },
        invocations: [invocationOf(result, exitCode, options)],
        originalUriBaseIds: { [ROOT]: { description: { text: 'the root of the repository' } } },
        columnKind: 'utf16CodeUnits',
        results: resultsOf(result.findings, new Map(rules.map(({ ruleId }, index) => [ruleId, index])), options),
        properties: { summary: result.summary },
      },
    ],
  };
  return { output: `${JSON.stringify(log, undefined, 2)}\n`, exitCode };
}

interface DescribedRule {
  readonly ruleId: string;
  readonly descriptor: ReportingDescriptor;
}

/** The rules that found something, by id. */
function rulesOf(findings: readonly Finding[], options: ReportOptions): readonly DescribedRule[] {
  const firsts = new Map<string, Finding>();
  for (const finding of findings) if (!firsts.has(finding.ruleId)) firsts.set(finding.ruleId, finding);
  return [...firsts.values()]
    .sort((a, b) => (a.ruleId < b.ruleId ? -1 : 1))
    .map((finding) => ({ ruleId: finding.ruleId, descriptor: descriptorOf(finding, options.ruleOf?.(finding.ruleId), options.pack) }));
}

function descriptorOf(first: Finding, rule: Rule | undefined, pack: PackName = 'recommended'): ReportingDescriptor {
  const { ruleId, why, docs } = first;
  const title = rule?.meta.title ?? ruleId;
  const severity = rule === undefined ? first.severity : rule.meta.severity[pack];
  const fixes = fixesOf(rule, first);
  const references = rule?.meta.references ?? [];
  return {
    id: ruleId,
    name: nameOf(ruleId),
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: {
      text: [
        why,
        'How to fix:',
        ...fixes.map((fix) => `- ${fix}`),
        `More: ${docs}`,
        ...references.map((reference) => `See: ${reference}`),
      ].join('\n'),
      markdown: [
        `${markdownOf(why)}\n`,
        '**How to fix**\n',
        ...fixes.map((fix) => `- ${markdownOf(fix)}`),
        `\n[About this rule](${docs})`,
        ...(references.length === 0 ? [] : ['\n**References**\n', ...references.map((reference) => `- <${reference}>`)]),
      ].join('\n'),
    },
    helpUri: docs,
    defaultConfiguration: severity === 'off' ? { enabled: false } : { level: levels[severity] },
    properties: { ...weightOf(ruleId, severity === 'off' ? first.severity : severity, rule), precision: 'high' },
  };
}

/** Domains whose findings are about the quality of an app rather than its security. */
const QUALITY = /^(?:observability|resilience)\//;

/**
 * How GitHub code scanning ranks a rule: rules with the tag `security` by the number, where 9 and more is critical, 7 high,
 * 4 medium; others by `problem.severity`.
 */
function weightOf(ruleId: string, severity: Severity, rule: Rule | undefined): Record<string, unknown> {
  const tags = [ruleId.split('/')[0] ?? ruleId, 'aws', 'cdk'];
  if (QUALITY.test(ruleId)) return { 'problem.severity': severity === 'info' ? 'recommendation' : severity, tags };
  const isCritical = severity === 'error' && rule?.meta.severity.critical === 'error';
  const score = isCritical ? '9.5' : { error: '8.0', warning: '5.5', info: '3.0' }[severity];
  return { 'security-severity': score, tags: ['security', ...tags] };
}

/** What the rule tells to do, with what differs from finding to finding left open. */
function fixesOf(rule: Rule | undefined, first: Finding): readonly string[] {
  if (rule === undefined) return [first.fix];
  return [...new Set(Object.values(rule.messages).map(({ fix }) => fix.replace(/\{\w+\}/g, '…')))];
}

/** `iam/no-wildcard-action` → `IamNoWildcardAction`. */
function nameOf(ruleId: string): string {
  return ruleId
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}

function markdownOf(prose: string): string {
  return prose.replace(/[\\`*_[\]<>#|~]/g, '\\$&');
}

function resultsOf(findings: readonly Finding[], indexes: ReadonlyMap<string, number>, options: ReportOptions): SarifResult[] {
  const fingerprints = fingerprintsOf(findings);
  // The standard: when one result says whether it is suppressed, all do.
  const areSomeAccepted = findings.some(({ acknowledged }) => acknowledged !== null);
  return findings.map((finding) => {
    const { source, template, main } = placesOf(finding, options);
    const fingerprint = fingerprints.get(finding) ?? '';
    return {
      ruleId: finding.ruleId,
      ruleIndex: indexes.get(finding.ruleId) ?? -1,
      level: levels[finding.severity],
      message: messageOf(finding),
      locations: [{ ...locationOf(main), ...logicalOf(finding) }],
      ...(source === undefined || template === undefined
        ? {}
        : {
            relatedLocations: [
              { id: 1, message: { text: 'where the construct is made' }, ...locationOf(source) },
              { id: 2, message: { text: `${finding.location || 'the template'} in the template` }, ...locationOf(template) },
            ],
          }),
      // GitHub reads the first; without it, its upload makes one of the line alone, which findings of one line share.
      partialFingerprints: { primaryLocationLineHash: fingerprint, 'leastPrivilege/v1': fingerprint },
      ...(areSomeAccepted ? { suppressions: suppressionsOf(finding) } : {}),
      properties: {
        findingId: finding.findingId,
        evidence: finding.evidence,
        location: finding.location,
        ...(finding.stack === null ? {} : { stack: finding.stack }),
        ...(finding.resourceType === null ? {} : { resourceType: finding.resourceType }),
      },
    };
  });
}

function messageOf({ message, fix }: Finding): SarifResult['message'] {
  return { text: `${textOf(message)}\nFix: ${textOf(fix)}`, markdown: `${markdownOf(message)}\n\n**Fix**: ${markdownOf(fix)}` };
}

/** In texts of the standard `[text](target)` is a link: what a template holds is none. */
function textOf(prose: string): string {
  return prose.replace(/\[(?=[^\]]*\]\()/g, '\\[');
}

/** What a baseline holds is suppressed by a file beside the code; what a person accepted, in the code or its configuration. */
function suppressionsOf({ acknowledged }: Finding): SarifResult['suppressions'] {
  if (acknowledged === null) return [];
  const kind = acknowledged.startsWith('in the baseline since ') ? 'external' : 'inSource';
  return [{ kind, status: 'accepted', justification: acknowledged }];
}

function locationOf({ file, position }: Place): Pick<Location, 'physicalLocation'> {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file), uriBaseId: ROOT },
      ...(position === undefined ? {} : { region: { startLine: position.line, startColumn: position.column } }),
    },
  };
}

/** A relative reference: a first segment with a colon would read as a scheme. */
function uriOf(file: string): string {
  return wellFormed(file).split('/').map(encodeURIComponent).join('/');
}

/** The construct, and the resource that it writes. */
function logicalOf({ constructPath, stack, logicalId }: Finding): Pick<Location, 'logicalLocations'> {
  const construct = constructPath === null ? [] : [{ fullyQualifiedName: constructPath, name: lastOf(constructPath), kind: 'module' }];
  const resource =
    logicalId === null
      ? []
      : [{ fullyQualifiedName: stack === null ? logicalId : `${stack}/${logicalId}`, name: logicalId, kind: 'resource' }];
  const all = [...construct, ...resource];
  return all.length === 0 ? {} : { logicalLocations: all };
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** How the run went: what the engine could not judge are notifications as well, for readers that only look at results of rules. */
function invocationOf(result: Result, exitCode: number, options: ReportOptions): Invocation {
  const notifications = result.findings
    .filter(({ ruleId }) => ruleId.startsWith('engine/'))
    .map((finding) => notificationOf(finding, options));
  const nothing: Notification[] = result.summary.templates > 0 ? [] : [{ level: 'error', message: { text: 'no template was checked' } }];
  return {
    executionSuccessful: result.summary.templates > 0 && !result.findings.some(couldNotCheck),
    exitCode,
    toolExecutionNotifications: [...nothing, ...notifications],
  };
}

function notificationOf(finding: Finding, options: ReportOptions): Notification {
  return {
    level: levels[finding.severity],
    message: { text: textOf(finding.message) },
    descriptor: { id: finding.ruleId },
    locations: [locationOf(placesOf(finding, options).main)],
  };
}
