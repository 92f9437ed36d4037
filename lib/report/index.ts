import { json } from './json';
import type { Reporter } from './reporter';
import { text } from './text';

export type { Report, Reporter, ReportOptions } from './reporter';

/** The name of a reporter, as `--format` takes it. */
export type ReportFormat = 'text' | 'json';

/** Every reporter by name. */
export const reporters: Readonly<Record<ReportFormat, Reporter>> = { text, json };
