import rule from '../../../policies/endpoint/require-origin-access-control';
import { factsOf, firstFactOf, modelWith, resources } from '../facts';

const site = (origin: object, more: object = {}) =>
  resources({
    Site: { Type: 'AWS::CloudFront::Distribution', Properties: { DistributionConfig: { Origins: [{ Id: 'o', ...origin }] } } },
    Bucket: { Type: 'AWS::S3::Bucket' },
    Url: { Type: 'AWS::Lambda::Url', Properties: { AuthType: 'NONE' } },
    Control: { Type: 'AWS::CloudFront::OriginAccessControl' },
    ...more,
  });
const place = '/DistributionConfig/Origins/0';
const regional = { 'Fn::GetAtt': ['Bucket', 'RegionalDomainName'] };
const hostOf = (id: string, attribute: string) => ({ 'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::GetAtt': [id, attribute] }] }] });
const OriginAccessControlId = { 'Fn::GetAtt': ['Control', 'Id'] };

test.each<[string, unknown]>([
  ['an attribute', regional],
  ['a name within an address', { 'Fn::Sub': '${Bucket}.s3.amazonaws.com' }],
  ['a name in a region', { 'Fn::Sub': '${Bucket}.s3.${AWS::Region}.amazonaws.com' }],
  ['a partition', { 'Fn::Sub': '${Bucket}.s3.${AWS::Region}.${AWS::URLSuffix}' }],
  ['an old form', 'orders.s3-eu-west-1.amazonaws.com'],
  ['dual stack', 'orders.s3.dualstack.eu-west-1.amazonaws.com'],
])('a bucket by %s', (_, DomainName) => {
  expect(factsOf(rule, site({ DomainName }))).toEqual([`bucket Site ${place}`]);
  expect(factsOf(rule, site({ DomainName, OriginAccessControlId }))).toEqual([]);
  expect(factsOf(rule, site({ DomainName, S3OriginConfig: { OriginAccessIdentity: 'origin-access-identity/cloudfront/E1' } }))).toEqual([]);
});

test('an empty identity or access control is none', () => {
  expect(factsOf(rule, site({ DomainName: regional, S3OriginConfig: { OriginAccessIdentity: '' } }))).toEqual([`bucket Site ${place}`]);
  expect(factsOf(rule, site({ DomainName: regional, S3OriginConfig: {}, OriginAccessControlId: '' }))).toEqual([`bucket Site ${place}`]);
  expect(factsOf(rule, site({ DomainName: regional, S3OriginConfig: { OriginAccessIdentity: '' }, OriginAccessControlId }))).toEqual([]);
  const identity = { 'Fn::Sub': 'origin-access-identity/cloudfront/${Control}' };
  expect(factsOf(rule, site({ DomainName: regional, S3OriginConfig: { OriginAccessIdentity: identity } }))).toEqual([]);
});

test('a bucket that only its configuration tells', () => {
  const Parameters = { Domain: { Type: 'String' } };
  const Site = {
    Type: 'AWS::CloudFront::Distribution',
    Properties: { DistributionConfig: { Origins: [{ DomainName: { Ref: 'Domain' }, S3OriginConfig: {} }] } },
  };
  expect(factsOf(rule, resources({ Site }, { Parameters }))).toEqual([`bucket Site ${place}`]);
});

test('the website of a bucket is a warning, whatever CloudFront signs', () => {
  const CustomOriginConfig = { OriginProtocolPolicy: 'http-only' };
  const found = ['website Site /DistributionConfig/Origins/0 (at most warning)'];
  expect(factsOf(rule, site({ DomainName: 'orders.s3-website.eu-central-1.amazonaws.com', CustomOriginConfig }))).toEqual(found);
  expect(factsOf(rule, site({ DomainName: hostOf('Bucket', 'WebsiteURL'), CustomOriginConfig }))).toEqual(found);
});

test('a function URL, as CDK cuts its host out of the address', () => {
  const DomainName = hostOf('Url', 'FunctionUrl');
  expect(factsOf(rule, site({ DomainName, CustomOriginConfig: {} }))).toEqual([`functionUrl Site ${place}`]);
  expect(firstFactOf(rule, site({ DomainName })).data?.origin).toBe('Url');
  expect(factsOf(rule, site({ DomainName, OriginAccessControlId }))).toEqual([]);
  expect(factsOf(rule, site({ DomainName, S3OriginConfig: { OriginAccessIdentity: 'origin-access-identity/cloudfront/E1' } }))).toEqual([
    `functionUrl Site ${place}`,
  ]);
  expect(factsOf(rule, site({ DomainName: 'abc.lambda-url.eu-west-1.on.aws' }))).toEqual([`functionUrl Site ${place}`]);
});

test('a function URL of another stack, and one within a text', () => {
  const domain = (url: unknown) => ({ DomainName: { 'Fn::Select': [2, { 'Fn::Split': ['/', url] }] } });
  const other = {
    Resources: { Url: { Type: 'AWS::Lambda::Url', Properties: { AuthType: 'NONE' } } },
    Outputs: { Url: { Value: { 'Fn::GetAtt': ['Url', 'FunctionUrl'] }, Export: { Name: 'url' } } },
  };
  expect(factsOf(rule, site(domain({ 'Fn::ImportValue': 'url' })), other)).toEqual([`functionUrl Site ${place}`]);
  expect(factsOf(rule, site(domain({ 'Fn::Sub': '${Url.FunctionUrl}' })))).toEqual([`functionUrl Site ${place}`]);
});

test('a function URL that SAM makes', () => {
  const Handler = (AuthType: string) => ({ Type: 'AWS::Serverless::Function', Properties: { FunctionUrlConfig: { AuthType } } });
  const origin = { DomainName: hostOf('HandlerUrl', 'FunctionUrl') };
  expect(factsOf(rule, site(origin, { Handler: Handler('NONE') }))).toEqual([`functionUrl Site ${place}`]);
  expect(firstFactOf(rule, site(origin, { Handler: Handler('NONE') })).data?.origin).toBe('Handler');
  expect(factsOf(rule, site(origin, { Handler: Handler('AWS_IAM') }))).toEqual([`functionUrl Site ${place} (at most warning)`]);
});

test('a function URL with IAM is closed to strangers', () => {
  const Url = { Type: 'AWS::Lambda::Url', Properties: { AuthType: 'AWS_IAM' } };
  expect(factsOf(rule, site({ DomainName: hostOf('Url', 'FunctionUrl') }, { Url }))).toEqual([
    `functionUrl Site ${place} (at most warning)`,
  ]);
});

test('other origins', () => {
  expect(factsOf(rule, site({ DomainName: 'api.example.com', CustomOriginConfig: {} }))).toEqual([]);
  expect(factsOf(rule, site({ DomainName: 'media.mediapackage.eu-west-1.amazonaws.com' }))).toEqual([]);
  expect(factsOf(rule, site({ DomainName: { 'Fn::GetAtt': ['Balancer', 'DNSName'] } }))).toEqual([]);
});

test('a distribution that is public on purpose', () => {
  expect([...rule.check(modelWith({ publicEndpoints: ['Site'] }, site({ DomainName: regional })))]).toEqual([]);
});
