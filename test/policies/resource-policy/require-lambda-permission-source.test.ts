import rule from '../../../policies/resource-policy/require-lambda-permission-source';
import { factsOf, resources } from '../facts';
import { findingsIn } from '../findings';

const permission = (Properties: object, more: object = {}) => ({
  Type: 'AWS::Lambda::Permission',
  Properties: { Action: 'lambda:InvokeFunction', FunctionName: 'orders', ...Properties },
  ...more,
});
const found = (Properties: object, others: object = {}, sections: object = {}) =>
  factsOf(rule, resources({ Guard: permission(Properties), ...others }, sections));

test.each(['events.amazonaws.com', 'sns.amazonaws.com.cn', 'alexa-appkit.amazon.com', 's3.amazonaws.com'])(
  '%s without a source',
  (Principal) => {
    expect(found({ Principal })).toEqual(['anyOwner Guard /Principal']);
  },
);

test('a service whose name is joined, or the default of a parameter', () => {
  expect(found({ Principal: { 'Fn::Sub': 'logs.${AWS::Region}.amazonaws.com' } })).toEqual(['anyOwner Guard /Principal']);
  expect(found({ Principal: { 'Fn::Join': ['.', ['logs', { Ref: 'AWS::URLSuffix' }]] } })).toEqual(['anyOwner Guard /Principal']);
  const Parameters = { Who: { Type: 'String', Default: 's3.amazonaws.com' } };
  expect(found({ Principal: { Ref: 'Who' } }, {}, { Parameters })).toEqual(['anyOwner Guard /Principal']);
});

test.each([
  { SourceArn: 'arn:aws:events:eu-west-1:111122223333:rule/nightly' },
  { SourceArn: { 'Fn::Sub': 'arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:a1b2c3/*/*' } },
  { SourceArn: { 'Fn::GetAtt': ['Rule', 'Arn'] } },
  { SourceAccount: 111122223333 },
  { SourceAccount: { Ref: 'AWS::AccountId' } },
  { PrincipalOrgID: 'o-a1b2c3d4e5' },
  { EventSourceToken: 'amzn1.ask.skill.00000000' },
  { SourceArn: 'arn:aws:s3:::uploads', SourceAccount: '111122223333' },
  { SourceArn: { 'Fn::GetAtt': ['Bucket', 'Arn'] } },
])('%j says whose', (source) => {
  expect(
    found({ Principal: 's3.amazonaws.com', ...source }, { Rule: { Type: 'AWS::Events::Rule' }, Bucket: { Type: 'AWS::S3::Bucket' } }),
  ).toEqual([]);
});

test.each(['arn:aws:execute-api:*:*:*', '*', 'arn:aws:events:eu-west-1:*:rule/nightly'])('%s is no source', (SourceArn) => {
  expect(found({ Principal: 'apigateway.amazonaws.com', SourceArn })).toEqual(['wideSource Guard /Principal']);
});

test('a bucket alone may change hands; a source that is chosen at deployment is information', () => {
  expect(found({ Principal: 's3.amazonaws.com', SourceArn: 'arn:aws:s3:::uploads' })).toEqual([
    'bucketOnly Guard /Principal (at most warning)',
  ]);
  for (const Source of [{ Type: 'String' }, { Type: 'String', Default: '' }]) {
    expect(found({ Principal: 'sns.amazonaws.com', SourceArn: { Ref: 'Source' } }, {}, { Parameters: { Source } })).toEqual([
      'undecidedSource Guard /Principal (at most info)',
    ]);
  }
});

test('accounts, roles and everyone are other rules', () => {
  for (const Principal of ['*', '111122223333', 111122223333, 'arn:aws:iam::111122223333:role/x', { 'Fn::GetAtt': ['Role', 'Arn'] }]) {
    expect(found({ Principal }, { Role: { Type: 'AWS::IAM::Role' } })).toEqual([]);
  }
});

test('a whole policy document is read alike', () => {
  const PolicyDocument = JSON.stringify({
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: ['sns.amazonaws.com', 's3.amazonaws.com'] },
        Action: 'lambda:InvokeFunction',
        Resource: '*',
      },
    ],
  });
  expect(
    factsOf(rule, resources({ Guard: { Type: 'AWS::Lambda::ResourcePolicy', Properties: { ResourceArn: 'f', PolicyDocument } } })),
  ).toEqual(['anyOwner Guard /PolicyDocument', 'anyOwner Guard /PolicyDocument']);
});

test('a load balancer calls functions of its own account only; what CDK writes for a target group is information', () => {
  const Guard = permission({ Principal: 'elasticloadbalancing.amazonaws.com' }, { Metadata: { 'aws:cdk:path': 'S/Fn/Invoke' } });
  const severities = (others: object) => findingsIn(rule, resources({ Guard, ...others })).map(({ severity }) => severity);
  expect(severities({ Group: { Type: 'AWS::ElasticLoadBalancingV2::TargetGroup' } })).toEqual(['info']);
  expect(severities({})).toEqual(['warning']);
});

test('evidence names the service and its source', () => {
  const [finding] = findingsIn(rule, resources({ Guard: permission({ Principal: 'sns.amazonaws.com', SourceArn: '*' }) }));
  expect(finding?.evidence).toBe('sns.amazonaws.com for *: no account');
});
