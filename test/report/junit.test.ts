import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { junit } from '../../lib/report/junit';
import { finding, resultOf } from './result';
import { parseXml, schemaErrors } from './xml';

const schema = parseXml(readFileSync(join(__dirname, 'schemas', 'junit-10.xsd'), 'utf8'));

const crashed = finding({
  ruleId: 'engine/rule-crashed',
  findingId: 'engine/rule-crashed[iam/no-user-policy]',
  template: '',
  stack: null,
  logicalId: null,
  resourceType: null,
  constructPath: null,
  location: '',
});

const mixed = resultOf(
  [
    crashed,
    finding({ source: 'lib/orders.ts:42:7' }),
    finding({ location: '/Resources/RolePolicy72E7/Properties/PolicyDocument/Statement/1/Action' }),
    finding({ severity: 'warning', findingId: 'iam/no-wildcard-action[sqs:*]' }),
    finding({ template: 'other.json', stack: null, acknowledged: 'the archive "role" may & must' }),
  ],
  2,
);

test('is what the schema of JUnit reports describes', () => {
  for (const result of [mixed, resultOf([]), resultOf([], 0)]) expect(schemaErrors(parseXml(junit(result).output), schema)).toEqual([]);
});

test('the schema refuses what it does not describe', () => {
  const broken = junit(mixed)
    .output.replace('<testsuite name', '<testsuite colour="red" title')
    .replace('<failure', '<fault')
    .replace('</failure', '</fault');
  expect(schemaErrors(parseXml(broken), schema)).toEqual([
    '"testsuite" has no attribute "colour"',
    '"testsuite" has no attribute "title"',
    '"testsuite" lacks "name"',
    '"testcase" holds "fault"',
  ]);
});

test('has a suite for each template, and a case for each finding', () => {
  const root = parseXml(junit(mixed, { locate: () => ({ line: 7, column: 3 }) }).output);
  expect(root.attributes).toEqual({ name: 'cdk-least-privilege', tests: '6', failures: '2', errors: '1' });
  expect(root.children.map(({ attributes }) => attributes)).toEqual([
    { name: 'cdk-least-privilege', tests: '1', failures: '0', errors: '0', skipped: '0' },
    { name: 'all templates', tests: '1', failures: '0', errors: '1', skipped: '0' },
    { name: 'Orders', tests: '3', failures: '2', errors: '0', skipped: '0', file: 'cdk.out/Orders.template.json' },
    { name: 'other.json', tests: '1', failures: '0', errors: '0', skipped: '1', file: 'other.json' },
  ]);
  const cases = root.children.flatMap(({ children }) => children.filter(({ name }) => name === 'testcase'));
  expect(cases.map(({ attributes, children }) => [attributes.name, children[0]?.name, children[0]?.attributes.message])).toEqual([
    ['templates are checked', 'system-out', undefined],
    ['engine/rule-crashed[iam/no-user-policy]', 'error', 'statement allows every action of s3 through "s3:*"'],
    ['iam/no-wildcard-action[s3:*] on Orders/Role/DefaultPolicy/Resource', 'failure', 'statement allows every action of s3 through "s3:*"'],
    [
      'iam/no-wildcard-action[s3:*] on Orders/Role/DefaultPolicy/Resource (2)',
      'failure',
      'statement allows every action of s3 through "s3:*"',
    ],
    ['iam/no-wildcard-action[sqs:*] on Orders/Role/DefaultPolicy/Resource', 'system-out', undefined],
    ['iam/no-wildcard-action[s3:*] on Orders/Role/DefaultPolicy/Resource', 'skipped', 'the archive "role" may & must'],
  ]);
  expect(cases[2]?.children[0]?.text).toBe(
    [
      'at lib/orders.ts:42:7',
      'at cdk.out/Orders.template.json:7:3',
      'property: Properties/PolicyDocument/Statement/0/Action',
      'fix: name the actions: such code usually needs "s3:GetObject"',
      'why: A service-wide wildcard also grants every action the service adds later.',
      'rule: iam/no-wildcard-action[s3:*] (https://example.org/policies/README.md#iam/no-wildcard-action)',
    ].join('\n'),
  );
});

test('nothing checked is an error, not an empty success', () => {
  const root = parseXml(junit(resultOf([], 0)).output);
  expect(root.attributes.errors).toBe('1');
  expect(root.children[0]?.children[1]?.children[0]).toMatchObject({ name: 'error', attributes: { message: 'no template was checked' } });
});

test('a template cannot break out of its place', () => {
  const message = 'a </failure><evil a="b">\u0000\u001b[2J\ud800 ]]> &amp; "x"\n\ty';
  const root = parseXml(junit(resultOf([finding({ message, constructPath: '<A>"', fix: message })])).output);
  const outcome = root.children[1]?.children[0]?.children[0];
  expect(outcome?.attributes.message).toBe('a </failure><evil a="b">\ufffd\ufffd[2J\ufffd ]]> &amp; "x"\n\ty');
  expect(outcome?.text).toContain('fix: a </failure><evil a="b">\ufffd\ufffd[2J\ufffd ]]> &amp; "x"\n\ty');
  expect(root.children[1]?.children[0]?.attributes.name).toBe('iam/no-wildcard-action[s3:*] on <A>"');
});
