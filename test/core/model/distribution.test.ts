import { originsOf } from '../../../lib/core/model/distribution';
import { modelOf, resources } from '../../policies/facts';

function originOf(origin: object, more: object = {}) {
  const Site = { Type: 'AWS::CloudFront::Distribution', Properties: { DistributionConfig: { Origins: [origin] } } };
  const model = modelOf(
    resources({ Site, Bucket: { Type: 'AWS::S3::Bucket' }, Balancer: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer' }, ...more }),
  );
  const [site] = model.resourcesOfType('AWS::CloudFront::Distribution');
  const [reading] = site === undefined ? [] : model.readingsOf(site);
  const [config] = reading?.objects('DistributionConfig') ?? [];
  const [found] = config === undefined ? [] : originsOf(model, config);
  if (found === undefined) throw new Error('no origin');
  return { kind: found.kind, name: found.name, isSigned: found.isSigned };
}

test('an origin is called by its resource, else by its domain or its id', () => {
  expect(originOf({ DomainName: { 'Fn::GetAtt': ['Bucket', 'RegionalDomainName'] } })).toEqual({
    kind: 'bucket',
    name: 'Bucket',
    isSigned: 'no',
  });
  expect(originOf({ DomainName: { 'Fn::GetAtt': ['Balancer', 'DNSName'] } })).toMatchObject({ kind: 'other', name: 'Balancer' });
  expect(originOf({ Id: 'api', DomainName: 'api.example.com' })).toMatchObject({ kind: 'other', name: 'api.example.com' });
  expect(originOf({ Id: 'api', DomainName: { 'Fn::ImportValue': 'host' } })).toMatchObject({ kind: 'other', name: 'api' });
});

test('a long domain is told in linear time', () => {
  const DomainName = `s3${'-a.1'.repeat(50_000)}!`;
  expect(originOf({ DomainName }).kind).toBe('other');
});

test('only access control signs for a function URL', () => {
  const S3OriginConfig = { OriginAccessIdentity: 'origin-access-identity/cloudfront/E1' };
  expect(originOf({ DomainName: 'a.lambda-url.eu-west-1.on.aws', S3OriginConfig }).isSigned).toBe('no');
  expect(originOf({ DomainName: 'a.lambda-url.eu-west-1.on.aws', OriginAccessControlId: 'E1' }).isSigned).toBe('yes');
  expect(originOf({ DomainName: 'a.s3.amazonaws.com', S3OriginConfig }).isSigned).toBe('yes');
});
