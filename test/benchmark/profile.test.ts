import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { hottest } from '../../benchmark/profile';

const node = (id: number, functionName: string, url: string, lineNumber: number) => ({ id, callFrame: { functionName, url, lineNumber } });

test('sums the time of a function over its samples, most first', () => {
  const url = pathToFileURL(join(process.cwd(), 'lib', 'check.js')).href;
  const profile = {
    nodes: [node(1, 'check', url, 9), node(2, '', 'node:fs', 0), node(3, 'check', url, 9)],
    samples: [2, 1, 3],
    timeDeltas: [1500, 1000, 2000],
  };
  expect(hottest(profile, 5)).toEqual([
    { where: `check  ${join('lib', 'check.js')}:10`, milliseconds: 3 },
    { where: '(top of file)  node:fs:1', milliseconds: 1.5 },
  ]);
  expect(hottest(profile, 1)).toHaveLength(1);
});
