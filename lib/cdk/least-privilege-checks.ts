import { relative } from 'node:path';
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
import { customRulesOf } from './custom-rules';
import { keepOuterAcknowledgements } from './outer-acknowledgements';
import type { Choice, Registration } from './validation';

/** A named choice of rules and severities. */
export enum Pack {
  /** Every IAM wildcard and every public endpoint blocks; advice is a warning. */
  RECOMMENDED = 'recommended',
  /** For new apps: what `RECOMMENDED` warns of blocks as well. */
  STRICT = 'strict',
  /** For existing apps that migrate: only what lets strangers or every action in blocks. */
  CRITICAL = 'critical',
}

/** How grave a finding is. */
export enum RuleSeverity {
  /** Fails a synth. */
  ERROR = 'error',
  /** Fails a synth under `--strict`. */
  WARNING = 'warning',
  /** Is printed, and never fails anything. */
  INFO = 'info',
  /** Is not reported at all. */
  OFF = 'off',
}

/** What the partial wildcards come to that grant methods of the CDK write on named resources, such as `s3:GetObject*` of `bucket.grantRead`. */
export enum GrantWildcards {
  /** They block as any other wildcard does. */
  BLOCK = 'block',
  /** They are warnings while an app migrates, as long as a statement holds exactly what a grant method writes. */
  WARN = 'warn',
}

/** The form of a report. */
export enum ReportFormat {
  /** For people, as the command line prints it. */
  TEXT = 'text',
  /** Described by `lib/report/result.schema.json` of this package. */
  JSON = 'json',
  /** SARIF 2.1.0, for GitHub code scanning and other viewers. */
  SARIF = 'sarif',
  /** A comment on a pull request. */
  MARKDOWN = 'markdown',
  /** JUnit XML, for test reports of CI systems. */
  JUNIT = 'junit',
  /** Workflow commands of GitHub Actions. */
  GITHUB = 'github',
  /** GitLab code quality. */
  GITLAB = 'gitlab',
}

/** A report that a synthesis writes, with all that was found, accepted findings included. */
export interface ReportOutput {
  /** Its form. */
  readonly format: ReportFormat;
  /**
   * The file, relative to the folder of the assembly (`cdk.out`).
   *
   * @default - `least-privilege.sarif` and the like, by the format
   */
  readonly file?: string;
}

/** Another severity for some rules, everywhere or in some places. Where several kinds of places are given, a finding must be in all of them. */
export interface RuleOverride {
  /**
   * Id of a rule such as `iam/no-wildcard-action`, or a pattern such as `data/*`. A pattern changes what the pack runs; a rule
   * that the pack leaves out is brought in by its own id.
   */
  readonly rule: string;
  /** What its findings weigh. */
  readonly severity: RuleSeverity;
  /**
   * Construct paths; each stands for everything below it too. `*` stands for any text.
   *
   * @default - everywhere
   */
  readonly constructs?: string[];
  /**
   * Names of template files, with or without folders before them. `*` stands for any text.
   *
   * @default - every template
   */
  readonly templates?: string[];
  /**
   * Logical ids. `*` stands for any text.
   *
   * @default - every resource
   */
  readonly logicalIds?: string[];
}

/**
 * How `LeastPrivilegeChecks` checks. The same can be said in `least-privilege.json` beside `cdk.json`; what is given here
 * stands over it, field by field, and overrides of rules come after those of the file.
 */
export interface LeastPrivilegeChecksProps {
  /**
   * Which rules run, and how grave each is.
   *
   * @default Pack.RECOMMENDED
   */
  readonly pack?: Pack;
  /**
   * Account ids (12 digits) besides the stack's own that may be named in trust and resource policies.
   *
   * @default - none
   */
  readonly trustedAccounts?: string[];
  /**
   * Organizations (`o-…`) whose accounts are trusted.
   *
   * @default - none
   */
  readonly trustedOrganizations?: string[];
  /**
   * Networks in CIDR notation that count as your own, such as an office or a VPN.
   *
   * @default - none
   */
  readonly trustedNetworks?: string[];
  /**
   * Account ids whose Lambda layers may be used, besides those of AWS and the trusted accounts.
   *
   * @default - none
   */
  readonly layerAccounts?: string[];
  /**
   * What is public on purpose: routes as findings name them (`GET /health`), construct paths, which stand for all below
   * them, or logical ids. `*` stands for any text.
   *
   * @default - nothing
   */
  readonly publicEndpoints?: string[];
  /**
   * What the partial wildcards of the CDK's own grant methods come to.
   *
   * @default GrantWildcards.BLOCK
   */
  readonly grantWildcards?: GrantWildcards;
  /**
   * Other severities for rules. Of several that fit a finding, the last counts.
   *
   * @default - those of the pack
   */
  readonly rules?: RuleOverride[];
  /**
   * JavaScript files that export rules of your own, relative to the working folder.
   *
   * @default - none
   */
  readonly customRules?: string[];
  /**
   * Rules whose findings nobody may accept: ids, or patterns such as `iam/no-admin-*`. What the configuration file forbids
   * stays forbidden.
   *
   * @default - none
   */
  readonly notAcknowledgeable?: string[];
  /**
   * Findings that were there before and do not block, as `cdk-least-privilege check --update-baseline` writes them, relative to
   * the working folder.
   *
   * @default - none
   */
  readonly baseline?: string;
  /**
   * Reports to write, beside the assembly. Several choices may ask for the same file: it holds what all of them found.
   *
   * @default - none
   */
  readonly reports?: ReportOutput[];
  /**
   * The configuration file, relative to the working folder.
   *
   * @default - `least-privilege.json` in the working folder or beside `cdk.json`, when there is one
   */
  readonly configFile?: string;
}

/**
 * Fails the synthesis when an IAM wildcard or a public endpoint appears, and says where, why and what to write instead.
 *
 * One class, two doors. As an aspect it checks what lies under the construct it is added to: the app, a stage, a stack
 * or a single construct. As a validation plugin it checks the app or stage it is registered on. Either way it reads the
 * final templates, nested stacks included, so property overrides, included templates and the work of other aspects count.
 * Added more than once, it says everything once.
 *
 * A finding is accepted on a construct, and all below it, with `Acknowledgements.of(construct).add({ rule: '<id>', reason: '…' })`,
 * or with `Validations.of(construct).acknowledge({ id: 'LeastPrivilege::<id>', reason: '…' })`: the id is printed with each
 * finding. The id of a rule (`iam/no-wildcard-action`) accepts all findings of the rule there.
 *
 * @example
 * Aspects.of(app).add(new LeastPrivilegeChecks());
 */
export class LeastPrivilegeChecks implements IAspect, IPolicyValidationPlugin {
  /** Name of the plugin in reports, and what acknowledged ids begin with. */
  public readonly name: string = PLUGIN_NAME;
  private readonly choice: Choice;
  private readonly covered = new WeakSet<IConstruct>();

  constructor(props: LeastPrivilegeChecksProps = {}) {
    const { configFile, ...code } = props;
    this.choice = { code, codeName: nameOf(LeastPrivilegeChecks), file: configFile, rules: () => customRulesOf(this) };
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
    if (isCovered) return;
    keepOuterAcknowledgements(node.node.root);
    checksOf(node.node.root).add({ choice: this.choice, scope: node.node.path });
  }

  /** Called by the framework with the final templates. Never throws: what goes wrong is a violation that blocks. */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    return report(this, context, [{ choice: this.choice, scope: undefined }]);
  }
}

/** The one plugin that stands for all aspects of an app. */
class AppChecks implements IPolicyValidationPlugin {
  readonly name: string = PLUGIN_NAME;
  private readonly registrations: Registration[] = [];

  get version(): string | undefined {
    return packageVersion();
  }

  add(registration: Registration): void {
    this.registrations.push(registration);
  }

  validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    return report(this, context, this.registrations);
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

/** What mistakes in props are told to be in: the class, and the line of the user's own code that made it, where there is one. */
function nameOf(made: typeof LeastPrivilegeChecks): string {
  const trace: { stack?: string } = {};
  Error.captureStackTrace(trace, made);
  for (const frame of trace.stack?.split('\n') ?? []) {
    const place = /\((.+:\d+):\d+\)$/.exec(frame)?.[1] ?? /^\s*at (.+:\d+):\d+$/.exec(frame)?.[1];
    if (place === undefined || /node_modules|^node:|@jsii/.test(place)) continue;
    return `${made.name} at ${relative(process.cwd(), place.replace(/^file:\/\//, ''))}`;
  }
  return made.name;
}

function packageVersion(): string {
  const { version } = require('../../package.json') as { readonly version: string };
  return version;
}
