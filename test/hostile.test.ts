/**
 * Input that nobody means to give: wrong types in every place, values that are nested, repeated or circular without end. Nothing
 * may crash, hang or pass in silence. `HOSTILE_RUNS=5000 FAST_CHECK_SEED=$RANDOM npx jest test/hostile` tries more, and others.
 */
import fc from 'fast-check';
import { checkTemplates } from '../lib/check';
import { isObject, type Json, type JsonObject } from '../lib/core/json';
import { type Finding, RULE_CRASHED } from '../lib/core/result';
import type { RuleExample } from '../lib/core/rule';
import { buildTemplates } from '../lib/core/template';
import { rules } from '../policies';

const RUNS = Number(process.env.HOSTILE_RUNS ?? 300);

function findingsIn(body: Json): readonly Finding[] {
  return checkTemplates(buildTemplates([{ name: 'hostile.json', body }]), { pack: 'strict' }, rules).findings;
}

function crashesIn(body: Json): readonly string[] {
  return findingsIn(body)
    .filter(({ ruleId }) => ruleId === RULE_CRASHED)
    .map(({ message }) => message);
}

const bodyOf = ({ template, resources }: RuleExample): JsonObject => template ?? { Resources: resources ?? {} };
const examples = rules.flatMap(({ examples: { valid, invalid } }) => [...valid, ...invalid].map(bodyOf));

/** What stands in the wrong place. */
const odd: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json[]>(null, true, 0, -1, 1e308, '', ' ', '*', '${', '{{resolve:', [], {}, [[]], [null], { '': '' }),
  fc.constantFrom<Json[]>(
    { Ref: 'Gone' },
    { Ref: ['x'] },
    { Ref: 'AWS::NoValue' },
    { 'Fn::If': ['Gone', 'a', 'b'] },
    { 'Fn::If': [] },
    { 'Fn::Join': 'x' },
    { 'Fn::Join': ['', { Ref: 'Gone' }] },
    { 'Fn::Sub': ['${a', {}] },
    { 'Fn::Sub': 7 },
    { 'Fn::Select': ['x', []] },
    { 'Fn::Select': [9, ['a']] },
    { 'Fn::GetAtt': 'x' },
    { 'Fn::GetAtt': ['Gone', 'Arn'] },
    { 'Fn::FindInMap': ['a', 'b'] },
    { 'Fn::Unheard': 'x' },
    { 'Fn::Transform': { Name: 'x' } },
    { 'Fn::Split': [',', { Ref: 'Gone' }] },
    { Ref: 'a', 'Fn::Sub': 'b' },
    { Statement: {} },
    { parts: ['x'] },
    { __proto__: null, constructor: 'x' },
  ),
  fc.string({ maxLength: 4 }),
  fc.jsonValue({ maxDepth: 2 }).map((value): Json => JSON.parse(JSON.stringify(value))),
);

/** Places in a document, as the keys that lead there. */
function placesIn(node: Json, keys: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  const own = keys.length === 0 ? [] : [keys];
  if (Array.isArray(node)) return [...own, ...node.flatMap((member, index) => placesIn(member, [...keys, index]))];
  if (isObject(node)) return [...own, ...Object.entries(node).flatMap(([key, member]) => placesIn(member, [...keys, key]))];
  return own;
}

function replaced(node: Json, [key, ...rest]: readonly (string | number)[], value: Json): Json {
  if (key === undefined) return value;
  if (Array.isArray(node)) return node.map((member, index) => (index === key ? replaced(member, rest, value) : member));
  if (!isObject(node)) return node;
  return Object.fromEntries(Object.entries(node).map(([name, member]) => [name, name === key ? replaced(member, rest, value) : member]));
}

const spoiled = fc
  .record({ example: fc.constantFrom(...examples), spoilings: fc.array(fc.tuple(fc.nat(), odd), { minLength: 1, maxLength: 3 }) })
  .map(({ example, spoilings }) =>
    spoilings.reduce<Json>((body, [choice, value]) => {
      const places = placesIn(body);
      const place = places[choice % places.length];
      return place === undefined ? value : replaced(body, place, value);
    }, example),
  );

test('no rule fails on wrong types, wherever they stand', () => {
  fc.assert(
    fc.property(spoiled, (body) => {
      expect({ body, crashes: crashesIn(body) }).toEqual({ body, crashes: [] });
    }),
    { numRuns: RUNS },
  );
});

test('any JSON is a template that can be checked or a problem that is said', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(crashesIn(JSON.parse(JSON.stringify(value)))).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});

function nested(depth: number, wrap: (inner: Json) => Json): Json {
  let node: Json = '*';
  for (let level = 0; level < depth; level += 1) node = wrap(node);
  return node;
}

/** Far deeper than the stack of Node.js takes a function that calls itself. */
const DEEP = 50_000;

const shapes: readonly (readonly [title: string, node: Json])[] = [
  ['lists in lists', nested(DEEP, (inner) => [inner])],
  ['objects in objects', nested(DEEP, (inner) => ({ a: inner }))],
  ['joins in joins', nested(DEEP, (inner) => ({ 'Fn::Join': ['', [inner, 'a']] }))],
  ['conditions in conditions', nested(DEEP, (inner) => ({ 'Fn::If': ['C', inner, 'a'] }))],
  ['a choice of many', Array.from({ length: 500 }, (_, index) => ({ 'Fn::If': [`C${index}`, `a${index}`, `b${index}`] }))],
  ['wildcards without end', '*a'.repeat(20_000)],
];

const Condition = 'C';
const places: Readonly<Record<string, (node: Json) => JsonObject>> = {
  'an action': (Action) =>
    resource('AWS::IAM::ManagedPolicy', { PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource: '*' }] } }),
  'a statement': (Statement) => resource('AWS::IAM::ManagedPolicy', { PolicyDocument: { Statement } }),
  'a principal': (Principal) =>
    resource('AWS::SQS::QueuePolicy', { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Principal }] } }),
  'a condition block': (block) =>
    resource('AWS::SQS::QueuePolicy', {
      PolicyDocument: { Statement: [{ Effect: 'Allow', Action: '*', Principal: '*', Condition: block }] },
    }),
  'rules of a security group': (SecurityGroupIngress) => resource('AWS::EC2::SecurityGroup', { SecurityGroupIngress }),
  'an authentication': (AuthType) => resource('AWS::Lambda::Url', { AuthType }),
  'an OpenAPI document': (Body) => resource('AWS::ApiGateway::RestApi', { Body }),
  'a state machine': (node) => resource('AWS::StepFunctions::StateMachine', { Definition: node, DefinitionString: node }),
  'the environment of a function': (Variables) => resource('AWS::Lambda::Function', { Environment: { Variables }, Layers: Variables }),
  'a SAM function': (node) => resource('AWS::Serverless::Function', { Events: node, Policies: node }),
  'a custom resource': (Create) => resource('Custom::AWS', { Create, Update: Create }),
  'a type that nobody knows': (Thing) => resource('AWS::Some::Thing', { Thing }),
  'a bucket': (node) => resource('AWS::S3::Bucket', { BucketEncryption: node, NotificationConfiguration: node }),
  'a template': (node) => ({ Conditions: { C: node }, Mappings: { M: node }, Outputs: { O: { Value: node } }, Resources: {} }),
  'the items of a loop': (items) => ({
    Transform: 'AWS::LanguageExtensions',
    Resources: {
      'Fn::ForEach::Loop': ['Item', items, { 'Url${Item}': { Type: 'AWS::Lambda::Url', Condition, Properties: { AuthType: 'NONE' } } }],
    },
  }),
};

function resource(Type: string, Properties: JsonObject): JsonObject {
  return { Resources: { Thing: { Type, Properties } } };
}

describe.each(shapes)('%s', (_title, node) => {
  test.each(Object.entries(places))('end as findings in %s', (_place, bodyWith) => {
    expect(crashesIn(bodyWith(node))).toEqual([]);
  });
});

test('what asks for itself is said', () => {
  const findings = findingsIn({
    Parameters: { Self: { Type: 'String', Default: { Ref: 'Self' } } },
    Conditions: { A: { Condition: 'B' }, B: { Condition: 'A' } },
    Mappings: { M: { a: { b: { 'Fn::FindInMap': ['M', 'a', 'b'] } } } },
    Resources: {
      Url: { Type: 'AWS::Lambda::Url', Condition: 'A', Properties: { AuthType: { 'Fn::FindInMap': ['M', 'a', 'b'] } } },
      One: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: { 'Fn::GetAtt': ['Two', 'Value'] } } },
      Two: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: { 'Fn::GetAtt': ['One', 'Value'] } } },
      Policy: {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: { 'Fn::GetAtt': ['One', 'Value'] }, Resource: '*' }] } },
      },
    },
    Outputs: { Loop: { Value: { 'Fn::ImportValue': 'loop' }, Export: { Name: 'loop' } } },
  });
  const blocking = findings.filter(({ severity }) => severity === 'error').map(({ logicalId }) => logicalId);
  expect(blocking).toEqual(expect.arrayContaining(['Policy', 'Url']));
  expect(findings.filter(({ ruleId }) => ruleId === RULE_CRASHED)).toEqual([]);
});
