import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverlessApp } from '../../benchmark/app';
import { checkPaths } from '../../lib/check';

test('the app of the benchmark is spread over stacks that CloudFormation takes, and has no findings that would be printed', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk-least-privilege-benchmark-'));
  try {
    const assembly = serverlessApp(80, outdir).synth();
    expect(assembly.stacks.map(({ template }) => Object.keys(template.Resources).length)).toEqual([492, 72]);
    const { findings, summary } = checkPaths([outdir], process.cwd());
    expect(findings).toEqual([]);
    expect(summary).toMatchObject({
      templates: readdirSync(outdir).filter((name) => name.endsWith('.template.json')).length,
      resources: 564,
    });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
});
