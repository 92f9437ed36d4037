import type { aws_iam as iam, aws_scheduler as scheduler } from 'aws-cdk-lib';
import { type DeclaredAccess, standingFor } from './declared-access';
import { EnvironmentValue, type ResourceValues } from './environment-value';
import { declareAccess } from './reference-access';
import { arnBeside } from './resource-place';
import { passRole } from './role-access';

/** Access to the schedules of one group of EventBridge Scheduler. */
export class ScheduleGroupAccess {
  /** @internal */
  public static _of(group: scheduler.IScheduleGroup): ScheduleGroupAccess {
    return new ScheduleGroupAccess(group);
  }

  private constructor(private readonly group: scheduler.IScheduleGroup) {}

  /**
   * Create schedules whose target is called with this role: `CreateSchedule`, and `iam:PassRole` of the role to Scheduler.
   *
   * @example
   * declare const reminders: scheduler.ScheduleGroup;
   * declare const targetRole: iam.Role;
   * Access.scheduleGroup(reminders).createSchedules(targetRole);
   */
  public createSchedules(targetRole: iam.IRole): DeclaredAccess {
    return this.withRole(targetRole, 'scheduler:CreateSchedule');
  }

  /** Change schedules whose target is called with this role: `UpdateSchedule`, and `iam:PassRole` of the role to Scheduler. */
  public updateSchedules(targetRole: iam.IRole): DeclaredAccess {
    return this.withRole(targetRole, 'scheduler:UpdateSchedule');
  }

  /** Create, change and delete schedules whose target is called with this role. */
  public manageSchedules(targetRole: iam.IRole): DeclaredAccess {
    return this.withRole(targetRole, 'scheduler:CreateSchedule', 'scheduler:DeleteSchedule', 'scheduler:UpdateSchedule');
  }

  /** Delete schedules: `DeleteSchedule`. */
  public deleteSchedules(): DeclaredAccess {
    return this.standing({}, declareAccess(this.group, [this.to('scheduler:DeleteSchedule')]));
  }

  /** Read schedules by name: `GetSchedule`. */
  public readSchedules(): DeclaredAccess {
    return this.standing({}, declareAccess(this.group, [this.to('scheduler:GetSchedule')]));
  }

  private withRole(role: iam.IRole, ...actions: string[]): DeclaredAccess {
    const access = declareAccess(this.group, [this.to(...actions), passRole(role, 'scheduler.amazonaws.com')]);
    return this.standing({ [EnvironmentValue.ROLE]: role.roleArn }, access);
  }

  private standing(values: ResourceValues, access: DeclaredAccess): DeclaredAccess {
    const { scheduleGroupArn, scheduleGroupName } = this.group;
    const own = {
      [EnvironmentValue.IDENTIFIER]: scheduleGroupName,
      [EnvironmentValue.ARN]: scheduleGroupArn,
      [EnvironmentValue.NAME]: scheduleGroupName,
    };
    return standingFor(this.group, { ...own, ...values }, access);
  }

  private to(...actions: string[]) {
    const { scheduleGroupArn, scheduleGroupName } = this.group;
    const arn = arnBeside(this.group, scheduleGroupArn, 'scheduler', `schedule/${scheduleGroupName}/*`);
    return { actions, targets: [{ type: 'schedule', arn }] };
  }
}
