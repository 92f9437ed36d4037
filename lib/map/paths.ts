import type { Inventory } from '../inventory/inventory';
import { pathsFromAnyone } from '../inventory/paths';
import { nodeId } from './graph';
import { effectsInWords } from './words';

/** A path from somebody who is let in by nobody to a store of data, as cards and in words. */
export interface MapPath {
  /** The entry point, what lies between, the store. */
  readonly nodes: readonly string[];
  /** The same in words: `anyone on the internet`, `GET /orders`, `ListOrders`, `reads Orders`. */
  readonly words: readonly string[];
}

/** Every path from an entry point that anyone can use to a store of data. */
export function mapPathsOf(inventory: Inventory): readonly MapPath[] {
  const entryPoints = new Map(inventory.entryPoints.map((entryPoint) => [entryPoint.id, entryPoint]));
  const functions = new Map(inventory.functions.map(({ id, name }) => [id, name]));
  const stores = new Map(inventory.stores.map(({ id, name }) => [id, name]));
  const cardOf = (id: string) => nodeId(functions.has(id) ? 'function' : 'store', id);
  return pathsFromAnyone(inventory).flatMap(({ entryPoint: id, store, through, effects }) => {
    const entryPoint = entryPoints.get(id);
    if (entryPoint === undefined) return [];
    const who = entryPoint.exposure === 'unknown' ? 'whoever is let in (not known)' : entryPoint.who;
    const arrival = through.length === 0 ? (stores.get(store) ?? store) : `may ${effectsInWords(effects)}: ${stores.get(store) ?? store}`;
    return [
      {
        nodes: [nodeId('entry', id), ...through.map(cardOf), nodeId('store', store)],
        words: [who, entryPoint.label, ...through.map((step) => functions.get(step) ?? stores.get(step) ?? step), arrival],
      },
    ];
  });
}
