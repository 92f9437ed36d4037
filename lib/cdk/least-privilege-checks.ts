import {
  App,
  type IAspect,
  type IPolicyValidationContext,
  type IPolicyValidationPlugin,
  type PolicyValidationPluginReport,
  Validations,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { PLUGIN_NAME } from './acknowledgements';
import { crashReport } from './crash';
import type { Registration } from './validation';

/** A named choice of rules and severities. */
export enum Pack {
  /** Every IAM wildcard and every public endpoint blocks; advice is a warning. */
  RECOMMENDED = 'recommended',
  /** For new apps: what `RECOMMENDED` warns of blocks as well. */
  STRICT = 'strict',
  /** For existing apps that migrate: only what lets strangers or every action in blocks. */
  CRITICAL = 'critical',
}

/** How `LeastPrivilegeChecks` checks. */
export interface LeastPrivilegeChecksProps {
  /**
   * Which rules run, and how grave each is.
   *
   * @default Pack.RECOMMENDED
   */
  readonly pack?: Pack;
}

/**
 * Fails the synthesis when an IAM wildcard or a public endpoint appears, and says where, why and what to write instead.
 *
 * One class, two doors. As an aspect it checks what lies under the construct it is added to: the app, a stage, a stack
 * or a single construct. As a validation plugin it checks the app or stage it is registered on. Either way it reads the
 * final templates, nested stacks included, so property overrides, included templates and the work of other aspects count.
 * Added more than once, it says everything once.
 *
 * A finding is accepted on a construct, and all below it, with
 * `Validations.of(construct).acknowledge({ id: 'LeastPrivilege::<finding id>', reason: '…' })`: the id is printed with each
 * finding. The id of a rule (`LeastPrivilege::iam/no-wildcard-action`) accepts all findings of the rule there.
 *
 * @example
 * Aspects.of(app).add(new LeastPrivilegeChecks());
 */
export class LeastPrivilegeChecks implements IAspect, IPolicyValidationPlugin {
  /** Name of the plugin in reports, and what acknowledged ids begin with. */
  public readonly name: string = PLUGIN_NAME;
  private readonly pack: Pack;
  private readonly covered = new WeakSet<IConstruct>();

  constructor(props: LeastPrivilegeChecksProps = {}) {
    this.pack = props.pack ?? Pack.RECOMMENDED;
  }

  /** Version of this package, which reports carry. */
  public get version(): string | undefined {
    return packageVersion();
  }

  /**
   * Called by the framework for every construct below the one that the aspect was added to. The first is the scope of
   * the findings. Nothing is checked here: a later aspect may still change what is written.
   */
  public visit(node: IConstruct): void {
    const isCovered = this.covered.has(node) || (node.node.scope !== undefined && this.covered.has(node.node.scope));
    this.covered.add(node);
    if (!isCovered) checksOf(node.node.root).add({ pack: this.pack, scope: node.node.path });
  }

  /** Called by the framework with the final templates. Never throws: what goes wrong is a violation that blocks. */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    return report(this, context, [{ pack: this.pack, scope: undefined }]);
  }
}

/** The one plugin that stands for all aspects of an app. */
class AppChecks implements IPolicyValidationPlugin {
  readonly name: string = PLUGIN_NAME;
  private readonly registrations = new Map<string, Registration>();

  get version(): string | undefined {
    return packageVersion();
  }

  add(registration: Registration): void {
    this.registrations.set(`${registration.pack} ${registration.scope}`, registration);
  }

  validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    return report(this, context, [...this.registrations.values()]);
  }
}

const checks = new WeakMap<IConstruct, AppChecks>();

function checksOf(root: IConstruct): AppChecks {
  if (!App.isApp(root)) {
    throw new Error(`add LeastPrivilegeChecks to an App or below one: only an App runs validation plugins, got root "${root.node.id}"`);
  }
  const known = checks.get(root);
  if (known !== undefined) return known;
  const made = new AppChecks();
  checks.set(root, made);
  Validations.of(root).addPlugins(made);
  return made;
}

/** Rules and reference are loaded when there are templates to check: importing the package stays cheap. Never throws. */
function report(plugin: object, context: IPolicyValidationContext, registrations: readonly Registration[]): PolicyValidationPluginReport {
  try {
    const { validate } = require('./validation') as typeof import('./validation');
    return validate(plugin, context, registrations);
  } catch (error) {
    return crashReport(error);
  }
}

function packageVersion(): string {
  const { version } = require('../../package.json') as { readonly version: string };
  return version;
}
