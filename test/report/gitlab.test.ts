import Ajv from 'ajv';
import { gitlab } from '../../lib/report/gitlab';
import { finding, resultOf } from './result';

/** What GitLab reads: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
const schema = {
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    additionalProperties: false,
    properties: {
      description: { type: 'string', minLength: 1 },
      check_name: { type: 'string', minLength: 1 },
      fingerprint: { type: 'string', minLength: 16 },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        properties: {
          path: { type: 'string', pattern: '^(?!\\./|/)' },
          lines: { type: 'object', required: ['begin'], properties: { begin: { type: 'integer', minimum: 1 } } },
        },
      },
    },
  },
};

const validate = new Ajv().compile(schema);

function issuesOf(...given: Parameters<typeof gitlab>): Record<string, unknown>[] {
  const issues = JSON.parse(gitlab(...given).output);
  validate(issues);
  expect(validate.errors).toBeNull();
  return issues;
}

test('errors come first, at the line of the code', () => {
  const issues = issuesOf(
    resultOf([finding({ severity: 'warning' }), finding({ source: 'lib/orders.ts:42:7' }), finding({ severity: 'info' })]),
  );
  expect(issues.map(({ severity }) => severity)).toEqual(['critical', 'minor', 'info']);
  expect(issues[0]).toEqual({
    description: 'statement allows every action of s3 through "s3:*"; name the actions: such code usually needs "s3:GetObject"',
    check_name: 'iam/no-wildcard-action',
    fingerprint: expect.stringMatching(/^[0-9a-f]{32}:\d$/),
    severity: 'critical',
    location: { path: 'lib/orders.ts', lines: { begin: 42 } },
  });
});

test('without a place in the code, it names the line of the template', () => {
  expect(issuesOf(resultOf([finding({ template: './a.json' })]), { locate: () => ({ line: 9, column: 1 }) })[0]).toMatchObject({
    location: { path: 'a.json', lines: { begin: 9 } },
  });
});

test('what was accepted stays, as information with its reason', () => {
  const [issue] = issuesOf(resultOf([finding({ acknowledged: 'log archive' })]));
  expect(issue).toMatchObject({
    severity: 'info',
    description: 'acknowledged (log archive): statement allows every action of s3 through "s3:*"',
  });
});

test('GitLab drops issues that share a fingerprint: no two do', () => {
  const issues = issuesOf(resultOf([finding(), finding(), finding({ severity: 'warning' })]));
  expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(3);
});

test('nothing found is an empty list', () => {
  expect(gitlab(resultOf([])).output).toBe('[]\n');
});
