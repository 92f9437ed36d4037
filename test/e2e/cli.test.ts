import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const bin = join(__dirname, '..', '..', 'bin', 'cdk-least-privilege.js');

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdk-least-privilege-cli-'));
  // Enough findings that their report is larger than any pipe's buffer.
  const statements = Array.from({ length: 500 }, (_, index) => ({
    Effect: 'Allow',
    Action: 's3:*',
    Resource: `arn:aws:s3:::bucket-${index}`,
  }));
  const policy = { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Version: '2012-10-17', Statement: statements } } };
  writeFileSync(join(folder, 'large.json'), JSON.stringify({ Resources: { Policy: policy } }));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

jest.setTimeout(60_000);

test('a report larger than a pipe arrives whole, also at a slow reader', async () => {
  const child = spawn(process.execPath, [bin, 'check', 'large.json', '--format', 'json'], { cwd: folder });
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) {
    chunks.push(chunk);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const exitCode = child.exitCode ?? (await new Promise((resolve) => child.once('exit', resolve)));
  const text = Buffer.concat(chunks).toString();
  expect(text.length).toBeGreaterThan(200_000);
  expect(JSON.parse(text).findings.length).toBeGreaterThanOrEqual(500);
  expect(exitCode).toBe(1);
});

test('a reader that leaves early is no error', async () => {
  const child = spawn(process.execPath, [bin, 'check', 'large.json', '--format', 'json'], { cwd: folder });
  let stderr = '';
  child.stderr.on('data', (data) => (stderr += data));
  child.stdout.once('data', () => child.stdout.destroy());
  const exitCode = await new Promise((resolve) => child.once('close', resolve));
  expect(stderr).toBe('');
  expect(exitCode).toBe(1);
});

test('neither the version, nor the rules, nor a check loads aws-cdk-lib or more than it needs', () => {
  const loaded = (...args: string[]) => {
    const program = `process.argv = ['node', 'cli', ...${JSON.stringify(args)}]; process.stdout.write = () => true;
      require(${JSON.stringify(bin)});
      console.error(Object.keys(require.cache).join('\\n'));`;
    return spawnSync(process.execPath, ['-e', program], { cwd: folder, encoding: 'utf8' }).stderr.split('\n').filter(Boolean);
  };
  const version = loaded('--version');
  expect(version.filter((file) => /\/(?:policies|reference|yaml|core)\//.test(file))).toEqual([]);
  expect(version.length).toBeGreaterThan(3);
  for (const files of [version, loaded('rules'), loaded('check', 'large.json')]) {
    expect(files.filter((file) => /node_modules\/(?:aws-cdk-lib|constructs|cdk-nag|yaml)\//.test(file))).toEqual([]);
    // Without a configuration there is nothing to read and to validate.
    expect(files.filter((file) => /\/config\/(?:configure|validate|json-source|custom-rules)\.js$/.test(file))).toEqual([]);
  }
});
