import { containsNetwork, mergeNetworks, type Network, parseCidr } from '../network';
import type { Model } from './model';

const trusted = new WeakMap<Model, readonly Network[]>();

/** Whether the owners call all of the network their own, in `trustedNetworks`. */
export function isTrustedNetwork(model: Model, network: Network): boolean {
  const { trustedNetworks } = model.settings;
  if (trustedNetworks.length === 0) return false;
  let own = trusted.get(model);
  if (own === undefined) {
    own = mergeNetworks(trustedNetworks.map(parseCidr).filter((parsed) => parsed !== undefined));
    trusted.set(model, own);
  }
  return own.some((range) => containsNetwork(range, network));
}
