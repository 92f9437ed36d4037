import type { KnownAction } from '../core/iam/action';
import type { Statement } from '../core/iam/statement';
import type { Element } from '../core/template/resolver';
import type { Narrowing } from './narrowing';
import type { Place } from './place';

/** Actions that a statement allows through one element of `Resource`: those that act on what it names. */
export interface Claim {
  readonly statement: Statement;
  readonly on: Element;
  readonly place: Place;
  readonly narrowing: Narrowing;
  readonly actions: readonly KnownAction[];
}
