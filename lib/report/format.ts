/** The name of a reporter. */
export type ReportFormat = 'text' | 'json' | 'sarif' | 'markdown' | 'junit' | 'github' | 'gitlab';

/** Every reporter, in the order of the help. */
export const reportFormats: readonly ReportFormat[] = ['text', 'json', 'sarif', 'markdown', 'junit', 'github', 'gitlab'];

const byEnding: readonly (readonly [RegExp, ReportFormat])[] = [
  [/^gl-code-quality.*\.json$/i, 'gitlab'],
  [/\.sarif(?:\.json)?$/i, 'sarif'],
  [/\.json$/i, 'json'],
  [/\.(?:md|markdown)$/i, 'markdown'],
  [/\.xml$/i, 'junit'],
  [/\.txt$/i, 'text'],
];

/** The format that the name of a file asks for, as `report.sarif` does. */
export function formatOf(file: string): ReportFormat | undefined {
  const name = file.replace(/^.*[/\\]/, '');
  return byEnding.find(([ending]) => ending.test(name))?.[1];
}

/** What a report is called, where nobody named it. */
export const fileNames: Readonly<Record<ReportFormat, string>> = {
  text: 'least-privilege.txt',
  json: 'least-privilege-report.json',
  sarif: 'least-privilege.sarif',
  markdown: 'least-privilege.md',
  junit: 'least-privilege.junit.xml',
  github: 'least-privilege.github.txt',
  gitlab: 'gl-code-quality-report.json',
};

/** Whether a word is the name of a reporter. */
export function isReportFormat(word: string): word is ReportFormat {
  return reportFormats.some((format) => format === word);
}
