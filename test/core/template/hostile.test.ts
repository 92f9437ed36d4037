import fc from 'fast-check';
import type { Json, JsonObject } from '../../../lib/core/json';
import { build, listOf, templateWith, textsIn, textsOf } from './values';

/** Ways to write a text that a tool which only looks at literals does not see. */
const disguises: readonly {
  readonly title: string;
  readonly hide: (text: string) => Json;
  readonly sections?: (text: string) => JsonObject;
}[] = [
  { title: 'Join', hide: (text) => ({ 'Fn::Join': ['', [...text].length > 1 ? [text.slice(0, 1), text.slice(1)] : ['', text, '']] }) },
  { title: 'Sub', hide: (text) => ({ 'Fn::Sub': text }) },
  { title: 'Sub with variables', hide: (text) => ({ 'Fn::Sub': ['${a}${b}', { a: '', b: text }] }) },
  { title: 'Select', hide: (text) => ({ 'Fn::Select': [1, ['no', text]] }) },
  { title: 'Select of Split', hide: (text) => ({ 'Fn::Select': ['1', { 'Fn::Split': ['\u0001', `no\u0001${text}`] }] }) },
  {
    title: 'If',
    hide: (text) => ({ 'Fn::If': ['C', 'no', text] }),
    sections: () => ({ Conditions: { C: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'x'] } } }),
  },
  {
    title: 'FindInMap',
    hide: () => ({ 'Fn::FindInMap': ['M', { Ref: 'AWS::Region' }, 'k'] }),
    sections: (text) => ({ Mappings: { M: { a: { k: 'no' }, b: { k: text } } } }),
  },
  {
    title: 'parameter default',
    hide: () => ({ Ref: 'P' }),
    sections: (text) => ({ Parameters: { P: { Type: 'String', Default: text } } }),
  },
  {
    title: 'hidden parameter',
    hide: () => ({ 'Fn::Sub': '${P}' }),
    sections: (text) => ({ Parameters: { P: { Type: 'String', NoEcho: true, Default: text } } }),
  },
  {
    title: 'allowed values',
    hide: () => ({ Ref: 'P' }),
    sections: (text) => ({ Parameters: { P: { Type: 'String', Default: 'no', AllowedValues: ['no', text] } } }),
  },
  {
    title: 'value that a condition asks for',
    hide: () => ({ 'Fn::If': ['C', { Ref: 'P' }, 'no'] }),
    sections: (text) => ({
      Parameters: { P: { Type: 'String', Default: 'no' } },
      Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, text] } },
    }),
  },
  {
    title: 'import',
    hide: () => ({ 'Fn::ImportValue': 'e' }),
    sections: (text) => ({ Outputs: { O: { Value: text, Export: { Name: 'e' } } } }),
  },
  {
    title: 'default of a lookup',
    hide: (text) => ({ 'Fn::FindInMap': ['M', 'x', 'k', { DefaultValue: text }] }),
    sections: () => ({ Mappings: { M: { a: { k: 'no' } } } }),
  },
];

describe.each(disguises)('$title', ({ title, hide, sections }) => {
  test('does not hide a wildcard', () => {
    expect(textsOf(hide('*'), sections?.('*'))).toContain('*');
    expect(listOf([hide('*')], sections?.('*'))).toContain('*');
  });

  test('gives back any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.includes('{{resolve:') && !text.includes('\u0001') && !(title === 'Sub' && text.includes('${')));
        expect(textsOf(hide(text), sections?.(text))).toContain(text);
      }),
    );
  });

  test('does not hide a wildcard inside another disguise', () => {
    for (const outer of disguises) {
      if (outer.sections !== undefined || outer.title === 'Sub') continue;
      const inner = hide('*');
      const nested = JSON.stringify(outer.hide('MARK')).includes('"MARK"') ? replaced(outer.hide('MARK'), inner) : undefined;
      if (nested !== undefined) expect(textsOf(nested, sections?.('*'))).toContain('*');
    }
  });
});

function replaced(node: Json, by: Json): Json {
  if (node === 'MARK') return by;
  if (Array.isArray(node)) return node.map((member) => replaced(member, by));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(Object.entries(node).map(([key, member]) => [key, replaced(member, by)]));
}

test('a wildcard in a JSON text is found', () => {
  const built = build({ name: 't', body: templateWith({ 'Fn::ToJsonString': { Statement: { Action: { 'Fn::Select': [0, ['*']] } } } }) });
  const resolver = built.resolver();
  const [element] = resolver.strings(built.resource('X').properties.Value, undefined);
  expect(element && resolver.parseText(element.value)).toEqual({ Statement: { Action: '*' } });
});

test('a wildcard that a parent stack passes is found', () => {
  const built = build(
    {
      name: 'p',
      body: { Resources: { N: { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { P: { 'Fn::Join': ['', ['*']] } } } } } },
    },
    {
      name: 'c',
      nestedIn: [{ template: 'p', logicalId: 'N' }],
      body: { Parameters: { P: { Type: 'String', Default: 'no' } }, Resources: {} },
    },
  );
  expect(textsIn(built, { Ref: 'P' }, 'c')).toEqual(['*']);
});

/** Any value at all, with intrinsics in right and wrong shapes. */
const { node: anyNode } = fc.letrec<{ node: Json; call: Json }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.constantFrom<Json>('a', '*', '', 'Bucket', 'Bucket.Arn', '${P}', '{{resolve:ssm:/x}}', 0, 1, true, null),
    fc.string(),
    tie('call'),
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', 'DefaultValue', 'Name', 'Condition', 'parts', '__proto__'), tie('node'), { maxKeys: 2 }),
  ),
  call: fc
    .tuple(
      fc.constantFrom(
        'Ref',
        'Fn::GetAtt',
        'Fn::If',
        'Fn::Join',
        'Fn::Sub',
        'Fn::Select',
        'Fn::Split',
        'Fn::FindInMap',
        'Fn::ImportValue',
        'Fn::Transform',
        'Fn::ToJsonString',
        'Fn::Length',
        'Fn::Base64',
        'Fn::GetAZs',
        'Fn::Cidr',
        'Fn::ForEach::x',
        'Fn::Other',
      ),
      fc.oneof(
        tie('node'),
        fc.tuple(fc.constantFrom<Json>('C', 'D', 'M', '', 1, '0', ','), tie('node'), tie('node')),
        fc.tuple(fc.constantFrom<Json>('', ',', 0, '1'), tie('node')),
        fc.constantFrom<Json>('P', 'L', 'Q', 'Bucket', 'AWS::Region', 'AWS::NoValue', 'e'),
      ),
    )
    .map(([name, argument]): Json => ({ [name]: argument })),
}));

const anySections = fc.record({
  Parameters: fc.constant<JsonObject>({
    P: { Type: 'String', AllowedValues: ['a', 'b'] },
    L: { Type: 'CommaDelimitedList', Default: 'a,b' },
    Q: { Type: 'String' },
  }),
  Mappings: fc.constant<JsonObject>({ M: { a: { a: 'x', b: ['y'] }, b: { a: 'z' } } }),
  Conditions: fc.record({ C: anyNode.map((node): Json => ({ 'Fn::Equals': [{ Ref: 'P' }, node] })), D: anyNode }),
  Outputs: fc.record({ O: anyNode.map((node): Json => ({ Value: node, Export: { Name: 'e' } })) }),
});

test('nothing that can be written makes it throw or hang, and what it answers it answers again', () => {
  fc.assert(
    fc.property(anyNode, anySections, (node, sections) => {
      const built = build({ name: 't', body: templateWith(node, sections) });
      const resolver = built.resolver();
      const { Value } = built.resource('X').properties;
      const worlds = resolver.worldsOf(Value);
      expect(worlds.length).toBeGreaterThan(0);
      expect(worlds.length).toBeLessThanOrEqual(64);
      const first = resolver.strings(Value, undefined);
      expect(resolver.strings(Value, undefined)).toEqual(first);
      resolver.list(Value, undefined);
      resolver.canBeAbsent(Value);
      for (const world of worlds) for (const { value } of resolver.strings(Value, undefined, world)) resolver.parseText(value);
      // What is possible in a world is possible at all; a mistake can read differently once a branch is chosen.
      expect(first.length).toBeLessThanOrEqual(64);
    }),
    { numRuns: 500 },
  );
});

test('a value that is there stays there in some form', () => {
  fc.assert(
    fc.property(anyNode, anySections, (node, sections) => {
      const built = build({ name: 't', body: templateWith(node, sections) });
      const resolver = built.resolver();
      const { Value } = built.resource('X').properties;
      if (!resolver.canBeAbsent(Value)) expect(resolver.strings(Value, undefined)).not.toEqual([]);
    }),
    { numRuns: 300 },
  );
});

describe('depth', () => {
  function nested(levels: number, wrap: (inner: Json) => Json): Json {
    let node: Json = 'x';
    for (let level = 0; level < levels; level += 1) node = wrap(node);
    return node;
  }

  test.each<[string, (inner: Json) => Json]>([
    ['lists', (inner) => [inner]],
    ['objects', (inner) => ({ a: inner })],
    ['Join', (inner) => ({ 'Fn::Join': ['', [inner, 'x']] })],
    ['Select', (inner) => ({ 'Fn::Select': [0, [inner]] })],
    ['Sub', (inner) => ({ 'Fn::Sub': ['${a}', { a: inner }] })],
    ['If', (inner) => ({ 'Fn::If': ['C', inner, 'y'] })],
    ['ToJsonString', (inner) => ({ 'Fn::ToJsonString': { a: inner } })],
    ['FindInMap', (inner) => ({ 'Fn::FindInMap': ['M', 'x', 'y', { DefaultValue: inner }] })],
    ['ImportValue', (inner) => ({ 'Fn::ImportValue': inner })],
    ['unknown', (inner) => ({ 'Fn::Other': inner })],
  ])('20,000 levels of %s end in an answer', (_title, wrap) => {
    const built = build({
      name: 't',
      body: templateWith(nested(20_000, wrap), { Conditions: { C: nested(20_000, (inner) => ({ 'Fn::Not': [inner] })) } }),
    });
    const resolver = built.resolver();
    const { Value } = built.resource('X').properties;
    expect(resolver.worldsOf(Value).length).toBeGreaterThan(0);
    expect(resolver.strings(Value, undefined).length).toBeGreaterThan(0);
    expect(resolver.list(Value, undefined).length).toBeGreaterThan(0);
  });
});

test('a loop body that is too deep is left as it is', () => {
  let node: Json = 'x';
  for (let level = 0; level < 100_000; level += 1) node = [node];
  const built = build({
    name: 't',
    body: { Transform: 'AWS::LanguageExtensions', Resources: { X: { Type: 'T', Properties: { Value: node } } } },
  });
  expect(built.template().resources.has('X')).toBe(true);
});
