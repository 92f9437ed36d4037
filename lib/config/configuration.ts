import type { Acceptance } from '../core/acknowledgement';
import type { GrantWildcards, SeverityOverride } from '../core/options';
import type { Places } from '../core/overrides';
import type { PackName } from '../core/rule';
import type { ReportFormat } from '../report/format';

/** What the owners of an app say, in `least-privilege.json` or in code. Everything is optional. */
export interface Configuration {
  readonly pack?: PackName;
  readonly trustedAccounts?: readonly string[];
  readonly trustedOrganizations?: readonly string[];
  readonly trustedNetworks?: readonly string[];
  readonly layerAccounts?: readonly string[];
  readonly publicEndpoints?: readonly string[];
  readonly grantWildcards?: GrantWildcards;
  readonly rules?: readonly SeverityOverride[];
  /** Files that export rules, relative to the configuration file, or to the working folder when given in code. */
  readonly customRules?: readonly string[];
  /** Reports that a synthesis writes. */
  readonly reports?: readonly ConfiguredReport[];
  /** Findings that a person accepts. */
  readonly acknowledgements?: readonly ConfiguredAcknowledgement[];
  /** Rules, by id or pattern, whose findings nobody may accept. */
  readonly notAcknowledgeable?: readonly string[];
  /** The baseline, relative to the configuration file, or to the working folder when given in code. */
  readonly baseline?: string;
}

/** What a person accepts, and in which places. */
export interface ConfiguredAcknowledgement extends Acceptance, Places {}

/** A report that a synthesis writes. */
export interface ConfiguredReport {
  readonly format: ReportFormat;
  /** Relative to the folder of the assembly. */
  readonly file?: string;
}

/** The configuration cannot be used. Nothing was checked, and what was not checked must not pass. */
export class ConfigurationError extends Error {
  public override readonly name = 'ConfigurationError';

  /** @param problems each with its place: `least-privilege.json:4:12: unknown rule "iam/no-wildcards"` */
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}
