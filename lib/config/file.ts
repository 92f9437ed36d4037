import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Name of the configuration file. */
export const CONFIGURATION_FILE = 'least-privilege.json';

/** The configuration file in `folder`, else the one beside the nearest `cdk.json` above it. */
export function findConfigurationFile(folder: string): string | undefined {
  const here = join(folder, CONFIGURATION_FILE);
  if (existsSync(here)) return here;
  for (let above = folder; ; above = dirname(above)) {
    if (existsSync(join(above, 'cdk.json'))) {
      const beside = join(above, CONFIGURATION_FILE);
      return existsSync(beside) ? beside : undefined;
    }
    if (dirname(above) === above) return undefined;
  }
}
