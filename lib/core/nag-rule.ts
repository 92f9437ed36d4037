import type { Model } from './model/model';
import type { NagReference } from './model/nag';
import type { Path } from './path';
import { defineRule, type InvalidRuleExample, type Rule, type RuleExample, type RuleMeta } from './rule';
import type { Resource } from './template/template';

/** A rule that cdk-nag has and this package does not write again. */
export interface NagRule {
  readonly meta: Omit<RuleMeta, 'severity' | 'source' | 'catalogue'> & {
    /** Rules of cdk-nag need the construct library, so they belong to the strict pack alone. */
    readonly severity: 'error' | 'warning' | 'info';
    /** Ids of the catalogue entries that the rule covers. @default none */
    readonly catalogue?: readonly string[];
  };
  readonly nag: NagReference;
  /**
   * The property that decides, as it is written in a template: where findings are, and what they call the mistake.
   * Nothing, where other resources decide: then `evidence` names the mistake.
   */
  readonly property?: readonly string[];
  /** @default the property and its value */
  readonly evidence?: string;
  /** `{name}` is the resource, `{value}` what the property is, `{finding}` what cdk-nag names: `audit` of `LogExport::audit`. */
  readonly what: string;
  readonly fix: string;
  readonly examples: {
    readonly valid: readonly RuleExample[];
    readonly invalid: readonly (RuleExample & Partial<Pick<InvalidRuleExample<'reported'>, 'reports'>>)[];
  };
}

/** Makes a rule whose judgement is that of cdk-nag, and whose place, words and severity are ours. */
export function defineNagRule({ meta, nag, property, evidence, what, fix, examples }: NagRule): Rule<'reported'> {
  return defineRule({
    meta: {
      ...meta,
      catalogue: meta.catalogue ?? [],
      severity: { recommended: 'off', strict: meta.severity, critical: 'off' },
      source: 'cdk-nag',
    },
    nag,
    messages: { reported: { what, fix } },
    examples: {
      valid: examples.valid,
      invalid: examples.invalid.map(({ reports = ['reported'], ...example }) => ({ ...example, reports })),
    },
    *check(model) {
      for (const type of nag.types) {
        for (const resource of model.resourcesOfType(type)) {
          // What a construct of CDK's own makes, nobody can set otherwise.
          if (model.isProvided(resource)) continue;
          const verdict = model.nag.judge(nag, resource);
          if (verdict.kind !== 'violation') continue;
          const { at, value } = placeOf(model, resource, property);
          const name = model.nameOf(resource);
          // Where cdk-nag names no part, the resource as a whole is meant.
          for (const part of verdict.findings.length === 0 ? [undefined] : verdict.findings) {
            const finding = part?.replace(/^\w+::/, '') ?? '';
            const mistake = part === undefined ? [property?.at(-1), value].filter((word) => word !== undefined).join(' ') : finding;
            const data = { name, value: value ?? 'not known', finding };
            yield { message: 'reported', resource, at, evidence: evidence ?? mistake, data };
          }
        }
      }
    },
  });
}

/** Where a property stands, and its value where it is the same in all worlds of the conditions. */
function placeOf(
  model: Model,
  resource: Resource,
  property: readonly string[] | undefined,
): { readonly at: Path; readonly value?: string } {
  const values = property === undefined ? [] : model.readingsOf(resource).flatMap((reading) => reading.values(...property));
  const [first] = values;
  if (first === undefined) return { at: model.propertiesOf(resource) };
  const written = (value: typeof first) => (value.kind === 'absent' ? 'absent' : value.text || value.shown);
  const isOne = values.every((value) => written(value) === written(first));
  return isOne ? { at: first.at, value: written(first) } : { at: model.propertiesOf(resource) };
}
