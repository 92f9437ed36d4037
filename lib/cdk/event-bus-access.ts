import type { aws_events as events } from 'aws-cdk-lib';
import { everyValue, joinConditions } from '../access/statement';
import { type DeclaredAccess, standingFor } from './declared-access';
import { EnvironmentValue, nameOrArn } from './environment-value';
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
    const { eventBusArn, eventBusName } = this.bus;
    const targets = [{ type: 'event-bus', arn: eventBusArn }];
    return standingFor(
      this.bus,
      {
        [EnvironmentValue.IDENTIFIER]: nameOrArn(this.bus, eventBusName, eventBusArn),
        [EnvironmentValue.ARN]: eventBusArn,
        [EnvironmentValue.NAME]: eventBusName,
      },
      declareAccess(this.bus, [{ actions: ['events:PutEvents'], targets, conditions }]),
    );
  }

  private every(key: string, what: string, values: readonly string[] | undefined) {
    return values === undefined ? {} : everyValue(key, exactNames(this.bus, what, values));
  }
}
