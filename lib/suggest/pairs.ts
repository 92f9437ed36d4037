import { alwaysNamesOne, needsEveryResource, parseActionPattern } from '../core/iam/action';
import { mayActOn } from '../core/iam/resource-match';
import type { PolicyDocument } from '../core/iam/statement';
import type { Model } from '../core/model/model';
import { placeOf } from './place';

/** What policies allow, counted in pairs of one action and one resource. */
export interface Pairs {
  /** `s3:GetObject <Receipts.Arn>/*`: pairs whose resource somebody named. */
  readonly named: ReadonlySet<string>;
  /** Pairs of an action with resources that nobody named, though the action takes one. */
  readonly unnamed: ReadonlySet<string>;
  /** Whether a statement allows every action there is. */
  readonly everything: boolean;
}

/** The pairs that policies allow: patterns of actions stand for the actions that work on the resource. */
export function pairsOf(model: Model, documents: readonly PolicyDocument[]): Pairs {
  const named = new Set<string>();
  const unnamed = new Set<string>();
  let everything = false;
  for (const { resource, statements } of documents) {
    for (const { effect, actions, notActions, resources } of statements) {
      if (effect === 'Deny') continue;
      if (notActions.length > 0) everything = true;
      for (const on of resources) {
        const { kind } = placeOf(model, resource, on.value);
        const shown = model.show(on, resource);
        for (const { value } of actions) {
          const pattern = parseActionPattern(model.reference, typeof value === 'string' ? value : '*');
          if (pattern.kind === 'all') everything = true;
          for (const action of pattern.actions) {
            const isFree = needsEveryResource(action) || !alwaysNamesOne(action);
            if (kind === 'every') (isFree ? named : unnamed).add(`${action.id} *`);
            else if (mayActOn(model.reference, action, on.value)) (kind === 'broad' ? unnamed : named).add(`${action.id} ${shown}`);
          }
        }
      }
    }
  }
  return { named, unnamed, everything };
}
