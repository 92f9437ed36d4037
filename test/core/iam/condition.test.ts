import type { Answer } from '../../../lib/core/answer';
import { holdsForStrangers, isServicesOnly, parseOperator, restrictsCaller } from '../../../lib/core/iam/condition';
import type { ConditionTest } from '../../../lib/core/iam/statement';
import type { Json, JsonObject } from '../../../lib/core/json';
import { statementOf } from './documents';

/** The tests of a condition block. */
function testsOf(Condition: Json, resources: JsonObject = {}): readonly ConditionTest[] {
  return statementOf({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*', Condition }, { resources }).conditions;
}

const param = { Ref: 'Param' };
const sub = (text: string) => ({ 'Fn::Sub': text });
const network = {
  Vpc: { Type: 'AWS::EC2::VPC' },
  Endpoint: { Type: 'AWS::EC2::VPCEndpoint' },
  Ip: { Type: 'AWS::EC2::EIP' },
};

test.each([
  ['StringEquals', { base: 'StringEquals', ifExists: false, negated: false, known: true }],
  ['stringnotlikeifexists', { base: 'StringNotLike', ifExists: true, negated: true, known: true }],
  ['ForAllValues:StringEquals', { base: 'StringEquals', qualifier: 'ForAllValues', known: true }],
  ['ForAnyValue:StringLikeIfExists', { base: 'StringLike', qualifier: 'ForAnyValue', ifExists: true, known: true }],
  ['FORANYVALUE:ARNNOTLIKE', { base: 'ArnNotLike', qualifier: 'ForAnyValue', negated: true, known: true }],
  ['NotIpAddress', { base: 'NotIpAddress', negated: true, known: true }],
  ['Null', { base: 'Null', negated: false, known: true }],
  ['NullIfExists', { known: false }],
  ['StringMatches', { base: 'StringMatches', negated: false, known: false }],
  ['ForSomeValues:StringEquals', { base: 'StringEquals', known: false }],
  ['', { known: false }],
])('operator %s', (written, expected) => expect(parseOperator(written)).toMatchObject(expected));

describe('restrictsCaller', () => {
  test('nothing restricts nobody', () => expect(restrictsCaller([])).toBe('no'));

  test.each<[string, JsonObject, Answer]>([
    // fixed values of the keys that say who calls
    ['an organisation', { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }, 'yes'],
    ['a key in another case', { StringEquals: { 'AWS:principalorgid': 'o-1' } }, 'yes'],
    ['an operator in another case', { stringequals: { 'aws:PrincipalOrgID': 'o-1' } }, 'yes'],
    ['a pattern of organisations', { StringLike: { 'aws:PrincipalOrgID': 'o-*' } }, 'no'],
    ['any organisation', { StringLike: { 'aws:PrincipalOrgID': '*' } }, 'no'],
    ['a star under StringEquals', { StringEquals: { 'aws:PrincipalOrgID': '*' } }, 'no'],
    ['one of two organisations', { StringEquals: { 'aws:PrincipalOrgID': ['o-1', 'o-2'] } }, 'yes'],
    ['an organisation or any', { StringLike: { 'aws:PrincipalOrgID': ['o-1', '*'] } }, 'no'],
    ['an account', { StringEquals: { 'aws:PrincipalAccount': '123456789012' } }, 'yes'],
    ['an account without case', { StringEqualsIgnoreCase: { 'aws:PrincipalAccount': '123456789012' } }, 'yes'],
    ['the own account', { StringEquals: { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' } } }, 'yes'],
    ['a role', { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/R' } }, 'yes'],
    ['the roles of an account', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/*' } }, 'yes'],
    [
      'the roles of the own account',
      { StringLike: { 'aws:PrincipalArn': sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*') } },
      'yes',
    ],
    ['a role of any account', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/R' } }, 'no'],
    ['any ARN', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:*' } }, 'no'],
    ['a role of the app', { ArnEquals: { 'aws:PrincipalArn': { 'Fn::GetAtt': ['Role', 'Arn'] } } }, 'yes'],
    ['paths of an organisation', { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-1/r-2/*' } }, 'yes'],
    ['all paths of an organisation', { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': ['o-1/*'] } }, 'yes'],
    ['paths of any organisation', { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-*/r-2/*' } }, 'no'],
    ['organisations that start alike', { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-1*' } }, 'no'],
    ['paths without ForAnyValue', { StringLike: { 'aws:PrincipalOrgPaths': 'o-1/*' } }, 'no'],
    ['a topic', { ArnEquals: { 'aws:SourceArn': { Ref: 'Topic' } } }, 'yes'],
    ['a topic by its ARN', { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:us-east-1:123456789012:t' } }, 'yes'],
    ['sources of an account', { ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:123456789012:rule/*' } }, 'yes'],
    ['sources of any account', { ArnLike: { 'aws:SourceArn': 'arn:aws:execute-api:*:*:*' } }, 'no'],
    ['an account that starts so', { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:us-east-1:1234*:t' } }, 'no'],
    ['any ARN as a source', { ArnLike: { 'aws:SourceArn': 'arn:aws:*:*:*:*' } }, 'no'],
    ['a bucket', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::bucket' } }, 'yes'],
    ['a bucket and its objects', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::bucket/*' } }, 'yes'],
    ['a bucket, as S3 documents it', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:*:*:bucket' } }, 'yes'],
    ['any bucket, as S3 documents one', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:*:*:*' } }, 'no'],
    ['a queue of any account', { ArnLike: { 'aws:SourceArn': 'arn:aws:sqs:*:*:orders' } }, 'no'],
    ['a bucket whose ARN has stars that stand for themselves', { StringEquals: { 'aws:SourceArn': 'arn:aws:s3:*:*:bucket' } }, 'no'],
    ['buckets that start alike', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::my-*' } }, 'no'],
    ['any bucket', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:*:*:*' } }, 'no'],
    [
      'buckets that start alike, of one account',
      { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::my-*' }, StringEquals: { 'aws:SourceAccount': '123456789012' } },
      'yes',
    ],
    ['below a resource of the app', { ArnLike: { 'aws:SourceArn': sub('${Bucket.Arn}/*') } }, 'yes'],
    ['names that start as a resource of the app', { ArnLike: { 'aws:SourceArn': sub('${Bucket.Arn}*') } }, 'no'],
    ['a source account', { StringEquals: { 'aws:SourceAccount': 123456789012 } }, 'yes'],
    ['a source owner', { StringEquals: { 'AWS:SourceOwner': '123456789012' } }, 'yes'],
    ['a source organisation', { StringEquals: { 'aws:SourceOrgID': 'o-1' } }, 'yes'],
    ['a network', { StringEquals: { 'aws:SourceVpc': 'vpc-1' } }, 'yes'],
    ['any network', { StringLike: { 'aws:SourceVpc': 'vpc-*' } }, 'no'],
    ['an endpoint', { StringEquals: { 'aws:SourceVpce': { Ref: 'Endpoint' } } }, 'yes'],
    ['any endpoint', { StringLike: { 'aws:SourceVpce': 'vpce-*' } }, 'no'],
    ['a user id', { StringEquals: { 'aws:userid': 'AIDAEXAMPLEEXAMPLE' } }, 'yes'],
    ['sessions of a role id', { StringLike: { 'aws:userid': 'AROAEXAMPLEEXAMPLE:*' } }, 'yes'],
    ['sessions of a role of the app', { StringLike: { 'aws:userid': sub('${Role.RoleId}:*') } }, 'yes'],
    ['sessions of any role', { StringLike: { 'aws:userid': 'AROA*:*' } }, 'no'],
    ['any session', { StringLike: { 'aws:userid': '*:*' } }, 'no'],
    ['the placeholder of the guide', { StringLike: { 'aws:userid': 'AROLEID:*' } }, 'no'],
    ['a user name', { StringEquals: { 'aws:username': 'someone' } }, 'yes'],
    // addresses
    ['an address', { IpAddress: { 'aws:SourceIp': '203.0.113.5' } }, 'yes'],
    ['a range', { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '2001:db8::/32'] } }, 'yes'],
    ['the widest range', { IpAddress: { 'aws:SourceIp': '1.0.0.0/8' } }, 'yes'],
    ['a wider range', { IpAddress: { 'aws:SourceIp': '2.0.0.0/7' } }, 'no'],
    ['a wider range in two', { IpAddress: { 'aws:SourceIp': ['2.0.0.0/8', '3.0.0.0/8'] } }, 'no'],
    ['a wider range, IPv6', { IpAddress: { 'aws:SourceIp': '2001:db8::/31' } }, 'no'],
    ['private ranges', { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '172.16.0.0/12', 'fc00::/7'] } }, 'yes'],
    ['the world', { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }, 'no'],
    ['the world in halves', { IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } }, 'no'],
    ['a range and the world', { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '::/0'] } }, 'no'],
    ['an address of the app', { IpAddress: { 'aws:SourceIp': { Ref: 'Ip' } } }, 'yes'],
    ['an address of the app with its length', { IpAddress: { 'aws:SourceIp': sub('${Ip}/32') } }, 'yes'],
    ['no address', { IpAddress: { 'aws:SourceIp': 'office' } }, 'no'],
    ['a pattern of addresses', { StringLike: { 'aws:SourceIp': '203.*' } }, 'no'],
    // operators
    ['IfExists', { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1' } }, 'no'],
    ['ArnLikeIfExists', { ArnLikeIfExists: { 'aws:SourceArn': 'arn:aws:sns:us-east-1:123456789012:t' } }, 'no'],
    ['IpAddressIfExists', { IpAddressIfExists: { 'aws:SourceIp': '203.0.113.5' } }, 'no'],
    ['a negated operator', { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } }, 'no'],
    ['a negated address', { NotIpAddress: { 'aws:SourceIp': '203.0.113.5' } }, 'no'],
    ['ForAnyValue', { 'ForAnyValue:StringEquals': { 'aws:PrincipalOrgID': 'o-1' } }, 'yes'],
    ['ForAllValues', { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-1' } }, 'no'],
    [
      'ForAllValues, present',
      { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-1' }, Null: { 'AWS:PrincipalOrgID': 'false' } },
      'yes',
    ],
    [
      'ForAllValues, present as a boolean',
      { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-1' }, Null: { 'aws:PrincipalOrgID': false } },
      'yes',
    ],
    [
      'ForAllValues, absent',
      { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-1' }, Null: { 'aws:PrincipalOrgID': 'true' } },
      'no',
    ],
    [
      'ForAllValues, another present',
      { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-1' }, Null: { 'aws:SourceArn': 'false' } },
      'no',
    ],
    ['an unknown operator', { StringMatches: { 'aws:PrincipalOrgID': 'o-1' } }, 'no'],
    ['an operator of another type', { NumericEquals: { 'aws:PrincipalAccount': '123456789012' } }, 'no'],
    // policy variables
    ['a variable', { StringEquals: { 'aws:PrincipalOrgID': '${aws:ResourceOrgID}' } }, 'no'],
    ['a variable in an ARN', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::${aws:PrincipalAccount}:role/x' } }, 'no'],
    // keys that do not say who calls
    ['TLS', { Bool: { 'aws:SecureTransport': 'true' } }, 'no'],
    ['a referer', { StringLike: { 'aws:Referer': 'https://example.com/*' } }, 'no'],
    ['a user agent', { StringEquals: { 'aws:UserAgent': 'secret' } }, 'no'],
    ['a time', { DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } }, 'no'],
    ['MFA', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }, 'no'],
    ['an ACL', { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } }, 'no'],
    ['a prefix', { StringEquals: { 's3:prefix': 'public/' } }, 'no'],
    ['a region', { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } }, 'no'],
    ['a service in between', { 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'athena.amazonaws.com' } }, 'no'],
    ['the own resource', { StringEquals: { 'aws:ResourceAccount': '123456789012', 's3:ResourceAccount': '123456789012' } }, 'no'],
    ['presence', { Null: { 'aws:PrincipalOrgID': 'false' } }, 'no'],
    ['a tag', { StringEquals: { 'aws:PrincipalTag/team': 'a' } }, 'no'],
    ['a type of principal', { StringEquals: { 'aws:PrincipalType': 'AssumedRole' } }, 'no'],
    ['a service', { Bool: { 'aws:PrincipalIsAWSService': 'true' } }, 'no'],
    ['an external id', { StringEquals: { 'sts:ExternalId': 'secret' } }, 'no'],
    ['an unknown key', { StringEquals: { 'x:y': 'z' } }, 'no'],
    ['TLS and an organisation', { Bool: { 'aws:SecureTransport': 'true' }, StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }, 'yes'],
    // holes
    ['a parameter', { StringEquals: { 'aws:SourceAccount': param } }, 'yes'],
    ['a parameter as a pattern', { StringLike: { 'aws:SourceAccount': param } }, 'unknown'],
    ['a parameter as an ARN', { ArnLike: { 'aws:SourceArn': param } }, 'unknown'],
    ['a parameter as an ARN under ArnEquals', { ArnEquals: { 'aws:SourceArn': param } }, 'unknown'],
    ['a parameter as an account in an ARN', { ArnLike: { 'aws:SourceArn': sub('arn:aws:sns:us-east-1:${Param}:t') } }, 'unknown'],
    ['a parameter behind the account', { ArnLike: { 'aws:SourceArn': sub('arn:aws:sns:us-east-1:123456789012:${Param}') } }, 'yes'],
    ['a parameter in a path', { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': sub('${Param}/*') } }, 'unknown'],
    ['a parameter as an address', { IpAddress: { 'aws:SourceIp': param } }, 'unknown'],
    ['a parameter beside the world', { IpAddress: { 'aws:SourceIp': [param, '0.0.0.0/0'] } }, 'no'],
    ['a parameter with a wildcard', { StringLike: { 'aws:SourceVpc': sub('${Param}*') } }, 'no'],
    ['an import', { StringEquals: { 'aws:SourceVpce': { 'Fn::ImportValue': 'x' } } }, 'yes'],
    ['a macro', { StringEquals: { 'aws:SourceVpce': { 'Fn::Transform': { Name: 'M' } } } }, 'unknown'],
    ['no values', { StringEquals: { 'aws:SourceVpce': [] } }, 'unknown'],
    [
      'ForAllValues, presence unknown',
      { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-1' }, Null: { 'aws:PrincipalOrgID': param } },
      'unknown',
    ],
  ])('%s', (_title, condition, expected) => {
    expect(restrictsCaller(testsOf(condition, network))).toBe(expected);
  });

  test.each<[string, JsonObject, string, Answer]>([
    ['KMS: the calling account', { StringEquals: { 'kms:CallerAccount': '123456789012' } }, 'AWS::KMS::Key', 'yes'],
    [
      'KMS: the calling account and service',
      { StringEquals: { 'kms:CallerAccount': '123456789012', 'kms:ViaService': 's3.us-east-1.amazonaws.com' } },
      'AWS::KMS::Key',
      'yes',
    ],
    ['KMS: a service alone', { StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } }, 'AWS::KMS::Key', 'no'],
    ['a key of KMS elsewhere', { StringEquals: { 'kms:CallerAccount': '123456789012' } }, 'AWS::SQS::Queue', 'no'],
    ['S3: an access point account', { StringEquals: { 's3:DataAccessPointAccount': '123456789012' } }, 'AWS::S3::Bucket', 'yes'],
    [
      'S3: access points of an account',
      { StringLike: { 's3:DataAccessPointArn': 'arn:aws:s3:us-east-1:123456789012:accesspoint/*' } },
      'AWS::S3::Bucket',
      'yes',
    ],
    [
      'S3: the same in an access point policy',
      { StringLike: { 's3:DataAccessPointArn': 'arn:aws:s3:us-east-1:123456789012:accesspoint/*' } },
      'AWS::S3::AccessPoint',
      'no',
    ],
    [
      'S3: one access point',
      { StringEquals: { 's3:DataAccessPointArn': 'arn:aws:s3:us-east-1:123456789012:accesspoint/a' } },
      'AWS::S3::AccessPoint',
      'yes',
    ],
    [
      'S3: access points of any account',
      { StringLike: { 's3:DataAccessPointArn': 'arn:aws:s3:*:*:accesspoint/*' } },
      'AWS::S3::Bucket',
      'no',
    ],
    [
      'S3: a key for encryption',
      { StringEquals: { 's3:x-amz-server-side-encryption-aws-kms-key-id': 'arn:aws:kms:us-east-1:123456789012:key/k' } },
      'AWS::S3::Bucket',
      'yes',
    ],
    ['Lambda: an event source token', { StringEquals: { 'lambda:EventSourceToken': 'amzn1.ask.skill.x' } }, 'AWS::Lambda::Function', 'yes'],
    ['EFS: a mount target', { Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' } }, 'AWS::EFS::FileSystem', 'yes'],
    ['EFS: no mount target', { Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'false' } }, 'AWS::EFS::FileSystem', 'no'],
    ['Lattice: a network', { StringEquals: { 'vpc-lattice-svcs:SourceVpc': 'vpc-1' } }, 'AWS::VpcLattice::AuthPolicy', 'yes'],
  ])('%s', (_title, condition, guards, expected) => {
    expect(restrictsCaller(testsOf(condition), guards)).toBe(expected);
  });

  test.each<[string, JsonObject, Answer]>([
    ['an application', { StringEquals: { 'graph.facebook.com:app_id': '1' } }, 'yes'],
    ['an identity pool', { StringEquals: { 'cognito-identity.amazonaws.com:aud': 'us-east-1:pool' } }, 'yes'],
    ['identities of any pool', { 'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' } }, 'no'],
    [
      'an audience of GitHub, which the caller chooses',
      { StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } },
      'no',
    ],
    ['a repository', { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:org/name:*' } }, 'yes'],
    ['repositories of an owner', { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:org/*' } }, 'yes'],
    ['any repository', { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:*' } }, 'no'],
    ['owners that start alike', { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:org*' } }, 'no'],
    ['any subject', { StringLike: { 'token.actions.githubusercontent.com:sub': '*' } }, 'no'],
    ['an owner that is a parameter', { StringLike: { 'token.actions.githubusercontent.com:sub': sub('repo:${Param}/*') } }, 'unknown'],
    ['a repository by its claim', { StringEquals: { 'token.actions.githubusercontent.com:repository': 'org/name' } }, 'yes'],
    ['the sign-in page, the same for all', { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } }, 'no'],
    ['a subject with ForAllValues', { 'ForAllValues:StringLike': { 'token.actions.githubusercontent.com:sub': 'repo:org/name:*' } }, 'no'],
  ])('federated callers: %s', (_title, condition, expected) => {
    expect(restrictsCaller(testsOf(condition), undefined, { federated: true })).toBe(expected);
    expect(restrictsCaller(testsOf(condition))).toBe('no');
  });
});

describe('holdsForStrangers', () => {
  test.each<[string, JsonObject, Answer]>([
    ['nothing is asked', {}, 'yes'],
    ['another organisation', { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } }, 'yes'],
    ['another organisation, if any', { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1' } }, 'yes'],
    ['another endpoint', { StringNotEquals: { 'aws:SourceVpce': ['vpce-1', 'vpce-2'] } }, 'yes'],
    ['no endpoint at all', { StringNotLike: { 'aws:SourceVpce': 'vpce-*' } }, 'no'],
    ['another address', { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, 'yes'],
    ['an address outside the world', { NotIpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } }, 'no'],
    ['another role', { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/*' } }, 'yes'],
    ['another role, of any account', { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/admin' } }, 'no'],
    ['another account and another endpoint', { StringNotEquals: { 'aws:PrincipalAccount': '1', 'aws:SourceVpce': 'vpce-1' } }, 'yes'],
    [
      'another account, but without TLS',
      { StringNotEquals: { 'aws:PrincipalAccount': '1' }, Bool: { 'aws:SecureTransport': 'false' } },
      'no',
    ],
    [
      'another organisation, and no service',
      { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' }, BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } },
      'yes',
    ],
    [
      'the same, where anonymous callers have no such key',
      { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' }, Bool: { 'aws:PrincipalIsAWSService': 'false' } },
      'unknown',
    ],
    ['no TLS', { Bool: { 'aws:SecureTransport': 'false' } }, 'no'],
    ['an own organisation', { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }, 'no'],
    ['another tag', { StringNotEquals: { 'aws:PrincipalTag/team': 'a' } }, 'no'],
    ['no organisation', { Null: { 'aws:PrincipalOrgID': 'true' } }, 'no'],
    ['paths, any value', { 'ForAnyValue:StringNotLike': { 'aws:PrincipalOrgPaths': 'o-1/*' } }, 'no'],
    ['paths, all values', { 'ForAllValues:StringNotLike': { 'aws:PrincipalOrgPaths': 'o-1/*' } }, 'yes'],
    ['a parameter', { StringNotEquals: { 'aws:PrincipalOrgID': param } }, 'yes'],
    ['a parameter as a pattern', { StringNotLike: { 'aws:PrincipalOrgID': param } }, 'unknown'],
    ['a parameter as an address', { NotIpAddress: { 'aws:SourceIp': param } }, 'unknown'],
  ])('%s', (_title, condition, expected) => {
    expect(holdsForStrangers(testsOf(condition))).toBe(expected);
  });
});

test.each<[JsonObject, Answer]>([
  [{ Bool: { 'aws:PrincipalIsAWSService': 'true' } }, 'yes'],
  [{ Bool: { 'aws:PrincipalIsAWSService': 'false' } }, 'no'],
  [{ BoolIfExists: { 'aws:PrincipalIsAWSService': 'true' } }, 'no'],
  [{ Bool: { 'aws:PrincipalIsAWSService': param } }, 'unknown'],
  [{ Bool: { 'aws:SecureTransport': 'true' } }, 'no'],
])('isServicesOnly %j: %s', (condition, expected) => expect(isServicesOnly(testsOf(condition))).toBe(expected));
