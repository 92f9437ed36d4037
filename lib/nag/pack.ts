import { App, type IPolicyValidationContext, type PolicyValidationPluginReport } from 'aws-cdk-lib';
import { NagPack, type NagPackProps } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { PLUGIN_NAME } from '../cdk/acknowledgements';
import { crashReport } from '../cdk/crash';
import type { LeastPrivilegeChecksProps } from '../cdk/least-privilege-checks';
import type { Choice, Registration } from '../cdk/validation';
import { packageVersion, packRules } from '../check';

/** How `LeastPrivilegeNagPack` checks: the settings of `LeastPrivilegeChecks`, and those of every pack of cdk-nag. */
export interface LeastPrivilegeNagPackProps extends LeastPrivilegeChecksProps, NagPackProps {}

/** What the names of its rules begin with, as in every pack of cdk-nag. */
const PREFIX = `${PLUGIN_NAME}-`;

/**
 * `LeastPrivilegeChecks` as a pack of cdk-nag, beside others:
 * `Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new LeastPrivilegeNagPack(app))`.
 *
 * A finding is accepted as in other packs, with
 * `Validations.of(construct).acknowledge({ id: 'LeastPrivilege-iam/no-wildcard-action[s3:*]', reason: '…' })`, and then
 * left out. `LeastPrivilege::LeastPrivilege-…` accepts it too, and keeps it with its reason in the report of the synthesis.
 *
 * Other packs look at constructs while this one reads the final templates, nested stacks included.
 */
export class LeastPrivilegeNagPack extends NagPack {
  public override readonly name: string = PLUGIN_NAME;
  protected override packName: string = PLUGIN_NAME;
  /** Version of this package. */
  public override readonly version: string;
  /** The names of all rules, without their findings. */
  public override readonly ruleIds: string[];
  private readonly choice: Choice;

  constructor(scope?: IConstruct, props: LeastPrivilegeNagPackProps = {}) {
    const { verbose, writeSuppressionsToCloudFormation, configFile, ...code } = props;
    super(scope, {
      ...(verbose === undefined ? {} : { verbose }),
      ...(writeSuppressionsToCloudFormation === undefined ? {} : { writeSuppressionsToCloudFormation }),
    });
    this.choice = { code, codeName: LeastPrivilegeNagPack.name, file: configFile, rules: () => undefined };
    this.version = packageVersion();
    this.ruleIds = packRules().map(({ meta }) => PREFIX + meta.id);
  }

  /** Called by the framework with the final templates. Never throws: what goes wrong is a violation that blocks. */
  public override validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    return this.report(context, undefined);
  }

  /**
   * Synthesizes the app of a construct, and checks what lies under the construct: for tests. What keeps the app from being
   * synthesized, such as another plugin that fails, is a violation.
   */
  public override validateScope(scope: IConstruct): PolicyValidationPluginReport {
    try {
      const { root, path } = scope.node;
      if (!App.isApp(root)) throw new Error(`validateScope takes a construct of an App, got one of "${root.node.id}"`);
      const templatePaths = root.synth({ force: true }).stacksRecursively.map(({ templateFullPath }) => templateFullPath);
      return this.report({ templatePaths, stackTemplates: [], appConstruct: root }, path);
    } catch (error) {
      return crashReport(error);
    }
  }

  /** Other packs are asked about each construct. This one reads templates instead. */
  protected override checkResource(): void {}

  private report(context: IPolicyValidationContext, scope: Registration['scope']): PolicyValidationPluginReport {
    try {
      const { validate } = require('../cdk/validation') as typeof import('../cdk/validation');
      return validate(this, context, [{ choice: this.choice, scope }], PREFIX);
    } catch (error) {
      return crashReport(error);
    }
  }
}
