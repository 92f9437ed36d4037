import type { IConstruct } from 'constructs';
import { mistakesOf, OWN_METADATA, plainId, ruleOf } from '../core/acknowledgement';
import { keepOuterAcknowledgements } from './outer-acknowledgements';

/** Name of the plugin: the part before `::` of everything that a user acknowledges. */
export const PLUGIN_NAME = 'LeastPrivilege';

/** What a person accepts, and why. */
export interface Acknowledgement {
  /**
   * Id of a rule, for all that it finds, or of one finding: `iam/no-wildcard-action[s3:*]`. With or without the prefix
   * `LeastPrivilege::` that a synth prints.
   */
  readonly rule: string;
  /** Why it is fine. It stands in every report. */
  readonly reason: string;
  /**
   * The last day on which it holds, such as `2027-03-31`. From the day after, the findings block again, and say so.
   *
   * @default - it holds for good
   */
  readonly expires?: string;
  /**
   * Whom to ask about it.
   *
   * @default - nobody is named
   */
  readonly owner?: string;
  /**
   * Where it was decided.
   *
   * @default - none is named
   */
  readonly ticket?: string;
  /**
   * Paths below the construct, each with everything below it. An asterisk stands for any text: `*Handler`, on the app, is every
   * construct whose path ends like this.
   *
   * @default - the construct, and everything below it
   */
  readonly paths?: string[];
}

/**
 * Findings that a person accepts on a construct and all below it. They block nothing, and stay in every report with the reason.
 *
 * What `Validations.of(construct).acknowledge` accepts holds as well. This accepts with care: for a time, with whom to ask, by
 * paths. An acknowledgement that covers no finding is reported, so that it can be deleted.
 *
 * @example
 * Acknowledgements.of(stack).add({
 *   rule: 'iam/no-wildcard-action[s3:*]',
 *   reason: 'empties the buckets of a test account',
 *   expires: '2027-03-31',
 * });
 */
export class Acknowledgements {
  /** The acknowledgements of a construct: the app, a stage, a stack or anything below. */
  public static of(scope: IConstruct): Acknowledgements {
    return new Acknowledgements(scope);
  }

  private constructor(private readonly scope: IConstruct) {}

  /** Accepts the findings of a rule, or one finding, here and below. Fails on an id that no rule has, and without a reason. */
  public add(acknowledgement: Acknowledgement): void {
    const given = Object.fromEntries(Object.entries(acknowledgement).filter(([, value]) => value !== undefined));
    const found = mistakesOf(given);
    const mistakes = found.length > 0 ? found : unknownIn(plainId(acknowledgement.rule));
    if (mistakes.length > 0) throw new Error(`Acknowledgements.of("${this.scope.node.path}").add: ${mistakes.join('; ')}`);
    this.scope.node.addMetadata(OWN_METADATA, given);
    keepOuterAcknowledgements(this.scope.node.root);
  }
}

/**
 * What to say of a rule that the package does not have. One that looks like none of the package may be one of the app's
 * owners, which are known when the app is checked.
 */
function unknownIn(id: string): readonly string[] {
  const { packRules } = require('../check') as typeof import('../check');
  const { unknownRule } = require('../config/validate') as typeof import('../config/validate');
  const ids = packRules().map(({ meta }) => meta.id);
  const rule = ruleOf(id);
  if (ids.includes(rule)) return [];
  const said = unknownRule(rule, ids);
  const isOfPackage = ids.some((known) => known.startsWith(`${rule.split('/')[0]}/`));
  return said.includes('did you mean') || isOfPackage || rule.startsWith('engine/') ? [said] : [];
}
