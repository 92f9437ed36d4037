import { aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { RoleGuard, type RoleOwner } from './function-role-guard';

/** The role of one function, with its guard. */
export class ExecutionRole extends iam.Role {
  /** Stands before everything that is added to the role. */
  public readonly guard: RoleGuard;

  constructor(scope: Construct, id: string, owner: RoleOwner, permissionsBoundary?: iam.IManagedPolicy) {
    super(scope, id, {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      ...(permissionsBoundary === undefined ? {} : { permissionsBoundary }),
    });
    this.guard = new RoleGuard(this, owner);
  }
}
