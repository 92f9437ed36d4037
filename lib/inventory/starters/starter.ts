import type { Authentication, Model } from '../../core/model/model';
import type { Invocation } from '../../core/model/triggers';
import type { Resource } from '../../core/template/template';
import type { DEFAULT_BUS } from '../default-bus';
import type { Effect, Exposure, InventoryEntryPoint } from '../inventory';

/** An entry point, before it gets its id: things are resources still. */
export interface Starter {
  readonly kind: InventoryEntryPoint['kind'];
  readonly invocation: Invocation;
  readonly service: string;
  readonly label: string;
  readonly exposure: Exposure;
  readonly authentication: readonly Authentication[];
  readonly who: string;
  readonly tls: 'yes' | 'no' | 'unknown';
  readonly function?: Resource;
  /** The queue, table or state machine that it leads to without a function. */
  readonly store?: Resource | typeof DEFAULT_BUS;
  /** What it lets people do to the store, where that is not all. Sorted. */
  readonly effects?: readonly Effect[];
  /** The API, store or function that it comes from. */
  readonly from?: Resource | typeof DEFAULT_BUS;
  /** The resource that makes it. */
  readonly by: Resource;
}

/** What readers of entry points may ask. */
export interface StarterContext {
  readonly model: Model;
  /** The exposure of a queue, topic, bus, bucket, stream or table by its own policy. */
  exposureOf(store: Resource): StoreExposure;
}

/** Who a resource lets in by its own policy, and why, in words. */
export interface StoreExposure {
  readonly exposure: Exposure;
  readonly reasons: readonly string[];
}

/** A trigger that is no API: called by a service, over TLS. */
export function triggerBy(
  service: string,
  invocation: Invocation,
  exposure: Exposure,
  who: string,
  rest: Pick<Starter, 'label' | 'by'> & Partial<Pick<Starter, 'function' | 'store' | 'from' | 'authentication'>>,
): Starter {
  return { kind: 'trigger', invocation, service, exposure, who, tls: 'yes', authentication: [], ...rest };
}

/** The first literal or shown value of a property, for a label. */
export function shownValue(model: Model, resource: Resource, ...path: readonly string[]): string | undefined {
  const [value] = model.values(resource, ...path);
  return value === undefined ? undefined : model.show(value, resource);
}
