import type { Result } from '../core/result';

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
