import type { aws_appconfig as appconfig } from 'aws-cdk-lib';
import { type DeclaredAccess, standingFor } from './declared-access';
import { EnvironmentValue } from './environment-value';
import { declareAccess } from './reference-access';
import { arnWith } from './resource-place';

/** Access to one configuration of AppConfig, in one environment. */
export class AppConfigAccess {
  /** @internal */
  public static _of(environment: appconfig.IEnvironment, configurationProfileId: string): AppConfigAccess {
    return new AppConfigAccess(environment, configurationProfileId);
  }

  private constructor(
    private readonly environment: appconfig.IEnvironment,
    private readonly configurationProfileId: string,
  ) {}

  /**
   * Read the configuration, and whether it changed: `StartConfigurationSession`, `GetLatestConfiguration`.
   *
   * @example
   * declare const prod: appconfig.Environment;
   * declare const features: appconfig.HostedConfiguration;
   * Access.appConfig(prod, features.configurationProfileId).read();
   */
  public read(): DeclaredAccess {
    const { applicationId, environmentId } = this.environment;
    const path = `application/${applicationId}/environment/${environmentId}/configuration/${this.configurationProfileId}`;
    const access = declareAccess(this.environment, [
      {
        actions: ['appconfig:GetLatestConfiguration', 'appconfig:StartConfigurationSession'],
        targets: [{ type: 'configuration', arn: arnWith(this.environment, 'appconfig', path) }],
      },
    ]);
    const values = {
      [EnvironmentValue.IDENTIFIER]: this.configurationProfileId,
      [EnvironmentValue.APPLICATION]: applicationId,
      [EnvironmentValue.ENVIRONMENT]: environmentId,
    };
    return standingFor(this.environment, values, access);
  }
}
