import { Fn, type aws_stepfunctions as sfn, Token } from 'aws-cdk-lib';
import { byArn, type DeclaredAccess, standingFor } from './declared-access';
import { EnvironmentValue } from './environment-value';
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
