import type { aws_ecs as ecs, aws_iam as iam } from 'aws-cdk-lib';
import type { Conditions } from '../access/statement';
import { byArn, type DeclaredAccess, standingFor } from './declared-access';
import { EnvironmentValue } from './environment-value';
import { declareAccess } from './reference-access';
import { arnBeside } from './resource-place';
import { passRole } from './role-access';
import { ScopedAccess } from './scoped-access';

/** Access to the tasks of one task definition of ECS, in one cluster. */
export class TaskAccess {
  /** @internal */
  public static _of(taskDefinition: ecs.ITaskDefinition, cluster: ecs.ICluster): TaskAccess {
    return new TaskAccess(taskDefinition, cluster);
  }

  private constructor(
    private readonly taskDefinition: ecs.ITaskDefinition,
    private readonly cluster: ecs.ICluster,
  ) {}

  /**
   * Start tasks: `RunTask` in the cluster, and `iam:PassRole` of the roles of the task definition to ECS. Declare it after the
   * containers, which give the task definition its execution role.
   *
   * @example
   * declare const report: ecs.FargateTaskDefinition;
   * declare const cluster: ecs.Cluster;
   * Access.task(report, cluster).run();
   */
  public run(): DeclaredAccess {
    const access = new ScopedAccess(() => {
      const { taskDefinitionArn, taskRole, executionRole } = this.taskDefinition;
      const passed: readonly iam.IRole[] = executionRole === undefined ? [taskRole] : [taskRole, executionRole];
      return declareAccess(this.taskDefinition, [
        { actions: ['ecs:RunTask'], targets: [{ type: 'task-definition', arn: taskDefinitionArn }], conditions: this.inCluster() },
        ...passed.map((role) => passRole(role, 'ecs-tasks.amazonaws.com')),
      ]);
    });
    const { taskDefinitionArn } = this.taskDefinition;
    return standingFor(this.taskDefinition, { ...byArn(taskDefinitionArn), [EnvironmentValue.CLUSTER]: this.cluster.clusterArn }, access);
  }

  /** Stop tasks of the cluster, whatever their task definition: `StopTask`. */
  public stop(): DeclaredAccess {
    return this.toTasks('ecs:StopTask');
  }

  /** Read the state of tasks of the cluster, whatever their task definition: `DescribeTasks`. */
  public describe(): DeclaredAccess {
    return this.toTasks('ecs:DescribeTasks');
  }

  /** Give tags to the tasks that `run` starts, also those that they take over from the task definition: `TagResource` while starting. */
  public tag(): DeclaredAccess {
    return this.toTasksWith({ StringEquals: { 'ecs:CreateAction': ['RunTask'] } }, 'ecs:TagResource');
  }

  private toTasks(...actions: string[]): DeclaredAccess {
    return this.toTasksWith(this.inCluster(), ...actions);
  }

  private toTasksWith(conditions: Conditions, ...actions: string[]): DeclaredAccess {
    const { clusterArn, clusterName } = this.cluster;
    const arn = arnBeside(this.cluster, clusterArn, 'ecs', `task/${clusterName}/*`);
    const access = declareAccess(this.cluster, [{ actions, targets: [{ type: 'task', arn }], conditions }]);
    return standingFor(
      this.cluster,
      { ...byArn(clusterArn), [EnvironmentValue.CLUSTER]: clusterArn, [EnvironmentValue.NAME]: clusterName },
      access,
    );
  }

  private inCluster(): Conditions {
    return { ArnEquals: { 'ecs:cluster': [this.cluster.clusterArn] } };
  }
}
