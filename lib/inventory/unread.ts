import { ceilingsOf } from '../core/iam/effective';
import type { Model } from '../core/model/model';
import type { FunctionFacts } from './functions';
import { sortedOnce } from './order';
import type { Permissions } from './permissions';
import type { Things } from './things';

/** What is missing from the inventory because it could not be read, in words; sorted. */
export function readUnread(
  model: Model,
  things: Things,
  { holders, all }: Permissions,
  functions: readonly FunctionFacts[],
): readonly string[] {
  const said: string[] = [];
  for (const { template, location, message } of model.problems) said.push(`${template}${location}: ${message}`);
  for (const { id, role } of functions) {
    if (role === null) said.push(`${id}: its role is not in the input: what it may do is not known`);
  }
  for (const resource of holders.keys()) {
    for (const { element, grants } of ceilingsOf(model, resource)) {
      if (grants === undefined) {
        said.push(
          `${things.idOf(resource)}: its permissions boundary ${model.show(element, resource)} is not in the input: it may do less than is said here`,
        );
      }
    }
  }
  for (const { holder, note, actions } of all) if (note !== null && actions.length === 0) said.push(`${holder}: ${note}`);
  return sortedOnce(said);
}
