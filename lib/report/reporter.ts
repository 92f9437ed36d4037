import type { Position } from '../core/position';
import type { Finding, Result } from '../core/result';
import type { PackName, Rule } from '../core/rule';

/** How a report is rendered. Nothing here is read from the environment: the caller knows where the report goes. */
export interface ReportOptions {
  /**
   * Whether the output may hold terminal colours.
   * @default false
   */
  readonly colour?: boolean;
  /**
   * Columns to wrap prose at.
   * @default - lines are not wrapped
   */
  readonly width?: number;
  /**
   * Where a finding stands in its template, as a person counts.
   * @default - not known: reports name the file
   */
  readonly locate?: (finding: Finding) => Position | undefined;
  /**
   * A path of a finding as the repository calls it, which platforms show code by; `undefined` for what lies outside.
   * @default - relative paths as they are
   */
  readonly inRepository?: (path: string) => string | undefined;
  /**
   * The rule of an id, for what is said once per rule.
   * @default - what the findings say themselves
   */
  readonly ruleOf?: (ruleId: string) => Rule | undefined;
  /**
   * The pack that was checked with.
   * @default recommended
   */
  readonly pack?: PackName;
}

/** What a reporter makes of a result. */
export interface Report {
  /** Ends with a newline. */
  readonly output: string;
  /** 0: clean. 1: a finding of severity `error` that nobody acknowledged. 2: something could not be checked at all. */
  readonly exitCode: 0 | 1 | 2;
}

/** A rendering of a result: a pure function, so that the same result gives the same bytes. */
export type Reporter = (result: Result, options?: ReportOptions) => Report;
