import Ajv from 'ajv';
import schema from '../../lib/inventory/inventory.schema.json';
import { allow, arnOf, functionWith, openUrl, Table } from '../inventory/inventories';
import { runIn } from './shell';

const template = JSON.stringify({
  Resources: { Table, ...functionWith([allow('dynamodb:GetItem', arnOf('Table'))]), ...openUrl(), ...functionWith([], 'Other') },
});
const map = (...args: readonly string[]) => runIn({ 'app.json': template }, ['map', 'app.json', ...args]);

test('JSON is what its schema says, and the same bytes twice', () => {
  const { exitCode, stdout, stderr } = map('--format', 'json');
  const validate = new Ajv({ allErrors: true, strict: false }).compile(schema);
  expect([validate(JSON.parse(stdout)), validate.errors]).toEqual([true, null]);
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(map('--format', 'json').stdout).toBe(stdout);
});

test('the overview says who can start what, and the ways from anyone to data', () => {
  const { stdout } = map();
  expect(stdout).toContain(
    '2 functions, 1 entry point, 0 APIs, 1 store of data, 1 stack\n1 can be started by anyone; 1 way from anyone to 1 store of data',
  );
  expect(stdout).toContain('From anyone to data\n  Lambda URL Fn → Fn → Table (read)\n');
});

test('only some functions', () => {
  const ids = (...args: readonly string[]) =>
    JSON.parse(map('-f', 'json', ...args).stdout).functions.map(({ name }: { name: string }) => name);
  expect(ids('--function', 'Oth*')).toEqual(['Other']);
  expect(ids('--exposed')).toEqual(['Fn']);
  expect(map('--function', 'nothing')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('no function of app.json matches "nothing"'),
  });
});

test('the end of the file says the format', () => {
  const { exitCode, stdout, stderr } = map('--output', 'out/map.md');
  expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: '', stderr: 'wrote out/map.md\n' });
});

test('tables hold names as code, and nothing of them is markup', () => {
  const hostile = JSON.stringify({
    Resources: { Fn: { Type: 'AWS::Lambda::Function', Properties: { Role: 'arn:aws:iam::1:role/a|b`c<d>' } } },
  });
  const { stdout } = runIn({ 'a|b.json': hostile }, ['map', 'a|b.json', '-f', 'markdown']);
  expect(stdout).toContain('# App map');
  expect(stdout).toContain('<code>a&#124;b.json</code>');
});

test('a file that is missing or no template is an error that names it', () => {
  expect(runIn({}, ['map', 'nowhere.json'])).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining('nowhere.json') });
  expect(runIn({ 'a.json': '{' }, ['map', 'a.json'])).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining('a.json') });
});
