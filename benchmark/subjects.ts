/** What can be measured. */
export type Subject =
  | 'synth alone'
  | 'synth, a plugin that does nothing'
  | 'synth, LeastPrivilegeChecks'
  | 'synth, AwsSolutionsChecks'
  | 'read and JSON.parse'
  | 'check of the same templates'
  | 'import of the package';

/** CPU time in milliseconds, user and system together. */
export interface Measurement {
  /** Of the whole process, loading included. */
  readonly total: number;
  /** Of what the subject is about: the plugin's `validate`, the reading, the check, the import. */
  readonly own: number;
}
