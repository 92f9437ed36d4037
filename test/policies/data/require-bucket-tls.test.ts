import rule from '../../../policies/data/require-bucket-tls';
import { factsOf, firstFactOf, resources } from '../facts';

const arn = { 'Fn::GetAtt': ['Data', 'Arn'] };
const both = [arn, { 'Fn::Join': ['', [arn, '/*']] }];
const deny = (more: object = {}) => ({
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: both,
  Condition: { Bool: { 'aws:SecureTransport': false } },
  ...more,
});
const policy = (Statement: object, Bucket: unknown = { Ref: 'Data' }) => ({
  Type: 'AWS::S3::BucketPolicy',
  Properties: { Bucket, PolicyDocument: { Statement } },
});
const found = (Statement: object, bucket: object = {}) =>
  factsOf(rule, resources({ Data: { Type: 'AWS::S3::Bucket', ...bucket }, Policy: policy(Statement) }));

test.each([
  ['the form of CDK', deny({ Principal: { AWS: '*' }, Condition: { Bool: { 'aws:SecureTransport': 'false' } } })],
  [
    'any order, with Ref and Sub',
    deny({ Resource: [{ 'Fn::Sub': 'arn:aws:s3:::${Data}/*' }, { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::${Data}' }] }),
  ],
  ['every action and resource', deny({ Action: '*', Resource: '*' })],
  ['one pattern for both', deny({ Resource: { 'Fn::Sub': '${Data.Arn}*' } })],
  ['two statements', [deny({ Resource: both[0] }), deny({ Resource: both[1] })]],
  ['an operator for keys that may be missing', deny({ Condition: { BoolIfExists: { 'AWS:securetransport': ['false'] } } })],
  ['old versions of TLS', deny({ Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } })],
  ['other statements beside it', [{ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 's3:GetObject', Resource: '*' }, deny()]],
])('accepts %s', (_, statement) => {
  expect(found(statement)).toEqual([]);
});

test.each([
  ['an Allow', deny({ Effect: 'Allow' })],
  ['the other way round', deny({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } })],
  ['one caller', deny({ Principal: { AWS: 'arn:aws:iam::111122223333:root' } })],
  ['no condition', deny({ Condition: {} })],
  ['TLS 1.0', deny({ Condition: { NumericLessThan: { 's3:TlsVersion': 1.0 } } })],
])('%s denies nothing', (_, statement) => {
  expect(found(statement)).toEqual(['plainText Data ']);
});

test.each([
  ['some actions', deny({ Action: ['s3:GetObject', 's3:PutObject'] })],
  ['its objects', deny({ Resource: arn })],
  ['the bucket itself', deny({ Resource: both[1] })],
  ['the bucket itself and its objects', deny({ Resource: 'arn:aws:s3:::other/*' })],
  [
    'requests that its other conditions let pass',
    deny({ Condition: { Bool: { 'aws:SecureTransport': 'false' }, StringNotEquals: { 'aws:PrincipalTag/a': 'b' } } }),
  ],
])('a Deny that leaves out %s is said', (left, statement) => {
  const fact = firstFactOf(rule, resources({ Data: { Type: 'AWS::S3::Bucket' }, Policy: policy(statement) }));
  expect([fact.message, fact.data?.left, fact.evidence]).toEqual(['inPart', left, `TLS not required for ${left}`]);
});

test('a policy goes by the name of the bucket, too', () => {
  const bucket = { Properties: { BucketName: 'orders' } };
  const named = policy(deny({ Resource: ['arn:aws:s3:::orders', 'arn:aws:s3:::orders/*'] }), 'orders');
  expect(factsOf(rule, resources({ Data: { Type: 'AWS::S3::Bucket', ...bucket }, Policy: named }))).toEqual([]);
});

test('a policy of another stack counts', () => {
  const exported = resources(
    { Data: { Type: 'AWS::S3::Bucket' } },
    { Outputs: { Name: { Value: { Ref: 'Data' }, Export: { Name: 'data' } } } },
  );
  const name = { 'Fn::ImportValue': 'data' };
  const importing = resources({
    Policy: policy(
      deny({ Resource: [{ 'Fn::Sub': ['arn:aws:s3:::${N}', { N: name }] }, { 'Fn::Sub': ['arn:aws:s3:::${N}/*', { N: name }] }] }),
      name,
    ),
  });
  expect(factsOf(rule, exported)).toEqual(['plainText Data ']);
  expect(factsOf(rule, exported, importing)).toEqual([]);
});

test('a policy under a condition counts where the bucket has the same', () => {
  const Conditions = { IsProd: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } };
  const conditional = (Condition?: string) =>
    factsOf(
      rule,
      resources({ Data: { Type: 'AWS::S3::Bucket', Condition }, Policy: { ...policy(deny()), Condition: 'IsProd' } }, { Conditions }),
    );
  expect(conditional()).toEqual(['inPart Data ']);
  expect(conditional('IsProd')).toEqual([]);
});

test('websites cannot require TLS: that is information', () => {
  const bucket = { Properties: { WebsiteConfiguration: { IndexDocument: 'index.html' } } };
  expect(found({ ...deny(), Effect: 'Allow' }, bucket)).toEqual(['website Data  (at most info)']);
});
