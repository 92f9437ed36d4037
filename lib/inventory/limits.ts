import { type KnownAction, patternAllows } from '../core/iam/action';
import { meetsArn } from '../core/iam/arn';
import { type Ceiling, ceilingsOf, deniesIn, type Holder, takesBack } from '../core/iam/effective';
import { type Grant, type GrantedResource, isEverythingBut, leavesIn } from '../core/iam/grant';
import { globCovers } from '../core/iam/pattern';
import type { Statement } from '../core/iam/statement';
import type { Model } from '../core/model/model';
import type { Element } from '../core/template/resolver';
import { effectsOfAction, type PatternEffects } from './effects';
import type { Effect } from './inventory';
import { sortedOnce } from './order';

/** What takes rights back from a holder: Deny statements, and its permissions boundary. */
export class HolderLimits {
  private readonly denies: readonly Statement[];
  private readonly ceilings: readonly Ceiling[];

  constructor(model: Model, holder: Holder) {
    this.denies = deniesIn(holder.documents);
    this.ceilings = ceilingsOf(model, holder.resource);
  }

  /** The permissions boundary that is not in the input, when there is one: it may take rights back. */
  get unread(): Element | undefined {
    return this.ceilings.find(({ grants }) => grants === undefined)?.element;
  }

  /**
   * What is left of an action pattern on one value of `Resource`; `none` when nothing is. A Deny that only holds under
   * a condition takes nothing back for certain.
   */
  within(allow: Statement, pattern: string, resource: GrantedResource, found: PatternEffects): readonly Effect[] | 'none' {
    if (this.denies.length === 0 && this.ceilings.length === 0) return found.effects;
    if (this.denies.some((deny) => takesBackPattern(deny, allow, pattern, resource))) return 'none';
    if (found.actions.length === 0) return found.effects;
    const left = found.actions.filter(
      (action) => !this.denies.some((deny) => takesBack(deny, allow, action.id, resource)) && this.isUnderCeiling(action, resource),
    );
    return left.length === 0 ? 'none' : sortedOnce(left.flatMap(effectsOfAction));
  }

  private isUnderCeiling({ id }: KnownAction, resource: GrantedResource): boolean {
    return this.ceilings.length === 0 || this.ceilings.some((ceiling) => lets(ceiling, id, resource));
  }
}

/** A Deny of a pattern takes back every action that a narrower one allows, those that the reference does not know as well. */
function takesBackPattern(deny: Statement, allow: Statement, pattern: string, resource: Element): boolean {
  return deny.actions.some(
    ({ value }) =>
      typeof value === 'string' && globCovers(value.toLowerCase(), pattern.toLowerCase()) && takesBack(deny, allow, pattern, resource),
  );
}

function lets({ grants, denies }: Ceiling, action: string, resource: GrantedResource): boolean {
  if (grants === undefined) return true;
  return grants.some(
    (grant) => allows(grant, action, resource) && !denies.some((deny) => takesBack(deny, grant.statement, action, resource)),
  );
}

function allows({ statement, resources }: Grant, action: string, { value }: Element): boolean {
  const named = statement.actions.some(({ value: pattern }) => typeof pattern !== 'string' || patternAllows(pattern, action));
  if (!named && !leavesIn(statement, action)) return false;
  return isEverythingBut(statement) || resources.some((granted) => meetsArn(granted.value, value) !== 'no');
}
