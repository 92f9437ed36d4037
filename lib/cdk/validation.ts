import { resolve } from 'node:path';
import { CfnElement, type IPolicyValidationContext, type PolicyValidationPluginReport, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { buildTemplates, deploysNothing, type Judged, judge, packRules, type Settled, settle } from '../check';
import { type Configuration, ConfigurationError, type ConfiguredOptions, optionsOf } from '../config';
import type { Located } from '../core/acknowledge';
import { FRAMEWORK_CALL } from '../core/acknowledgement';
import type { Json } from '../core/json';
import type { CheckOptions } from '../core/options';
import { type Finding, type Severity, UNMATCHED_ACKNOWLEDGEMENT } from '../core/result';
import type { TemplateInput } from '../core/template';
import type { InputProblem, Resource } from '../core/template/template';
import { type AppAcknowledgements, acknowledgementsOf } from './accepted';
import { type AppTemplate, namesItsConstructs, readTemplate, templatesOf } from './app-templates';
import { type AppTree, isBelow, treeOf } from './app-tree';
import { baselineNote } from './baseline-note';
import { misconfiguration, unwrittenReport } from './misconfiguration';
import { placeIn } from './place';
import { type AppReports, type Reported, writeAppReports } from './reports';
import { guardStages } from './stage-guard';
import { acknowledgesByScope, isAccepted, type PlacedFinding, violationsOf } from './violations';

/** What a user chose, and may still add to until the synthesis. */
export interface Choice {
  readonly code: Configuration;
  /** What mistakes in `code` are told to be in. */
  readonly codeName: string;
  readonly file: string | undefined;
  readonly rules: () => readonly unknown[] | undefined;
}

/** A choice of a user for what lies below this construct, or for all that the framework asks about. */
export interface Registration {
  readonly choice: Choice;
  /** Path of the construct that the aspect was added to; absent for a plugin, which the framework gives its templates. */
  readonly scope: string | undefined;
}

/** What was already said in one synthesis, so that a second plugin of the same app does not say it again. */
interface Run {
  /** Which templates each plugin was asked about. The framework asks about a template once per plugin and synthesis. */
  readonly asked: Map<object, Set<string>>;
  /** The gravity at which each finding was reported. */
  readonly reported: Map<string, number>;
  /** What was found in the whole app, by what was checked for. */
  readonly findings: Map<string, AppFindings>;
  /** Options by choice, or what keeps them from being used. */
  readonly options: Map<Choice, ConfiguredOptions | ConfigurationError>;
  /** Mistakes of configurations that were reported. */
  readonly mistakes: Set<string>;
  /** Reports that were written. */
  readonly reports: AppReports;
}

/** What was found in the whole app, before and after people accepted some of it. */
interface AppFindings {
  readonly judged: Judged;
  readonly placed: readonly PlacedFinding[];
  /** By the prefix of a pack, which decides about what is accepted. */
  readonly settled: Map<string, Settled<PlacedFinding>>;
}

const WEIGHT: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };

const runs = new WeakMap<IConstruct, Run>();

/**
 * Checks the final templates of an app and words the report.
 * @param plugin the object that the framework called
 * @param prefix what the names of rules begin with, where they are to be accepted by their bare names too, as in packs of cdk-nag
 */
export function validate(
  plugin: object,
  context: IPolicyValidationContext,
  registrations: readonly Registration[],
  prefix = '',
): PolicyValidationPluginReport {
  const tree = treeOf(context.appConstruct);
  const templates = templatesOf(tree, new Set(context.templatePaths.map((path) => resolve(path))));
  const asked = new Set(templates.filter((template) => template.asked).map(({ name }) => name));
  const run = runOf(context.appConstruct, plugin, asked);
  const mistakes: string[] = [];
  const acknowledgements = acknowledgementsOf(tree, prefix);
  mistakes.push(...acknowledgements.problems);
  const settlements: Settled<PlacedFinding>[] = [];
  const isAcceptable = (finding: Finding) => settlements.every((settled) => settled.isAcceptable(finding));
  const isAcceptedBare = ({ finding, path }: PlacedFinding) =>
    prefix !== '' && isAcceptable(finding) && [finding.findingId, finding.ruleId].some((id) => acknowledgements.coversBare(id, path));
  const reported: Reported[] = [];
  const found = registrations.flatMap(({ choice, scope }) => {
    const options = optionsFor(run, choice);
    if (options instanceof ConfigurationError) {
      mistakes.push(...options.problems);
      return [];
    }
    const { reports = [], ...checkOptions } = options;
    const all = findingsOf(run, tree, templates, checkOptions, choice);
    const settled = settledOf(all, acknowledgements, prefix);
    settlements.push(settled);
    const remarks = settled.remarks.map((remark) => placeRemark(remark, templates, tree));
    const own = [...settled.items, ...remarks].filter(
      (placed) =>
        (placed.file === undefined || asked.has(placed.finding.template)) && (scope === undefined || concernsScope(placed, scope)),
    );
    reported.push({ reports, judged: all.judged, findings: own });
    return own;
  });
  const shown = reported.map((each) => ({
    ...each,
    findings: withoutSettledRemarks(each.findings, settlements).filter((placed) => !isAcceptedBare(placed)),
  }));
  const unwritten = writeAppReports(run.reports, shown, tree, gravest);
  const findings = gravest(withoutSettledRemarks(found, settlements)).filter((placed) => isNews(placed, run) && !isAcceptedBare(placed));
  for (const placed of findings) run.reported.set(keyOf(placed), gravityOf(placed));
  const newMistakes = [...new Set(mistakes)].filter((mistake) => !run.mistakes.has(mistake));
  for (const mistake of newMistakes) run.mistakes.add(mistake);
  if (findings.length === 0 && newMistakes.length === 0 && unwritten.length === 0) return { success: true, violations: [] };

  const acceptedBy = (finding: Finding) => settlements.map((settled) => settled.acceptedBy.get(finding)).find((each) => each !== undefined);
  const acceptedAs = (finding: Finding) => {
    const acknowledgement = acceptedBy(finding);
    return acknowledgement?.madeBy === FRAMEWORK_CALL ? acknowledgement.rule : undefined;
  };
  const open = findings.filter((placed) => !isAccepted(placed));
  const remembered = findings.filter((placed) => isAccepted(placed) && acceptedBy(placed.finding) === undefined);
  const violations = [
    ...newMistakes.map(misconfiguration),
    ...unwritten.map(unwrittenReport),
    ...guardStages(tree, open),
    ...violationsOf(findings, { acknowledgements, acceptedAs, isAcceptable, byScope: acknowledgesByScope(), prefix }),
    ...baselineNote(remembered.length),
  ];
  // The framework takes what it accepts out of the report afterwards, and then decides anew whether the report succeeds.
  return { success: violations.every(({ severity }) => severity !== 'error' && severity !== 'fatal'), violations };
}

/** The run that a call belongs to: a plugin that is asked again about the same template is in the next synthesis. */
function runOf(app: IConstruct, plugin: object, asked: ReadonlySet<string>): Run {
  const known = runs.get(app);
  const before = known?.asked.get(plugin);
  const isNext = known === undefined || (before !== undefined && [...asked].some((name) => before.has(name)));
  const run: Run = isNext
    ? { asked: new Map(), reported: new Map(), findings: new Map(), options: new Map(), mistakes: new Set(), reports: new Map() }
    : known;
  run.asked.set(plugin, new Set([...(isNext ? [] : (before ?? [])), ...asked]));
  runs.set(app, run);
  return run;
}

function optionsFor(run: Run, choice: Choice): ConfiguredOptions | ConfigurationError {
  let options = run.options.get(choice);
  if (options === undefined) {
    options = readOptions(choice);
    run.options.set(choice, options);
  }
  return options;
}

function readOptions({ code, codeName, file, rules }: Choice): ConfiguredOptions | ConfigurationError {
  try {
    const given = rules();
    return optionsOf({
      cwd: process.cwd(),
      env: process.env,
      code,
      codeName,
      ruleIds: () => packRules().map(({ meta }) => meta.id),
      ...(file === undefined ? {} : { file }),
      ...(given === undefined ? {} : { rules: given }),
    });
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
}

/** What people accepted of what was found, once for each pack. */
function settledOf(
  { judged, placed, settled }: AppFindings,
  { acknowledgements }: AppAcknowledgements,
  prefix: string,
): Settled<PlacedFinding> {
  const known = settled.get(prefix);
  if (known !== undefined) return known;
  const made = settle(judged, placed, acknowledgements, true);
  settled.set(prefix, made);
  return made;
}

/** An acknowledgement that covers nothing of one choice may cover something of another. */
function withoutSettledRemarks(
  findings: readonly PlacedFinding[],
  settlements: readonly Settled<PlacedFinding>[],
): readonly PlacedFinding[] {
  const isIdleEverywhere = ({ finding }: PlacedFinding) =>
    settlements.every(({ remarks }) => remarks.some((remark) => isSameRemark(remark.finding, finding)));
  return findings.filter((placed) => placed.finding.ruleId !== UNMATCHED_ACKNOWLEDGEMENT || isIdleEverywhere(placed));
}

function isSameRemark(a: Finding, b: Finding): boolean {
  return a.findingId === b.findingId && a.constructPath === b.constructPath && a.source === b.source;
}

/** A remark on an acknowledgement, at the construct that it was made on. */
function placeRemark({ finding, path }: Located, templates: readonly AppTemplate[], tree: AppTree): PlacedFinding {
  const stack = tree.at(path)?.node.scopes.findLast((construct) => Stack.isStack(construct));
  const template = stack === undefined ? undefined : templates.find((each) => each.stack === stack);
  const named = template === undefined ? finding : { ...finding, template: template.name, stack: stack?.node.path ?? null };
  return { finding: named, file: template?.file, place: '', path, exact: false };
}

/** What a choice finds in the whole app. Choices that come to the same are checked once. */
function findingsOf(run: Run, tree: AppTree, templates: readonly AppTemplate[], options: CheckOptions, choice: Choice): AppFindings {
  const { customRules = [], ...plain } = options;
  const key = `${JSON.stringify(plain)}${customRules.length === 0 ? '' : [...run.options.keys()].indexOf(choice)}`;
  const known = run.findings.get(key);
  if (known !== undefined) return known;
  const bodies = new Map<string, Json>();
  const unread: InputProblem[] = [];
  for (const template of templates) {
    const read = readTemplate(template);
    if ('body' in read) bodies.set(template.name, read.body);
    else unread.push(read);
  }
  const { templates: built, problems } = buildTemplates(
    templates.flatMap((template) => {
      const body = bodies.get(template.name);
      return body === undefined || deploysNothing(body) ? [] : [inputOf(template, body, tree)];
    }),
  );
  const byName = new Map(templates.map((template) => [template.name, template]));
  const constructOf = ({ template, logicalId }: Resource) => {
    const stack = byName.get(template.name)?.stack;
    const path = stack === undefined ? undefined : tree.pathsOf(stack).get(logicalId);
    return path === undefined ? undefined : tree.at(path);
  };
  const judged = judge({ templates: built, problems: [...unread, ...problems], constructOf }, options);
  const placed = judged.findings.map((finding) => placeFinding(finding, byName.get(finding.template), bodies.get(finding.template), tree));
  const found: AppFindings = { judged, placed, settled: new Map() };
  run.findings.set(key, found);
  return found;
}

function inputOf({ name, stack, nestedIn }: AppTemplate, body: Json, tree: AppTree): TemplateInput {
  if (stack === undefined) return { name, body };
  return {
    name,
    body,
    stack: stack.node.path,
    ...(Token.isUnresolved(stack.stackName) ? {} : { stackName: stack.stackName }),
    ...(Token.isUnresolved(stack.account) ? {} : { account: stack.account }),
    ...(Token.isUnresolved(stack.region) ? {} : { region: stack.region }),
    ...(nestedIn === undefined ? {} : { nestedIn: [nestedIn] }),
    ...(namesItsConstructs(body) ? {} : { constructPaths: () => tree.pathsOf(stack) }),
  };
}

function placeFinding(finding: Finding, template: AppTemplate | undefined, body: Json | undefined, tree: AppTree): PlacedFinding {
  const path = template?.stack === undefined ? undefined : constructPathOf(finding, template.stack, tree);
  return {
    finding,
    file: template?.file,
    place: placeIn(finding.location, body),
    path: path ?? template?.stack?.node.path ?? '',
    exact: path !== undefined,
  };
}

/** The path in the tree: what a template says of itself may stem from another app, when it was included. */
function constructPathOf({ constructPath, logicalId }: Finding, stack: Stack, tree: AppTree): string | undefined {
  if (logicalId === null) return undefined;
  const claimed = constructPath === null ? undefined : tree.at(constructPath);
  const isTrue =
    claimed !== undefined && CfnElement.isCfnElement(claimed) && claimed.stack === stack && stack.resolve(claimed.logicalId) === logicalId;
  return isTrue ? claimed.node.path : tree.pathsOf(stack).get(logicalId);
}

/** Whether a finding belongs to a scope: it lies below, or it is about a whole stack or app that holds the scope. */
function concernsScope({ path, exact }: PlacedFinding, scope: string): boolean {
  return isBelow(path, scope) || (!exact && isBelow(scope, path));
}

/** Of findings that are equal but for their severity, and whether they are accepted, the gravest, in the order of the first. */
function gravest(findings: readonly PlacedFinding[]): readonly PlacedFinding[] {
  const byKey = new Map<string, PlacedFinding>();
  for (const placed of findings) {
    const twin = byKey.get(keyOf(placed));
    if (twin === undefined || gravityOf(placed) > gravityOf(twin)) byKey.set(keyOf(placed), placed);
  }
  return [...byKey.values()];
}

/** What is open is graver than what is accepted, whatever it weighs. */
function gravityOf(placed: PlacedFinding): number {
  const weight = WEIGHT[placed.finding.severity];
  return isAccepted(placed) ? weight : weight + 3;
}

function isNews(placed: PlacedFinding, run: Run): boolean {
  const gravity = run.reported.get(keyOf(placed));
  return gravity === undefined || gravityOf(placed) > gravity;
}

function keyOf({ finding, path }: PlacedFinding): string {
  return `${finding.findingId}\n${finding.template}\n${finding.logicalId ?? path}\n${finding.location}\n${finding.logicalId === null ? (finding.source ?? '') : ''}`;
}
