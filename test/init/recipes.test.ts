import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { platforms, recipeOf } from '../../lib/init/recipes';
import { MARK } from '../../lib/report/markdown';

const docs = join(__dirname, '..', '..', 'docs', 'ci');

test.each(platforms)('the recipe for %s stands in the documentation', (platform) => {
  expect(readFileSync(join(docs, `${platform}.yml`), 'utf8')).toBe(recipeOf(platform, '').text);
});

describe('GitHub', () => {
  const workflow = (folder: string) => parse(recipeOf('github', folder).text);

  test('has the least permissions that it works with', () => {
    const { permissions, jobs } = workflow('');
    expect(permissions).toEqual({ contents: 'read' });
    expect(jobs.check.permissions).toEqual({ contents: 'read', 'security-events': 'write', 'pull-requests': 'write' });
    expect(jobs.check.steps[0].with['persist-credentials']).toBe(false);
  });

  test('uses actions of GitHub alone, each with its major version', () => {
    const used = workflow('').jobs.check.steps.flatMap(({ uses }: { uses?: string }) => (uses === undefined ? [] : [uses]));
    expect(used).toHaveLength(3);
    for (const action of used) expect(action).toMatch(/^(?:actions|github)\/[\w/-]+@v\d+$/);
  });

  test('puts no value of a pull request into a script', () => {
    for (const { run } of workflow('').jobs.check.steps) expect(run ?? '').not.toContain('${{');
  });

  test('finds its comment by the mark that the report begins with', () => {
    expect(workflow('').jobs.check.steps.at(-1).run).toContain(`startswith("${MARK}")`);
  });

  test('works in the folder of the app, whatever it is called', () => {
    const { jobs } = workflow('my infra: #1');
    expect(jobs.check.defaults.run['working-directory']).toBe('my infra: #1');
    const upload = jobs.check.steps.find(({ uses }: { uses?: string }) => uses?.includes('upload-sarif'));
    expect(upload.with).toEqual({ sarif_file: 'my infra: #1/least-privilege.sarif', category: 'cdk-least-privilege/my infra: #1' });
  });
});

test('GitLab: reports are artifacts, also of a job that fails', () => {
  const { 'least-privilege': job } = parse(recipeOf('gitlab', 'infra').text);
  expect(job.script[0]).toBe('cd infra');
  expect(job.artifacts).toEqual({
    when: 'always',
    reports: { codequality: 'infra/gl-code-quality-report.json', junit: 'infra/least-privilege.junit.xml' },
  });
});

test('CodeBuild: the report is one of JUnit', () => {
  const { version, reports, phases } = parse(recipeOf('codebuild', 'infra').text);
  expect(version).toBe(0.2);
  expect(phases.install.commands).toEqual(['cd infra', 'npm ci']);
  expect(reports['least-privilege']).toEqual({
    'base-directory': 'infra',
    files: ['least-privilege.junit.xml'],
    'file-format': 'JUNITXML',
  });
});
