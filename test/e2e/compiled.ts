import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { name as packageName } from '../../package.json';

export const root = join(__dirname, '..', '..');

/** The code blocks of one language in a page, in order. */
export function fences(language: string, page: string): string[] {
  return [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].filter((match) => match[1] === language).map((match) => match[2] ?? '');
}

/**
 * What TypeScript has against these files, which need not be there: `<file>: <message>`. They may import each other, and the
 * package by its name.
 *
 * @param texts by their paths below the folder of the package
 */
export function typeErrors(texts: Readonly<Record<string, string>>): string[] {
  const files = new Map(Object.entries(texts).map(([name, text]) => [join(root, name), text]));
  const folders = new Set([...files.keys()].map((file) => dirname(file)));
  const entry = (...parts: readonly string[]) => [join(root, 'lib', ...parts, 'index.ts')];
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.Node20,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node', 'jest'],
    paths: { [packageName]: entry(), [`${packageName}/rules`]: entry('rules'), [`${packageName}/python`]: entry('python') },
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.directoryExists = (folder) => folders.has(folder) || existsSync(folder);
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.readFile = (file) => files.get(file) ?? readFile(file);
  host.getSourceFile = (file, ...rest) => {
    const text = files.get(file);
    return text === undefined ? getSourceFile(file, ...rest) : ts.createSourceFile(file, text, ts.ScriptTarget.ES2023);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files.keys()].flatMap((file) => {
    const source = program.getSourceFile(file);
    const diagnostics = source === undefined ? [] : [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return diagnostics.map(({ messageText }) => `${file}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
  });
}
