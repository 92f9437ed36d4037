import { UsageError } from '../../lib/cli/command';
import { formatOnStdout, outputsOf } from '../../lib/cli/outputs';

test.each([
  ['report.sarif', undefined, 'sarif', 'report.sarif'],
  ['out/report.sarif.json', undefined, 'sarif', 'out/report.sarif.json'],
  ['markdown=out/comment', undefined, 'markdown', 'out/comment'],
  ['comment.md', 'sarif', 'markdown', 'comment.md'],
  ['junit.xml', undefined, 'junit', 'junit.xml'],
  ['report.json', undefined, 'json', 'report.json'],
  ['report.json', 'sarif', 'sarif', 'report.json'],
  ['report.json', 'text', 'json', 'report.json'],
  ['gl-code-quality-report.json', undefined, 'gitlab', 'gl-code-quality-report.json'],
  ['report', 'sarif', 'sarif', 'report'],
  ['./a=b.sarif', undefined, 'sarif', './a=b.sarif'],
  ['text=a=b', undefined, 'text', 'a=b'],
] as const)('%s with --format %s is %s in %s', (written, format, expected, file) => {
  expect(outputsOf([written], format)).toEqual([{ format: expected, file }]);
});

test.each([
  [['report'], '--output "report" does not say its format: write it before the name, as in "sarif=report"'],
  [['srif=report'], 'unknown format "srif" in --output "srif=report", known are text, json, sarif, markdown, junit, github, gitlab'],
  [['sarif='], '--output "sarif=" names no file'],
  [['a.sarif', 'json=a.sarif'], '--output names "a.sarif" twice'],
])('fails for %j', (written, message) => {
  expect(() => outputsOf(written, undefined)).toThrow(UsageError);
  expect(() => outputsOf(written, undefined)).toThrow(message);
});

test('stdout has what --format says, unless a file has it already', () => {
  const sarif = outputsOf(['a.sarif'], undefined);
  expect(formatOnStdout(undefined, sarif)).toBe('text');
  expect(formatOnStdout('github', sarif)).toBe('github');
  expect(formatOnStdout('sarif', sarif)).toBe('text');
});
