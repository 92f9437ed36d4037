import { positionsOf, type Switch, switchFact } from '../../../lib/core/model/switches';
import { pointerOf } from '../../../lib/core/path';
import { modelOf, resources } from '../../policies/facts';

function positions(given: Switch, properties: object, more: object = {}): string[] {
  const model = modelOf(resources({ Graph: { Type: 'AWS::NeptuneGraph::Graph', Properties: properties } }, more));
  return model.resourcesOfType('AWS::NeptuneGraph::Graph').flatMap((resource) =>
    positionsOf(model, resource, given).map(({ state, evidence, at }) => {
      return `${state} ${evidence} ${pointerOf(at).replace('/Resources/Graph/Properties', '')}`;
    }),
  );
}

const isPublic: Switch = { path: ['Network', 'Public'], on: ['true'], onWithout: true };

test('a value that is found fault with, in any case of letters', () => {
  expect(positions(isPublic, { Network: { Public: true } })).toEqual(['on Public true /Network/Public']);
  expect(positions(isPublic, { Network: { Public: ' True ' } })).toEqual(['on Public True /Network/Public']);
  expect(positions(isPublic, { Network: { Public: false } })).toEqual([]);
});

test('absence counts where the switch says so, at what is there', () => {
  expect(positions(isPublic, {})).toEqual(['default Public absent ']);
  expect(positions(isPublic, { Network: {} })).toEqual(['default Public absent /Network']);
  expect(positions({ ...isPublic, onWithout: false }, {})).toEqual([]);
});

test('everything but the values of "except"', () => {
  const mode: Switch = { path: ['Mode'], except: ['Active'] };
  expect(positions(mode, { Mode: 'PassThrough' })).toEqual(['on Mode PassThrough /Mode']);
  expect(positions(mode, { Mode: 'active' })).toEqual([]);
});

test('what is not in the input is undecided, and each value stands once', () => {
  const more = { Parameters: { Public: { Type: 'String' } }, Conditions: { A: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'x'] } } };
  expect(positions(isPublic, { Network: { Public: { Ref: 'Public' } } }, more)).toEqual(['undecided Public ${Public} /Network/Public']);
  const either = { Network: { Public: { 'Fn::If': ['A', true, { Ref: 'AWS::NoValue' }] }, Size: { 'Fn::If': ['A', 1, 2] } } };
  expect(positions(isPublic, either, more)).toEqual([
    'on Public true /Network/Public/Fn::If/1',
    'default Public absent /Network/Public/Fn::If/2',
  ]);
});

test('the members of a list are visited', () => {
  expect(positions({ path: ['Modes', '*'], on: ['NONE'] }, { Modes: ['IAM', 'NONE'] })).toEqual(['on Modes NONE /Modes/1']);
});

test('a position is the fact of a rule', () => {
  const model = modelOf(resources({ Graph: { Type: 'AWS::NeptuneGraph::Graph', Properties: { Public: true } } }));
  const [resource] = model.resourcesOfType('AWS::NeptuneGraph::Graph');
  const facts = resource === undefined ? [] : positionsOf(model, resource, { path: ['Public'], on: ['true'] });
  expect(facts.map((position) => switchFact(model, position).data)).toEqual([
    { type: 'AWS::NeptuneGraph::Graph', name: 'Graph', property: 'Public', value: 'true' },
  ]);
});

test('an object counts where the switch says so, whatever is in it', () => {
  expect(positions({ path: ['Public'], on: [], onStructure: true }, { Public: { Ports: [80] } })).toEqual(['on Public … /Public']);
  expect(positions({ path: ['Public'], on: [] }, { Public: { Ports: [80] } })).toEqual([]);
});
