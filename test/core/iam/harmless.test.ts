import fc from 'fast-check';
import { evaluate } from '../../../lib/core/evaluate';
import { formOf } from '../../../lib/core/iam/harmless';
import type { Json, JsonObject } from '../../../lib/core/json';
import { buildModel } from '../../../lib/core/model/build';
import { buildTemplates } from '../../../lib/core/template';
import { loadReference } from '../../../lib/reference';
import { rules } from '../../../policies';

const reference = loadReference();

function parsed(text: string): JsonObject {
  return JSON.parse(text) as JsonObject;
}

/** What the documents point at: resources whose values CloudFormation gives, and such whose values anybody may write. */
const surroundings: JsonObject = {
  Table: { Type: 'AWS::DynamoDB::Table', Properties: {} },
  Bucket: { Type: 'AWS::S3::Bucket', Condition: 'IsProd' },
  Role: { Type: 'AWS::IAM::Role', Properties: {} },
  Stored: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: '*' } },
  Custom: { Type: 'Custom::Anything', Properties: {} },
  Provided: { Type: 'AWS::CloudFormation::CustomResource', Properties: {} },
  Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { Passed: '*' } } },
  Module: { Type: 'Acme::Storage::Thing::MODULE', Properties: {} },
  Shadowed: { Type: 'AWS::S3::Bucket' },
};

const sections: JsonObject = {
  Parameters: {
    Open: { Type: 'String' },
    Star: { Type: 'String', Default: '*' },
    Stars: { Type: 'CommaDelimitedList', Default: '*,s3:*' },
    Shadowed: { Type: 'String', Default: '*' },
  },
  Mappings: { Map: { key: { value: '*' } } },
  Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Open' }, 'prod'] } },
};

const child: JsonObject = {
  Parameters: { Passed: { Type: 'String' } },
  Resources: { Queue: { Type: 'AWS::SQS::Queue' } },
  Outputs: { Everything: { Value: { Ref: 'Passed' } } },
};

const texts = fc.constantFrom(
  ...['*', '?', 'arn:*', 'arn:aws:s3:::*', 'arn:aws:s3:::b/*', 'arn:aws:s3:::b', 'arn:', 'arn', '', ' ', 'b', '/', ':', 's3:GetObject'],
  ...['arn:aws:iam::aws:policy/AdministratorAccess', 'arn:aws:s3:::b${aws:username}', 'arn:aws:s3:::${', '{', '{{', 'resolve:ssm:p}}'],
  ...['{{resolve:ssm:p}}', 'arn:{{resolve:ssm:p}}', 'arn:aws:iam::111122223333:role/r', 'arn:aws:sqs:eu-central-1:111122223333:q'],
  ...['constructor', '__proto__', 'AWS::NoValue', 'dynamodb:getitem', 'nothing', 's3', 's3: GetObject', 'iam:PassRole', '/*', ':*', '$'],
);

const names = fc.constantFrom(
  ...[...Object.keys(surroundings), ...Object.keys(sections.Parameters ?? {}), 'Missing', '__proto__', 'toString', 'AWS::NoValue'],
  ...['AWS::Partition', 'AWS::Region', 'AWS::AccountId', 'AWS::StackId', 'AWS::NotificationARNs', 'AWS::URLSuffix', 'AWS::Made'],
);

const attributes = fc.constantFrom('Arn', 'Value', 'Outputs.Everything', 'Outputs.Missing', 'Name', '', 'StreamArn', 'Data');

const reference_ = fc.oneof(
  names.map((name): Json => ({ Ref: name })),
  fc.tuple(names, attributes).map(([name, attribute]): Json => ({ 'Fn::GetAtt': [name, attribute] })),
  fc.tuple(names, attributes).map(([name, attribute]): Json => ({ 'Fn::GetAtt': `${name}.${attribute}` })),
);

/** Any value that may stand in a template, from what CDK writes to what nobody should. */
const { value: values } = fc.letrec<{ value: Json; list: Json }>((tie) => ({
  list: fc.array(tie('value'), { maxLength: 3 }).map((list): Json => list),
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { arbitrary: texts as fc.Arbitrary<Json>, weight: 6 },
    { arbitrary: reference_, weight: 6 },
    {
      arbitrary: fc
        .tuple(fc.constantFrom('', '', '', ':', '*', ','), fc.array(tie('value'), { maxLength: 4 }))
        .map(([delimiter, list]): Json => ({ 'Fn::Join': [delimiter, list] })),
      weight: 6,
    },
    { arbitrary: fc.tuple(tie('value'), tie('list')).map(([delimiter, list]): Json => ({ 'Fn::Join': [delimiter, list] })), weight: 1 },
    fc
      .array(
        fc.oneof(
          texts,
          names.map((name) => `\${${name}}`),
        ),
        { maxLength: 4 },
      )
      .map((pieces): Json => ({ 'Fn::Sub': pieces.join('') })),
    fc.tuple(tie('value'), tie('value')).map(([a, b]): Json => ({ 'Fn::If': ['IsProd', a, b] })),
    tie('list').map((list): Json => ({ 'Fn::Select': [0, list] })),
    fc.constant<Json>({ 'Fn::FindInMap': ['Map', 'key', 'value'] }),
    tie('list'),
    tie('value').map((value): Json => ({ Ref: 'Table', 'Fn::GetAtt': value })),
    tie('value').map((value): Json => parsed(`{"Ref":"Table","__proto__":${JSON.stringify(value)}}`)),
    tie('value').map((value): Json => parsed(`{"__proto__":${JSON.stringify(value)}}`)),
    fc.constantFrom<Json>(null, true, 0, {}, []),
  ),
}));

/** Mostly the plainest form, so that whole documents come out harmless often enough. */
const resources = fc.oneof(
  fc.constantFrom<Json>('arn:aws:s3:::b', 'arn:aws:s3', { Ref: 'AWS::NoValue' }, { Ref: 'Role' }, { Ref: 'Shadowed' }),
  fc.tuple(names, attributes).map(([name, attribute]): Json => ({ 'Fn::GetAtt': [name, attribute] })),
  fc
    .tuple(
      fc.oneof(reference_, fc.constantFrom<Json>('arn:', 'arn:aws:s3:::', '*')),
      fc.array(fc.oneof(reference_, texts), { maxLength: 3 }),
    )
    .map(([first, rest]): Json => ({ 'Fn::Join': ['', [first, ...rest]] })),
  values,
);
const oneOrMore = (member: fc.Arbitrary<Json>) =>
  fc.oneof(
    member,
    fc.array(member, { maxLength: 3 }).map((list): Json => list),
  );
const actions = fc.oneof(
  { arbitrary: fc.constantFrom<Json>('s3:GetObject', 'iam:PassRole', 'sts:AssumeRole', 'S3:getobject', 'no action', '', 'x:Y'), weight: 5 },
  { arbitrary: values, weight: 1 },
);
const services = fc.oneof(
  {
    arbitrary: fc.constantFrom<Json>('lambda.amazonaws.com', 'a.b.amazonaws.com', 'cognito-identity.amazonaws.com', '-.amazonaws.com'),
    weight: 4,
  },
  { arbitrary: values, weight: 1 },
);
const principals = fc.oneof(
  { arbitrary: oneOrMore(services).map((value): Json => ({ Service: value })), weight: 4 },
  fc
    .tuple(fc.constantFrom('AWS', 'Federated', 'CanonicalUser', 'service', '*', '__proto__'), values)
    .map(([type, value]): Json => parsed(`{${JSON.stringify(type)}:${JSON.stringify(value)}}`)),
  fc.constantFrom<Json>('*', {}, { Service: 'lambda.amazonaws.com', AWS: '*' }),
  values,
);

const conditions = fc.oneof(
  fc.constant<Json>({ Bool: { 'aws:SecureTransport': 'false' } }),
  values.map((value): Json => ({ StringEquals: { 'aws:SourceAccount': value } })),
  values.map((value): Json => ({ ArnLike: value })),
  values,
);

const rarely = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 12, nil: undefined }).map((value) => value);
const usually = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 20, nil: undefined });

const statements = fc
  .record({
    Sid: rarely(values),
    Effect: usually(
      fc.oneof(
        { arbitrary: fc.constant<Json>('Allow'), weight: 9 },
        { arbitrary: fc.constant<Json>('Deny'), weight: 3 },
        fc.constant<Json>('allow'),
        values,
      ),
    ),
    Action: usually(oneOrMore(actions)),
    Resource: usually(oneOrMore(resources)),
    Principal: fc.option(principals, { nil: undefined }),
    Condition: fc.option(conditions, { freq: 4, nil: undefined }),
    extra: fc.option(
      fc.tuple(
        fc.constantFrom(
          'NotAction',
          'NotResource',
          'NotPrincipal',
          'Condition',
          'action',
          'resource',
          'principal',
          'ACTION',
          '__proto__',
          'Fn::If',
        ),
        values,
      ),
      { freq: 8, nil: undefined },
    ),
  })
  .map(({ extra, ...elements }): Json => {
    const written = Object.entries(elements).filter((entry): entry is [string, Json] => entry[1] !== undefined);
    // Written as text: only so is "__proto__" a key like any other, as it is in a template.
    return parsed(
      `{${[...written, ...(extra ? [extra] : [])].map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`,
    );
  });

const documents = fc
  .tuple(
    fc.oneof({ arbitrary: oneOrMore(statements), weight: 9 }, values),
    fc.constantFrom(
      '',
      '',
      '',
      ',"Id":"x"',
      ',"statement":{"Effect":"Allow","Action":"*","Resource":"*"}',
      ',"__proto__":{}',
      ',"Fn::If":[]',
    ),
  )
  .map(([statement, extra]): Json => parsed(`{"Version":"2012-10-17","Statement":${JSON.stringify(statement)}${extra}}`));

const carriers: readonly ((document: Json) => JsonObject)[] = [
  (document) => ({ Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'p', PolicyDocument: document, Roles: [{ Ref: 'Role' }] } }),
  (document) => ({ Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: document } }),
  (document) => ({ Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyName: 'p', PolicyDocument: document }] } }),
  (document) => ({ Type: 'AWS::IAM::ManagedPolicy', Condition: 'IsProd', Properties: { PolicyDocument: document } }),
  (document) => ({ Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: document } }),
  (document) => ({ Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [{ Ref: 'Q' }], PolicyDocument: document } }),
  (document) => ({ Type: 'AWS::KMS::Key', Properties: { KeyPolicy: document } }),
  (document) => ({ Type: 'AWS::Serverless::Function', Properties: { Policies: [document] } }),
];

function modelOf(carrier: JsonObject) {
  const built = buildTemplates([
    { name: 'parent', body: { ...sections, Resources: { ...surroundings, Carrier: carrier } } },
    { name: 'child', body: child, nestedIn: [{ template: 'parent', logicalId: 'Nested' }] },
  ]);
  return buildModel(built.templates, built.problems, reference);
}

/** What all rules find, every document taken as it is, or every document read. */
function findings(carrier: JsonObject, isRead: boolean): { readonly found: readonly string[]; readonly harmless: number } {
  const model = modelOf(carrier);
  const harmless = model.documents.filter((document) => document.harmless && document.resource.logicalId === 'Carrier').length;
  if (isRead) {
    for (const document of model.documents) Object.defineProperty(document, 'harmless', { value: false });
    // What is wrong inside of a document shows once it is read.
    for (const document of model.documents) document.statements.length;
  }
  return { found: evaluate(model, rules, 'strict').map(({ findingId, location }) => `${findingId} ${location}`), harmless };
}

describe('isHarmless', () => {
  test('whatever is left unread has nothing in it that a rule would find', () => {
    let harmless = 0;
    fc.assert(
      fc.property(documents, fc.constantFrom(...carriers), (document, carry) => {
        const unread = findings(carry(document), false);
        if (unread.harmless === 0) return;
        harmless += 1;
        expect(findings(carry(document), true).found).toEqual(unread.found);
      }),
      { numRuns: Number(process.env.HARMLESS_RUNS ?? 4000), seed: Number(process.env.HARMLESS_SEED ?? 20261122) },
    );
    expect(harmless).toBeGreaterThan(200);
  });

  test('what CDK writes for a function is harmless', () => {
    const model = modelOf({
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: 'p',
        Roles: [{ Ref: 'Role' }],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: ['dynamodb:GetItem', 'dynamodb:PutItem'],
              Resource: [{ 'Fn::GetAtt': ['Table', 'Arn'] }, { Ref: 'AWS::NoValue' }],
            },
          ],
        },
      },
    });
    expect(model.documents.filter(({ resource }) => resource.logicalId === 'Carrier').map(({ harmless }) => harmless)).toEqual([true]);
    const [template] = model.templates;
    expect(template && formOf('trust', undefined, { Statement: [] }, template)?.isHarmless).toBe(true);
  });

  test('documents of one form may point at different types, and are told apart', () => {
    const [template] = modelOf({ Type: 'AWS::SQS::Queue' }).templates;
    const isHarmlessOn = (resource: JsonObject) =>
      template &&
      formOf('identity', undefined, { Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: resource } }, template)?.isHarmless;
    const verdicts = ['Table', 'Custom', 'Bucket', 'Provided', 'Shadowed', 'Missing', 'Role'].map((logicalId) => [
      isHarmlessOn({ 'Fn::GetAtt': [logicalId, 'Arn'] }),
      isHarmlessOn({ Ref: logicalId }),
    ]);
    const [yes, no] = [
      [true, true],
      [false, false],
    ];
    expect(verdicts).toEqual([yes, no, yes, no, no, no, yes]);
    expect(isHarmlessOn({ 'Fn::GetAtt': ['Table', 'Outputs.Arn'] })).toBe(false);
    expect(isHarmlessOn({ Ref: 'AWS::DynamoDB::Table' })).toBe(false);
  });
});
