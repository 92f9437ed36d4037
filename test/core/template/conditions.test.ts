import type { Json, JsonObject } from '../../../lib/core/json';
import { type Built, build, templateWith, textsIn, textsOf } from './values';

const STAGE: JsonObject = {
  Stage: { Type: 'String', Default: 'dev', AllowedValues: ['dev', 'test', 'prod'] },
  Free: { Type: 'String', Default: 'x' },
};

function choose(name: string): Json {
  return { 'Fn::If': [name, 'then', 'else'] };
}

function both(first: string, second: string): Json {
  return { 'Fn::Join': ['/', [{ 'Fn::If': [first, first, `not ${first}`] }, { 'Fn::If': [second, second, `not ${second}`] }]] };
}

const CONDITIONS: JsonObject = {
  Prod: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
  Dev: { 'Fn::Equals': ['dev', { Ref: 'Stage' }] },
  Strange: { 'Fn::Equals': [{ Ref: 'Stage' }, 'strange'] },
  Either: { 'Fn::Or': [{ Condition: 'Prod' }, { Condition: 'Dev' }] },
  Neither: { 'Fn::Not': [{ 'Fn::Or': [{ Condition: 'Prod' }, { Condition: 'Dev' }] }] },
  Both: { 'Fn::And': [{ Condition: 'Prod' }, { Condition: 'Dev' }] },
  NotProd: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] }] },
  FreeX: { 'Fn::Equals': [{ Ref: 'Free' }, 'x'] },
  FreeY: { 'Fn::Equals': [{ Ref: 'Free' }, 'y'] },
  Here: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] },
  There: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] },
  Joined: { 'Fn::Equals': [{ 'Fn::Join': ['', ['a', { Ref: 'Free' }]] }, 'b'] },
  Mapped: { 'Fn::Equals': [{ 'Fn::FindInMap': ['M', { Ref: 'Stage' }, 'k'] }, 'yes'] },
  Loop: { 'Fn::Not': [{ Condition: 'Loop' }] },
  LoopA: { Condition: 'LoopB' },
  LoopB: { Condition: 'LoopA' },
  Wrong: 'yes',
  WrongToo: { 'Fn::Equals': ['a'] },
  Unknown: { 'Fn::Sometimes': [] },
  Dangling: { Condition: 'Gone' },
};
const SECTIONS: JsonObject = {
  Parameters: STAGE,
  Conditions: CONDITIONS,
  Mappings: { M: { dev: { k: 'no' }, test: { k: 'no' }, prod: { k: 'yes' } } },
};

describe('which branches can be', () => {
  test.each<[string, string[]]>([
    ['Prod', ['then', 'else']],
    ['Strange', ['else']],
    ['Both', ['else']],
    ['Either', ['then', 'else']],
    ['FreeY', ['then', 'else']],
    ['Joined', ['else']],
    ['Mapped', ['then', 'else']],
    ['Loop', ['then', 'else']],
    ['LoopA', ['then', 'else']],
    ['Wrong', ['then', 'else']],
    ['WrongToo', ['then', 'else']],
    ['Unknown', ['then', 'else']],
    ['Dangling', ['then', 'else']],
  ])('%s', (name, expected) => {
    expect(textsOf(choose(name), SECTIONS)).toEqual(expected);
  });

  test.each<[string, string, string[]]>([
    ['Prod', 'Dev', ['Prod/not Dev', 'not Prod/Dev', 'not Prod/not Dev']],
    ['Prod', 'NotProd', ['Prod/not NotProd', 'not Prod/NotProd']],
    ['Either', 'Neither', ['Either/not Neither', 'not Either/Neither']],
    ['FreeX', 'FreeY', ['FreeX/not FreeY', 'not FreeX/FreeY', 'not FreeX/not FreeY']],
    ['Here', 'There', ['Here/not There', 'not Here/There', 'not Here/not There']],
    ['Prod', 'Mapped', ['Prod/Mapped', 'not Prod/not Mapped']],
    ['Prod', 'FreeX', ['Prod/FreeX', 'Prod/not FreeX', 'not Prod/FreeX', 'not Prod/not FreeX']],
  ])('%s and %s together', (first, second, expected) => {
    expect(textsOf(both(first, second), SECTIONS)).toEqual(expected);
  });

  test('a parameter has the value that the condition asks for', () => {
    expect(textsOf({ 'Fn::If': ['FreeY', { Ref: 'Free' }, { Ref: 'Free' }] }, SECTIONS)).toEqual(['y', 'x']);
    expect(textsOf({ 'Fn::If': ['Either', { Ref: 'Stage' }, 'other'] }, SECTIONS)).toEqual(['dev', 'prod', 'other']);
  });

  test('what is wrong in a condition is reported where it is', () => {
    const built = build({ name: 't', body: templateWith(null, SECTIONS) });
    for (const name of Object.keys(CONDITIONS)) textsIn(built, choose(name));
    expect(built.resolvers.problems().map(({ location, message }) => `${location}: ${message}`)).toEqual([
      '/Conditions/Loop: condition "Loop" refers to itself',
      '/Conditions/LoopA: condition "LoopA" refers to itself',
      '/Conditions/Wrong: not a condition: expected one of Fn::Equals, Fn::And, Fn::Or, Fn::Not, Condition',
      '/Conditions/WrongToo/Fn::Equals: Fn::Equals compares two values',
      '/Conditions/Unknown: "Fn::Sometimes" has no meaning in a condition',
      '/Conditions/Dangling/Condition: condition "Gone" is not declared',
    ]);
  });
});

describe('worlds', () => {
  function worldsOf(built: Built, node: Json): string[] {
    return built
      .resolver()
      .worldsOf(node)
      .map((world) => [...world].map(([name, truth]) => (truth ? name : `not ${name}`)).join(' and '));
  }

  const built = build({ name: 't', body: templateWith(null, SECTIONS) });

  test('without Fn::If there is one, which decides nothing', () => {
    expect(worldsOf(built, { a: ['b', { Ref: 'Stage' }] })).toEqual(['']);
    expect(worldsOf(built, 'text')).toEqual(['']);
  });

  test('impossible choices are left out', () => {
    expect(worldsOf(built, [choose('Prod'), choose('Dev')]).sort()).toEqual([
      'Prod and not Dev',
      'not Prod and Dev',
      'not Prod and not Dev',
    ]);
  });

  test('a branch that is not taken adds none', () => {
    expect(worldsOf(built, { 'Fn::If': ['Prod', choose('FreeX'), 'else'] }).sort()).toEqual([
      'Prod and FreeX',
      'Prod and not FreeX',
      'not Prod',
    ]);
  });

  test('inside one, every Fn::If has one branch', () => {
    const node = both('Prod', 'Dev');
    const texts = built
      .resolver()
      .worldsOf(node)
      .map((world) =>
        built
          .resolver()
          .strings(node, undefined, world)
          .map(({ value }) => value),
      );
    expect(texts.sort()).toEqual([['Prod/not Dev'], ['not Prod/Dev'], ['not Prod/not Dev']]);
  });

  test('more than 64 are not told apart', () => {
    const names = Array.from({ length: 7 }, (_, index) => `C${index}`);
    const conditions = Object.fromEntries(names.map((name) => [name, { 'Fn::Equals': [{ Ref: name }, 'y'] }]));
    const parameters = Object.fromEntries(names.map((name) => [name, { Type: 'String' }]));
    const large = build({ name: 't', body: templateWith(null, { Parameters: parameters, Conditions: conditions }) });
    expect(large.resolver().worldsOf(names.map(choose))).toEqual([new Map()]);
    expect(large.resolver().worldsOf(names.slice(1).map(choose))).toHaveLength(64);
    expect(textsIn(large, { 'Fn::Join': ['', names.map(choose)] })).toEqual(['?(more than 64 alternatives)']);
  });

  test('an undeclared condition is none', () => {
    expect(worldsOf(built, choose('Gone'))).toEqual(['']);
  });
});

describe('the condition of a resource', () => {
  const value = { 'Fn::If': ['Prod', 'prod', '*'] };
  const built = build({
    name: 't',
    body: templateWith(null, {
      ...SECTIONS,
      Resources: {
        OnlyProd: { Type: 'Custom::X', Condition: 'Prod', Properties: { Value: value } },
        NotProd: { Type: 'Custom::X', Condition: 'NotProd', Properties: { Value: { ...value } } },
        Anywhere: { Type: 'Custom::X', Properties: { Value: { ...value } } },
        Undeclared: { Type: 'Custom::X', Condition: 'Gone', Properties: { Value: { ...value } } },
        Never: { Type: 'Custom::X', Condition: 'Both', Properties: { Value: { ...value } } },
      },
    }),
  });
  test.each<[string, string[]]>([
    ['OnlyProd', ['prod']],
    ['NotProd', ['*']],
    ['Anywhere', ['prod', '*']],
    ['Undeclared', ['prod', '*']],
    ['Never', ['prod', '*']],
  ])('holds inside %s', (logicalId, expected) => {
    const node = built.resource(logicalId).properties.Value;
    expect(textsIn(built, node)).toEqual(expected);
    expect(built.resolver().worldsOf(node)).toHaveLength(expected.length);
  });
});

describe('absence', () => {
  const { resolver } = build({ name: 't', body: templateWith(null, SECTIONS) });
  test.each<[Json | undefined, boolean]>([
    [undefined, true],
    [null, true],
    ['text', false],
    [{ Ref: 'AWS::NoValue' }, true],
    [{ 'Fn::If': ['Prod', { Ref: 'AWS::NoValue' }, 'x'] }, true],
    [{ 'Fn::If': ['Both', { Ref: 'AWS::NoValue' }, 'x'] }, false],
    [{ 'Fn::If': ['Prod', 'a', 'x'] }, false],
  ])('%j', (node, expected) => {
    expect(resolver().canBeAbsent(node)).toBe(expected);
  });

  test('depends on the world', () => {
    const node = { 'Fn::If': ['Prod', { Ref: 'AWS::NoValue' }, 'x'] };
    expect(resolver().canBeAbsent(node, new Map([['Prod', true]]))).toBe(true);
    expect(resolver().canBeAbsent(node, new Map([['Prod', false]]))).toBe(false);
  });
});
