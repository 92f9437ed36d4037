import type { Acknowledgement } from './acknowledgement';
import type { Baseline } from './baseline';
import type { PackName, Rule, RuleSeverity } from './rule';

/** How a check runs. */
export interface CheckOptions {
  /** @default recommended */
  readonly pack?: PackName;
  /** What the app's owners say about their own world. @default nothing is trusted beyond the stack's own account */
  readonly settings?: Partial<Settings>;
  /** Severities that the app's owners chose themselves; of several that fit, the last counts. @default those of the pack */
  readonly overrides?: readonly SeverityOverride[];
  /** Rules of the app's owners, which run after those of the package. @default none */
  readonly customRules?: readonly Rule[];
  /** What a configuration file accepts; what code accepts comes with the app. @default none */
  readonly acknowledgements?: readonly Acknowledgement[];
  /** Rules, by id or pattern, whose findings nobody may accept. @default none */
  readonly notAcknowledgeable?: readonly string[];
  /** Findings that were there before, and do not block. @default none */
  readonly baseline?: Baseline;
}

/**
 * Another severity for some rules, everywhere or in some places. In all patterns `*` stands for any text. Where several
 * kinds of places are given, a finding must be in all of them.
 */
export interface SeverityOverride {
  /** Id of a rule, or a pattern: `data/*`. */
  readonly rule: string;
  readonly severity: RuleSeverity;
  /** Construct paths; each stands for everything below it too. */
  readonly constructs?: readonly string[];
  /** Names of template files: `Orders.template.json`, also with folders before it. */
  readonly templates?: readonly string[];
  readonly logicalIds?: readonly string[];
}

/** What the partial wildcards that grant methods of CDK write on one named resource come to: `warn` while an app migrates. */
export type GrantWildcards = 'block' | 'warn';

/** What a template cannot say, and its owners can: whom they trust, and what they mean to be public. */
export interface Settings {
  /** Account ids (12 digits) besides the stack's own that may be named in trust and resource policies. */
  readonly trustedAccounts: readonly string[];
  /** Organisations (`o-…`) whose accounts are trusted. */
  readonly trustedOrganizations: readonly string[];
  /** Networks in CIDR notation that count as the owners' own, such as an office or a VPN. */
  readonly trustedNetworks: readonly string[];
  /** Account ids whose Lambda layers may be used, besides those of AWS and the trusted accounts. */
  readonly layerAccounts: readonly string[];
  /**
   * Endpoints that are public on purpose: routes as findings name them (`GET /health`), construct paths or logical ids.
   * `*` stands for any text. They stay in inventories, and are no findings.
   */
  readonly publicEndpoints: readonly string[];
  /** Whether `s3:GetObject*` of `bucket.grantRead` and its like block as any other wildcard, or are warnings. */
  readonly grantWildcards: GrantWildcards;
  /** The day of the check, `2026-01-31`, for what depends on the date: the life of a Lambda runtime. */
  readonly today: string | undefined;
}

/** What holds when nothing is said. */
export const DEFAULT_SETTINGS: Settings = {
  trustedAccounts: [],
  trustedOrganizations: [],
  trustedNetworks: [],
  layerAccounts: [],
  publicEndpoints: [],
  grantWildcards: 'block',
  today: undefined,
};
