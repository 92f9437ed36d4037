import type { Json, JsonObject } from '../../../lib/core/json';
import type { Reading } from '../../../lib/core/model/reading';
import { pointerOf } from '../../../lib/core/path';
import { modelOf } from '../../policies/facts';

function readingsIn(properties: Json, rest: JsonObject = {}): readonly Reading[] {
  const model = modelOf({ ...rest, Resources: { Thing: { Type: 'AWS::Some::Thing', Properties: properties } } });
  const [thing] = model.resourcesOfType('AWS::Some::Thing');
  return thing === undefined ? [] : model.readingsOf(thing);
}

function readIn(properties: Json, rest: JsonObject = {}): Reading {
  const [reading, ...others] = readingsIn(properties, rest);
  if (reading === undefined || others.length > 0) throw new Error(`expected one world, got ${others.length}`);
  return reading;
}

function shownOf(reading: Reading, ...path: string[]): string[] {
  return reading
    .values(...path)
    .map(({ kind, text, shown, at }) => `${kind} ${text || shown} ${pointerOf(at).slice('/Resources/Thing/Properties'.length)}`);
}

describe('values', () => {
  test('of a scalar are its text, also when it is no string', () => {
    expect(shownOf(readIn({ A: { B: true } }), 'A', 'B')).toEqual(['literal true /A/B']);
    expect(shownOf(readIn({ Port: 22 }), 'Port')).toEqual(['literal 22 /Port']);
    expect(shownOf(readIn({ Mode: ' Active ' }), 'Mode')).toEqual(['literal Active /Mode']);
  });

  test('say where something is absent', () => {
    expect(shownOf(readIn({ A: {} }), 'A', 'B')).toEqual(['absent  /A']);
    expect(shownOf(readIn({}), 'A', 'B')).toEqual(['absent  ']);
    expect(shownOf(readIn({ A: { B: { Ref: 'AWS::NoValue' } } }), 'A', 'B')).toEqual(['absent  /A/B']);
    expect(shownOf(readIn({ A: null }), 'A')).toEqual(['absent  /A']);
    expect(shownOf(readIn('text'), 'A')).toEqual(['absent  ']);
  });

  test('that are not known are symbolic, also below something that cannot be followed', () => {
    const parameters = { Parameters: { P: { Type: 'String' } } };
    expect(shownOf(readIn({ A: { Ref: 'P' } }, parameters), 'A')).toEqual(['symbolic ${P} /A']);
    expect(shownOf(readIn({ A: { Ref: 'P' } }, parameters), 'A', 'B', 'C')).toEqual(['symbolic ${P} /A']);
    expect(shownOf(readIn({ A: 'text' }), 'A', 'B')).toEqual(['symbolic <unknown> /A']);
    expect(shownOf(readIn({ A: [{ B: 1 }] }), 'A', 'B')).toEqual(['symbolic <unknown> /A']);
  });

  test('of lists are visited with a star', () => {
    expect(shownOf(readIn({ L: ['a', 'b'] }), 'L', '*')).toEqual(['literal a /L/0', 'literal b /L/1']);
    expect(shownOf(readIn({ L: [{ N: 1 }, {}] }), 'L', '*', 'N')).toEqual(['literal 1 /L/0/N', 'absent  /L/1']);
    expect(shownOf(readIn({ L: [] }), 'L', '*')).toEqual([]);
    expect(shownOf(readIn({ L: { N: 1 } }), 'L', '*', 'N')).toEqual(['literal 1 /L/N']);
    expect(shownOf(readIn({ L: ['a'] }), 'L')).toEqual(['structure … /L']);
  });
});

test('each world of the conditions is read by itself', () => {
  const properties = { A: { 'Fn::If': ['Production', 'on', 'off'] }, B: { 'Fn::If': ['Production', 'large', { Ref: 'AWS::NoValue' }] } };
  const rest = { Parameters: { Stage: { Type: 'String' } }, Conditions: { Production: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } } };
  const pairs = readingsIn(properties, rest).map((reading) => [...shownOf(reading, 'A'), ...shownOf(reading, 'B')]);
  expect(pairs.sort()).toEqual([
    ['literal off /A/Fn::If/2', 'absent  /B/Fn::If/2'],
    ['literal on /A/Fn::If/1', 'literal large /B/Fn::If/1'],
  ]);
});

test('objects are the members of lists, and say nothing for sure when they cannot be read', () => {
  const rest = { Parameters: { P: { Type: 'String' } } };
  const [first, second, ...others] = readIn({ L: [{ N: 'x' }, { Ref: 'P' }] }, rest).objects('L');
  expect(others).toEqual([]);
  expect(first?.canBe(['N'], ['X'])).toBe('yes');
  expect([second?.canBe(['N'], ['X']), second?.isAlways(['N'], ['X']), second?.lacks('N')]).toEqual(['unknown', 'unknown', false]);
  expect(second?.objects('N')).toEqual([second]);
  expect(readIn({}).objects('L')).toEqual([]);
});

test('questions have three answers', () => {
  const rest = { Parameters: { Open: { Type: 'String' }, Mode: { Type: 'String', AllowedValues: ['a', 'b'] } } };
  const reading = readIn({ Open: { Ref: 'Open' }, Mode: { Ref: 'Mode' }, On: 'TRUE', List: [] }, rest);
  expect(reading.canBe(['On'], ['true'])).toBe('yes');
  expect(reading.canBe(['On'], ['false'])).toBe('no');
  expect(reading.canBe(['Open'], ['true'])).toBe('unknown');
  expect(reading.canBe(['Mode'], ['a'])).toBe('yes');
  expect(reading.isAlways(['Mode'], ['a'])).toBe('no');
  expect(reading.isAlways(['Mode'], ['a', 'b'])).toBe('yes');
  expect([reading.canBe(['Gone'], ['true']), reading.canBe(['Gone'], ['true'], 'yes'), reading.lacks('Gone')]).toEqual(['no', 'yes', true]);
  expect(reading.isAlways(['List'], ['true'])).toBe('no');
});
