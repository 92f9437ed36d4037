import type { CdkProvider, Statement } from './iam/statement';
import type { JsonObject } from './json';
import type { Model } from './model/model';
import type { NagReference } from './model/nag';
import type { Settings } from './options';
import type { Path } from './path';
import type { Severity } from './result';
import type { Resource } from './template/template';

/** The packs a rule can belong to. */
export type PackName = 'recommended' | 'strict' | 'critical';

/** `off`: the pack does not run the rule. */
export type RuleSeverity = Severity | 'off';

/** Who the rule is: the one place for everything said about it. */
export interface RuleMeta {
  /** `<domain>/<name>`: also its file below `policies/`, its page below `docs/rules/`, its test path, what users acknowledge. */
  readonly id: string;
  readonly severity: Readonly<Record<PackName, RuleSeverity>>;
  /** What a compliant template does: `Allow statements name the actions they need`. */
  readonly title: string;
  /** Why, shown once per rule. One to three sentences. */
  readonly rationale: string;
  readonly references: readonly string[];
  /** Ids of the catalogue entries that the rule covers, e.g. `IAM-WILDCARD-ACTION`. */
  readonly catalogue: readonly string[];
  /** Ids of the same check in other tools: `CKV_AWS_63`, `cdk-nag AwsSolutions-IAM5`. */
  readonly peers: readonly string[];
  /** Whose rule it is. @default own */
  readonly source?: RuleSource;
  /** Address of its page. @default - its page in the documentation of the package */
  readonly docs?: string;
  /** Whether a person may accept its findings. @default true */
  readonly acknowledgeable?: boolean;
}

/** `own`: written for this package. `cdk-nag`: run by it. `custom`: written by the app's owners. */
export type RuleSource = 'own' | 'cdk-nag' | 'custom';

/** Wording of one kind of fact. `{name}` is replaced by the fact's data. Lower-case start, no final period, double quotes around literal values. */
export interface RuleMessage {
  /** The fact in the template's terms, with the value seen. */
  readonly what: string;
  /** An imperative that the reader can carry out. */
  readonly fix: string;
}

/** A template that documents a rule and runs as its test. `resources` is the `Resources` section; `template` a whole template. */
export interface RuleExample {
  readonly title: string;
  readonly resources?: JsonObject;
  readonly template?: JsonObject;
  /** The account that the example's stack is for. */
  readonly account?: string;
  readonly settings?: Partial<Settings>;
}

export interface InvalidRuleExample<Message extends string> extends RuleExample {
  /** Message ids in the order of the sorted findings. */
  readonly reports: readonly Message[];
}

/** What a rule found, before wording. */
export interface Fact<Message extends string = string> {
  readonly message: Message;
  readonly resource: Resource;
  readonly at: Path | undefined;
  /** The offending value, as a person would write it; goes into the finding id. */
  readonly evidence: string;
  /** Values for the placeholders of the message. */
  readonly data?: Readonly<Record<string, string>>;
  /** The statement it is about: a statement of a CDK provider turns the finding into information. */
  readonly statement?: Statement;
  /** Set when the fact is about something of CDK's own that is not a statement. */
  readonly provider?: CdkProvider;
  /** Caps the pack's severity, for a fact that is weaker than the rule's usual one. */
  readonly atMost?: Severity;
}

/** What a check wants of a rule. */
export interface Asked {
  /** Whether facts that are mere information are wanted. */
  readonly notes: boolean;
}

/** One check: one file under `policies/`. */
export interface Rule<Message extends string = string> {
  readonly meta: RuleMeta;
  /** The rule of cdk-nag that judges for this one. */
  readonly nag?: NagReference;
  readonly messages: Readonly<Record<Message, RuleMessage>>;
  readonly examples: {
    readonly valid: readonly RuleExample[];
    readonly invalid: readonly InvalidRuleExample<Message>[];
  };
  /** What the rule finds. With `asked.notes` false, facts that are at most `info` may be left out: nobody will see them. */
  check(model: Model, asked?: Asked): Iterable<Fact<Message>>;
}

/** Types a rule: message ids that the rule does not declare do not compile. */
export function defineRule<Message extends string>(rule: Rule<Message>): Rule<Message> {
  return rule;
}
