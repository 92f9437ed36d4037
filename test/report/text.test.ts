import { stripVTControlCharacters } from 'node:util';
import { text } from '../../lib/report/text';
import { finding, resultOf } from './result';

const url = finding({
  ruleId: 'endpoint/require-function-url-auth',
  findingId: 'endpoint/require-function-url-auth[NONE]',
  message: 'function URL lets anyone call the function: AuthType is "NONE"',
  why: 'A URL without authentication runs your code for whoever finds it.',
  fix: 'set AuthType to "AWS_IAM"',
  logicalId: 'Url',
  resourceType: 'AWS::Lambda::Url',
  constructPath: null,
  location: '/Resources/Url/Properties/AuthType',
  docs: 'https://example.org/policies/README.md#endpoint/require-function-url-auth',
});

test('groups by template and construct, says why once per rule, and sums up', () => {
  const result = resultOf(
    [
      finding({ source: 'lib/orders.ts:42:7' }),
      finding({ severity: 'warning', findingId: 'iam/no-wildcard-action[sqs:*]', location: '/Resources/RolePolicy72E7/Properties/X' }),
      { ...url, template: 'other.json', stack: null },
      finding({ template: 'other.json', severity: 'info', acknowledged: 'the archive role may do this until March' }),
    ],
    2,
  );
  expect(text(result).output).toMatchInlineSnapshot(`
"cdk.out/Orders.template.json  Orders

  Orders/Role/DefaultPolicy/Resource (RolePolicy72E7)  AWS::IAM::Policy
  at lib/orders.ts:42:7
    error    statement allows every action of s3 through "s3:*"
             at   Properties/PolicyDocument/Statement/0/Action
             fix  name the actions: such code usually needs "s3:GetObject"
             rule iam/no-wildcard-action[s3:*]
    warning  statement allows every action of s3 through "s3:*"
             at   Properties/X
             fix  name the actions: such code usually needs "s3:GetObject"
             rule iam/no-wildcard-action[sqs:*]

other.json

  Url  AWS::Lambda::Url
    error    function URL lets anyone call the function: AuthType is "NONE"
             at   Properties/AuthType
             fix  set AuthType to "AWS_IAM"
             rule endpoint/require-function-url-auth[NONE]

Why
  iam/no-wildcard-action
    A service-wide wildcard also grants every action the service adds later.
    https://example.org/policies/README.md#iam/no-wildcard-action
  endpoint/require-function-url-auth
    A URL without authentication runs your code for whoever finds it.
    https://example.org/policies/README.md#endpoint/require-function-url-auth

Acknowledged
  iam/no-wildcard-action[s3:*]  Orders/Role/DefaultPolicy/Resource
    the archive role may do this until March

2 errors, 1 warning, 1 acknowledged in 2 templates (41 resources, 12 statements)
"
`);
});

test('a clean result is one line', () => {
  expect(text(resultOf([])).output).toBe('no findings in 1 template (41 resources, 12 statements)\n');
});

test('a finding about a whole file has no construct heading and no place', () => {
  const unreadable = finding({
    ruleId: 'engine/unreadable-input',
    findingId: 'engine/unreadable-input[bad.json]',
    message: 'not valid JSON: unexpected end of input at line 12, column 3',
    template: 'bad.json',
    stack: null,
    logicalId: null,
    resourceType: null,
    constructPath: null,
    location: '',
  });
  expect(
    text(resultOf([unreadable]))
      .output.split('\n')
      .slice(0, 4),
  ).toEqual([
    'bad.json',
    '',
    '    error    not valid JSON: unexpected end of input at line 12, column 3',
    '             fix  name the actions: such code usually needs "s3:GetObject"',
  ]);
});

test('a rule that crashed belongs to all templates', () => {
  const crash = finding({
    ruleId: 'engine/rule-crashed',
    template: '',
    stack: null,
    logicalId: null,
    resourceType: null,
    constructPath: null,
  });
  expect(text(resultOf([{ ...crash, location: '' }])).output).toMatch(/^all templates\n\n {4}error {4}statement/);
});

test('wraps prose at the width of the terminal and leaves ARNs whole', () => {
  const arn = `arn:aws:s3:::${'x'.repeat(90)}`;
  const { output } = text(resultOf([finding({ fix: `give the bucket's ARN "${arn}" instead of the wildcard that stands there` })]), {
    width: 60,
  });
  const long = output.split('\n').filter((line) => line.length > 60);
  expect(
    long.filter((line) => !line.includes(arn) && !line.includes('at   ') && !line.includes('Policy') && !line.includes('https:')),
  ).toEqual([]);
  expect(output).toContain(arn);
});

test('does not wrap without a width', () => {
  const fix = 'word '.repeat(100).trim();
  expect(text(resultOf([finding({ fix })])).output).toContain(fix);
});

test('has colours only when asked to, and they change no character of the text', () => {
  const result = resultOf([finding(), url]);
  const coloured = text(result, { colour: true }).output;
  expect(coloured).toContain('\u001b[31m');
  expect(stripVTControlCharacters(coloured)).toBe(text(result).output);
});

test('a template cannot print control characters', () => {
  const { output } = text(
    resultOf([finding({ message: 'allows "\u001b[2J\u0007s3:\n*"', constructPath: 'A\u001b[31mB', evidence: '\u202e' })]),
  );
  expect(output).toContain('allows "\\u001b[2J\\u0007s3:\\n*"');
  expect(output).toContain('A\\u001b[31mB');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  expect(output).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
});

test('a logical id with a slash is left out of the place like any other', () => {
  expect(text(resultOf([finding({ logicalId: 'a/b', location: '/Resources/a~1b/Properties/X' })])).output).toContain('at   Properties/X\n');
});

describe('many findings', () => {
  const advice = (name: string) =>
    finding({
      ruleId: 'resilience/require-queue',
      findingId: 'resilience/require-queue[absent]',
      severity: 'warning',
      message: `function "${name}" has no queue for failed events`,
      why: 'Events that fail are lost.',
      fix: 'set "DeadLetterConfig"',
      logicalId: `${name}1234`,
      constructPath: `Orders/${name}/Resource`,
      location: `/Resources/${name}1234/Properties`,
      source: `lib/orders.ts:${name.length}:7`,
    });

  test('advice that holds for several resources is said once, errors one by one', () => {
    const { output } = text(resultOf([finding(), finding({ logicalId: 'B', constructPath: 'Orders/B' }), advice('One'), advice('Three')]));
    expect(output.match(/ error /g)).toHaveLength(2);
    expect(output).toContain(`
  2 resources
    warning  function "One" has no queue for failed events
             at   Properties
             fix  set "DeadLetterConfig"
             rule resilience/require-queue[absent]
             on   Orders/One/Resource  at lib/orders.ts:3:7
                  Orders/Three/Resource  at lib/orders.ts:5:7
`);
    expect(output).not.toContain('By rule');
  });

  test('what holds twice for one resource stands below it', () => {
    const again = { ...advice('One'), location: '/Resources/One1234/Properties/Again' };
    const { output } = text(resultOf([advice('One'), again]));
    expect(output).not.toContain('resources\n');
    expect(output.match(/Orders\/One\/Resource/g)).toHaveLength(1);
    expect(output).toContain('at   Properties/Again');
    expect(text(resultOf([advice('One'), again, advice('Three')])).output).toContain('  2 resources\n');
  });

  test('more resources than a reader wants are counted', () => {
    const names = Array.from({ length: 14 }, (_, index) => `Fn${index}`);
    const { output } = text(resultOf(names.map(advice)));
    expect(output).toContain('14 resources');
    expect(output.match(/Orders\/Fn\d+\/Resource/g)).toHaveLength(10);
    expect(output).toContain('                  and 4 more\n');
  });

  test('more than 20 end with a table, the gravest rule first', () => {
    const errors = Array.from({ length: 3 }, (_, index) => finding({ logicalId: `P${index}` }));
    const warnings = Array.from({ length: 18 }, (_, index) => advice(`Fn${index}`));
    const { output } = text(resultOf([...warnings, ...errors]));
    expect(output).toContain(`
By rule
                            errors  warnings  notes
  iam/no-wildcard-action         3
  resilience/require-queue                18

3 errors, 18 warnings in 1 template (41 resources, 12 statements)
`);
  });
});
