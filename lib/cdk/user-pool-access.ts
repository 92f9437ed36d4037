import type { aws_cognito as cognito } from 'aws-cdk-lib';
import { type DeclaredAccess, standingFor } from './declared-access';
import { EnvironmentValue } from './environment-value';
import { declareAccess } from './reference-access';

/** Access to the users of a Cognito user pool, as its administrator. */
export class UserPoolAccess {
  /** @internal */
  public static _of(userPool: cognito.IUserPool): UserPoolAccess {
    return new UserPoolAccess(userPool);
  }

  private constructor(private readonly userPool: cognito.IUserPool) {}

  /**
   * Read users one by one, and search them: `AdminGetUser`, `ListUsers`.
   *
   * @example
   * declare const customers: cognito.UserPool;
   * Access.userPool(customers).readUsers();
   */
  public readUsers(): DeclaredAccess {
    return this.to('AdminGetUser', 'ListUsers');
  }

  /** Read users whose names are known: `AdminGetUser`. */
  public findUser(): DeclaredAccess {
    return this.to('AdminGetUser');
  }

  /** Search users: `ListUsers`. */
  public listUsers(): DeclaredAccess {
    return this.to('ListUsers');
  }

  /** Create users: `AdminCreateUser`. */
  public createUsers(): DeclaredAccess {
    return this.to('AdminCreateUser');
  }

  /** Change the attributes of users: `AdminUpdateUserAttributes`. */
  public updateUsers(): DeclaredAccess {
    return this.to('AdminUpdateUserAttributes');
  }

  /** Delete users: `AdminDeleteUser`. */
  public deleteUsers(): DeclaredAccess {
    return this.to('AdminDeleteUser');
  }

  /** Let users in and keep them out: `AdminEnableUser`, `AdminDisableUser`, `AdminUserGlobalSignOut`. */
  public lockUsers(): DeclaredAccess {
    return this.to('AdminDisableUser', 'AdminEnableUser', 'AdminUserGlobalSignOut');
  }

  /** Set and reset passwords: `AdminSetUserPassword`, `AdminResetUserPassword`. */
  public setPasswords(): DeclaredAccess {
    return this.to('AdminResetUserPassword', 'AdminSetUserPassword');
  }

  /** Read who is in which group: `AdminListGroupsForUser`, `ListUsersInGroup`. */
  public readGroups(): DeclaredAccess {
    return this.to('AdminListGroupsForUser', 'ListUsersInGroup');
  }

  /** Put users into groups and take them out, which changes what they may do: `AdminAddUserToGroup`, `AdminRemoveUserFromGroup`. */
  public manageGroups(): DeclaredAccess {
    return this.to('AdminAddUserToGroup', 'AdminRemoveUserFromGroup');
  }

  /** List the groups: `ListGroups`. */
  public listGroups(): DeclaredAccess {
    return this.to('ListGroups');
  }

  /** Confirm users who signed up: `AdminConfirmSignUp`. */
  public confirmUsers(): DeclaredAccess {
    return this.to('AdminConfirmSignUp');
  }

  /** Join users with those of other identity providers, and part them: `AdminLinkProviderForUser`, `AdminDisableProviderForUser`. */
  public linkUsers(): DeclaredAccess {
    return this.to('AdminDisableProviderForUser', 'AdminLinkProviderForUser');
  }

  /** Sign users in on the server: `AdminInitiateAuth`, `AdminRespondToAuthChallenge`. */
  public authenticate(): DeclaredAccess {
    return this.to('AdminInitiateAuth', 'AdminRespondToAuthChallenge');
  }

  private to(...operations: string[]): DeclaredAccess {
    const actions = operations.map((operation) => `cognito-idp:${operation}`);
    const { userPoolArn, userPoolId } = this.userPool;
    const access = declareAccess(this.userPool, [{ actions, targets: [{ type: 'userpool', arn: userPoolArn }] }]);
    return standingFor(this.userPool, { [EnvironmentValue.IDENTIFIER]: userPoolId, [EnvironmentValue.ARN]: userPoolArn }, access);
  }
}
