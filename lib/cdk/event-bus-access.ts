import type { aws_events as events } from 'aws-cdk-lib';
import { everyValue, joinConditions } from '../access/statement';
import type { DeclaredAccess } from './declared-access';
import { exactNames } from './exact-names';
import { declareAccess } from './reference-access';

/** Which events code puts on a bus. */
export interface EventSelection {
  /**
   * The sources that every event has one of: `com.example.orders`. No wildcards.
   *
   * @default - any source
   */
  readonly sources?: string[];

  /**
   * The detail types that every event has one of: `OrderPlaced`. No wildcards.
   *
   * @default - any detail type
   */
  readonly detailTypes?: string[];
}

/** Access to an event bus of EventBridge. */
export class EventBusAccess {
  /** @internal */
  public static _of(bus: events.IEventBus): EventBusAccess {
    return new EventBusAccess(bus);
  }

  private constructor(private readonly bus: events.IEventBus) {}

  /**
   * Put events on the bus, from these sources and of these detail types only: `PutEvents`.
   *
   * @example
   * declare const bus: events.EventBus;
   * Access.eventBus(bus).putEvents({ sources: ['com.example.orders'], detailTypes: ['OrderPlaced'] });
   */
  public putEvents(selection: EventSelection = {}): DeclaredAccess {
    const conditions = joinConditions(
      this.every('events:source', 'source', selection.sources),
      this.every('events:detail-type', 'detail type', selection.detailTypes),
    );
    const { eventBusArn } = this.bus;
    return declareAccess(this.bus, [{ actions: ['events:PutEvents'], targets: [{ type: 'event-bus', arn: eventBusArn }], conditions }]);
  }

  private every(key: string, what: string, values: readonly string[] | undefined) {
    return values === undefined ? {} : everyValue(key, exactNames(this.bus, what, values));
  }
}
