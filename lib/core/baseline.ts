import type { Severity } from './result';

/** Findings that were there before somebody began to check: they do not block. */
export interface Baseline {
  /** The file as the user sees it. */
  readonly name: string;
  /** Absolute path of the file. */
  readonly path: string;
  readonly entries: readonly BaselineEntry[];
  /** Whether all findings of this check are to go in. @default false */
  readonly takesAll?: boolean;
}

/**
 * A finding as a baseline remembers it: by names that a person gave, and by what was found, so that it is known again after a
 * refactoring, and never stands for more than was there.
 */
export interface BaselineEntry {
  readonly rule: string;
  readonly evidence: string;
  readonly severity: Severity;
  /** CloudFormation type. */
  readonly type?: string;
  /** The construct path without what CDK itself adds at its end, else template and logical id. */
  readonly place: string;
  /** What the statement grants that the finding is about. */
  readonly statement?: StatementContent;
  /** A digest of the value that the finding is about, where that is no statement. */
  readonly value?: string;
  /** The day on which it was recorded. */
  readonly since: string;
  /** How many findings it stands for. @default 1 */
  readonly count?: number;
}

/** The elements of a statement that decide what it grants, as a person would write them, sorted. */
export interface StatementContent {
  /** Absent for `Allow`. */
  readonly effect?: string;
  readonly action?: readonly string[];
  readonly notAction?: readonly string[];
  readonly resource?: readonly string[];
  readonly notResource?: readonly string[];
  readonly principal?: readonly string[];
  readonly notPrincipal?: readonly string[];
  readonly condition?: readonly string[];
  /** Roles, users and groups that it applies to, where another resource holds it. */
  readonly holder?: readonly string[];
  /** Elements that could not be read. */
  readonly unresolved?: readonly string[];
  /** Whether it is left out under some CloudFormation condition. */
  readonly conditional?: true;
}
