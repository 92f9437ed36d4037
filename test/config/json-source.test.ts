import fc from 'fast-check';
import { readJson } from '../../lib/config/json-source';

/** What is wrong with a text, as `line:column reason`; else its value. */
function read(text: string): unknown {
  const source = readJson(text);
  return 'mistake' in source ? `${source.position.line}:${source.position.column} ${source.mistake}` : source.value;
}

test.each([
  ['', '1:1 expected a value, got the end of the file'],
  ['{\n  "pack": \n}', '3:1 expected a value, got "}"'],
  ['{ "pack": "strict", }', '1:21 expected a key in double quotes, got "}"'],
  ['{ pack: "strict" }', '1:3 expected a key in double quotes, got "p"'],
  ["{ 'pack': 1 }", '1:3 expected a key in double quotes, got "\'"'],
  ['{ "pack" "strict" }', '1:10 expected ":" after the key "pack", got "\\""'],
  ['{ "a": 1 "b": 2 }', '1:10 expected "," or "}", got "\\""'],
  ['{ "a": [1 2] }', '1:11 expected "," or "]", got "2"'],
  ['{ "a": [1, 2', '1:13 expected "," or "]", got the end of the file'],
  ['{}\n{}', '2:1 unexpected "{" after the end of the document'],
  ['{\n  // why\n}', '2:3 expected a key in double quotes, got a comment, which JSON does not have'],
  ['{ "a": 1, "a": 2 }', '1:11 key "a" stands twice'],
  ['{ "a": "one\ntwo" }', '1:8 a text that does not end on its line, or an escape that JSON does not know'],
  ['{ "a": "\\x" }', '1:8 a text that does not end on its line, or an escape that JSON does not know'],
  ['{ "a": True }', '1:8 expected a value, got "T"'],
  ['{ "a": 012 }', '1:9 expected "," or "}", got "1"'],
  [`${'['.repeat(200)}${']'.repeat(200)}`, '1:102 nested deeper than 100 levels'],
])('names the place of what is no JSON: %j', (text, expected) => {
  expect(read(text)).toBe(expected);
});

test('reads what JSON.parse reads', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent);
      expect(JSON.stringify(read(text))).toBe(JSON.stringify(JSON.parse(text)));
    }),
  );
});

test('refuses what JSON.parse refuses', () => {
  const pieces = fc.array(fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '"b"', '1', '-', 'null', 'true', ' ', '\n', '\\', '"'), {
    maxLength: 8,
  });
  const isJson = (text: string) => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  fc.assert(
    fc.property(pieces, (parts) => {
      const source = readJson(parts.join(''));
      // Stricter in one thing alone.
      if (!('mistake' in source && source.mistake.includes('stands twice'))) expect('value' in source).toBe(isJson(parts.join('')));
    }),
    { numRuns: 2000 },
  );
});

test('knows the places of keys and values', () => {
  const source = readJson('{\n  "rules": [\n    { "rule": "data/*",\n      "severity": "of" }\n  ]\n}');
  if ('mistake' in source) throw new Error(source.mistake);
  expect(source.positionOf([], 'value')).toEqual({ line: 1, column: 1 });
  expect(source.positionOf(['rules'], 'key')).toEqual({ line: 2, column: 3 });
  expect(source.positionOf(['rules'], 'value')).toEqual({ line: 2, column: 12 });
  expect(source.positionOf(['rules', 0], 'value')).toEqual({ line: 3, column: 5 });
  expect(source.positionOf(['rules', 0, 'severity'], 'key')).toEqual({ line: 4, column: 7 });
  expect(source.positionOf(['rules', 0, 'severity'], 'value')).toEqual({ line: 4, column: 19 });
});

test('a byte order mark and Windows line ends change nothing', () => {
  expect(read('\ufeff{\r\n  "pack": "strict"\r\n}')).toEqual({ pack: 'strict' });
  expect(read('\ufeff{\r\n  "pack": x\r\n}')).toBe('2:11 expected a value, got "x"');
});
