import type { Model } from '../core/model/model';
import type { Inventory } from '../inventory/inventory';
import { type CheckFlags, optionsFrom, type Shell } from './command';

/** An app, read for an inventory, a map or a lockfile. */
export interface AppInput {
  readonly model: Model;
  readonly inventory: Inventory;
}

/** The input holds no template, or something of it cannot be read: what would be said of it might be wrong. */
export class UnreadableInputError extends Error {
  public override readonly name = 'UnreadableInputError';
}

/**
 * Reads assemblies, folders and templates.
 *
 * @throws UnreadableInputError that names every file that is missing or does not parse
 */
export function readApp(paths: readonly string[], flags: CheckFlags, shell: Shell): AppInput {
  const { modelOf, toolOf } = require('../check') as typeof import('../check');
  const { inventoryOf } = require('../inventory') as typeof import('../inventory');
  const model = modelOf(paths, shell.cwd, optionsFrom(flags, shell));
  refuseUnreadable(model, paths);
  return { model, inventory: inventoryOf(model, toolOf()) };
}

/** @throws UnreadableInputError that names every file that is missing or does not parse */
export function refuseUnreadable(model: Model, paths: readonly string[]): void {
  const unread = model.problems.filter(({ location }) => location === '').map(({ template, message }) => `${template}: ${message}`);
  if (unread.length > 0) throw new UnreadableInputError(unread.join('\n'));
  if (model.templates.length === 0) throw new UnreadableInputError(`no template in ${paths.join(', ')}: run "npx cdk synth" first`);
}
