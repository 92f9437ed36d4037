import fc from 'fast-check';
import type { Json } from '../../lib/core/json';
import { parseYaml } from '../../lib/read/yaml';

function bodyOf(text: string): Json | undefined {
  const { body, problems } = parseYaml(text);
  expect(problems).toEqual([]);
  return body;
}

test.each<[string, Json]>([
  ['!Ref X', { Ref: 'X' }],
  ['!Condition X', { Condition: 'X' }],
  ['!GetAtt A.B', { 'Fn::GetAtt': 'A.B' }],
  ['!GetAtt [A, B]', { 'Fn::GetAtt': ['A', 'B'] }],
  ['!Sub "a${B}"', { 'Fn::Sub': 'a${B}' }],
  ['!Sub [a, {b: !Ref C}]', { 'Fn::Sub': ['a', { b: { Ref: 'C' } }] }],
  ['!Join ["", [a, !If [C, b, !Ref "AWS::NoValue"]]]', { 'Fn::Join': ['', ['a', { 'Fn::If': ['C', 'b', { Ref: 'AWS::NoValue' }] }]] }],
  ['!Select [0, !Split [",", a]]', { 'Fn::Select': [0, { 'Fn::Split': [',', 'a'] }] }],
  ['!FindInMap [a, b, c]', { 'Fn::FindInMap': ['a', 'b', 'c'] }],
  ['!ImportValue {Fn::Sub: x}', { 'Fn::ImportValue': { 'Fn::Sub': 'x' } }],
  [
    '!And [!Equals [a, b], !Not [!Or [!Condition c]]]',
    { 'Fn::And': [{ 'Fn::Equals': ['a', 'b'] }, { 'Fn::Not': [{ 'Fn::Or': [{ Condition: 'c' }] }] }] },
  ],
  ['!Base64 a', { 'Fn::Base64': 'a' }],
  ['!Cidr [a, 1, 2]', { 'Fn::Cidr': ['a', 1, 2] }],
  ['!GetAZs ""', { 'Fn::GetAZs': '' }],
  ['!Transform {Name: M}', { 'Fn::Transform': { Name: 'M' } }],
  ['!ToJsonString {a: b}', { 'Fn::ToJsonString': { a: 'b' } }],
  ['!Length [a]', { 'Fn::Length': ['a'] }],
  ['!Sub |\n  a\n  b\n', { 'Fn::Sub': 'a\nb\n' }],
  ['!Sub 5', { 'Fn::Sub': '5' }],
])('short form %s', (text, expected) => {
  expect(bodyOf(text)).toEqual(expected);
});

test.each<[string, Json]>([
  ['2012-10-17', '2012-10-17'],
  ['yes', 'yes'],
  ['on', 'on'],
  ['NO', 'NO'],
  ['true', true],
  ['False', false],
  ['"true"', 'true'],
  ['5', 5],
  ['1.5', 1.5],
  ['1.0', '1.0'],
  ['012345678901', '012345678901'],
  ['0x1F', '0x1F'],
  ['123456789012', 123456789012],
  ['12345678901234567890123', '12345678901234567890123'],
  ['.inf', '.inf'],
  ['null', null],
  ['~', null],
])('scalar %s', (text, expected) => {
  expect(bodyOf(`v: ${text}`)).toEqual({ v: expected });
});

test('keys are text', () => {
  expect(bodyOf('80: a\ntrue: b\n2012-10-17: c\n')).toEqual({ '80': 'a', true: 'b', '2012-10-17': 'c' });
});

test('a key __proto__ is a key', () => {
  expect(Object.keys(bodyOf('__proto__: a') ?? {})).toEqual(['__proto__']);
});

test('aliases are copies, and merges fill in what is missing', () => {
  const body = bodyOf('a: &x {k: [1], l: 2}\nb: *x\nc:\n  <<: *x\n  l: 3\n');
  expect(body).toEqual({ a: { k: [1], l: 2 }, b: { k: [1], l: 2 }, c: { k: [1], l: 3 } });
  const { a, b } = typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {};
  expect(a).not.toBe(b);
});

test.each<[string, string]>([
  ['a: 1\na: 2', 'not valid YAML: map keys must be unique at line 2, column 1'],
  ['a: 1\n---\nb: 2', 'more than one document: only the first is read, the next starts at line 2, column 1'],
  ['a: !Nothing x', 'unknown tag "!Nothing" at line 1, column 4'],
  ['a: *x', 'alias of an anchor that does not exist at line 1, column 4'],
])('%j is a problem, and the rest is read', (text, problem) => {
  const { body, problems } = parseYaml(text);
  expect(problems.at(-1)).toContain(problem.slice(0, 30));
  expect(problems.join()).toMatch(/at line \d+, column \d+/);
  expect(body).toHaveProperty('a');
});

test('an unknown tag is an intrinsic that nobody knows', () => {
  expect(parseYaml('a: !Rain::Module x').body).toEqual({ a: { 'Fn::Rain::Module': 'x' } });
});

test('aliases that multiply end in a problem', () => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 12; level += 1)
    lines.push(
      `a${level}: &a${level} [${Array(10)
        .fill(`*a${level - 1}`)
        .join(', ')}]`,
    );
  const { body, problems } = parseYaml(lines.join('\n'));
  expect(body).toBeUndefined();
  expect(problems).toEqual(['aliases unfold to more than 1000000 values']);
});

test('an alias inside its own anchor ends in a problem', () => {
  expect(parseYaml('a: &x [*x]').problems.join()).toMatch(/alias/);
});

test('any text gives an answer', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc
          .array(
            fc.constantFrom('a', ': ', '- ', '\n', '  ', '[', ']', '{', '}', '&x ', '*x', '!Ref ', '|', '"', "'", '#', '---', ',', '<<'),
          )
          .map((parts) => parts.join('')),
      ),
      (text) => {
        const { body, problems } = parseYaml(text);
        expect(body !== undefined || problems.length > 0).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});

test('any JSON reads the same as YAML', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const text = JSON.stringify(value);
      fc.pre(!/-0|[eE][-+]?\d|\\u|\u2028|\u2029|\u0085|\ufeff/.test(text) && !/"<<"/.test(text));
      expect(parseYaml(text).body).toEqual(JSON.parse(text));
    }),
    { numRuns: 300 },
  );
});
