import { matchesGlob } from './iam/pattern';
import type { SeverityOverride } from './options';
import type { PackName, RuleMeta, RuleSeverity } from './rule';
import type { Resource } from './template/template';

/** The severities of one rule in one check. */
export interface Severities {
  /** Whether the rule can report anything at all. */
  readonly run: boolean;
  /** What findings weigh where no override for some places fits. */
  readonly everywhere: RuleSeverity;
  /** What a finding on this resource weighs. */
  at(resource: Resource): RuleSeverity;
}

/**
 * The severity of a rule: that of the pack, until an override says otherwise. The last override that fits counts. A pattern
 * (`data/*`) changes what the pack runs; what it leaves out, only the rule's own id brings in.
 */
export function severitiesOf(meta: RuleMeta, pack: PackName, overrides: readonly SeverityOverride[]): Severities {
  let everywhere = meta.severity[pack];
  const isLeftOut = everywhere === 'off';
  let scoped: readonly SeverityOverride[] = [];
  for (const override of overrides) {
    if (!namesRule(override, meta.id) || (isLeftOut && override.rule !== meta.id)) continue;
    if (isScoped(override)) scoped = [...scoped, override];
    else {
      everywhere = override.severity;
      scoped = [];
    }
  }
  if (scoped.length === 0) return { run: everywhere !== 'off', everywhere, at: () => everywhere };
  return {
    everywhere,
    run: everywhere !== 'off' || scoped.some(({ severity }) => severity !== 'off'),
    at: (resource) => scoped.findLast((override) => isAt(override, placeOf(resource)))?.severity ?? everywhere,
  };
}

/** Whether an override is about the rule of this id. */
export function namesRule({ rule }: Pick<SeverityOverride, 'rule'>, ruleId: string): boolean {
  return matches(rule, ruleId);
}

/** Whether an override is about some places only. */
export function isScoped({ constructs, templates, logicalIds }: SeverityOverride): boolean {
  return constructs !== undefined || templates !== undefined || logicalIds !== undefined;
}

/** Places that the app's owners named, by patterns. Where several kinds are given, a place must be in all of them. */
export type Places = Pick<SeverityOverride, 'constructs' | 'templates' | 'logicalIds'>;

/** A place of the input; its parts are asked for only when a pattern is held against them. */
export interface Place {
  readonly template: string;
  readonly logicalId: string | null;
  readonly constructPath: string | null;
}

/** Whether a place is one of those that were named. */
export function isAt({ constructs, templates, logicalIds }: Places, place: Place): boolean {
  if (logicalIds !== undefined) {
    const { logicalId } = place;
    if (logicalId === null || !logicalIds.some((pattern) => matches(pattern, logicalId))) return false;
  }
  if (templates !== undefined && !isTemplate(templates, place.template)) return false;
  if (constructs === undefined) return true;
  return place.constructPath !== null && isPath(constructs, place.constructPath);
}

/** Whether patterns name a template, with or without the folders before it. */
export function isTemplate(patterns: readonly string[], name: string): boolean {
  return matchesSome(patterns, endingsOf(name));
}

/** Whether patterns name a path or something that holds it. */
export function isPath(patterns: readonly string[], path: string): boolean {
  return matchesSome(patterns, beginningsOf(path));
}

function placeOf(resource: Resource): Place {
  return {
    template: resource.template.name,
    logicalId: resource.logicalId,
    get constructPath() {
      return resource.constructPath ?? null;
    },
  };
}

function matchesSome(patterns: readonly string[], texts: readonly string[]): boolean {
  return patterns.some((pattern) => texts.some((text) => matches(pattern, text)));
}

/** A `?` would stand for one character, which is why the configuration refuses it. */
function matches(pattern: string, text: string): boolean {
  return matchesGlob(pattern, text);
}

/** A path and those of all that holds it. */
function beginningsOf(path: string): readonly string[] {
  const ids = path.split('/');
  return ids.map((_, index) => ids.slice(0, index + 1).join('/'));
}

/** A path with ever fewer folders before its name: adapters name a template from the working folder or from `cdk.out`. */
function endingsOf(path: string): readonly string[] {
  const names = path.split('/');
  return names.map((_, index) => names.slice(index).join('/'));
}
