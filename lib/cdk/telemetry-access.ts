import { type DeclaredAccess, standingForName } from './declared-access';
import { EnvironmentValue } from './environment-value';
import { refuseInexact } from './exact-names';
import { onEveryResource } from './scoped-access';

/** Access to the metrics of one namespace of CloudWatch. */
export class MetricsAccess {
  /** @internal */
  public static _of(namespace: string): MetricsAccess {
    refuseInexact('namespace', [namespace]);
    return new MetricsAccess(namespace);
  }

  private constructor(private readonly namespace: string) {}

  /**
   * Write metrics of the namespace: `PutMetricData`, which AWS takes on `*` and narrows by the namespace. Metrics in the
   * embedded format are written to the log and need no access.
   *
   * @example
   * Access.metrics('Orders').put();
   */
  public put(): DeclaredAccess {
    const access = onEveryResource(['cloudwatch:PutMetricData'], { StringEquals: { 'cloudwatch:namespace': [this.namespace] } });
    return standingForName(
      this.namespace,
      { [EnvironmentValue.IDENTIFIER]: this.namespace, [EnvironmentValue.NAME]: this.namespace },
      access,
    );
  }

  /** Read metrics, of every namespace: `GetMetricData`, on `*`, the form that AWS takes; it knows no condition for the namespace. */
  public read(): DeclaredAccess {
    return onEveryResource(['cloudwatch:GetMetricData']);
  }
}

/** Access to X-Ray, for code that traces without the `tracing` of its function, such as a collector of OpenTelemetry. */
export class TracingAccess {
  /** @internal */
  public static _of(): TracingAccess {
    return new TracingAccess();
  }

  private constructor() {}

  /**
   * Write traces: `PutTraceSegments`, `PutTelemetryRecords`, on `*`, the form that AWS takes.
   *
   * @example
   * Access.tracing().write();
   */
  public write(): DeclaredAccess {
    return onEveryResource(['xray:PutTelemetryRecords', 'xray:PutTraceSegments']);
  }

  /** Write traces, and nothing about the daemon: `PutTraceSegments`. */
  public putTraceSegments(): DeclaredAccess {
    return onEveryResource(['xray:PutTraceSegments']);
  }

  /** Ask what to sample: `GetSamplingRules`, `GetSamplingTargets`. */
  public readSampling(): DeclaredAccess {
    return onEveryResource(['xray:GetSamplingRules', 'xray:GetSamplingTargets']);
  }
}
