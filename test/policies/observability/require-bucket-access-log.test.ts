import rule from '../../../policies/observability/require-bucket-access-log';
import { factsOf, resources } from '../facts';

const bucket = (properties: object = {}, name = 'Data') => ({ [name]: { Type: 'AWS::S3::Bucket', Properties: properties } });
const trail = (properties: object) => ({ Trail: { Type: 'AWS::CloudTrail::Trail', Properties: { IsLogging: true, ...properties } } });
const FOUND = ['notLogged Data '];

test('a configuration counts by being there', () => {
  expect(factsOf(rule, resources(bucket()))).toEqual(FOUND);
  expect(factsOf(rule, resources(bucket({ LoggingConfiguration: {} })))).toEqual([]);
  expect(factsOf(rule, resources(bucket({ LoggingConfiguration: { Ref: 'AWS::NoValue' } })))).toEqual([
    'notLogged Data /LoggingConfiguration',
  ]);
});

test.each<[title: string, more: object]>([
  ['access logs of another bucket', bucket({ LoggingConfiguration: { DestinationBucketName: { Ref: 'Data' } } }, 'Other')],
  [
    'a load balancer',
    {
      Balancer: {
        Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
        Properties: { LoadBalancerAttributes: [{ Key: 'access_logs.s3.bucket', Value: { Ref: 'Data' } }] },
      },
    },
  ],
  [
    'a distribution',
    {
      Site: {
        Type: 'AWS::CloudFront::Distribution',
        Properties: { DistributionConfig: { Logging: { Bucket: { 'Fn::GetAtt': ['Data', 'RegionalDomainName'] } } } },
      },
    },
  ],
  ['a trail', trail({ S3BucketName: { Ref: 'Data' } })],
  ['a flow log', { Flow: { Type: 'AWS::EC2::FlowLog', Properties: { LogDestination: { 'Fn::GetAtt': ['Data', 'Arn'] } } } }],
  [
    'a policy for log deliveries',
    {
      Policy: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: {
          Bucket: { Ref: 'Data' },
          PolicyDocument: {
            Statement: [{ Effect: 'Allow', Principal: { Service: 'logging.s3.amazonaws.com' }, Action: 's3:PutObject', Resource: '*' }],
          },
        },
      },
    },
  ],
])('the bucket that holds logs of %s needs none itself', (_title, more) => {
  expect(factsOf(rule, resources({ ...bucket(), ...more })).filter((fact) => fact.includes('Data'))).toEqual([]);
});

test('a bucket with the ACL for log deliveries, or whose name a log goes to, needs none', () => {
  expect(factsOf(rule, resources(bucket({ AccessControl: 'LogDeliveryWrite' })))).toEqual([]);
  const named = { ...bucket({ BucketName: 'logs' }), ...trail({ S3BucketName: 'logs' }) };
  expect(factsOf(rule, resources(named))).toEqual([]);
});

test('data events of all buckets, of one, or of others', () => {
  const events = (...Values: unknown[]) =>
    factsOf(rule, resources({ ...bucket(), ...trail({ EventSelectors: [{ DataResources: [{ Type: 'AWS::S3::Object', Values }] }] }) }));
  expect(events('arn:aws:s3')).toEqual([]);
  expect(events('arn:aws:s3:::')).toEqual([]);
  expect(events({ 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Data', 'Arn'] }, '/']] })).toEqual([]);
  expect(events('arn:aws:s3:::other/')).toEqual(FOUND);
});

test('advanced selectors record objects, all or by name', () => {
  const select = (...more: object[]) => {
    const FieldSelectors = [{ Field: 'resources.type', Equals: ['AWS::S3::Object'] }, ...more];
    return factsOf(rule, resources({ ...bucket(), ...trail({ AdvancedEventSelectors: [{ FieldSelectors }] }) }));
  };
  expect(select()).toEqual([]);
  expect(select({ Field: 'resources.ARN', StartsWith: [{ 'Fn::Sub': '${Data.Arn}/' }] })).toEqual([]);
  expect(select({ Field: 'resources.ARN', StartsWith: ['arn:aws:s3:::other/'] })).toEqual(FOUND);
});

test('the bucket of "cdk bootstrap" is left alone', () => {
  const version = { CdkBootstrapVersion: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: '21' } } };
  expect(factsOf(rule, resources({ ...bucket(), ...version }))).toEqual([]);
});
