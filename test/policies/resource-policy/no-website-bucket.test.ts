import rule from '../../../policies/resource-policy/no-website-bucket';
import { factsOf, resources } from '../facts';

const site = (more: object = {}) => ({
  Site: { Type: 'AWS::S3::Bucket', Properties: { WebsiteConfiguration: { IndexDocument: 'index.html' }, ...more } },
});
const front = (origin: object) => ({
  Front: {
    Type: 'AWS::CloudFront::Distribution',
    Properties: { DistributionConfig: { Enabled: true, Origins: [{ Id: 'site', ...origin }] } },
  },
});
const domain = { DomainName: { 'Fn::GetAtt': ['Site', 'RegionalDomainName'] } };
const found = (Resources: object) => factsOf(rule, resources(Resources));

test('a website that nothing signed reads', () => {
  expect(found(site())).toEqual(['website Site /WebsiteConfiguration (at most warning)']);
  expect(found({ ...site(), ...front({ ...domain, S3OriginConfig: {} }) })).toHaveLength(1);
  expect(
    found({ ...site(), ...front({ ...domain, S3OriginConfig: { OriginAccessIdentity: '' }, OriginAccessControlId: '' }) }),
  ).toHaveLength(1);
});

test('a website that CloudFront alone reads, with access control or an identity', () => {
  expect(
    found({
      ...site(),
      ...front({ ...domain, OriginAccessControlId: { 'Fn::GetAtt': ['Control', 'Id'] } }),
      Control: { Type: 'AWS::CloudFront::OriginAccessControl' },
    }),
  ).toEqual([]);
  expect(
    found({ ...site(), ...front({ ...domain, S3OriginConfig: { OriginAccessIdentity: 'origin-access-identity/cloudfront/E2EXAMPLE' } }) }),
  ).toEqual([]);
});

test('a distribution that reads the website endpoint needs it public', () => {
  const url = { 'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Site', 'WebsiteURL'] }] }] };
  expect(found({ ...site(), ...front({ DomainName: url, CustomOriginConfig: { OriginProtocolPolicy: 'http-only' } }) })).toHaveLength(1);
});

test('public by its ACL, its policy, or a block that is off', () => {
  expect(found(site({ AccessControl: 'PublicRead' }))).toEqual(['publicWebsite Site /WebsiteConfiguration']);
  expect(found(site({ PublicAccessBlockConfiguration: { BlockPublicPolicy: false } }))).toEqual([
    'publicWebsite Site /WebsiteConfiguration',
  ]);
  const Policy = {
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: { Ref: 'Site' },
      PolicyDocument: { Statement: { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' } },
    },
  };
  expect(found({ ...site(), Policy, ...front({ ...domain, OriginAccessControlId: 'E2EXAMPLE' }) })).toEqual([
    'publicWebsite Site /WebsiteConfiguration',
  ]);
});

test('a redirect holds no data, and no configuration is no website', () => {
  expect(found(site({ WebsiteConfiguration: { RedirectAllRequestsTo: { HostName: 'example.com' } } }))).toEqual([
    'redirect Site /WebsiteConfiguration (at most info)',
  ]);
  expect(found(site({ WebsiteConfiguration: { Ref: 'AWS::NoValue' } }))).toEqual([]);
});
