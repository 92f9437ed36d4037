import type { Matched } from './baseline/match';
import { type Acknowledged, acknowledge, isAcceptable, isForbidden, isOfEngine, type Located, type Terms } from './core/acknowledge';
import type { Acknowledgement } from './core/acknowledgement';
import { evaluate, extentsOf, inOrder, restated, summarise } from './core/evaluate';
import { buildModel } from './core/model/build';
import type { Model } from './core/model/model';
import type { NagOracle } from './core/model/nag';
import type { CheckOptions } from './core/options';
import { type Finding, type Result, RULE_CRASHED, type Tool, UNREADABLE_INPUT } from './core/result';
import type { Rule } from './core/rule';
import { buildTemplates } from './core/template';
import type { InputProblem, Resource, Template } from './core/template/template';
import type { Watch } from './core/watch';
import { readInputs } from './read';
import { loadReference } from './reference';

export { buildTemplates, deploysNothing } from './core/template';

/** What a check runs on: templates, and what could not be read while making them. */
export interface CheckInput {
  readonly templates: readonly Template[];
  readonly problems: readonly InputProblem[];
  /** The construct that wrote a resource, where an app is checked: for the rules that leave the judgement to cdk-nag. */
  readonly constructOf?: (resource: Resource) => unknown;
  /** Told how far the check is, where somebody waits for it. */
  readonly watch?: Watch;
  /** What the app itself accepts. @default nothing */
  readonly acknowledgements?: readonly Acknowledgement[];
  /** Whether this is all of the app. @default false */
  readonly isWhole?: boolean;
}

/** What the rules say of an app, before anybody accepts any of it. */
export interface Judged {
  readonly model: Model;
  readonly findings: readonly Finding[];
  readonly rules: readonly Rule[];
  readonly options: CheckOptions;
}

/** Findings of an app, with what was accepted of them. */
export interface Settled<Item extends Located> extends Acknowledged<Item> {
  /** What comes of the baseline: of an empty one, where none is given. */
  readonly baseline: () => Matched;
  /** Whether a person may accept a finding. */
  isAcceptable(finding: Finding): boolean;
}

/** A check, and what it says of the baseline. */
export interface Checked {
  readonly result: Result;
  readonly baseline: () => Matched;
}

/** Checks templates with the rules of a pack, or with `rules` where given. Never throws on bad templates: see `InputProblem`. */
export function checkTemplates(input: CheckInput, options: CheckOptions = {}, rules?: readonly Rule[]): Result {
  return checkInDetail(input, options, rules).result;
}

function checkInDetail(input: CheckInput, options: CheckOptions, rules?: readonly Rule[]): Checked {
  const judged = judge(input, options, rules);
  const items = judged.findings.map((finding): Located => ({ finding, path: pathOf(finding, judged.model) }));
  const { items: settled, remarks, baseline } = settle(judged, items, input.acknowledgements ?? [], input.isWhole ?? false);
  const findings = [...settled, ...remarks].map(({ finding }) => finding);
  return { result: resultOf(judged.model, remarks.length === 0 ? findings : findings.sort(inOrder)), baseline };
}

/** Runs the rules of a pack, or `rules` where given. */
export function judge(input: CheckInput, options: CheckOptions, rules?: readonly Rule[]): Judged {
  const all = watched([...(rules ?? packRules()), ...(options.customRules ?? [])], input.watch);
  const model = buildModel(input.templates, input.problems, loadReference(), options.settings, nagOf(all, input.constructOf));
  return { model, findings: evaluate(model, all, options.pack ?? 'recommended', options.overrides), rules: all, options };
}

/**
 * Accepts what people accepted, in the app and in the configuration, and then what the baseline holds.
 * @param items the findings of `judged`, with their places
 * @param accepted what the app accepts
 * @param isWhole whether this is all of the app
 */
export function settle<Item extends Located>(
  judged: Judged,
  items: readonly Item[],
  accepted: readonly Acknowledgement[],
  isWhole: boolean,
): Settled<Item> {
  const { model, rules, options } = judged;
  const { notAcknowledgeable = [], acknowledgements = [] } = options;
  const fixed = new Set(rules.flatMap(({ meta }) => (meta.acknowledgeable === false ? [meta.id] : [])));
  let extents: ReturnType<typeof extentsOf> | undefined;
  const terms: Terms = {
    today: options.settings?.today,
    isAcknowledgeable: (ruleId) => !fixed.has(ruleId) && !isForbidden(notAcknowledgeable, ruleId),
    extents: () => {
      extents ??= extentsOf(rules, options.pack ?? 'recommended', options.overrides);
      return extents;
    },
    isWhole,
    templates: model.templates.map(({ name }) => name),
  };
  const acknowledged = acknowledge(items, [...accepted, ...acknowledgements], terms);
  const isAcceptableHere = (finding: Finding) => isAcceptable(finding, terms);
  let matched: Matched | undefined;
  const baseline = () => {
    matched ??= matchedBaseline(acknowledged.items, judged, terms);
    return matched;
  };
  if (options.baseline === undefined) return { ...acknowledged, baseline, isAcceptable: isAcceptableHere };
  const { known, held } = baseline();
  const taken = new Set(options.baseline.takesAll === true ? held : []);
  const remembered = (item: Item): Item => {
    const entry = known.get(item.finding) ?? (taken.has(item.finding) ? { since: terms.today } : undefined);
    return entry === undefined
      ? item
      : { ...item, finding: restated(item.finding, { acknowledged: `in the baseline since ${entry.since}` }) };
  };
  return { ...acknowledged, items: acknowledged.items.map(remembered), baseline, isAcceptable: isAcceptableHere };
}

function matchedBaseline(items: readonly Located[], { model, options }: Judged, terms: Terms): Matched {
  const { matchBaseline } = require('./baseline/match') as typeof import('./baseline/match');
  const findings = items.map(({ finding }) => finding);
  const extents = terms.extents();
  const crashed = new Set(findings.flatMap(({ ruleId, evidence }) => (ruleId === RULE_CRASHED ? [evidence] : [])));
  const isUnread = findings.some(({ ruleId, location }) => ruleId === UNREADABLE_INPUT && location === '');
  return matchBaseline(findings, options.baseline ?? { entries: [] }, model, {
    mayHold: ({ ruleId }) => !isOfEngine(ruleId) && terms.isAcknowledgeable(ruleId),
    didRun: (ruleId) => !isUnread && !crashed.has(ruleId) && (extents.get(ruleId) ?? 'off') !== 'off',
    isWhole: terms.isWhole,
  });
}

/** Where a finding is in the app: its construct, else its stack, else what deploys its template. */
function pathOf({ constructPath, stack, template }: Finding, model: Model): string {
  const path = constructPath ?? stack;
  if (path !== null) return path;
  const parent = model.templates.find(({ name }) => name === template)?.parent;
  const deployedBy = parent?.template.resources.get(parent.logicalId)?.constructPath;
  return deployedBy?.replace(/\.NestedStack\/[^/]+$/, '') ?? '';
}

export function resultOf(model: Model, findings: readonly Finding[]): Result {
  return { schemaVersion: 1, tool: toolOf(), summary: summarise(model, findings), findings };
}

/** An app as it is read, before anybody judges it: for inventories, maps and lockfiles. */
export function modelOf(paths: readonly string[], cwd: string, options: CheckOptions = {}, watch?: Watch): Model {
  const read = readInputs(paths, cwd, watch);
  watch?.('resolving values', 0);
  const built = buildTemplates(read.inputs);
  return buildModel(built.templates, [...read.problems, ...built.problems], loadReference(), options.settings, nagOf([], undefined));
}

/** Checks assemblies (`cdk.out`), folders of templates and template files. Paths are relative to `cwd`. */
export function checkPaths(paths: readonly string[], cwd: string, options: CheckOptions = {}, watch?: Watch): Result {
  return checkPathsInDetail(paths, cwd, options, watch).result;
}

/** As `checkPaths`, with what the check says of the baseline. */
export function checkPathsInDetail(paths: readonly string[], cwd: string, options: CheckOptions = {}, watch?: Watch): Checked {
  const { inputs, problems, acknowledgements, isWhole } = readInputs(paths, cwd, watch);
  watch?.('resolving values', 0);
  const built = buildTemplates(inputs);
  return checkInDetail(
    { templates: built.templates, problems: [...problems, ...built.problems], acknowledgements, isWhole, ...(watch && { watch }) },
    options,
  );
}

/** The rules, each telling that it runs. */
function watched(rules: readonly Rule[], watch: Watch | undefined): readonly Rule[] {
  if (watch === undefined) return rules;
  return rules.map((rule, index) => ({
    ...rule,
    check(model, asked) {
      watch('running rules', index + 1, rules.length);
      return rule.check(model, asked);
    },
  }));
}

/** cdk-nag, loaded when a rule asks it: it takes as long as many a check, and need not be installed. */
function nagOf(rules: readonly Rule[], constructOf: CheckInput['constructOf']): NagOracle {
  let oracle: NagOracle | undefined;
  return {
    judge(reference, resource) {
      oracle ??= (require('./nag/oracle') as typeof import('./nag/oracle')).nagOracle(
        rules.flatMap(({ nag = [] }) => nag),
        constructOf,
      );
      return oracle.judge(reference, resource);
    },
  };
}

/** What every report says of its origin. */
export function toolOf(): Tool {
  return { name: 'cdk-least-privilege', version: packageVersion(), referenceDate: loadReference().date };
}

/** The version of this package. */
export function packageVersion(): string {
  const { version } = require('../package.json') as { readonly version: string };
  return version;
}

/** The rules that a check runs: those of the package, loaded when they are first asked for. */
export function packRules(): readonly Rule[] {
  return (require('../policies') as typeof import('../policies')).rules;
}
