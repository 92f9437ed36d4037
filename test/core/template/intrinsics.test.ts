import type { Json } from '../../../lib/core/json';
import { build, listOf, type Sections, templateWith, textsIn, textsOf } from './values';

const SECTIONS: Sections = {
  Parameters: {
    Plain: { Type: 'String', Default: 'plain' },
    Free: { Type: 'String' },
    Stage: { Type: 'String', AllowedValues: ['dev', 'prod'] },
    Late: { Type: 'String', Default: 'other', AllowedValues: ['dev', 'other'] },
    Count: { Type: 'Number', Default: 7 },
    Flag: { Type: 'String', Default: true },
    Secret: { Type: 'String', NoEcho: true, Default: 'hidden' },
    Names: { Type: 'CommaDelimitedList', Default: 'a, b,c' },
    Ids: { Type: 'List<AWS::EC2::SecurityGroup::Id>' },
    Listed: { Type: 'CommaDelimitedList', AllowedValues: ['x', 'y'] },
    Stored: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/app/arn' },
    StoredFree: { Type: 'AWS::SSM::Parameter::Value<List<String>>' },
    StoredName: { Type: 'AWS::SSM::Parameter::Name', Default: '/app/arn' },
  },
  Mappings: {
    Map: { dev: { action: 's3:GetObject', list: ['a', 'b'], number: 5 }, prod: { action: '*', list: ['c'] } },
    Regions: { 'us-east-1': { ami: 'ami-1' }, 'eu-west-1': { ami: 'ami-2' } },
  },
  Conditions: {
    IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
    IsDev: { 'Fn::Equals': [{ Ref: 'Stage' }, 'dev'] },
    NotProd: { 'Fn::Not': [{ Condition: 'IsProd' }] },
    Never: { 'Fn::Equals': ['a', 'b'] },
    Always: { 'Fn::Equals': ['a', 'a'] },
    Asked: { 'Fn::Equals': [{ Ref: 'Free' }, 'yes'] },
    HasName: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Plain' }, ''] }] },
  },
};

describe.each<[string, [Json, ...string[]][]]>([
  [
    'scalars',
    [
      ['text', 'text'],
      [22, '22'],
      [true, 'true'],
      [null],
      [['a'], '?(a list where text belongs)'],
      [{ a: 1 }, '?(an object where text belongs)'],
      [{}, '?(an object where text belongs)'],
      [{ parts: ['*'] }, '?(an object with a list "parts")'],
    ],
  ],
  [
    'Ref',
    [
      [{ Ref: 'Bucket' }, '<Bucket>'],
      [{ Ref: 'AWS::Region' }, '${AWS::Region}'],
      [{ Ref: 'AWS::NoValue' }],
      [{ Ref: 'AWS::Nothing' }, '?("AWS::Nothing" is neither a resource nor a parameter of the template)'],
      [{ Ref: 'Gone' }, '?("Gone" is neither a resource nor a parameter of the template)'],
      [{ Ref: ['Bucket'] }, '?(Ref expects a name)'],
      [{ Ref: '__proto__' }, '?("__proto__" is neither a resource nor a parameter of the template)'],
      [{ Ref: 'constructor' }, '?("constructor" is neither a resource nor a parameter of the template)'],
    ],
  ],
  [
    'parameters',
    [
      [{ Ref: 'Plain' }, 'plain'],
      [{ Ref: 'Free' }, '${Free}'],
      [{ Ref: 'Stage' }, 'dev', 'prod'],
      [{ Ref: 'Late' }, 'other', 'dev'],
      [{ Ref: 'Count' }, '7'],
      [{ Ref: 'Flag' }, 'true'],
      [{ Ref: 'Secret' }, 'hidden'],
      [{ Ref: 'Ids' }, '${Ids}'],
      [{ Ref: 'Stored' }, '{{resolve:ssm:/app/arn}}'],
      [{ Ref: 'StoredFree' }, '{{resolve:ssm:${StoredFree}}}'],
      [{ Ref: 'StoredName' }, '/app/arn'],
    ],
  ],
  [
    'Fn::GetAtt',
    [
      [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, '<Bucket.Arn>'],
      [{ 'Fn::GetAtt': 'Bucket.Arn' }, '<Bucket.Arn>'],
      [{ 'Fn::GetAtt': ['Bucket', 'Endpoint', 'Address'] }, '<Bucket.Endpoint.Address>'],
      [{ 'Fn::GetAtt': ['Bucket', { Ref: 'Plain' }] }, '<Bucket.plain>'],
      [{ 'Fn::GetAtt': ['Bucket', { Ref: 'Free' }] }, '?(an attribute of "Bucket" that is only known at deployment)'],
      [{ 'Fn::GetAtt': ['Gone', 'Arn'] }, '?("Gone" is neither a resource nor a parameter of the template)'],
      [{ 'Fn::GetAtt': 'Bucket' }, '?(Fn::GetAtt expects a resource and an attribute, "Resource.Attribute")'],
      [{ 'Fn::GetAtt': 5 }, '?(Fn::GetAtt expects a resource and an attribute)'],
    ],
  ],
  [
    'Fn::Join',
    [
      [{ 'Fn::Join': ['-', ['a', 1, { Ref: 'Bucket' }]] }, 'a-1-<Bucket>'],
      [{ 'Fn::Join': ['', []] }, ''],
      [{ 'Fn::Join': ['|', { Ref: 'Names' }] }, 'a|b|c'],
      [{ 'Fn::Join': [',', { Ref: 'Ids' }] }, '${Ids}'],
      [{ 'Fn::Join': ['/', { 'Fn::Split': ['|', 'a|b'] }] }, 'a/b'],
      [{ 'Fn::Join': [',', ['a', { Ref: 'AWS::NoValue' }, 'b']] }, 'a,b'],
      [{ 'Fn::Join': ['', ['a', { 'Fn::If': ['IsProd', 'b', { Ref: 'AWS::NoValue' }] }]] }, 'ab', 'a'],
      [{ 'Fn::Join': [{ 'Fn::If': ['IsProd', '-', '+'] }, ['a', 'b']] }, 'a-b', 'a+b'],
      [{ 'Fn::Join': '*' }, '?(Fn::Join expects a delimiter and a list)'],
      [{ 'Fn::Join': ['', 'text'] }, '?(Fn::Join expects a list)'],
    ],
  ],
  [
    'Fn::Sub',
    [
      [{ 'Fn::Sub': 'a ${Bucket} ${Bucket.Arn} ${AWS::Region} ${Plain}' }, 'a <Bucket> <Bucket.Arn> ${AWS::Region} plain'],
      [{ 'Fn::Sub': ['${x}/${Bucket}', { x: { Ref: 'Role' } }] }, '<Role>/<Bucket>'],
      [{ 'Fn::Sub': ['${Bucket}', { Bucket: '*' }] }, '*'],
      [{ 'Fn::Sub': '${!aws:username}/${! x}' }, '${aws:username}/${ x}'],
      [{ 'Fn::Sub': '$ { ${ x $' }, '$ { ${ x $'],
      [{ 'Fn::Sub': '${}' }, '${}'],
      [{ 'Fn::Sub': '${ Bucket }' }, '<Bucket>'],
      [{ 'Fn::Sub': '${Stage}-${Stage}' }, 'dev-dev', 'prod-prod'],
      [{ 'Fn::Sub': '${aws:username}' }, '?("aws:username" is neither a resource nor a parameter of the template)'],
      [{ 'Fn::Sub': '${Names}' }, '?("${Names}" of Fn::Sub is no text)'],
      [{ 'Fn::Sub': ['a', 'b'] }, '?(Fn::Sub expects text, or text and an object of variables)'],
      [{ 'Fn::Sub': { Ref: 'Plain' } }, '?(Fn::Sub expects text, or text and an object of variables)'],
    ],
  ],
  [
    'Fn::If',
    [
      [{ 'Fn::If': ['IsProd', 'yes', 'no'] }, 'yes', 'no'],
      [{ 'Fn::If': ['Never', '*', 'no'] }, 'no'],
      [{ 'Fn::If': ['Always', 'yes', '*'] }, 'yes'],
      [{ 'Fn::If': ['IsProd', { 'Fn::If': ['IsDev', '*', 'prod'] }, 'dev'] }, 'prod', 'dev'],
      [{ 'Fn::If': ['IsProd', { 'Fn::If': ['NotProd', '*', 'prod'] }, 'dev'] }, 'prod', 'dev'],
      [{ 'Fn::If': ['IsProd', { Ref: 'Stage' }, 'dev'] }, 'prod', 'dev'],
      [{ 'Fn::If': ['Asked', { Ref: 'Free' }, 'no'] }, 'yes', 'no'],
      [{ 'Fn::If': ['HasName', { Ref: 'Plain' }, 'none'] }, 'plain', 'none'],
      [{ 'Fn::If': ['IsProd', { Ref: 'AWS::NoValue' }, 'dev'] }, 'dev'],
      [{ 'Fn::If': ['Undeclared', 'a', 'b'] }, '?(condition "Undeclared" is not declared)'],
      [{ 'Fn::If': ['IsProd', 'a'] }, '?(Fn::If expects a condition and two values)'],
      [{ 'Fn::If': [{ Condition: 'IsProd' }, 'a', 'b'] }, '?(Fn::If expects a condition and two values)'],
    ],
  ],
  [
    'Fn::Select and Fn::Split',
    [
      [{ 'Fn::Select': [1, ['a', 'b']] }, 'b'],
      [{ 'Fn::Select': ['1', ['a', 'b']] }, 'b'],
      [{ 'Fn::Select': [1, { 'Fn::Split': [',', 'a,b'] }] }, 'b'],
      [{ 'Fn::Select': [2, { Ref: 'Names' }] }, 'c'],
      [{ 'Fn::Select': [0, { Ref: 'Ids' }] }, '${Ids}'],
      [
        { 'Fn::Select': [{ Ref: 'Stage' }, ['a', 'b']] },
        '?(Fn::Select has no member dev in a list of 2)',
        '?(Fn::Select has no member prod in a list of 2)',
      ],
      [{ 'Fn::Select': [{ Ref: 'Free' }, ['a', 'b']] }, 'a', 'b'],
      [{ 'Fn::Select': [5, ['a']] }, '?(Fn::Select has no member 5 in a list of 1)'],
      [{ 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }, '?(Fn::GetAZs: the availability zones of the region are known at deployment)'],
      [{ 'Fn::Select': [1, { 'Fn::Split': ['/', { 'Fn::Sub': 'a/${AWS::AccountId}x/b' }] }] }, '${AWS::AccountId}x'],
      [{ 'Fn::Select': [0, { 'Fn::Split': ['/', { 'Fn::Sub': '*/${Free}' }] }] }, '*'],
      [
        { 'Fn::Select': [1, { 'Fn::Split': ['/', { 'Fn::Sub': '*/${Free}' }] }] },
        '?(a part of "*/${Free}" split at "/" is only known at deployment)',
      ],
      [{ 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Role', 'Arn'] }] }] }, '${AWS::Partition}'],
      [{ 'Fn::Select': [4, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Role', 'Arn'] }] }] }, '${AWS::AccountId}'],
      [{ 'Fn::Select': [3, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Role', 'Arn'] }] }] }, ''],
      [
        { 'Fn::Select': [5, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Role', 'Arn'] }] }] },
        '?(a part of "<Role.Arn>" split at ":" is only known at deployment)',
      ],
      [{ 'Fn::Select': [0] }, '?(Fn::Select expects an index and a list)'],
      [{ 'Fn::Split': ['', 'a'] }, '?(Fn::Split expects a delimiter and text)'],
      [{ 'Fn::Split': 'a' }, '?(Fn::Split expects a delimiter and text)'],
    ],
  ],
  [
    'Fn::FindInMap',
    [
      [{ 'Fn::FindInMap': ['Map', 'dev', 'action'] }, 's3:GetObject'],
      [{ 'Fn::FindInMap': ['Map', { Ref: 'Stage' }, 'action'] }, 's3:GetObject', '*'],
      [{ 'Fn::FindInMap': ['Map', { Ref: 'Free' }, 'action'] }, 's3:GetObject', '*'],
      [{ 'Fn::FindInMap': ['Map', { Ref: 'Plain' }, 'action'] }, 's3:GetObject', '*'],
      [{ 'Fn::FindInMap': ['Map', 'dev', 'number'] }, '5'],
      [{ 'Fn::FindInMap': ['Regions', { Ref: 'AWS::Region' }, 'ami'] }, 'ami-1', 'ami-2'],
      [
        { 'Fn::Sub': ['${AWS::Region}/${ami}', { ami: { 'Fn::FindInMap': ['Regions', { Ref: 'AWS::Region' }, 'ami'] } }] },
        '${AWS::Region}/ami-1',
        '${AWS::Region}/ami-2',
      ],
      [{ 'Fn::FindInMap': ['Map', 'none', 'action'] }, '?(no entry "Map", "none", "action" in the mappings)'],
      [{ 'Fn::FindInMap': ['Map', 'none', 'action', { DefaultValue: '*' }] }, '*'],
      [{ 'Fn::FindInMap': ['Map', { Ref: 'Free' }, 'action', { DefaultValue: 'd' }] }, 's3:GetObject', '*', 'd'],
      [{ 'Fn::FindInMap': ['Map', 'dev', 'action', { DefaultValue: 'd' }] }, 's3:GetObject'],
      [{ 'Fn::FindInMap': ['Map', 'dev'] }, '?(Fn::FindInMap expects a map and two keys)'],
      [{ 'Fn::FindInMap': ['__proto__', 'constructor', 'name'] }, '?(no entry "__proto__", "constructor", "name" in the mappings)'],
    ],
  ],
  [
    'Fn::ToJsonString, Fn::Length, Fn::Base64',
    [
      [{ 'Fn::ToJsonString': { a: ['*', { Ref: 'Bucket' }], n: 1, t: true, q: '"' } }, '{"a":["*","<Bucket>"],"n":1,"t":true,"q":"\\""}'],
      [{ 'Fn::ToJsonString': { a: { Ref: 'AWS::NoValue' }, b: { 'Fn::If': ['IsProd', '*', 'b'] } } }, '{"b":"*"}', '{"b":"b"}'],
      [{ 'Fn::ToJsonString': [[], {}, null] }, '[[],{},null]'],
      [{ 'Fn::Length': ['a', 'b'] }, '2'],
      [{ 'Fn::Length': { Ref: 'Names' } }, '3'],
      [{ 'Fn::Length': { Ref: 'Ids' } }, '?(the length of a list that is only known at deployment)'],
      [{ 'Fn::Base64': 'é' }, 'w6k='],
      [{ 'Fn::Base64': { Ref: 'Free' } }, '?(text in Base64 with values that are only known at deployment)'],
      [{ 'Fn::Cidr': ['10.0.0.0/16', 2, 8] }, '?(Fn::Cidr computes address ranges at deployment)'],
    ],
  ],
  [
    'what nobody can read',
    [
      [{ 'Fn::Transform': { Name: 'AWS::Include', Parameters: {} } }, '?(macro "AWS::Include" writes this value at deployment)'],
      [{ 'Fn::Transform': { Name: 'Mine' }, Other: 1 }, '?(a macro of Fn::Transform may write this value at deployment)'],
      [{ 'Fn::Guess': 'x' }, '?(unknown intrinsic "Fn::Guess")'],
      [{ 'Fn::If': ['IsProd', 'a', 'b'], 'Fn::Join': [] }, '?("Fn::If" stands beside other keys)'],
      [{ 'Fn::Equals': ['a', 'a'] }, '?("Fn::Equals" only has a meaning in Conditions)'],
      [{ 'Fn::ForEach::Loop': ['x', ['a'], {}] }, '?("Fn::ForEach::Loop" needs the transform AWS::LanguageExtensions)'],
      [{ 'Fn::ImportValue': 'nowhere' }, '<import nowhere>'],
    ],
  ],
  [
    'dynamic references',
    [
      ['{{resolve:ssm:/a/b}}', '{{resolve:ssm:/a/b}}'],
      ['x{{resolve:ssm:/a}}y{{resolve:secretsmanager:s}}', 'x{{resolve:ssm:/a}}y{{resolve:secretsmanager:s}}'],
      [{ 'Fn::Sub': '{{resolve:ssm:/${Stage}/arn}}*' }, '{{resolve:ssm:/dev/arn}}*', '{{resolve:ssm:/prod/arn}}*'],
      [{ 'Fn::Join': ['', ['{{resolve:ssm:/', { Ref: 'Bucket' }, '}}/*']] }, '{{resolve:ssm:/<Bucket>}}/*'],
      ['{{resolve:ssm:open', '{{resolve:ssm:open'],
      ['{{other}}', '{{other}}'],
    ],
  ],
])('%s', (_group, cases) => {
  test.each(cases.map(([value, ...expected]) => [JSON.stringify(value), value, expected] as const))('%s', (_title, value, expected) => {
    expect(textsOf(value, SECTIONS)).toEqual(expected);
  });
});

describe('lists', () => {
  test.each<[Json, string[]]>([
    ['one', ['one']],
    [
      ['a', ['b', 'c']],
      ['a', 'b', 'c'],
    ],
    [{ Ref: 'Names' }, ['a', 'b', 'c']],
    [{ Ref: 'Ids' }, ['${Ids}']],
    [{ Ref: 'Listed' }, ['x', 'y']],
    [{ 'Fn::Split': ['|', 'a|*'] }, ['a', '*']],
    [{ 'Fn::Split': [',', { 'Fn::Join': [',', [{ 'Fn::GetAtt': ['Role', 'Arn'] }, 'b']] }] }, ['<Role.Arn>', 'b']],
    [{ 'Fn::If': ['IsProd', ['a', 'b'], 'c'] }, ['a', 'b', 'c']],
    [
      ['a', { 'Fn::If': ['IsProd', ['b'], { Ref: 'AWS::NoValue' }] }],
      ['a', 'b'],
    ],
    [{ 'Fn::FindInMap': ['Map', 'dev', 'list'] }, ['a', 'b']],
    [[null, { Ref: 'AWS::NoValue' }], []],
    [[{ a: 1 }], ['?(an object where text belongs)']],
    [{ 'Fn::Transform': { Name: 'M' } }, ['?(macro "M" writes this value at deployment)']],
  ])('%j', (value, expected) => {
    expect(listOf(value, SECTIONS)).toEqual(expected);
  });

  test('members of a list that is written out carry their own places, those of a derived list that of the list', () => {
    const built = build({ name: 't', body: templateWith(null, SECTIONS) });
    const at = { parent: undefined, key: 'Value' };
    const places = (node: Json) =>
      built
        .resolver()
        .list(node, at)
        .map((element) => [element.value, element.at?.key]);
    expect(places(['a', 'b'])).toEqual([
      ['a', 0],
      ['b', 1],
    ]);
    expect(places({ Ref: 'Names' })).toEqual([
      ['a', 'Value'],
      ['b', 'Value'],
      ['c', 'Value'],
    ]);
    expect(places({ 'Fn::If': ['IsProd', ['x'], 'y'] })).toEqual([
      ['x', 0],
      ['y', 2],
    ]);
  });
});

describe('problems', () => {
  test('a reference to nothing is reported with its place and its resource', () => {
    const built = build({ name: 't', body: templateWith({ 'Fn::Sub': '${Gone}' }) });
    const at = { parent: { parent: { parent: { parent: undefined, key: 'Resources' }, key: 'X' }, key: 'Properties' }, key: 'Value' };
    built.resolver().strings(built.resource('X').properties.Value, at);
    expect(built.resolvers.problems()).toEqual([
      {
        template: 't',
        location: '/Resources/X/Properties/Value',
        logicalId: 'X',
        message: '"Gone" is neither a resource nor a parameter of the template',
      },
    ]);
  });

  test('a generated resource of the SAM transform is a resource', () => {
    const sam = { Transform: 'AWS::Serverless-2016-10-31', Resources: { Fn: { Type: 'AWS::Serverless::Function', Properties: {} } } };
    const built = build({ name: 't', body: sam });
    expect(textsIn(built, { 'Fn::GetAtt': ['FnRole', 'Arn'] })).toEqual(['<FnRole.Arn>']);
    expect(textsIn(built, { 'Fn::Sub': '${ServerlessRestApi}/*' })).toEqual(['<ServerlessRestApi>/*']);
    expect(textsIn(built, { Ref: 'Fn.Version' })).toEqual(['<Fn.Version>']);
    expect(textsIn(built, { Ref: 'Other' })).toEqual(['?("Other" is neither a resource nor a parameter of the template)']);
  });
});

test('a condition of a policy statement is no intrinsic', () => {
  const built = build({ name: 't', body: templateWith({ Condition: { StringEquals: { a: 'b' } } }) });
  expect(built.resolver().shallow(built.resource('X').properties.Value, undefined)[0]?.value).toEqual({
    Condition: { StringEquals: { a: 'b' } },
  });
  expect(built.resolver().shallow({ Condition: 'IsProd' }, undefined)[0]?.value).toEqual({ Condition: 'IsProd' });
});
