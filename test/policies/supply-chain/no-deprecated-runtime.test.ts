import { checkTemplates } from '../../../lib/check';
import { lifeOf, phaseOf } from '../../../lib/core/model/lambda-runtimes';
import { buildTemplates } from '../../../lib/core/template';
import rule from '../../../policies/supply-chain/no-deprecated-runtime';
import { factsOf, resources } from '../facts';

const fn = (Runtime: unknown, more: object = {}) => resources({ Fn: { Type: 'AWS::Lambda::Function', Properties: { Runtime }, ...more } });
const on = (today: string | undefined, body: ReturnType<typeof fn>) =>
  checkTemplates(buildTemplates([{ name: 'a.json', body }]), { settings: { today } }, [rule]).findings.map(
    ({ severity, message }) =>
      `${severity} ${/cannot be updated/.test(message) ? 'update' : /can be created/.test(message) ? 'create' : /after/.test(message) ? 'soon' : 'old'}`,
  );

test('the day of the check decides', () => {
  const java = fn('java17');
  expect(on('2026-03-01', java)).toEqual([]);
  expect(on('2026-04-02', java)).toEqual(['warning soon']);
  expect(on('2026-06-30', java)).toEqual(['error old']);
  expect(on('2026-07-31', java)).toEqual(['error create']);
  expect(on('2026-08-31', java)).toEqual(['error update']);
});

test('without a day, that of the table counts', () => {
  expect(on(undefined, fn('java17'))).toEqual(['warning soon']);
  expect(on(undefined, fn('nodejs20.x'))).toEqual(['error create']);
});

test('what the table does not know is not old', () => {
  expect(factsOf(rule, fn('dotnet10'))).toEqual([]);
  expect(factsOf(rule, fn('ruby4.0'))).toEqual([]);
  expect(factsOf(rule, resources({ Fn: { Type: 'AWS::Lambda::Function', Properties: { PackageType: 'Image' } } }))).toEqual([]);
  expect(factsOf(rule, fn({ Ref: 'Runtime' }))).toEqual([]);
});

test('runtimes that were gone before the table are known', () => {
  for (const runtime of ['nodejs8.10', 'python2.7', 'dotnetcore3.1', 'ruby2.5', 'nodejs4.3-edge']) {
    expect(factsOf(rule, fn(runtime))).toEqual(['deprecated Fn /Runtime']);
  }
});

test('every life goes on in order', () => {
  for (const runtime of ['nodejs14.x', 'python3.9', 'java8.al2', 'provided.al2023', 'dotnet8']) {
    const life = lifeOf(runtime);
    if (life === undefined) throw new Error(runtime);
    expect([life.deprecated, life.createBlocked, life.updateBlocked]).toEqual(
      [life.deprecated, life.createBlocked, life.updateBlocked].sort(),
    );
    expect(phaseOf(life, '2020-01-01')).toBe('supported');
  }
});

test('functions of SAM are read, and those of CDK itself are information', () => {
  const body = resources({ Fn: { Type: 'AWS::Serverless::Function', Properties: { Runtime: 'python3.8' } } });
  expect(on('2026-06-15', body)).toEqual(['error create']);
  const provided = fn('nodejs18.x', { Metadata: { 'aws:cdk:path': 'App/Custom::S3AutoDeleteObjectsCustomResourceProvider/Handler' } });
  const [finding] = checkTemplates(buildTemplates([{ name: 'a.json', body: provided }]), { pack: 'strict' }, [rule]).findings;
  expect([finding?.severity, finding?.fix]).toEqual(['info', expect.stringContaining('aws-cdk-lib')]);
});

test('canaries and layers', () => {
  const canary = (RuntimeVersion: string) =>
    factsOf(rule, resources({ C: { Type: 'AWS::Synthetics::Canary', Properties: { RuntimeVersion } } }));
  expect(canary('syn-nodejs-puppeteer-3.9')).toEqual(['oldCanary C /RuntimeVersion (at most warning)']);
  expect(canary('syn-nodejs-puppeteer-13.0')).toEqual([]);
  const layer = resources({ L: { Type: 'AWS::Lambda::LayerVersion', Properties: { CompatibleRuntimes: ['python3.8', 'python3.13'] } } });
  expect(factsOf(rule, layer)).toEqual(['layer L /CompatibleRuntimes/0 (at most info)']);
});

test('a runtime that SAM gives to all functions is judged at each that names none', () => {
  const Globals = { Function: { Runtime: 'python3.8' } };
  const Old = { Type: 'AWS::Serverless::Function', Properties: {} };
  const New = { Type: 'AWS::Serverless::Function', Properties: { Runtime: 'python3.13' } };
  const found = factsOf(rule, resources({ Old, New }, { Globals }));
  expect(found).toEqual([expect.stringMatching(/^deprecated Old .*Runtime$/)]);
});
