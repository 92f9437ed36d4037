import type { aws_cognito_identitypool as identitypool } from 'aws-cdk-lib';
import { type DeclaredAccess, standingFor } from './declared-access';
import { EnvironmentValue } from './environment-value';
import { declareAccess } from './reference-access';

/** Access to a Cognito identity pool, for code that vouches for its own users. */
export class IdentityPoolAccess {
  /** @internal */
  public static _of(identityPool: identitypool.IIdentityPool): IdentityPoolAccess {
    return new IdentityPoolAccess(identityPool);
  }

  private constructor(private readonly identityPool: identitypool.IIdentityPool) {}

  /**
   * Issue tokens for users that the code authenticated: `GetOpenIdTokenForDeveloperIdentity`.
   *
   * @example
   * declare const visitors: identitypool.IdentityPool;
   * Access.identityPool(visitors).issueTokens();
   */
  public issueTokens(): DeclaredAccess {
    return this.to('GetOpenIdTokenForDeveloperIdentity');
  }

  /** Look up users that the code authenticates: `LookupDeveloperIdentity`. */
  public lookUp(): DeclaredAccess {
    return this.to('LookupDeveloperIdentity');
  }

  /** Join and part identities of users: `MergeDeveloperIdentities`, `UnlinkDeveloperIdentity`. */
  public manageIdentities(): DeclaredAccess {
    return this.to('MergeDeveloperIdentities', 'UnlinkDeveloperIdentity');
  }

  private to(...operations: string[]): DeclaredAccess {
    const actions = operations.map((operation) => `cognito-identity:${operation}`);
    const { identityPoolArn, identityPoolId } = this.identityPool;
    const access = declareAccess(this.identityPool, [{ actions, targets: [{ type: 'identitypool', arn: identityPoolArn }] }]);
    return standingFor(
      this.identityPool,
      { [EnvironmentValue.IDENTIFIER]: identityPoolId, [EnvironmentValue.ARN]: identityPoolArn },
      access,
    );
  }
}
