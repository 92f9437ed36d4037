import rule from '../../../policies/endpoint/require-distribution-tls';
import { factsOf, firstFactOf, modelWith, resources } from '../facts';

const modern = { AcmCertificateArn: 'arn', MinimumProtocolVersion: 'TLSv1.2_2021' };
const site = (config: object) =>
  resources({
    Site: { Type: 'AWS::CloudFront::Distribution', Properties: { DistributionConfig: { ViewerCertificate: modern, ...config } } },
  });
const behavior = (ViewerProtocolPolicy: string, PathPattern?: string) => ({ ViewerProtocolPolicy, PathPattern });
const place = '/DistributionConfig';

test('plain HTTP in any behavior', () => {
  expect(factsOf(rule, site({ DefaultCacheBehavior: behavior('allow-all') }))).toEqual([
    `plainViewers Site ${place}/DefaultCacheBehavior/ViewerProtocolPolicy`,
  ]);
  const paths = site({ DefaultCacheBehavior: behavior('https-only'), CacheBehaviors: [behavior('allow-all', '/img/*')] });
  expect(factsOf(rule, paths)).toEqual([`plainViewers Site ${place}/CacheBehaviors/0/ViewerProtocolPolicy`]);
  expect(firstFactOf(rule, paths).evidence).toBe('/img/* ViewerProtocolPolicy allow-all');
  for (const policy of ['redirect-to-https', 'https-only'])
    expect(factsOf(rule, site({ DefaultCacheBehavior: behavior(policy) }))).toEqual([]);
});

test.each(['SSLv3', 'TLSv1', 'TLSv1_2016', 'TLSv1.1_2016'])('%s with viewers is old', (MinimumProtocolVersion) => {
  const found = factsOf(rule, site({ ViewerCertificate: { ...modern, MinimumProtocolVersion } }));
  expect(found).toEqual([`oldViewers Site ${place}/ViewerCertificate/MinimumProtocolVersion`]);
});

test.each(['TLSv1.2_2018', 'TLSv1.2_2019', 'TLSv1.2_2021', 'TLSv1.2_2025', 'TLSv1.3_2025'])('%s is not', (MinimumProtocolVersion) => {
  expect(factsOf(rule, site({ ViewerCertificate: { ...modern, MinimumProtocolVersion } }))).toEqual([]);
});

test('an own certificate without a version accepts TLS 1.0; that of CloudFront always does', () => {
  expect(factsOf(rule, site({ ViewerCertificate: { AcmCertificateArn: 'arn' } }))).toEqual([`oldViewers Site ${place}/ViewerCertificate`]);
  const info = [`defaultCertificate Site ${place}`];
  expect(factsOf(rule, site({ ViewerCertificate: undefined }))).toEqual(info);
  expect(factsOf(rule, site({ ViewerCertificate: { CloudFrontDefaultCertificate: true, MinimumProtocolVersion: 'TLSv1' } }))).toEqual(info);
});

test('a choice of old versions is one finding', () => {
  const Parameters = { Tls: { Type: 'String', AllowedValues: ['TLSv1', 'TLSv1.1_2016', 'TLSv1.2_2021'] } };
  const ViewerCertificate = { AcmCertificateArn: 'arn', MinimumProtocolVersion: { Ref: 'Tls' } };
  const template = { ...site({ ViewerCertificate }), Parameters };
  expect(factsOf(rule, template)).toHaveLength(1);
  expect(firstFactOf(rule, template).evidence).toBe('MinimumProtocolVersion TLSv1, TLSv1.1_2016');
});

test('plain HTTP to the origin', () => {
  const of = (OriginProtocolPolicy: string, DomainName = 'api.example.com', viewers = 'https-only') =>
    site({ DefaultCacheBehavior: behavior(viewers), Origins: [{ DomainName, CustomOriginConfig: { OriginProtocolPolicy } }] });
  const at = `${place}/Origins/0/CustomOriginConfig/OriginProtocolPolicy`;
  expect(factsOf(rule, of('http-only'))).toEqual([`plainOrigin Site ${at}`]);
  expect(factsOf(rule, of('https-only'))).toEqual([]);
  expect(factsOf(rule, of('match-viewer'))).toEqual([]);
  expect(factsOf(rule, of('match-viewer', 'api.example.com', 'allow-all'))).toContain(`plainOrigin Site ${at}`);
  expect(factsOf(rule, of('http-only', 'orders.s3-website-eu-west-1.amazonaws.com'))).toEqual([`plainOrigin Site ${at} (at most info)`]);
});

test('old versions with the origin, where TLS is used at all', () => {
  const of = (OriginProtocolPolicy: string, OriginSSLProtocols: unknown) =>
    site({ Origins: [{ DomainName: 'api.example.com', CustomOriginConfig: { OriginProtocolPolicy, OriginSSLProtocols } }] });
  const at = `${place}/Origins/0/CustomOriginConfig/OriginSSLProtocols`;
  expect(factsOf(rule, of('https-only', ['SSLv3', 'TLSv1.2', 'TLSv1.1']))).toEqual([`oldOrigin Site ${at}/0`]);
  expect(firstFactOf(rule, of('https-only', ['SSLv3', 'TLSv1.2', 'TLSv1.1'])).data?.value).toBe('SSLv3, TLSv1.1');
  expect(factsOf(rule, of('https-only', ['TLSv1.2']))).toEqual([]);
  expect(factsOf(rule, of('https-only', undefined))).toEqual([]);
  expect(factsOf(rule, of('http-only', ['TLSv1'])).filter((fact) => fact.startsWith('oldOrigin'))).toEqual([]);
});

test('a distribution that is public on purpose', () => {
  const template = site({ DefaultCacheBehavior: behavior('allow-all') });
  expect([...rule.check(modelWith({ publicEndpoints: ['Site'] }, template))]).toEqual([]);
});
