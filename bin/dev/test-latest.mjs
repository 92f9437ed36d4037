/**
 * `npm run test:latest [-- <aws-cdk-lib> <constructs> <cdk-nag>]`: the end-to-end tests of the checks, with the package as it is
 * published beside other versions of the framework: by default the newest that it was tested with. Everything else runs on the
 * lowest versions that the package supports, which are what is installed for development.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const [cdk = '2.276.0', constructs = '10.8.1', nag = '3.0.2'] = process.argv.slice(2);

const folder = mkdtempSync(join(tmpdir(), 'test-latest-'));
try {
  const npm = (args, cwd) => execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const archive = npm(['pack', '--silent', '--pack-destination', folder], root).trim().split('\n').pop();
  execFileSync('tar', ['-xzf', join(folder, archive), '-C', folder]);
  const project = join(folder, 'package');
  cpSync(join(root, 'test', 'e2e', 'apps'), join(project, 'test', 'e2e', 'apps'), { recursive: true });

  // Beside the package, not in it: its own folder holds the dependencies that it bundles.
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  npm(['install', '--no-audit', '--no-fund', '--no-save', `aws-cdk-lib@${cdk}`, `constructs@${constructs}`, `cdk-nag@${nag}`], folder);
  console.log(`aws-cdk-lib ${cdk}, constructs ${constructs}, cdk-nag ${nag}`);
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const { status } = spawnSync(process.execPath, [jest, '--selectProjects', 'e2e', '--testPathPatterns', 'e2e/synthesis'], {
    cwd: root,
    env: { ...process.env, CDK_LEAST_PRIVILEGE_ROOT: project },
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
