import type { aws_iam as iam } from 'aws-cdk-lib';
import type { Declaration } from '../access/compile';
import { everyValue, joinConditions } from '../access/statement';
import { byArn, type DeclaredAccess, standingFor } from './declared-access';
import { EnvironmentValue } from './environment-value';
import { exactNames } from './exact-names';
import { declareAccess } from './reference-access';

/** How a role is assumed. */
export interface AssumeOptions {
  /**
   * The external id that the code sends, and no other.
   *
   * @default - any, or none
   */
  readonly externalId?: string;

  /**
   * The only name that the session may have.
   *
   * @default - any
   */
  readonly sessionName?: string;

  /**
   * The tags that the code gives the session, exactly these values: `sts:TagSession`.
   *
   * @default - none
   */
  readonly sessionTags?: { [key: string]: string };
}

/** Access to a role: the function takes it on, or hands it to a service. The role must trust the function, or the service. */
export class RoleAccess {
  /** @internal */
  public static _of(role: iam.IRole): RoleAccess {
    return new RoleAccess(role);
  }

  private constructor(private readonly role: iam.IRole) {}

  /**
   * Take on the role: `sts:AssumeRole`.
   *
   * @example
   * declare const partner: iam.IRole;
   * Access.role(partner).assume({ externalId: 'orders-4711' });
   */
  public assume({ externalId, sessionName, sessionTags = {} }: AssumeOptions = {}): DeclaredAccess {
    const tests = {
      ...(externalId === undefined ? {} : { 'sts:ExternalId': exactNames(this.role, 'external id', [externalId]) }),
      ...(sessionName === undefined ? {} : { 'sts:RoleSessionName': exactNames(this.role, 'session', [sessionName]) }),
    };
    const access = declareAccess(this.role, [
      {
        actions: ['sts:AssumeRole'],
        targets: [{ type: 'role', arn: this.role.roleArn }],
        conditions: Object.keys(tests).length === 0 ? {} : { StringEquals: tests },
      },
      ...this.tagging(sessionTags),
    ]);
    return this.standing(access);
  }

  /**
   * Hand the role to one service and to no other: `iam:PassRole`.
   *
   * @param service such as `ecs-tasks.amazonaws.com`
   */
  public passTo(service: string): DeclaredAccess {
    const [named = ''] = exactNames(this.role, 'service', [service]);
    return this.standing(declareAccess(this.role, [passRole(this.role, named)]));
  }

  private tagging(tags: Readonly<Record<string, string>>): readonly Declaration[] {
    const keys = Object.keys(tags);
    if (keys.length === 0) return [];
    const named = keys.map((key): [string, string[]] => [`aws:RequestTag/${key}`, [tags[key] ?? '']]);
    return [
      {
        actions: ['sts:TagSession'],
        targets: [{ type: 'role', arn: this.role.roleArn }],
        conditions: joinConditions({ StringEquals: Object.fromEntries(named) }, everyValue('aws:TagKeys', keys)),
      },
    ];
  }

  private standing(access: DeclaredAccess): DeclaredAccess {
    return standingFor(this.role, { ...byArn(this.role.roleArn), [EnvironmentValue.NAME]: this.role.roleName }, access);
  }
}

/** `iam:PassRole` of one role to one service. */
export function passRole(role: iam.IRole, service: string): Declaration {
  return {
    actions: ['iam:PassRole'],
    targets: [{ type: 'role', arn: role.roleArn }],
    conditions: { StringEquals: { 'iam:PassedToService': [service] } },
  };
}
