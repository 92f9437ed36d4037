import type { Json } from '../../../lib/core/json';
import { buildTemplates } from '../../../lib/core/template';
import { build, textsIn } from './values';

function problemsOf(body: Json): string[] {
  return buildTemplates([{ name: 't', body }]).problems.map(
    ({ location, message, logicalId }) => `${location} ${message}${logicalId === undefined ? '' : ` [${logicalId}]`}`,
  );
}

describe('resources', () => {
  test('carry type, properties, condition and construct path, in the order of the document', () => {
    const built = build({
      name: 't',
      stack: 'Orders',
      account: '111122223333',
      region: 'eu-west-1',
      constructPaths: () =>
        new Map([
          ['B', 'Orders/B/Resource'],
          ['A', 'from the tree'],
        ]),
      body: {
        Resources: {
          B: { Type: 'AWS::S3::Bucket', Condition: 'C' },
          A: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'x' }, Metadata: { 'aws:cdk:path': 'Orders/A/Resource' } },
        },
      },
    });
    const template = built.template();
    expect(template).toMatchObject({ name: 't', stack: 'Orders', account: '111122223333', region: 'eu-west-1' });
    expect([...template.resources.keys()]).toEqual(['B', 'A']);
    expect(built.resource('B')).toMatchObject({
      template,
      logicalId: 'B',
      type: 'AWS::S3::Bucket',
      properties: {},
      condition: 'C',
      constructPath: 'Orders/B/Resource',
    });
    expect(built.resource('A')).toMatchObject({
      template,
      logicalId: 'A',
      type: 'AWS::SNS::Topic',
      properties: { TopicName: 'x' },
      constructPath: 'Orders/A/Resource',
    });
  });

  test.each<[Json, string[]]>([
    ['text', [' not a template: expected an object with "Resources"']],
    [[], [' not a template: expected an object with "Resources"']],
    [{}, [' "Resources" is missing']],
    [{ Resources: [] }, ['/Resources "Resources" is not an object']],
    [{ Resources: { X: null } }, ['/Resources/X a resource is an object with "Type" [X]']],
    [{ Resources: { X: {} } }, ['/Resources/X "Type" is missing or is not text [X]']],
    [{ Resources: { X: { Type: 5 } } }, ['/Resources/X "Type" is missing or is not text [X]']],
    [{ Resources: { X: { Type: 'A', Properties: 'p' } } }, ['/Resources/X/Properties "Properties" is not an object [X]']],
    [
      { Resources: { X: { Type: 'A', Properties: { 'Fn::Transform': {} } } } },
      ['/Resources/X/Properties a macro writes properties of this resource at deployment [X]'],
    ],
    [
      { Resources: { 'Fn::Transform': {} } },
      ['/Resources/Fn::Transform a macro adds resources at deployment: they cannot be read from the template'],
    ],
    [
      { Transform: ['AWS::Serverless-2016-10-31', 'Mine', { Name: 'AWS::Include' }], Resources: {} },
      [
        '/Transform macro "Mine" rewrites the template at deployment: what it deploys cannot be read from it',
        '/Transform macro "AWS::Include" rewrites the template at deployment: what it deploys cannot be read from it',
      ],
    ],
    [{ Transform: 'AWS::LanguageExtensions', Resources: {} }, []],
  ])('problems of %j', (body, expected) => {
    expect(problemsOf(body)).toEqual(expected);
  });

  test('one that cannot be read leaves the others', () => {
    const { templates } = buildTemplates([
      { name: 'broken', body: null },
      { name: 't', body: { Resources: { X: 5, Y: { Type: 'AWS::S3::Bucket' } } } },
    ]);
    expect(templates.map(({ name, resources }) => [name, [...resources.keys()]])).toEqual([['t', ['Y']]]);
  });

  test('names like those of every object are names', () => {
    const body: Json = JSON.parse(
      '{"Resources": {"__proto__": {"Type": "A"}, "constructor": {"Type": "B", "Properties": {"V": {"Ref": "__proto__"}}}}}',
    );
    const built = build({ name: 't', body });
    expect([...built.template().resources.keys()]).toEqual(['__proto__', 'constructor']);
    expect(textsIn(built, built.resource('constructor').properties.V)).toEqual(['<__proto__>']);
  });
});

describe('loops', () => {
  const looped = (resources: Json, more: { [section: string]: Json } = {}) =>
    build({ name: 't', body: { Transform: 'AWS::LanguageExtensions', Resources: resources, ...more } });

  test('make one resource per value', () => {
    const built = looped({
      'Fn::ForEach::Buckets': [
        'Name',
        ['Logs', 'Data'],
        {
          'Bucket${Name}': {
            Type: 'AWS::S3::Bucket',
            Properties: { BucketName: { 'Fn::Sub': 'x-${Name}' }, Tag: { Ref: 'Name' }, Other: { 'Fn::GetAtt': ['Bucket${Name}', 'Arn'] } },
          },
        },
      ],
    });
    expect(built.problems).toEqual([]);
    expect([...built.template().resources.keys()]).toEqual(['BucketLogs', 'BucketData']);
    const { BucketName, Tag, Other } = built.resource('BucketData').properties;
    expect([BucketName, Tag, Other].flatMap((node) => textsIn(built, node))).toEqual(['x-Data', 'Data', '<BucketData.Arn>']);
  });

  test('nest, and run in properties, conditions and outputs', () => {
    const built = looped(
      {
        'Fn::ForEach::Outer': [
          'A',
          ['x', 'y'],
          { 'Fn::ForEach::Inner': ['B', ['1', '2'], { 'R${A}${B}': { Type: 'T', Properties: { V: '${A}-${B}' } } }] },
        ],
        P: { Type: 'T', Properties: { Map: { 'Fn::ForEach::Keys': ['K', ['a', 'b'], { 'key${K}': { Ref: 'K' } }] } } },
      },
      {
        Conditions: { 'Fn::ForEach::Conditions': ['N', ['One', 'Two'], { 'Is${N}': { 'Fn::Equals': [{ Ref: 'AWS::Region' }, '${N}'] } }] },
        Outputs: { 'Fn::ForEach::Outputs': ['N', ['1'], { 'Out${N}': { Value: { Ref: 'Rx${N}' }, Export: { Name: 'export-${N}' } } }] },
      },
    );
    expect([...built.template().resources.keys()]).toEqual(['Rx1', 'Rx2', 'Ry1', 'Ry2', 'P']);
    expect(built.resource('Ry2').properties.V).toBe('y-2');
    expect(built.resource('P').properties.Map).toEqual({ keya: 'a', keyb: 'b' });
    expect(textsIn(built, { 'Fn::If': ['IsTwo', 'a', 'b'] })).toEqual(['a', 'b']);
    expect(textsIn(built, { 'Fn::ImportValue': 'export-1' })).toEqual(['<Rx1>']);
  });

  test('run over a list parameter, a map, and what the outer loop says', () => {
    const built = looped(
      {
        'Fn::ForEach::Names': ['N', { Ref: 'Names' }, { 'A${N}': { Type: 'T' } }],
        'Fn::ForEach::Map': [
          'S',
          ['dev', 'prod'],
          { 'Fn::ForEach::Entries': ['E', { 'Fn::FindInMap': ['M', { Ref: 'S' }, 'list'] }, { 'B${S}${E}': { Type: 'T' } }] },
        ],
      },
      {
        Parameters: { Names: { Type: 'CommaDelimitedList', Default: 'p,q' } },
        Mappings: { M: { dev: { list: ['1'] }, prod: { list: ['2', '3'] } } },
      },
    );
    expect([...built.template().resources.keys()]).toEqual(['Ap', 'Aq', 'Bdev1', 'Bprod2', 'Bprod3']);
  });

  test('leave out of a logical id what it cannot hold', () => {
    const built = looped({ 'Fn::ForEach::Ips': ['Ip', ['10.0.0.1'], { 'R&{Ip}': { Type: 'T', Properties: { V: '${Ip}' } } }] });
    expect(built.resource('R10001').properties.V).toBe('10.0.0.1');
  });

  test('over what is not known make one resource and a problem', () => {
    const built = looped(
      { 'Fn::ForEach::Names': ['N', { Ref: 'Names' }, { 'A${N}': { Type: 'T', Properties: { V: { Ref: 'N' } } } }] },
      { Parameters: { Names: { Type: 'CommaDelimitedList' } } },
    );
    expect([...built.template().resources.keys()]).toEqual(['A${N}']);
    expect(built.problems).toEqual([
      {
        template: 't',
        location: '/Resources/Fn::ForEach::Names',
        message: 'the collection of "Fn::ForEach::Names" is only known at deployment: its body is read once, as it is written',
      },
    ]);
  });

  test('that are written wrong, or without the transform, are problems', () => {
    expect(looped({ 'Fn::ForEach::X': ['N', ['a']] }).problems[0]?.message).toBe(
      '"Fn::ForEach::X" expects a name, a collection and an object',
    );
    const without = build({ name: 't', body: { Resources: { 'Fn::ForEach::X': ['N', ['a'], { 'R${N}': { Type: 'T' } }] } } });
    expect(without.problems[0]?.message).toBe('"Fn::ForEach::X" needs the transform AWS::LanguageExtensions');
    expect([...without.template().resources.keys()]).toEqual(['Ra']);
  });

  test('that multiply without end are cut off', () => {
    const values = Array.from({ length: 100 }, (_, index) => `${index}`);
    let body: Json = { '${A}${B}${C}${D}': { Type: 'T' } };
    for (const name of ['D', 'C', 'B', 'A']) body = { [`Fn::ForEach::${name}`]: [name, values, body] };
    const built = looped(body);
    expect(built.problems.map(({ message }) => message)).toEqual(['loops make more than 20000 copies: the others are not read']);
  });
});
