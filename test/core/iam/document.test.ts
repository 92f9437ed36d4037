import fc from 'fast-check';
import { publicStatements } from '../../../lib/core/iam/exposure';
import type { PolicyDocument, Statement } from '../../../lib/core/iam/statement';
import type { Json, JsonObject } from '../../../lib/core/json';
import { pointerOf } from '../../../lib/core/path';
import type { Element } from '../../../lib/core/template/resolver';
import { render } from '../../../lib/core/template/symbolic';
import { documentOf, policyOf, statementOf } from './documents';

const allow = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' };
const noValue = { Ref: 'AWS::NoValue' };
const texts = (elements: readonly Element[]) => elements.map(({ value }) => render(value));
const places = (elements: readonly Element[]) =>
  elements.map(({ at }) => pointerOf(at).replace('/Resources/Policy/Properties/PolicyDocument', ''));
const summary = ({ effect, actions, resources, world, optional }: Statement) => ({
  effect,
  actions: texts(actions),
  resources: texts(resources),
  world: Object.fromEntries(world),
  optional,
});
const problems = ({ unresolved }: Statement | PolicyDocument) => unresolved.map(({ element, reason }) => `${element}: ${reason}`);

describe('a document', () => {
  const expected = [{ effect: 'Allow', actions: ['s3:GetObject'], resources: ['arn:aws:s3:::b/*'], world: {}, optional: false }];
  test.each<[string, Json]>([
    ['is an object', { Version: '2012-10-17', Statement: [allow] }],
    ['has one statement without a list', { Statement: allow }],
    ['is a JSON text', JSON.stringify({ Statement: [allow] })],
    ['is a JSON text with blanks around', `\n ${JSON.stringify({ Statement: allow }, null, 2)} `],
    ['is made by Fn::Sub', { 'Fn::Sub': JSON.stringify({ Statement: [allow] }) }],
    [
      'is made by Fn::Join',
      { 'Fn::Join': ['', ['{"Statement":[{"Effect":"Allow","Action":"s3:GetObject",', '"Resource":"arn:aws:s3:::b/*"}]}']] },
    ],
    ['is made by Fn::ToJsonString', { 'Fn::ToJsonString': { Statement: [allow] } }],
    ['has nested lists of statements', { Statement: [[allow]] }],
    ['has members that are absent', { Statement: [noValue, allow, null] }],
    ['writes every element as a list', { Statement: { Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::b/*'] } }],
    [
      'has lists with absent members',
      { Statement: { Effect: 'Allow', Action: ['s3:GetObject', noValue], Resource: [[noValue, 'arn:aws:s3:::b/*']], Condition: noValue } },
    ],
  ])('%s', (_title, node) => {
    const document = documentOf(node);
    expect(document.statements.map(summary)).toEqual(expected);
    expect(problems(document)).toEqual([]);
    expect(document.statements.flatMap(problems)).toEqual([]);
  });

  test('that is absent has no statements', () => {
    expect(documentOf(undefined).statements).toEqual([]);
    expect(documentOf(noValue).statements).toEqual([]);
    expect(problems(documentOf(undefined))).toEqual([]);
  });

  test.each<[string, Json, string]>([
    ['a parameter', { Ref: 'Param' }, 'PolicyDocument: parameter "Param" is chosen at deployment'],
    ['an import', { 'Fn::ImportValue': 'doc' }, 'PolicyDocument: the import "doc" is not in the input'],
    ['a dynamic reference', '{{resolve:ssm:/doc}}', 'PolicyDocument: "{{resolve:ssm:/doc}}" is read at deployment'],
    ['text that is no JSON', '{"Statement":', 'PolicyDocument: the text is not a JSON object'],
    ['a list', [allow], 'PolicyDocument: a list stands where a policy document belongs'],
    ['a macro', { 'Fn::Transform': { Name: 'M' } }, 'PolicyDocument: macro "M"'],
    ['a list of statements that is a parameter', { Statement: { Ref: 'Param' } }, 'Statement: parameter "Param"'],
    ['a statement that is text', { Statement: ['x'] }, 'Statement: a text stands where a statement belongs'],
    ['a misspelt Statement', { statement: [] }, 'Statement: "statement" is no element of a policy document: write "Statement"'],
    ['an unknown section', { Statement: [], Foo: 1 }, 'Foo: "Foo" is no element of a policy document'],
  ])('fails to read %s and says so', (_title, node, expected) => {
    const document = documentOf(node);
    expect(problems(document)).toEqual([expect.stringContaining(expected)]);
    expect(document.statements).toEqual([]);
  });

  test('keeps the place of every element', () => {
    const [statement] = policyOf([{ ...allow, Action: ['a:b', 'c:d'], Principal: { AWS: ['*'] } }]).statements;
    expect(places(statement?.actions ?? [])).toEqual(['/Statement/0/Action/0', '/Statement/0/Action/1']);
    expect(places(statement?.resources ?? [])).toEqual(['/Statement/0/Resource']);
    expect(places(statement?.principals ?? [])).toEqual(['/Statement/0/Principal/AWS/0']);
  });

  test('in a JSON text is at the text, with its holes', () => {
    const text = { 'Fn::Sub': JSON.stringify({ Statement: [{ ...allow, Principal: { AWS: '*' }, Resource: '${Bucket.Arn}/*' }] }) };
    const [statement] = documentOf(text).statements;
    expect(texts(statement?.resources ?? [])).toEqual(['<Bucket.Arn>/*']);
    expect([...places(statement?.principals ?? []), ...places(statement?.actions ?? []), ...places(statement?.resources ?? [])]).toEqual([
      '',
      '',
      '',
    ]);
  });

  test('knows what it is', () => {
    const document = policyOf([allow], { kind: 'resource', guards: 'AWS::S3::Bucket' });
    expect(document).toMatchObject({ kind: 'resource', guards: 'AWS::S3::Bucket' });
    expect(document.statements[0]?.document).toBe(document);
  });
});

describe('a statement', () => {
  test.each<[string, JsonObject, string]>([
    ['without an effect', { Action: 'a:b', Resource: '*' }, 'Effect: the statement has no "Effect"'],
    ['with another effect', { ...allow, Effect: 'allow' }, 'Effect: "allow" is neither "Allow" nor "Deny"'],
    ['with an effect that is a parameter', { ...allow, Effect: { Ref: 'Param' } }, 'Effect: parameter "Param" is chosen at deployment'],
    ['with a misspelt key', { ...allow, Actions: 'x' }, 'Actions: "Actions" is no element of a policy statement'],
    [
      'with a transform inside',
      { ...allow, 'Fn::Transform': { Name: 'M' } },
      'Fn::Transform: "Fn::Transform" writes a part of the policy statement at deployment',
    ],
    ['with a principal of an unknown kind', { ...allow, Principal: { User: 'x' } }, 'Principal: "User" is no kind of principal'],
    [
      'with a condition that code computes',
      { ...allow, Condition: { StringEquals: { 'Fn::GetAtt': ['Claims', 'Value'] } } },
      'Condition: "Value" of Custom::AWSCDKCfnJson "Claims" is only known at deployment',
    ],
    ['with conditions in a list', { ...allow, Condition: [] }, 'Condition: a list stands where a condition block belong'],
    ['with a condition that is a parameter', { ...allow, Condition: { Ref: 'Param' } }, 'Condition: parameter "Param"'],
  ])('%s says so', (_title, node, expected) => {
    expect(problems(statementOf(node))).toEqual([expect.stringContaining(expected)]);
  });

  test('in another case is read, and reported', () => {
    const statement = statementOf({ effect: 'Allow', action: '*', resource: '*' });
    expect(summary(statement)).toMatchObject({ effect: 'Allow', actions: ['*'], resources: ['*'] });
    expect(problems(statement)).toHaveLength(3);
  });

  test('keeps values with holes in their lists', () => {
    const statement = statementOf({
      Effect: 'Allow',
      Action: { Ref: 'Param' },
      Resource: [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, { 'Fn::Sub': '${Bucket.Arn}/*' }],
    });
    expect(summary(statement)).toMatchObject({ actions: ['${Param}'], resources: ['<Bucket.Arn>', '<Bucket.Arn>/*'] });
    expect(problems(statement)).toEqual([]);
  });

  test.each<[string, Json, [string, string][]]>([
    ['a star', '*', [['*', '*']]],
    ['a star that is computed', { 'Fn::Join': ['', ['*']] }, [['*', '*']]],
    ['another bare text', 'lambda.amazonaws.com', [['other', 'lambda.amazonaws.com']]],
    ['AWS', { AWS: '*' }, [['AWS', '*']]],
    [
      'a list',
      { AWS: ['*', 123456789012] },
      [
        ['AWS', '*'],
        ['AWS', '123456789012'],
      ],
    ],
    [
      'several kinds',
      { Service: 's3.amazonaws.com', Federated: 'f', CanonicalUser: 'c' },
      [
        ['Service', 's3.amazonaws.com'],
        ['Federated', 'f'],
        ['CanonicalUser', 'c'],
      ],
    ],
    ['a hole', { Ref: 'Param' }, [['other', '${Param}']]],
    ['a hole of a kind', { AWS: { 'Fn::GetAtt': ['Role', 'Arn'] } }, [['AWS', '<Role.Arn>']]],
    ['a list of bare texts', ['*'], [['*', '*']]],
  ])('has a principal that is %s', (_title, Principal, expected) => {
    expect(statementOf({ ...allow, Principal }).principals.map(({ type, value }) => [type, render(value)])).toEqual(expected);
    expect(statementOf({ ...allow, NotPrincipal: Principal }).notPrincipals.map(({ type, value }) => [type, render(value)])).toEqual(
      expected,
    );
  });

  test('reads conditions: operator, key, values', () => {
    const { conditions } = statementOf({
      ...allow,
      Condition: {
        StringEquals: { 'aws:SourceAccount': 123456789012, 'aws:x': ['a', noValue, { Ref: 'Param' }], 'aws:gone': noValue },
        Bool: { k: true },
      },
    });
    expect(conditions.map(({ operator, key, values }) => [operator, key, texts(values)])).toEqual([
      ['StringEquals', 'aws:SourceAccount', ['123456789012']],
      ['StringEquals', 'aws:x', ['a', '${Param}']],
      ['Bool', 'k', ['true']],
    ]);
  });

  test('a Deny whose values the deployment chooses says so; an Allow holds them all', () => {
    const Action = { Ref: 'Choice' };
    expect(summary(statementOf({ ...allow, Action })).actions).toEqual(['s3:*', 's3:GetObject']);
    expect(problems(statementOf({ ...allow, Action }))).toEqual([]);
    expect(problems(statementOf({ ...allow, Effect: 'Deny', Action }))).toEqual(['Action: the deployment chooses one of several values']);
    expect(problems(statementOf({ ...allow, Effect: 'Deny', Action: [Action] }))).toHaveLength(1);
    expect(problems(statementOf({ ...allow, Effect: 'Deny', Resource: { 'Fn::GetAtt': ['Bucket', 'Arn'] } }))).toEqual([]);
  });
});

describe('under CloudFormation conditions', () => {
  const deny = { Effect: 'Deny', Action: '*', Resource: '*' };
  const read = (node: Json) =>
    documentOf(node).statements.map(({ effect, world, optional }) => [effect, Object.fromEntries(world), optional]);
  const when = (condition: string, yes: Json, no: Json) => ({ 'Fn::If': [condition, yes, no] });

  test.each<[string, Json, unknown]>([
    [
      'a statement may be absent',
      { Statement: [allow, when('P', deny, noValue)] },
      [
        ['Allow', {}, false],
        ['Deny', { P: true }, true],
      ],
    ],
    [
      'a statement may be another',
      { Statement: [when('P', allow, deny)] },
      [
        ['Allow', { P: true }, true],
        ['Deny', { P: false }, true],
      ],
    ],
    [
      'the list may be another',
      { Statement: when('P', [allow, deny], [allow]) },
      [
        ['Allow', { P: true }, true],
        ['Deny', { P: true }, true],
        ['Allow', { P: false }, true],
      ],
    ],
    [
      'the document may be another',
      when('P', { Statement: allow }, { Statement: deny }),
      [
        ['Allow', { P: true }, true],
        ['Deny', { P: false }, true],
      ],
    ],
    ['the document may be absent', when('P', { Statement: allow }, noValue), [['Allow', { P: true }, true]]],
    [
      'conditions that exclude each other',
      { Statement: [when('P', when('NotP', deny, allow), noValue)] },
      [['Allow', { P: true, NotP: false }, true]],
    ],
    ['the same condition twice', { Statement: [when('P', when('P', allow, deny), noValue)] }, [['Allow', { P: true }, true]]],
    [
      'an element that differs',
      { Statement: [{ ...allow, Effect: when('P', 'Allow', 'Deny') }] },
      [
        ['Allow', { P: true }, false],
        ['Deny', { P: false }, false],
      ],
    ],
    ['an element that is the same either way', { Statement: [{ ...allow, Sid: when('P', 'A', 'A') }] }, [['Allow', {}, false]]],
    [
      'readings are merged where only one condition decides',
      { Statement: [{ Effect: when('P', 'Allow', 'Deny'), Action: when('Q', 'a:b', 'a:b'), Resource: '*' }] },
      [
        ['Allow', { P: true }, false],
        ['Deny', { P: false }, false],
      ],
    ],
  ])('%s', (_title, node, expected) => {
    expect(read(node)).toEqual(expected);
  });

  test('a branch that the condition of the resource excludes is never read', () => {
    const statements = [{ ...allow, Action: when('NotP', '*', 's3:GetObject') }, when('P', deny, noValue)];
    const read = (condition?: string) => policyOf(statements, condition === undefined ? {} : { condition }).statements;
    expect(read().map(({ actions, optional }) => [texts(actions), optional])).toEqual([
      [['*'], false],
      [['s3:GetObject'], false],
      [['*'], true],
    ]);
    expect(read('P').map(({ actions, optional }) => [texts(actions), optional])).toEqual([
      [['s3:GetObject'], false],
      [['*'], false],
    ]);
  });

  test('values that never meet are never combined', () => {
    const { statements } = policyOf({
      Effect: 'Allow',
      Action: when('P', 's3:GetObject', 's3:*'),
      Resource: when('P', '*', 'arn:aws:s3:::b'),
    });
    expect(statements.map((statement) => [texts(statement.actions), texts(statement.resources)])).toEqual([
      [['s3:GetObject'], ['*']],
      [['s3:*'], ['arn:aws:s3:::b']],
    ]);
  });

  test('operators and keys may hide in Fn::If', () => {
    const org = { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } };
    const { statements } = policyOf({ ...allow, Condition: when('P', org, noValue) });
    expect(statements.map(({ conditions }) => conditions.map(({ key }) => key))).toEqual([['aws:PrincipalOrgID'], []]);
    const inner = policyOf({ ...allow, Condition: { StringEquals: when('P', { k: 'v' }, { l: 'w' }) } });
    expect(inner.statements.map(({ conditions }) => conditions.map(({ key }) => key))).toEqual([['k'], ['l']]);
  });

  test('a place is the branch it was read from', () => {
    const { statements } = policyOf([when('P', { ...allow, Action: ['a:b'] }, noValue)]);
    expect(places(statements[0]?.actions ?? [])).toEqual(['/Statement/0/Fn::If/1/Action/0']);
  });
});

test('every encoding of a statement reads the same', () => {
  const list = (name: string) => fc.array(fc.constantFrom(`${name}:a`, `${name}:b*`, '*'), { minLength: 1, maxLength: 3 });
  const encode = (values: readonly string[], style: number): Json => {
    if (style === 0 && values.length === 1) return values[0] ?? null;
    if (style === 1) return values.map((value) => ({ 'Fn::Join': ['', [value.slice(0, 1), value.slice(1)]] }));
    if (style === 2) return values.map((value) => ({ 'Fn::Sub': value }));
    if (style === 3) return [noValue, ...values];
    return [...values];
  };
  const asText = (node: Json, style: number): Json =>
    style === 0 ? node : style === 1 ? JSON.stringify(node) : { 'Fn::ToJsonString': node };
  fc.assert(
    fc.property(
      list('s3'),
      list('arn'),
      fc.constantFrom('Allow', 'Deny'),
      fc.nat(4),
      fc.nat(4),
      fc.nat(2),
      fc.boolean(),
      (actions, resources, Effect, a, r, whole, single) => {
        const statement = { Effect, Action: encode(actions, a), Resource: encode(resources, r) };
        const plain = whole === 1 ? { Effect, Action: actions, Resource: resources } : statement;
        const document = documentOf(asText({ Statement: single ? plain : [plain] }, whole));
        expect(document.statements.map(summary)).toEqual([{ effect: Effect, actions, resources, world: {}, optional: false }]);
        expect(document.unresolved).toEqual([]);
      },
    ),
  );
});

describe('whatever the template holds', () => {
  const elements = ['Effect', 'Action', 'NotAction', 'Resource', 'Principal', 'NotPrincipal', 'Condition', 'Sid', 'Statement', 'Version'];
  const keys = [
    ...elements,
    'AWS',
    'Service',
    'StringEquals',
    'aws:SourceIp',
    'Ref',
    'Fn::If',
    'Fn::GetAtt',
    'Fn::Sub',
    'Fn::Join',
    '__proto__',
    'constructor',
  ];
  const leaf = fc.constantFrom<Json>('Allow', 'Deny', '*', 'P', 'Param', 'Bucket', 'AWS::NoValue', '', '{"Statement":{}}', 1, true, null);
  const { node } = fc.letrec<{ node: Json }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.array(tie('node'), { maxLength: 3 }),
      fc.array(fc.tuple(fc.constantFrom(...keys), tie('node')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
    ),
  }));

  test('reading never throws, and what is no statement is said', () => {
    fc.assert(
      fc.property(node, fc.boolean(), (json, whole) => {
        const document = whole ? documentOf(json) : policyOf(json);
        for (const statement of document.statements) expect(['Allow', 'Deny', 'unknown']).toContain(statement.effect);
        for (const statement of document.statements) if (statement.effect === 'unknown') expect(problems(statement)).not.toEqual([]);
        expect(() => publicStatements(document)).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });

  test('depth does not matter', () => {
    const nest = (depth: number, wrap: (inner: Json) => Json) => Array.from({ length: depth }).reduce<Json>((inner) => wrap(inner), 'x');
    for (const wrap of [(inner: Json) => [inner], (inner: Json) => ({ a: inner }), (inner: Json) => ({ 'Fn::If': ['P', inner, inner] })]) {
      const deep = nest(20_000, wrap);
      expect(() => documentOf(deep)).not.toThrow();
      expect(() => policyOf(deep)).not.toThrow();
      expect(() => policyOf({ ...allow, Action: deep, Principal: deep, Condition: deep })).not.toThrow();
      expect(() => policyOf({ ...allow, Effect: 'Deny', Action: deep, Condition: { StringEquals: { k: deep } } })).not.toThrow();
    }
  });
});
