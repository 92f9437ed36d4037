/** Severity of a finding. `error` blocks a synth; `warning` blocks under `--strict`; `info` never does. */
export type Severity = 'error' | 'warning' | 'info';

/** One violation at one place. The shape is the contract of `check --format json`. */
export interface Finding {
  readonly ruleId: string;
  /** `ruleId[value]`: names the value as a person would and never covers a value that was not there. */
  readonly findingId: string;
  readonly severity: Severity;
  /** What is wrong, here. */
  readonly message: string;
  readonly why: string;
  /** What to write instead. */
  readonly fix: string;
  /** Path of the template as given. */
  readonly template: string;
  readonly stack: string | null;
  readonly logicalId: string | null;
  readonly resourceType: string | null;
  readonly constructPath: string | null;
  /** JSON pointer into the template. */
  readonly location: string;
  /** The offending value, as a person would write it. */
  readonly evidence: string;
  /** `file:line:column` where the construct was made, when known. */
  readonly source: string | null;
  /** The reason a person gave for accepting it, with how long it holds and whom to ask: `… (until 2027-03-31, ticket SEC-12)`. */
  readonly acknowledged: string | null;
  readonly docs: string;
}

export interface Summary {
  readonly templates: number;
  readonly resources: number;
  readonly statements: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly acknowledged: number;
}

export interface Tool {
  readonly name: string;
  readonly version: string;
  /** Date of the service authorization data. */
  readonly referenceDate: string;
}

/** What `check` answers and every reporter renders. Findings are sorted by template, logicalId, location, ruleId. */
export interface Result {
  readonly schemaVersion: 1;
  readonly tool: Tool;
  readonly summary: Summary;
  readonly findings: readonly Finding[];
}

/** Ids of the findings that the engine itself makes: it failed closed. They have no rule file. */
export const UNREADABLE_INPUT = 'engine/unreadable-input';
export const RULE_CRASHED = 'engine/rule-crashed';

/** Id of the finding that says what cdk-nag could not judge: its rules were chosen, and have no answer. */
export const NOT_EVALUATED = 'engine/not-evaluated';

/** Ids of the findings about acknowledgements: one that covers nothing, and one of what nobody may accept. */
export const UNMATCHED_ACKNOWLEDGEMENT = 'engine/unmatched-acknowledgement';
export const FORBIDDEN_ACKNOWLEDGEMENT = 'engine/forbidden-acknowledgement';
