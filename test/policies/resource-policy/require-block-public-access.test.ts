import rule from '../../../policies/resource-policy/require-block-public-access';
import { factsOf, firstFactOf, resources } from '../facts';

const on = { BlockPublicAcls: true, BlockPublicPolicy: 'true', IgnorePublicAcls: true, RestrictPublicBuckets: true };
const typed = (Type: string, PublicAccessBlockConfiguration?: unknown, others: object = {}) =>
  resources({
    Guard: { Type, Properties: PublicAccessBlockConfiguration === undefined ? {} : { PublicAccessBlockConfiguration } },
    ...others,
  });
const types = [
  'AWS::S3::Bucket',
  'AWS::S3::AccessPoint',
  'AWS::S3::MultiRegionAccessPoint',
  'AWS::S3ObjectLambda::AccessPoint',
  'AWS::S3Express::AccessPoint',
];

describe.each(types)('%s', (type) => {
  test.each(Object.keys(on))('with %s false is open, as a text as well', (name) => {
    for (const off of [false, 'false', 'False']) {
      expect(factsOf(rule, typed(type, { ...on, [name]: off }))).toEqual([`open Guard /PublicAccessBlockConfiguration/${name}`]);
    }
  });

  test('with all four is closed', () => {
    expect(factsOf(rule, typed(type, on))).toEqual([]);
  });

  test('with some of them is open in part', () => {
    expect(factsOf(rule, typed(type, { BlockPublicAcls: true, IgnorePublicAcls: true }))).toEqual([
      'partlyOpen Guard /PublicAccessBlockConfiguration (at most warning)',
    ]);
  });
});

test('absence is information for a bucket, and the closed default of an access point', () => {
  expect(factsOf(rule, typed('AWS::S3::Bucket'))).toEqual(['unsaid Guard  (at most info)']);
  expect(factsOf(rule, typed('AWS::S3::AccessPoint'))).toEqual([]);
});

test('one finding names all switches that are off', () => {
  expect(firstFactOf(rule, typed('AWS::S3::Bucket', { ...on, BlockPublicPolicy: false, RestrictPublicBuckets: false })).evidence).toBe(
    'BlockPublicPolicy false, RestrictPublicBuckets false',
  );
});

describe('open and public', () => {
  const policy = (Bucket: unknown, statement: object = {}) => ({
    Policy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket,
        PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*', ...statement }] },
      },
    },
  });
  const off = { ...on, BlockPublicPolicy: false };

  test('with a public statement for the same bucket', () => {
    expect(factsOf(rule, typed('AWS::S3::Bucket', off, policy({ Ref: 'Guard' })))).toEqual([
      'openAndPublic Guard /PublicAccessBlockConfiguration/BlockPublicPolicy',
    ]);
  });

  test('not with one for another bucket, or one that names who', () => {
    expect(factsOf(rule, typed('AWS::S3::Bucket', off, policy('other')))[0]).toContain('open Guard');
    const named = policy({ Ref: 'Guard' }, { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } });
    expect(factsOf(rule, typed('AWS::S3::Bucket', off, named))[0]).toContain('open Guard');
  });

  test('with a public ACL', () => {
    const Guard = {
      Type: 'AWS::S3::Bucket',
      Properties: { AccessControl: 'PublicRead', PublicAccessBlockConfiguration: { ...on, BlockPublicAcls: false } },
    };
    expect(factsOf(rule, resources({ Guard }))[0]).toContain('openAndPublic');
  });
});

test('a policy of a secret that may be public', () => {
  const secret = (BlockPublicPolicy: unknown) =>
    factsOf(
      rule,
      resources({
        Guard: {
          Type: 'AWS::SecretsManager::ResourcePolicy',
          Properties: { SecretId: 's', BlockPublicPolicy, ResourcePolicy: { Statement: [] } },
        },
      }),
    );
  expect(secret('false')).toEqual(['broadSecretPolicy Guard /BlockPublicPolicy (at most warning)']);
  expect(secret(true)).toEqual([]);
  expect(secret(undefined)).toEqual([]);
});
