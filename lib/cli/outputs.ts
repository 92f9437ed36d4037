import type { Output } from '../output';
import { formatOf, isReportFormat, type ReportFormat, reportFormats } from '../report/format';
import { UsageError } from './command';

/**
 * The reports that `--output` asks for: `sarif=out/report.sarif`, or a name that says its format by its end. `.json` alone may be
 * several formats: there `--format` decides between them.
 * @throws UsageError for a format that is not known, or not said, and for a file that is named twice
 */
export function outputsOf(written: readonly string[], format: ReportFormat | undefined): readonly Output[] {
  const outputs = written.map((each) => outputOf(each, format));
  for (const [index, { file }] of outputs.entries()) {
    if (outputs.findIndex((other) => other.file === file) < index) throw new UsageError(`--output names "${file}" twice`);
  }
  return outputs;
}

/** The form of the report on stdout: that of `--format`, unless a file gets it already; text otherwise. */
export function formatOnStdout(format: ReportFormat | undefined, outputs: readonly Output[]): ReportFormat {
  return format === undefined || outputs.some((output) => output.format === format) ? 'text' : format;
}

const JSON_FORMATS: readonly (ReportFormat | undefined)[] = ['json', 'sarif', 'gitlab'];

function outputOf(written: string, format: ReportFormat | undefined): Output {
  const [, word, named] = /^([\w-]+)=(.*)$/s.exec(written) ?? [];
  if (word !== undefined && named !== undefined) {
    if (!isReportFormat(word)) {
      throw new UsageError(`unknown format "${word}" in --output "${written}", known are ${reportFormats.join(', ')}`);
    }
    return { format: word, file: checked(named, written) };
  }
  const file = checked(written, written);
  const ending = formatOf(file);
  const chosen = ending === 'json' && JSON_FORMATS.includes(format) ? format : (ending ?? format);
  if (chosen === undefined) {
    throw new UsageError(
      `--output "${written}" does not say its format: write it before the name, as in "sarif=${written}", or end the name with .sarif, .md, .xml, .json or .txt`,
    );
  }
  return { format: chosen, file };
}

function checked(file: string, written: string): string {
  if (file.trim() === '') throw new UsageError(`--output "${written}" names no file`);
  return file;
}
