import { github } from '../../lib/report/github';
import { finding, resultOf } from './result';

function linesOf(...given: Parameters<typeof github>): string[] {
  return github(...given)
    .output.trimEnd()
    .split('\n');
}

test('an annotation at the line of the code, and one at the line of the template where the code is not known', () => {
  const result = resultOf([
    finding({ source: 'lib/orders.ts:42:7' }),
    finding({ severity: 'warning', constructPath: null, logicalId: null }),
  ]);
  expect(linesOf(result, { locate: () => ({ line: 9, column: 5 }) })).toEqual([
    '::error file=lib/orders.ts,line=42,col=7,title=iam/no-wildcard-action[s3%3A*]::statement allows every action of s3 through "s3:*"%0Afix: name the actions: such code usually needs "s3:GetObject"%0Aon: Orders/Role/DefaultPolicy/Resource%0Aabout the rule: https://example.org/policies/README.md#iam/no-wildcard-action',
    '::warning file=cdk.out/Orders.template.json,line=9,col=5,title=iam/no-wildcard-action[s3%3A*]::statement allows every action of s3 through "s3:*"%0Afix: name the actions: such code usually needs "s3:GetObject"%0Aabout the rule: https://example.org/policies/README.md#iam/no-wildcard-action',
    'cdk-least-privilege: 1 error, 1 warning, 0 notes, 0 acknowledged in 1 template',
  ]);
});

test('paths are those of the repository', () => {
  const [line] = linesOf(resultOf([finding({ source: 'lib/orders.ts:42:7' })]), { inRepository: (path) => `infra/${path}` });
  expect(line).toContain('file=infra/lib/orders.ts,');
});

test('errors first; of more than ten, the tenth annotation counts the rest, which the log has', () => {
  const errors = Array.from({ length: 12 }, (_, index) => finding({ findingId: `iam/no-wildcard-action[e${index}]` }));
  const notes = Array.from({ length: 10 }, (_, index) => finding({ severity: 'info', findingId: `iam/no-wildcard-action[n${index}]` }));
  const lines = linesOf(resultOf([...notes, ...errors]));
  expect(lines.filter((line) => line.startsWith('::error '))).toHaveLength(10);
  expect(lines.findIndex((line) => line.startsWith('::notice '))).toBe(10);
  expect(lines[9]).toBe('::error title=cdk-least-privilege::3 more errors stand in the log of this step, and in the other reports');
  expect(lines.filter((line) => line.startsWith('::notice '))).toHaveLength(10);
  expect(lines.slice(20)).toEqual([
    ...['e9', 'e10', 'e11'].map(
      (id) => `error: cdk.out/Orders.template.json: statement allows every action of s3 through "s3:*" (iam/no-wildcard-action[${id}])`,
    ),
    'cdk-least-privilege: 12 errors, 0 warnings, 10 notes, 0 acknowledged in 1 template',
  ]);
});

test('what was accepted is in the log with its reason, and no annotation', () => {
  expect(linesOf(resultOf([finding({ acknowledged: 'log archive' })]))).toEqual([
    'acknowledged: cdk.out/Orders.template.json: statement allows every action of s3 through "s3:*" (iam/no-wildcard-action[s3:*]) (log archive)',
    'cdk-least-privilege: 0 errors, 0 warnings, 0 notes, 1 acknowledged in 1 template',
  ]);
});

test('a template cannot give commands to the runner', () => {
  const hostile = '50%\r\n::stop-commands::x\n##[add-mask]y';
  const change = { message: hostile, findingId: `a,b:c${hostile}`, template: `${hostile}.json` };
  const many = Array.from({ length: 11 }, () => finding(change));
  const lines = linesOf(resultOf([...many, finding({ ...change, acknowledged: hostile })]));
  expect(lines).toHaveLength(14);
  expect(lines.filter((line) => line.startsWith('::')).every((line) => /^::error (?:file|title)=/.test(line))).toBe(true);
  expect(lines.join('\n')).not.toContain('##[');
  expect(lines[0]).toContain('title=a%2Cb%3Ac50%25%0D%0A%3A%3Astop-commands%3A%3Ax%0A# #[add-mask]y::50%25%0D%0A::stop-commands::x');
});
