import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { name as packageName } from '../../package.json';

const root = join(__dirname, '..', '..');
const page = readFileSync(join(root, 'docs', 'secure-function-defaults.md'), 'utf8');
const snippets = [...page.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? '');

function typeErrors(sources: readonly string[]): string[] {
  const files = new Map(sources.map((text, index) => [join(root, 'example', `secure-${index}.ts`), text]));
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.Node20,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
    paths: { [packageName]: [join(root, 'lib', 'index.ts')], [`${packageName}/python`]: [join(root, 'lib', 'python', 'index.ts')] },
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile, directoryExists } = host;
  host.directoryExists = (folder) => folder === join(root, 'example') || directoryExists?.(folder) === true;
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.readFile = (file) => files.get(file) ?? readFile(file);
  host.getSourceFile = (file, ...rest) => {
    const text = files.get(file);
    return text === undefined ? getSourceFile(file, ...rest) : ts.createSourceFile(file, text, ts.ScriptTarget.ES2023);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files.keys()].flatMap((file) =>
    program
      .getSemanticDiagnostics(program.getSourceFile(file))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
  );
}

test('every snippet of the page on defaults compiles, and one that is wrong would not', () => {
  expect(snippets).toHaveLength(2);
  const wrong = snippets[0]?.replace('getObjects()', 'takeObjects()') ?? '';
  expect(typeErrors([...snippets, wrong])).toEqual([expect.stringContaining("'takeObjects' does not exist")]);
}, 300_000);

test('every property that the page names exists', () => {
  const own = readFileSync(join(root, 'lib', 'cdk', 'function-options.ts'), 'utf8');
  for (const name of [
    'access',
    'permissionsBoundary',
    'plaintextVariables',
    'allowDeprecatedRuntime',
    'unboundedConcurrency',
    'managedPolicyQuota',
  ]) {
    expect(page).toContain(`\`${name}`);
    expect(own).toContain(`readonly ${name}?:`);
  }
});
