import type { Matched } from './baseline/match';
import { type Acknowledged, acknowledge, isForbidden, type Located, type Terms } from './core/acknowledge';
import type { Acknowledgement } from './core/acknowledgement';
import { evaluate, extentsOf, inOrder, restated, summarise } from './core/evaluate';
import { buildModel } from './core/model/build';
import type { Model } from './core/model/model';
import type { NagOracle } from './core/model/nag';
import type { CheckOptions } from './core/options';
import type { Result, Tool } from './core/result';
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
}

/** Checks templates with the rules of a pack, or with `rules` where given. Never throws on bad templates: see `InputProblem`. */
export function checkTemplates(input: CheckInput, options: CheckOptions = {}, rules?: readonly Rule[]): Result {
  const reference = loadReference();
  const all = watched([...(rules ?? packRules()), ...(options.customRules ?? [])], input.watch);
  const model = buildModel(input.templates, input.problems, reference, options.settings, nagOf(all, input.constructOf));
  const findings = evaluate(model, all, options.pack ?? 'recommended', options.overrides);
  return {
    schemaVersion: 1,
    tool: toolOf(),
    summary: summarise(model, findings),
    findings,
  };
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
  const read = readInputs(paths, cwd, watch);
  watch?.('resolving values', 0);
  const built = buildTemplates(read.inputs);
  return checkTemplates({ templates: built.templates, problems: [...read.problems, ...built.problems], ...(watch && { watch }) }, options);
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
