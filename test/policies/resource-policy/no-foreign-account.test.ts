import { checkTemplates } from '../../../lib/check';
import type { Settings } from '../../../lib/core/options';
import { buildTemplates } from '../../../lib/core/template';
import rule from '../../../policies/resource-policy/no-foreign-account';
import { factsOf, resources } from '../facts';

const OWN = '999999999999';
const OTHER = '111122223333';
const bucket = (statement: object) => ({
  Guard: {
    Type: 'AWS::S3::BucketPolicy',
    Properties: { Bucket: 'b', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...statement }] } },
  },
});
/** `severity evidence` of the findings in a stack of account {@link OWN}; further accounts are those of other stacks. */
function pinned(Resources: object, settings: Partial<Settings> = {}, ...others: string[]): string[] {
  const stacks = [OWN, ...others].map((account, index) => ({
    name: `${index}.json`,
    body: resources(index === 0 ? Resources : {}),
    account,
  }));
  return checkTemplates(buildTemplates(stacks), { settings }, [rule]).findings.map(({ severity, evidence }) => `${severity} ${evidence}`);
}
const aws = (AWS: unknown, more: object = {}) => bucket({ Principal: { AWS }, ...more });

test.each([
  OWN,
  `arn:aws:iam::${OWN}:root`,
  `arn:aws:iam::${OWN}:role/reader`,
  { Ref: 'AWS::AccountId' },
  { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' },
  { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':role/reader']] },
  { 'Fn::GetAtt': ['Role', 'Arn'] },
  'arn:aws:iam::127311923021:root',
  '156460612806',
  'arn:aws:iam::193672423079:user/logs',
  'arn:aws:iam::086441151436:root',
  'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2EXAMPLE',
])('%j is the own account, or of AWS itself', (principal) => {
  expect(pinned({ ...aws(principal), Role: { Type: 'AWS::IAM::Role' } })).toEqual([]);
});

test('another account is a finding: a warning when it reads, an error when it writes, or uses a key', () => {
  expect(pinned(aws(OTHER))).toEqual([`warning ${OTHER}: s3:GetObject`]);
  expect(pinned(aws(`arn:aws:iam::${OTHER}:role/x`, { Action: 's3:PutObject' }))).toEqual([
    `error arn:aws:iam::${OTHER}:role/x: s3:PutObject`,
  ]);
  const Key = {
    Type: 'AWS::KMS::Key',
    Properties: { KeyPolicy: { Statement: [{ Effect: 'Allow', Principal: { AWS: OTHER }, Action: 'kms:DescribeKey', Resource: '*' }] } },
  };
  expect(pinned({ Key })).toEqual([`error ${OTHER}: kms:DescribeKey`]);
});

test('accounts that the owners trust, and those of other stacks of the input, are not foreign', () => {
  expect(pinned(aws(OTHER), { trustedAccounts: [OTHER] })).toEqual([]);
  expect(pinned(aws(OTHER), {}, OTHER)).toEqual([]);
});

test('each foreign principal of a list is a finding, its neighbours are not', () => {
  expect(pinned(aws([OWN, OTHER, '222233334444']))).toEqual([`warning ${OTHER}: s3:GetObject`, 'warning 222233334444: s3:GetObject']);
});

test('a condition on own or trusted accounts and organisations keeps others out', () => {
  expect(pinned(aws(OTHER, { Condition: { StringEquals: { 'aws:PrincipalAccount': OWN } } }))).toEqual([]);
  const inOrganization = aws(OTHER, { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } });
  expect(pinned(inOrganization, { trustedOrganizations: ['o-a1b2c3d4e5'] })).toEqual([]);
  expect(pinned(inOrganization)).toHaveLength(1);
  expect(pinned(aws(OTHER, { Condition: { StringEqualsIfExists: { 'aws:PrincipalAccount': OWN } } }))).toHaveLength(1);
});

test('everyone of another account or organisation is one of them', () => {
  const all = (Condition: object) => bucket({ Principal: '*', Condition });
  expect(pinned(all({ StringEquals: { 'aws:PrincipalAccount': [OWN, OTHER] } }))).toEqual([`warning everyone for ${OTHER}: s3:GetObject`]);
  expect(pinned(all({ ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${OTHER}:role/*` } }))).toHaveLength(1);
  const organization = all({ StringEquals: { 'aws:PrincipalOrgID': 'o-z9y8x7w6v5' } });
  expect(pinned(organization)).toEqual([]);
  expect(pinned(organization, { trustedOrganizations: ['o-a1b2c3d4e5'] })).toEqual(['warning everyone for o-z9y8x7w6v5: s3:GetObject']);
  expect(pinned(organization, { trustedOrganizations: ['o-z9y8x7w6v5'] })).toEqual([]);
});

test('a service that acts for another account is a warning', () => {
  const topic = bucket({
    Principal: { Service: 'sns.amazonaws.com' },
    Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:sns:eu-west-1:${OTHER}:orders` } },
  });
  expect(pinned(topic)).toEqual([`warning sns.amazonaws.com for arn:aws:sns:eu-west-1:${OTHER}:orders: s3:GetObject`]);
});

test('permissions and other flat forms name accounts as well, numbers included', () => {
  const Permission = {
    Type: 'AWS::Lambda::Permission',
    Properties: { FunctionName: 'f', Action: 'lambda:InvokeFunction', Principal: 111122223333 },
  };
  expect(pinned({ Permission })).toEqual([`error ${OTHER}: lambda:InvokeFunction`]);
  const Bus = { Type: 'AWS::Events::EventBusPolicy', Properties: { StatementId: 's', Action: 'events:PutEvents', Principal: OTHER } };
  expect(pinned({ Bus })).toEqual([`error ${OTHER}: events:PutEvents`]);
});

test('without an account of the stack, one that is written out may be its own: a warning', () => {
  expect(factsOf(rule, resources(aws(OTHER, { Action: 's3:PutObject' })))).toEqual([
    'unpinnedAccount Guard /PolicyDocument/Statement/0/Principal/AWS (at most warning)',
  ]);
});

test('an account of a parameter is undecided, its default is judged', () => {
  const template = (parameter: object) =>
    resources(aws({ 'Fn::Sub': 'arn:aws:iam::${Partner}:root' }), { Parameters: { Partner: { Type: 'String', ...parameter } } });
  expect(factsOf(rule, template({}))[0]).toContain('undecidedAccount');
  expect(factsOf(rule, template({ Default: OTHER }))[0]).toContain('unpinnedAccount');
});

test('a Deny, a VPC endpoint and the identity of an origin let nobody in', () => {
  expect(pinned(aws(OTHER, { Effect: 'Deny' }))).toEqual([]);
  const identity = bucket({ Principal: { CanonicalUser: { 'Fn::GetAtt': ['Identity', 'S3CanonicalUserId'] } } });
  expect(pinned({ ...identity, Identity: { Type: 'AWS::CloudFront::CloudFrontOriginAccessIdentity' } })).toEqual([]);
});
