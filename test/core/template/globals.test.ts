import type { Json, JsonObject } from '../../../lib/core/json';
import { belowAll, pointerOf } from '../../../lib/core/path';
import { buildTemplates } from '../../../lib/core/template';
import { writtenPlace } from '../../../lib/core/template/globals';
import type { Resource } from '../../../lib/core/template/template';

function functionWith(globals: Json, properties: JsonObject, attributes: JsonObject = {}, type = 'AWS::Serverless::Function'): Resource {
  const body = { Globals: globals, Resources: { Fn: { Type: type, Properties: properties, ...attributes } } };
  const fn = buildTemplates([{ name: 't.json', body }]).templates[0]?.resources.get('Fn');
  if (fn === undefined) throw new Error('the template has a function');
  return fn;
}

function placeOf(resource: Resource, ...keys: (string | number)[]): string {
  return pointerOf(writtenPlace(resource, belowAll(undefined, 'Resources', 'Fn', 'Properties', ...keys)));
}

test('objects are merged, lists joined, and the own value of everything else holds', () => {
  const globals = {
    Function: {
      Timeout: 30,
      Runtime: 'nodejs22.x',
      Layers: ['a'],
      Architectures: ['x86_64'],
      Environment: { Variables: { A: '1', B: '2' } },
    },
  };
  const own = { Timeout: 3, Layers: ['b'], Architectures: ['arm64'], Environment: { Variables: { B: '3' } } };
  expect(functionWith(globals, own).properties).toEqual({
    Timeout: 3,
    Runtime: 'nodejs22.x',
    Layers: ['a', 'b'],
    Architectures: ['arm64'],
    Environment: { Variables: { A: '1', B: '3' } },
  });
});

test('an intrinsic function is a value, which replaces', () => {
  const globals = { Function: { Environment: { Variables: { A: '1' } } } };
  const own: JsonObject = { Environment: { 'Fn::If': ['C', { Variables: {} }, { Ref: 'AWS::NoValue' }] } };
  expect(functionWith(globals, own).properties).toEqual(own);
});

test('only the section of the type counts, and a resource can leave it out', () => {
  const globals = { Function: { Timeout: 30, Tracing: 'Active' } };
  expect(functionWith(globals, {}, {}, 'AWS::Lambda::Function').properties).toEqual({});
  expect(functionWith(globals, {}, {}, 'AWS::Serverless::Api').properties).toEqual({});
  expect(functionWith(globals, {}, { IgnoreGlobals: '*' }).properties).toEqual({});
  expect(functionWith(globals, {}, { IgnoreGlobals: ['Timeout'] }).properties).toEqual({ Tracing: 'Active' });
  expect(functionWith('broken', { Timeout: 1 }).properties).toEqual({ Timeout: 1 });
});

test('a place says where a value is written', () => {
  const globals = { Function: { Tracing: 'Active', Layers: ['a', 'b'], Environment: { Variables: { A: '1' } } } };
  const fn = functionWith(globals, { Layers: ['c'], Environment: { Variables: { B: '2' } } });
  expect(placeOf(fn, 'Tracing')).toBe('/Globals/Function/Tracing');
  expect(placeOf(fn, 'Layers', 1)).toBe('/Globals/Function/Layers/1');
  expect(placeOf(fn, 'Layers', 2)).toBe('/Resources/Fn/Properties/Layers/0');
  expect(placeOf(fn, 'Environment', 'Variables', 'A')).toBe('/Globals/Function/Environment/Variables/A');
  expect(placeOf(fn, 'Environment', 'Variables', 'B')).toBe('/Resources/Fn/Properties/Environment/Variables/B');
  expect(placeOf(fn, 'Environment')).toBe('/Resources/Fn/Properties/Environment');
  expect(placeOf(fn)).toBe('/Resources/Fn/Properties');
  expect(placeOf(fn, 'Timeout')).toBe('/Resources/Fn/Properties/Timeout');
});
