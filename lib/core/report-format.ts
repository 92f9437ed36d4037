/** The name of a reporter. */
export type ReportFormat = 'text' | 'json' | 'sarif' | 'markdown' | 'junit' | 'github' | 'gitlab';

/** Every reporter, in the order of the help. */
export const reportFormats: readonly ReportFormat[] = ['text', 'json', 'sarif', 'markdown', 'junit', 'github', 'gitlab'];
