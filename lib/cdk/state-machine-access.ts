import { Fn, type aws_stepfunctions as sfn, Token } from 'aws-cdk-lib';
import { everyValue } from '../access/statement';
import { byArn, type DeclaredAccess, standingFor } from './declared-access';
import { EnvironmentValue } from './environment-value';
import { exactNames } from './exact-names';
import { declareAccess } from './reference-access';
import { arnBeside } from './resource-place';
import { onEveryResource } from './scoped-access';

/** Access to a state machine of Step Functions, and to its executions. */
export class StateMachineAccess {
  /** @internal */
  public static _of(stateMachine: sfn.IStateMachine): StateMachineAccess {
    return new StateMachineAccess(stateMachine);
  }

  private constructor(private readonly stateMachine: sfn.IStateMachine) {}

  /**
   * Start executions, and do not wait for them: `StartExecution`.
   *
   * @example
   * declare const fulfilment: sfn.StateMachine;
   * Access.stateMachine(fulfilment).startExecution();
   */
  public startExecution(): DeclaredAccess {
    return this.to('states:StartExecution');
  }

  /**
   * Start executions of one alias or version of the state machine, and of no other: `StartExecution`.
   *
   * @param qualifier name of the alias, or number of the version
   */
  public startExecutionOf(qualifier: string): DeclaredAccess {
    const [named = ''] = exactNames(this.stateMachine, 'alias or version', [qualifier]);
    const arn = `${this.stateMachine.stateMachineArn}:${named}`;
    // The call is allowed on the state machine as a whole, and narrowed by what follows its ARN.
    const access = declareAccess(this.stateMachine, [
      {
        actions: ['states:StartExecution'],
        targets: [{ type: 'statemachine', arn: this.stateMachine.stateMachineArn }],
        conditions: everyValue('states:StateMachineQualifier', [named]),
      },
    ]);
    return standingFor(this.stateMachine, { ...byArn(arn), [EnvironmentValue.NAME]: named }, access);
  }

  /** Run an express state machine, and wait for its answer: `StartSyncExecution`. */
  public startSyncExecution(): DeclaredAccess {
    return this.to('states:StartSyncExecution');
  }

  /** List the executions: `ListExecutions`. */
  public listExecutions(): DeclaredAccess {
    return this.to('states:ListExecutions');
  }

  /** Read status, input, output and history of executions: `DescribeExecution`, `GetExecutionHistory`. */
  public readExecutions(): DeclaredAccess {
    return this.toExecutions('states:DescribeExecution', 'states:GetExecutionHistory');
  }

  /** Read status, input and output of executions: `DescribeExecution`. */
  public describeExecutions(): DeclaredAccess {
    return this.toExecutions('states:DescribeExecution');
  }

  /** Stop running executions: `StopExecution`. */
  public stopExecutions(): DeclaredAccess {
    return this.toExecutions('states:StopExecution');
  }

  /** Run failed executions again from where they failed: `RedriveExecution`. */
  public redriveExecutions(): DeclaredAccess {
    return this.toExecutions('states:RedriveExecution');
  }

  /**
   * Answer the tasks that wait for a callback: `SendTaskSuccess`, `SendTaskFailure`, `SendTaskHeartbeat`. AWS takes them on `*`
   * only: who holds a task token may answer it, whatever the state machine.
   */
  public completeTasks(): DeclaredAccess {
    return onEveryResource(['states:SendTaskFailure', 'states:SendTaskHeartbeat', 'states:SendTaskSuccess']);
  }

  /** Answer a task that waits for a callback with its result: `SendTaskSuccess`, on `*`. */
  public sendTaskSuccess(): DeclaredAccess {
    return onEveryResource(['states:SendTaskSuccess']);
  }

  /** Answer a task that waits for a callback with an error: `SendTaskFailure`, on `*`. */
  public sendTaskFailure(): DeclaredAccess {
    return onEveryResource(['states:SendTaskFailure']);
  }

  /** Keep a task that waits for a callback alive: `SendTaskHeartbeat`, on `*`. */
  public sendTaskHeartbeat(): DeclaredAccess {
    return onEveryResource(['states:SendTaskHeartbeat']);
  }

  private to(...actions: string[]): DeclaredAccess {
    const { stateMachineArn } = this.stateMachine;
    return this.standing(declareAccess(this.stateMachine, [{ actions, targets: [{ type: 'statemachine', arn: stateMachineArn }] }]));
  }

  private toExecutions(...actions: string[]): DeclaredAccess {
    const { stateMachineArn } = this.stateMachine;
    const arn = arnBeside(this.stateMachine, stateMachineArn, 'states', `execution:${this.name()}:*`);
    return this.standing(declareAccess(this.stateMachine, [{ actions, targets: [{ type: 'execution', arn }] }]));
  }

  private standing(access: DeclaredAccess): DeclaredAccess {
    const values = { ...byArn(this.stateMachine.stateMachineArn), [EnvironmentValue.NAME]: this.name() };
    return standingFor(this.stateMachine, values, access);
  }

  private name(): string {
    const { stateMachine } = this;
    if ('stateMachineName' in stateMachine && typeof stateMachine.stateMachineName === 'string') return stateMachine.stateMachineName;
    const { stateMachineArn } = stateMachine;
    return Token.isUnresolved(stateMachineArn) ? Fn.select(6, Fn.split(':', stateMachineArn)) : (stateMachineArn.split(':')[6] ?? '');
  }
}

/** Access to an activity of Step Functions, as a worker that asks for its tasks. */
export class ActivityAccess {
  /** @internal */
  public static _of(activity: sfn.IActivity): ActivityAccess {
    return new ActivityAccess(activity);
  }

  private constructor(private readonly activity: sfn.IActivity) {}

  /**
   * Ask for tasks: `GetActivityTask`. Answering them is `completeTasks` of the state machine.
   *
   * @example
   * declare const packing: sfn.Activity;
   * Access.activity(packing).receiveTasks();
   */
  public receiveTasks(): DeclaredAccess {
    const { activityArn, activityName } = this.activity;
    const access = declareAccess(this.activity, [
      { actions: ['states:GetActivityTask'], targets: [{ type: 'activity', arn: activityArn }] },
    ]);
    return standingFor(this.activity, { ...byArn(activityArn), [EnvironmentValue.NAME]: activityName }, access);
  }
}
