import { blocksOf, examples, guide, resources, scope } from '../docs/guide';
import { typeErrors } from './compiled';

jest.setTimeout(240_000);

test('every block compiles, and one that is wrong would not', () => {
  const [oneLine = ''] = blocksOf(guide);
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
  expect(typeErrors({ 'guide.ts': source('Access.table(orders).readEverything();') })).toEqual([expect.stringContaining('readEverything')]);
});
