/**
 * The shape of the files in `lib/reference/data`, which `npm run reference` writes. Lists of names and rows, because the
 * files are read while a synth waits.
 */

/** `index.json` */
export interface IndexFile {
  /** Date of the data, `YYYY-MM-DD`. */
  readonly date: string;
  /** Package and version that it was taken from. */
  readonly source: string;
  /** Prefixes of all services, lower-case, sorted. Each has a file `<prefix>.json`. */
  readonly services: readonly string[];
}

/** `<prefix>.json` */
export interface ServiceFile {
  readonly name: string;
  /** Condition keys: name, type. */
  readonly keys: readonly (readonly [string, string])[];
  /** Sets of condition keys that the rows below refer to by position. */
  readonly sets: readonly (readonly string[])[];
  readonly resources: readonly ResourceTypeRow[];
  readonly actions: readonly ActionRow[];
}

/** Name, ARN format or formats, condition keys (a set). */
export type ResourceTypeRow = readonly [string, string | readonly string[], number];

/**
 * Name, access levels (`L`ist, `R`ead, `W`rite, `P`ermissions management, `T`agging), condition keys (a set), and what of
 * resource types and dependent actions there is.
 */
export type ActionRow = readonly [string, string, number, (readonly TypeOfActionRow[])?, (readonly string[])?];

/** Name, ending on `*` when required, as in AWS's tables; with condition keys (a set) if it has any. */
export type TypeOfActionRow = string | readonly [string, number];
