import type { Inventory } from '../inventory/inventory';

/** The inventory itself, as JSON; `lib/inventory/inventory.schema.json` describes it. */
export function jsonMap(inventory: Inventory): string {
  return `${JSON.stringify(inventory, null, 2)}\n`;
}
