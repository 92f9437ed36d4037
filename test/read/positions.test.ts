import fc from 'fast-check';
import { positionsIn } from '../../lib/read/positions';

const template = {
  Resources: {
    'A"b\\': { Type: 'AWS::IAM::Policy', Properties: { Statement: [{ Effect: 'Allow', Action: ['s3:*', '}{]["'] }, 1, null, { '': {} }] } },
    'x/y~z': { Type: 'AWS::SQS::Queue' },
  },
};

/** What stands at the place of a pointer, to the end of its line. */
function at(text: string, pointer: string): string {
  const position = positionsIn(text)(pointer);
  return position === undefined
    ? ''
    : (text
        .split('\n')
        [position.line - 1]?.slice(position.column - 1)
        .trim() ?? '');
}

describe('JSON', () => {
  const text = JSON.stringify(template, undefined, 2);

  test.each([
    ['', '{'],
    ['/Resources', '"Resources": {'],
    ['/Resources/A"b\\/Properties/Statement/0/Effect', '"Effect": "Allow",'],
    ['/Resources/A"b\\/Properties/Statement/0/Action/0', '"s3:*",'],
    ['/Resources/A"b\\/Properties/Statement/0/Action/1', '"}{][\\""'],
    ['/Resources/A"b\\/Properties/Statement/2', 'null,'],
    ['/Resources/A"b\\/Properties/Statement/3/', '"": {}'],
    ['/Resources/x~1y~0z/Type', '"Type": "AWS::SQS::Queue"'],
  ])('%s', (pointer, expected) => {
    expect(at(text, pointer)).toBe(expected);
  });

  test('what is not written is told by what holds it', () => {
    expect(at(text, '/Resources/x~1y~0z/Properties/QueueName')).toBe('"x/y~z": {');
    expect(at(text, '/Resources/x~1y~0z/Type/deeper')).toBe('"Type": "AWS::SQS::Queue"');
  });

  test('without line breaks, and with a byte order mark', () => {
    expect(positionsIn(JSON.stringify(template))('/Resources')).toEqual({ line: 1, column: 2 });
    expect(positionsIn('\ufeff{"a":\r\n{"b":1}}')('/a/b')).toEqual({ line: 2, column: 2 });
  });

  test('every value of any document is found', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4, noUnicodeString: false }), fc.constantFrom(0, 1, 2), (value, indent) => {
        const document = { root: value };
        const written = JSON.stringify(document, undefined, indent);
        const positionOf = positionsIn(written);
        const lines = written.split('\n');
        const visit = (node: unknown, pointer: string, key: string | undefined): void => {
          const { line, column } = positionOf(pointer) ?? { line: 0, column: 0 };
          const rest = lines[line - 1]?.slice(column - 1) ?? '';
          const expected = key !== undefined ? JSON.stringify(key) : (JSON.stringify(node, undefined, indent).split('\n')[0] ?? '');
          expect(rest.startsWith(expected)).toBe(true);
          if (typeof node !== 'object' || node === null) return;
          for (const [name, member] of Object.entries(node)) {
            const step = name.replaceAll('~', '~0').replaceAll('/', '~1');
            visit(member, `${pointer}/${step}`, Array.isArray(node) ? undefined : name);
          }
        };
        visit(document, '', undefined);
      }),
      { numRuns: 300 },
    );
  });

  test('a text that is cut off is no crash', () => {
    const whole = JSON.stringify(template, undefined, 1);
    for (let length = 0; length < whole.length; length += 7) {
      const positionOf = positionsIn(whole.slice(0, length));
      try {
        positionOf('/Resources/x~1y~0z/Type');
      } catch (error) {
        expect(error).toBeInstanceOf(SyntaxError);
      }
    }
  });

  test('a large template is walked once', () => {
    const resources = Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`R${index}`, template.Resources['A"b\\']]));
    const large = JSON.stringify({ Resources: resources }, undefined, 1);
    const positionOf = positionsIn(large);
    const start = performance.now();
    for (let index = 0; index < 3000; index += 1) positionOf(`/Resources/R${index}/Properties/Statement/0/Action/0`);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

describe('YAML', () => {
  const text = [
    'Resources:',
    '  Policy:',
    '    Type: AWS::IAM::Policy',
    '    Properties:',
    '      Statement: &all',
    '        - Effect: Allow',
    '          Action: [ "s3:*", sqs:* ]',
    '          Resource: !Sub',
    '            - "arn:${x}"',
    '            - { x: !Ref Name }',
    '  Twin:',
    '    Properties:',
    '      Statement: *all',
    '      Nothing:',
  ].join('\n');

  test.each([
    ['', 'Resources:'],
    ['/Resources/Policy/Properties/Statement/0/Action/1', 'sqs:* ]'],
    ['/Resources/Policy/Properties/Statement/0/Resource/Fn::Sub/0', '"arn:${x}"'],
    ['/Resources/Policy/Properties/Statement/0/Resource/Fn::Sub/1/x/Ref', 'x: !Ref Name }'],
    ['/Resources/Twin/Properties/Statement/0/Effect', 'Effect: Allow'],
    ['/Resources/Twin/Properties/Nothing/At/All', 'Nothing:'],
    ['/Resources/Gone/Properties', 'Resources:'],
  ])('%s', (pointer, expected) => {
    expect(at(text, pointer)).toBe(expected);
  });

  test('an empty document has no place', () => {
    expect(positionsIn('')('/Resources')).toBeUndefined();
  });
});
