import { type DeclaredAccess, standingForName } from './declared-access';
import { EnvironmentValue } from './environment-value';
import { accessToArn } from './operations';
import { joinAccess } from './scoped-access';
import { textOf } from './token-text';

/** Access to a cache of ElastiCache, or a cluster of MemoryDB, with IAM authentication. */
export class CacheAccess {
  /** @internal */
  public static _of(arn: string, action: string): CacheAccess {
    return new CacheAccess(arn, action);
  }

  private constructor(
    private readonly arn: string,
    private readonly action: string,
  ) {}

  /**
   * Connect as this user: `Connect` on the cache and on the user.
   *
   * @param userArn of a user of the cache
   *
   * @example
   * declare const sessions: elasticache.CfnServerlessCache;
   * declare const api: elasticache.CfnUser;
   * Access.cache(sessions.attrArn).connectAs(api.attrArn);
   */
  public connectAs(userArn: string): DeclaredAccess {
    const access = joinAccess(accessToArn(this.arn, [this.action]), accessToArn(userArn, [this.action]));
    return standingForName(textOf(this.arn), { [EnvironmentValue.ARN]: this.arn }, access);
  }
}
