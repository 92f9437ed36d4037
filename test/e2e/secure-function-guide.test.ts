import { existsSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { blocksOf, examples, guide, resources, scope } from '../docs/guide';

const root = join(__dirname, '../..');

jest.setTimeout(240_000);

test('every block compiles, and one that is wrong would not', () => {
  const [oneLine = ''] = blocksOf(guide);
  const name = join(root, 'guide.ts');
  const modules = Object.keys(scope).filter((each) => !['Access', 'SecureFunction', 'props'].includes(each));
  const names = new Map([
    ['sources', 'lambda_event_sources'],
    ['targets', 'events_targets'],
    ['sfn', 'stepfunctions'],
  ]);
  const source = (last: string) => `
import { Stack, ${modules.map((each) => `aws_${names.get(each) ?? each} as ${each}`).join(', ')} } from 'aws-cdk-lib';
import { Access, SecureFunction } from './lib';
declare const props: lambda.FunctionProps;
class Guide extends Stack {
  one() {\n${oneLine}\n}
  ten() {\n${resources}\n${[...examples.flatMap(({ before, after }) => [before, after]), last].map((block) => `{\n${block}\n}`).join('\n')}\n}
}
export { Guide };`;
  expect(errorsIn(name, source('Access.table(orders).readEverything();'))).toEqual([expect.stringContaining('readEverything')]);
});

function errorsIn(name: string, text: string): string[] {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.Node20,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, readFile } = host;
  host.fileExists = (path) => path === name || existsSync(path);
  host.readFile = (path) => (path === name ? text : readFile(path));
  host.getSourceFile = (path, ...rest) =>
    path === name ? ts.createSourceFile(path, text, ts.ScriptTarget.ES2023) : getSourceFile(path, ...rest);
  const program = ts.createProgram([name], options, host);
  const source = program.getSourceFile(name);
  return source === undefined
    ? ['no source']
    : program.getSemanticDiagnostics(source).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
