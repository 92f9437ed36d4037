import rule from '../../../policies/resource-policy/no-public-bucket-acl';
import { factsOf, resources } from '../facts';

const found = (Properties: object, sections: object = {}) =>
  factsOf(rule, resources({ Bucket: { Type: 'AWS::S3::Bucket', Properties } }, sections));
const writers = { OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] } };

test.each(['PublicRead', 'PublicReadWrite', 'AuthenticatedRead', 'publicread'])(
  '%s is public, whatever blocks it today',
  (AccessControl) => {
    expect(found({ AccessControl })).toEqual(['publicAcl Bucket /AccessControl']);
    expect(found({ AccessControl, PublicAccessBlockConfiguration: { BlockPublicAcls: true } })).toHaveLength(1);
  },
);

test.each(['Private', 'LogDeliveryWrite', 'BucketOwnerFullControl', 'BucketOwnerRead'])(
  '%s is fine, also where writers own',
  (AccessControl) => {
    expect(found({ AccessControl, ...writers })).toEqual([]);
  },
);

test('any other ACL is a finding only where writers own what they write', () => {
  expect(found({ AccessControl: 'AwsExecRead', ...writers })).toEqual(['grantingAcl Bucket /AccessControl (at most warning)']);
  expect(found({ AccessControl: 'AwsExecRead' })).toEqual([]);
  expect(found({ ...writers })).toEqual([]);
});

test('the public branch of a condition counts', () => {
  const Conditions = { IsSite: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } };
  expect(found({ AccessControl: { 'Fn::If': ['IsSite', 'PublicRead', { Ref: 'AWS::NoValue' }] } }, { Conditions })).toEqual([
    'publicAcl Bucket /AccessControl/Fn::If/1',
  ]);
});

test('a parameter is undecided, its default is judged', () => {
  expect(found({ AccessControl: { Ref: 'Acl' } }, { Parameters: { Acl: { Type: 'String' } } })[0]).toContain('undecidedAcl');
  expect(found({ AccessControl: { Ref: 'Acl' } }, { Parameters: { Acl: { Type: 'String', Default: 'PublicRead' } } })[0]).toContain(
    'publicAcl',
  );
});
