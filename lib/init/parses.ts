import { isObject } from '../core/json';

/** Whether a text parses as well as another did, by the TypeScript of the app itself; `undefined` where the app has none that can tell. */
export function parsesAsWell(file: string, before: string, after: string, folder: string): boolean | undefined {
  const count = mistakesBy(folder);
  if (count === undefined) return undefined;
  return count(file, after) <= count(file, before);
}

function mistakesBy(folder: string): ((file: string, text: string) => number) | undefined {
  let typescript: unknown;
  try {
    typescript = require(require.resolve('typescript', { paths: [folder] }));
  } catch {
    return undefined;
  }
  const transpile = isObject(typescript) ? Object(typescript).transpileModule : undefined;
  if (typeof transpile !== 'function') return undefined;
  return (fileName, text) => {
    const { diagnostics } = transpile(text, { fileName, reportDiagnostics: true, compilerOptions: { allowJs: true } });
    return Array.isArray(diagnostics) ? diagnostics.length : 0;
  };
}
