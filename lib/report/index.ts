import type { ReportFormat } from './format';
import { github } from './github';
import { gitlab } from './gitlab';
import { json } from './json';
import { junit } from './junit';
import { markdown } from './markdown';
import type { Reporter } from './reporter';
import { sarif } from './sarif';
import { text } from './text';

export { formatOf, isReportFormat, type ReportFormat, reportFormats } from './format';
export type { Report, Reporter, ReportOptions } from './reporter';

/** Every reporter by name. */
export const reporters: Readonly<Record<ReportFormat, Reporter>> = { text, json, sarif, markdown, junit, github, gitlab };
