import type { aws_logs as logs } from 'aws-cdk-lib';
import type { Declaration } from '../access/compile';
import { type DeclaredAccess, standingFor } from './declared-access';
import { EnvironmentValue } from './environment-value';
import { declareAccess } from './reference-access';
import { arnBeside } from './resource-place';
import { joinAccess, onEveryResource } from './scoped-access';

/** Access to a log group that code writes or reads itself. The log group that a function writes to brings its own. */
export class LogGroupAccess {
  /** @internal */
  public static _of(logGroup: logs.ILogGroup): LogGroupAccess {
    return new LogGroupAccess(logGroup);
  }

  private constructor(private readonly logGroup: logs.ILogGroup) {}

  /**
   * Write to streams, and create them: `CreateLogStream`, `PutLogEvents`.
   *
   * @example
   * declare const audit: logs.LogGroup;
   * Access.logGroup(audit).write();
   */
  public write(): DeclaredAccess {
    return this.to(this.onStreams('logs:CreateLogStream', 'logs:PutLogEvents'));
  }

  /** Write to streams that exist: `PutLogEvents`. */
  public putEvents(): DeclaredAccess {
    return this.to(this.onStreams('logs:PutLogEvents'));
  }

  /** Search the events of all streams: `FilterLogEvents`. */
  public filterEvents(): DeclaredAccess {
    return this.to(this.onGroup('logs:FilterLogEvents'));
  }

  /** List the streams, and read them one by one: `DescribeLogStreams`, `GetLogEvents`. */
  public readStreams(): DeclaredAccess {
    return this.to(this.onGroup('logs:DescribeLogStreams'), this.onStreams('logs:GetLogEvents'));
  }

  /** Ask questions with Logs Insights, and read the answers: `StartQuery`, `GetQueryResults`. */
  public query(): DeclaredAccess {
    return this.to(this.onGroup('logs:GetQueryResults', 'logs:StartQuery'));
  }

  /** The same as `query`, and stop questions: `StopQuery` too, which AWS takes on `*`. */
  public queryAndStop(): DeclaredAccess {
    return this.standing(joinAccess(this.query(), onEveryResource(['logs:StopQuery'])));
  }

  /**
   * All but tagging are authorized on the ARN that ends in `:*`
   * (https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogGroup.html).
   */
  private onGroup(...actions: string[]): Declaration {
    return { actions, targets: [{ type: 'log-group', arn: `${this.arn()}:*` }] };
  }

  private onStreams(...actions: string[]): Declaration {
    return { actions, targets: [{ type: 'log-stream', arn: `${this.arn()}:log-stream:*` }] };
  }

  /** CloudFormation's ARN of a log group ends in `:*`, which stands for its streams. */
  private arn(): string {
    const { logGroup } = this;
    return arnBeside(logGroup, logGroup.logGroupArn, 'logs', `log-group:${logGroup.logGroupName}`);
  }

  private to(...declarations: Declaration[]): DeclaredAccess {
    return this.standing(declareAccess(this.logGroup, declarations));
  }

  private standing(access: DeclaredAccess): DeclaredAccess {
    const { logGroupName } = this.logGroup;
    const values = {
      [EnvironmentValue.IDENTIFIER]: logGroupName,
      [EnvironmentValue.ARN]: this.arn(),
      [EnvironmentValue.NAME]: logGroupName,
    };
    return standingFor(this.logGroup, values, access);
  }
}
