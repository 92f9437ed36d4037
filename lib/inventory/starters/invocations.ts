import type { Resource } from '../../core/template/template';
import type { InventoryPermission } from '../inventory';
import { addTo } from '../order';
import { mayInvoke } from '../steps';
import { type Starter, triggerBy } from './starter';

/** A function with the id of the holder of its permissions. */
export interface Caller {
  readonly resource: Resource;
  readonly name: string;
  readonly role: string | null;
}

/** Functions that other functions may start, by name; what a wildcard lets them start is left to the permissions. */
export function* invocationStarters(
  permissions: readonly InventoryPermission[],
  callers: readonly Caller[],
  functions: ReadonlyMap<string, Resource>,
): Iterable<Starter> {
  const byRole = new Map<string, Caller[]>();
  for (const caller of callers) if (caller.role !== null) addTo(byRole, caller.role, caller);
  for (const permission of permissions) {
    const started = permission.store === null ? undefined : functions.get(permission.store);
    if (started === undefined || !mayInvoke(permission)) continue;
    for (const { resource, name } of byRole.get(permission.holder) ?? []) {
      if (resource === started) continue;
      yield triggerBy('Lambda', 'synchronous', 'app', `the function ${name}`, {
        label: name,
        by: resource,
        function: started,
        from: resource,
      });
    }
  }
}
