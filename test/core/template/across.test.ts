import type { Json, JsonObject } from '../../../lib/core/json';
import { build, templateWith, textsIn, textsOf } from './values';

const SIMPLE: JsonObject = { Topic: { Type: 'AWS::SNS::Topic' } };

describe('imports', () => {
  const exporting = (name: Json, value: Json, more: JsonObject = {}): JsonObject => ({
    Resources: { Role: { Type: 'AWS::IAM::Role' } },
    Outputs: { Out: { Value: value, Export: { Name: name } } },
    ...more,
  });

  test('an import is what the other template exports', () => {
    const built = build(
      { name: 'a', body: templateWith({ 'Fn::ImportValue': 'shared' }) },
      { name: 'b', body: exporting('shared', { 'Fn::GetAtt': ['Role', 'Arn'] }) },
    );
    const [element] = built.resolver().strings(built.resource('X').properties.Value, undefined);
    expect(element?.value).toEqual({
      parts: [{ kind: 'resource', template: 'b', logicalId: 'Role', resourceType: 'AWS::IAM::Role', attribute: 'Arn' }],
    });
    expect(element && built.resolver().target(element.value)).toBe(built.resource('Role', 'b'));
  });

  test('names with pseudo parameters of the same account meet', () => {
    const name = { 'Fn::Sub': '${AWS::Region}-role' };
    const built = build(
      { name: 'a', body: templateWith({ 'Fn::ImportValue': name }) },
      { name: 'b', body: exporting({ 'Fn::Join': ['-', [{ Ref: 'AWS::Region' }, 'role']] }, '*') },
    );
    expect(textsIn(built, built.resource('X').properties.Value)).toEqual(['*']);
  });

  test('a name that may be the one of an export is both: what it exports, and unknown', () => {
    const built = build(
      {
        name: 'a',
        body: templateWith({ 'Fn::ImportValue': { 'Fn::Sub': '${Net}-Actions' } }, { Parameters: { Net: { Type: 'String' } } }),
      },
      { name: 'b', body: exporting({ 'Fn::Sub': '${AWS::StackName}-Actions' }, '*') },
      { name: 'c', body: exporting({ 'Fn::Sub': '${AWS::StackName}-Other' }, 'other') },
    );
    expect(textsIn(built, built.resource('X').properties.Value)).toEqual(['*', '<import ${Net}-Actions>']);
  });

  describe('an output that is read by the name of its stack', () => {
    const output = (more: JsonObject = {}) => ({ 'Fn::GetStackOutput': { StackName: 'Data', OutputName: 'Out', ...more } });
    const written = (value: Json): JsonObject => ({ Resources: SIMPLE, Outputs: { Out: { Value: value } } });

    test('is its value, and needs no export', () => {
      const built = build(
        { name: 'a', body: templateWith(output()) },
        { name: 'b', stackName: 'Data', body: written({ Ref: 'Topic' }) },
        { name: 'c', stackName: 'Other', body: written('other') },
      );
      const [element] = built.resolver().strings(built.resource('X').properties.Value, undefined);
      expect(element && built.resolver().target(element.value)).toBe(built.resource('Topic', 'b'));
    });

    test('is in this region, or in the one that is given', () => {
      const stacks = ['us-east-1', 'eu-west-1'].map((region) => ({ name: region, stackName: 'Data', region, body: written(region) }));
      const here = build({ name: 'a', region: 'us-east-1', body: templateWith(output()) }, ...stacks);
      expect(textsIn(here, here.resource('X').properties.Value)).toEqual(['us-east-1']);
      const there = build({ name: 'a', region: 'us-east-1', body: templateWith(output({ Region: 'eu-west-1' })) }, ...stacks);
      expect(textsIn(there, there.resource('X').properties.Value)).toEqual(['eu-west-1']);
    });

    test('is in another account when a role reads it', () => {
      const data = { name: 'b', stackName: 'Data', account: '444455556666', body: written('there') };
      const here = build({ name: 'a', account: '111122223333', body: templateWith(output()) }, data);
      expect(textsIn(here, here.resource('X').properties.Value)).toEqual(['<import Data.Out>']);
      const RoleArn = 'arn:aws:iam::444455556666:role/reader';
      const there = build({ name: 'a', account: '111122223333', body: templateWith(output({ RoleArn })) }, data);
      expect(textsIn(there, there.resource('X').properties.Value)).toEqual(['there']);
    });

    test('is an import where no template of the input has it', () => {
      const built = build({ name: 'a', body: templateWith(output()) }, { name: 'b', stackName: 'Data', body: { Resources: SIMPLE } });
      expect(textsIn(built, built.resource('X').properties.Value)).toEqual(['<import Data.Out>']);
    });

    test('fails without the name of the output', () => {
      const built = build({ name: 'a', body: templateWith({ 'Fn::GetStackOutput': { StackName: 'Data' } }) });
      expect(textsIn(built, built.resource('X').properties.Value)).toEqual(['?(Fn::GetStackOutput expects "StackName" and "OutputName")']);
    });
  });

  test('an export of another region is another one', () => {
    const built = build(
      { name: 'a', region: 'us-east-1', body: templateWith({ 'Fn::ImportValue': 'shared' }) },
      { name: 'b', region: 'eu-west-1', body: exporting('shared', 'eu') },
      { name: 'c', region: 'us-east-1', body: exporting('shared', 'us') },
    );
    expect(textsIn(built, built.resource('X').properties.Value)).toEqual(['us']);
  });

  test('an import is resolved where it is exported: parameters and conditions are those of that template', () => {
    const built = build(
      { name: 'a', body: templateWith({ 'Fn::ImportValue': 'shared' }, { Parameters: { P: { Type: 'String', Default: 'here' } } }) },
      {
        name: 'b',
        body: exporting(
          'shared',
          { 'Fn::If': ['C', { Ref: 'P' }, '*'] },
          { Parameters: { P: { Type: 'String', AllowedValues: ['x', 'y'] } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } } },
        ),
      },
    );
    expect(textsIn(built, built.resource('X').properties.Value)).toEqual(['x', '*']);
  });

  test('exports in a circle end', () => {
    const built = build(
      { name: 'a', body: exporting('one', { 'Fn::ImportValue': 'two' }) },
      { name: 'b', body: exporting('two', { 'Fn::ImportValue': 'one' }) },
    );
    expect(textsIn(built, { 'Fn::ImportValue': 'one' })).toEqual(['?(output "Out" refers to itself through other stacks)']);
  });

  test('a chain that doubles at every step ends', () => {
    const steps = Array.from({ length: 40 }, (_, index) => ({
      name: `t${index}`,
      body: exporting(`e${index}`, { 'Fn::Join': ['', [{ 'Fn::ImportValue': `e${index + 1}` }, { 'Fn::ImportValue': `e${index + 1}` }]] }),
    }));
    const built = build(...steps, { name: 'last', body: exporting('e40', 'text') });
    const [text] = textsIn(built, { 'Fn::ImportValue': 'e0' });
    expect(text).toMatch(/longer than a template can be|takes more than/);
  });
});

describe('nested stacks', () => {
  const nested = (parameters: JsonObject, child: JsonObject, childName = 'child') => [
    {
      name: 'parent',
      body: {
        Resources: {
          ...SIMPLE,
          Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'x', Parameters: parameters } },
          Reader: { Type: 'Custom::X', Properties: { Value: { 'Fn::GetAtt': ['Nested', 'Outputs.Out'] } } },
        },
      },
    },
    { name: childName, nestedIn: [{ template: 'parent', logicalId: 'Nested' }], body: child },
  ];

  test('a parameter is what the parent passes, not its default', () => {
    const built = build(
      ...nested({ P: { Ref: 'Topic' } }, templateWith({ Ref: 'P' }, { Parameters: { P: { Type: 'String', Default: '*' } } })),
    );
    const [element] = built.resolver('child').strings(built.resource('X', 'child').properties.Value, undefined);
    expect(element && built.resolver('child').target(element.value)).toBe(built.resource('Topic', 'parent'));
    expect(built.template('child').parent).toEqual({ template: built.template('parent'), logicalId: 'Nested' });
  });

  test('a parameter that is not passed has its default', () => {
    const built = build(...nested({}, templateWith({ Ref: 'P' }, { Parameters: { P: { Type: 'String', Default: '*' } } })));
    expect(textsIn(built, { Ref: 'P' }, 'child')).toEqual(['*']);
  });

  test('a list is passed as text with commas', () => {
    const passed = { 'Fn::Join': [',', ['a', { 'Fn::GetAtt': ['Topic', 'Arn'] }]] };
    const built = build(
      ...nested(
        { P: passed, Q: ['x', 'y'] },
        templateWith(null, { Parameters: { P: { Type: 'CommaDelimitedList' }, Q: { Type: 'CommaDelimitedList' } } }),
      ),
    );
    const list = (node: Json) => built.resolver('child').list(node, undefined).length;
    expect(list({ Ref: 'P' })).toBe(2);
    expect(textsIn(built, { 'Fn::Join': ['|', { Ref: 'P' }] }, 'child')).toEqual(['a|<Topic.Arn>']);
    expect(textsIn(built, { 'Fn::Select': [1, { Ref: 'Q' }] }, 'child')).toEqual(['y']);
  });

  test('a parameter that Systems Manager holds is passed by name', () => {
    const built = build(
      ...nested(
        { P: '/name' },
        templateWith(null, { Parameters: { P: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/other' } } }),
      ),
    );
    expect(textsIn(built, { Ref: 'P' }, 'child')).toEqual(['{{resolve:ssm:/name}}']);
  });

  test('an output is resolved in the nested template', () => {
    const built = build(
      ...nested({ P: '*' }, { Parameters: { P: { Type: 'String' } }, Resources: SIMPLE, Outputs: { Out: { Value: { Ref: 'P' } } } }),
    );
    expect(textsIn(built, built.resource('Reader').properties.Value)).toEqual(['*']);
    expect(textsIn(built, { 'Fn::Sub': '${Nested.Outputs.Out}' })).toEqual(['*']);
    expect(textsIn(built, { 'Fn::GetAtt': 'Nested.Outputs.Gone' })).toEqual(['?(nested stack "Nested" has no output "Gone")']);
  });

  test('an output of a template that is not in the input is a hole', () => {
    const [parent] = nested({}, {});
    expect(parent && textsIn(build(parent), { 'Fn::GetAtt': ['Nested', 'Outputs.Out'] })).toEqual(['<Nested.Outputs.Out>']);
  });

  test('a condition of the nested template sees what the parent passes', () => {
    const child = templateWith(
      { 'Fn::If': ['C', 'on', 'off'] },
      { Parameters: { P: { Type: 'String', Default: 'y' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'y'] } } },
    );
    const built = build(...nested({ P: 'n' }, child));
    expect(textsIn(built, built.resource('X', 'child').properties.Value, 'child')).toEqual(['off']);
  });

  test('a template that two stacks deploy has what either passes', () => {
    const parent: JsonObject = {
      Resources: {
        One: { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { P: 'one' } } },
        Two: { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { P: '*' } } },
        Three: { Type: 'AWS::CloudFormation::Stack', Properties: {} },
      },
    };
    const built = build(
      { name: 'parent', body: parent },
      {
        name: 'child',
        nestedIn: ['One', 'Two', 'Three'].map((logicalId) => ({ template: 'parent', logicalId })),
        body: { Parameters: { P: { Type: 'String', Default: 'd' } }, Resources: SIMPLE },
      },
    );
    expect(textsIn(built, { Ref: 'P' }, 'child')).toEqual(['one', '*', 'd']);
  });

  test('stacks that nest each other end', () => {
    const body = (): JsonObject => ({
      Parameters: { P: { Type: 'String' } },
      Resources: { Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { P: { Ref: 'P' } } } } },
    });
    const built = build(
      { name: 'a', nestedIn: [{ template: 'b', logicalId: 'Nested' }], body: body() },
      { name: 'b', nestedIn: [{ template: 'a', logicalId: 'Nested' }], body: body() },
    );
    expect(textsIn(built, { Ref: 'P' }, 'a')).toEqual(['?(parameter "P" refers to itself through nested stacks)']);
  });
});

describe('a JSON text', () => {
  test('is read with its holes', () => {
    const node = { 'Fn::ToJsonString': { Statement: [{ Action: '*', Resource: { 'Fn::Sub': '${Bucket.Arn}/*' } }] } };
    const built = build({ name: 't', body: templateWith(node) });
    const resolver = built.resolver();
    const [element] = resolver.strings(built.resource('X').properties.Value, undefined);
    const parsed = element && resolver.parseText(element.value);
    const [statement] = resolver
      .shallow(parsed, undefined)
      .flatMap(({ value }) => (typeof value === 'object' && value !== null && 'Statement' in value ? [value.Statement] : []));
    const [first] = Array.isArray(statement) ? statement : [];
    const resource = typeof first === 'object' && first !== null && !Array.isArray(first) ? first.Resource : undefined;
    expect(textsIn(built, resource)).toEqual(['<Bucket.Arn>/*']);
  });

  test.each<[string, Json | undefined]>([
    ['{"a":["*"]}', { a: ['*'] }],
    [' [1]', [1]],
    ['"text"', undefined],
    ['{"a":', undefined],
    ['', undefined],
  ])('%j', (text, expected) => {
    expect(
      build({ name: 't', body: templateWith(null) })
        .resolver()
        .parseText(text),
    ).toEqual(expected);
  });

  test('with a hole outside a string is none', () => {
    expect(textsOf({ 'Fn::Sub': '{"a": ${Bucket}}' })).toEqual(['{"a": <Bucket>}']);
    const { resolver } = build({ name: 't', body: templateWith(null) });
    expect(resolver().parseText({ parts: ['{"a": ', { kind: 'pseudo', name: 'AWS::Region' }, '}'] })).toBeUndefined();
  });
});
