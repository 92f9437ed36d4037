import rule from '../../../policies/resource-policy/require-service-source';
import { factsOf, firstFactOf, resources } from '../facts';
import { findingsIn } from '../findings';

const policy = (Type: string, statement: object, ...more: object[]) => ({
  Type,
  Properties: {
    [Type === 'AWS::KMS::Key' ? 'KeyPolicy' : 'PolicyDocument']: { Statement: [{ Effect: 'Allow', Resource: '*', ...statement }, ...more] },
  },
});
const topic = (statement: object, ...more: object[]) =>
  resources({ Guard: policy('AWS::SNS::TopicPolicy', { Action: 'sns:Publish', ...statement }, ...more) });
const service = (name: string, Condition?: object) => ({ Principal: { Service: name }, ...(Condition === undefined ? {} : { Condition }) });

test.each(['s3', 'sns', 'events', 'cloudtrail', 'config', 'logs', 'delivery.logs', 'ses', 'apigateway', 'iot', 'cloudfront', 'backup'])(
  '%s without a source acts for anybody, also in a policy that is harmless otherwise',
  (name) => {
    expect(factsOf(rule, topic(service(`${name}.amazonaws.com`)))).toEqual([
      'anyOwner Guard /PolicyDocument/Statement/0/Principal/Service',
    ]);
    expect(factsOf(rule, topic(service(`${name}.amazonaws.com.cn`)))).toHaveLength(1);
  },
);

test.each(['secretsmanager', 'eks', 'autoscaling', 'logdelivery.elasticloadbalancing'])('%s acts at home only', (name) => {
  expect(factsOf(rule, topic(service(`${name}.amazonaws.com`)))).toEqual([]);
});

test.each([
  ['StringEquals', 'aws:SourceAccount', { Ref: 'AWS::AccountId' }],
  ['StringEquals', 'AWS:SOURCEACCOUNT', '111122223333'],
  ['StringEquals', 'aws:SourceOrgID', 'o-a1b2c3d4e5'],
  ['ForAnyValue:StringLike', 'aws:SourceOrgPaths', 'o-a1b2c3d4e5/*'],
  ['StringEquals', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5'],
  ['ArnLike', 'aws:SourceArn', 'arn:aws:events:*:111122223333:rule/*'],
  ['ArnEquals', 'aws:SourceArn', { 'Fn::GetAtt': ['Rule', 'Arn'] }],
  ['ArnLike', 'aws:SourceArn', { 'Fn::Sub': 'arn:aws:cloudfront::${AWS::AccountId}:distribution/*' }],
])('%s on %s says whose', (operator, key, value) => {
  const template = topic(service('events.amazonaws.com', { [operator]: { [key]: value } }));
  expect(factsOf(rule, { Resources: { ...Object(template.Resources), Rule: { Type: 'AWS::Events::Rule' } } })).toEqual([]);
});

test.each([
  ['StringEqualsIfExists', 'aws:SourceAccount', '111122223333', 'wideSource'],
  ['StringNotEquals', 'aws:SourceAccount', '111122223333', 'wideSource'],
  ['ArnLike', 'aws:SourceArn', 'arn:aws:events:*:*:rule/*', 'wideSource'],
  ['ArnLike', 'aws:SourceArn', '*', 'wideSource'],
  ['StringEquals', 'aws:Referer', '111122223333', 'anyOwner'],
  ['StringEquals', 's3:x-amz-acl', 'bucket-owner-full-control', 'anyOwner'],
  ['Bool', 'aws:SecureTransport', 'true', 'anyOwner'],
])('%s on %s with %s does not', (operator, key, value, message) => {
  expect(factsOf(rule, topic(service('events.amazonaws.com', { [operator]: { [key]: value } })))[0]).toContain(message);
});

test('a bucket that is written out is a weaker fact, since its ARN has no account; one of the stack is none', () => {
  const guarded = (arn: unknown) =>
    factsOf(rule, {
      Resources: {
        ...Object(topic(service('s3.amazonaws.com', { ArnLike: { 'aws:SourceArn': arn } })).Resources),
        Uploads: { Type: 'AWS::S3::Bucket' },
      },
    });
  expect(guarded('arn:aws:s3:::uploads')).toEqual([
    'resourceOnly Guard /PolicyDocument/Statement/0/Condition/ArnLike/aws:SourceArn (at most warning)',
  ]);
  expect(guarded({ 'Fn::GetAtt': ['Uploads', 'Arn'] })).toEqual([]);
});

test('both keys together say whose, in whatever order', () => {
  const Condition = { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::uploads' }, StringEquals: { 'aws:SourceAccount': '111122223333' } };
  expect(factsOf(rule, topic(service('s3.amazonaws.com', Condition)))).toEqual([]);
});

test('keys of KMS are weaker facts, and encryption contexts and ViaService say whose', () => {
  const key = (Condition?: object) =>
    factsOf(rule, resources({ Guard: policy('AWS::KMS::Key', { Action: 'kms:Decrypt', ...service('logs.amazonaws.com', Condition) }) }));
  expect(key()).toEqual(['anyOwner Guard /KeyPolicy/Statement/0/Principal/Service (at most warning)']);
  expect(key({ ArnLike: { 'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:eu-west-1:111122223333:*' } })).toEqual([]);
  expect(key({ ArnLike: { 'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:*:*:*' } })).toHaveLength(1);
  expect(key({ StringEquals: { 'kms:ViaService': 'sqs.eu-west-1.amazonaws.com' } })).toEqual([]);
});

test('logs that go below the own account, and looking whether they may, are weaker facts', () => {
  const bucket = (statement: object) =>
    factsOf(rule, resources({ Guard: policy('AWS::S3::BucketPolicy', { ...service('cloudtrail.amazonaws.com'), ...statement }) }));
  expect(bucket({ Action: 's3:PutObject', Resource: { 'Fn::Sub': 'arn:aws:s3:::logs/AWSLogs/${AWS::AccountId}/*' } })[0]).toContain(
    '(at most warning)',
  );
  expect(bucket({ Action: 's3:GetBucketAcl', Resource: 'arn:aws:s3:::logs' })[0]).toContain('(at most warning)');
  expect(bucket({ Action: 's3:PutObject', Resource: 'arn:aws:s3:::logs/*' })[0]).not.toContain('(at most');
});

test('a Deny for services that act for others closes it, one that may be absent or asks more does not', () => {
  const deny = { Effect: 'Deny', Principal: '*', Action: 'sns:*', Resource: '*' };
  const perimeter = {
    StringNotEqualsIfExists: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
    Null: { 'aws:SourceArn': 'false' },
    Bool: { 'aws:PrincipalIsAWSService': 'true' },
  };
  expect(factsOf(rule, topic(service('events.amazonaws.com'), { ...deny, Condition: perimeter }))).toEqual([]);
  const asksMore = { ...perimeter, StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } };
  expect(factsOf(rule, topic(service('events.amazonaws.com'), { ...deny, Condition: asksMore }))).toHaveLength(1);
  expect(factsOf(rule, topic(service('events.amazonaws.com'), { ...deny, Action: 'sns:Subscribe', Condition: perimeter }))).toHaveLength(1);
});

test('a Deny, functions, and endpoint services are not its affair', () => {
  expect(factsOf(rule, topic({ ...service('events.amazonaws.com'), Effect: 'Deny' }))).toEqual([]);
  const permission = {
    Type: 'AWS::Lambda::Permission',
    Properties: { FunctionName: 'f', Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com' },
  };
  const endpoint = {
    Type: 'AWS::EC2::VPCEndpointServicePermissions',
    Properties: { ServiceId: 's', AllowedPrincipals: ['appflow.amazonaws.com'] },
  };
  expect(factsOf(rule, resources({ permission, endpoint }))).toEqual([]);
});

test('several services of one statement are one finding', () => {
  const fact = firstFactOf(rule, topic({ Principal: { Service: ['sns.amazonaws.com', 'events.amazonaws.com'] } }));
  expect(fact.evidence).toBe('events.amazonaws.com, sns.amazonaws.com: sns:Publish');
});

test("what a construct of CDK writes beside its own resource is information; the same grant elsewhere is the user's", () => {
  const written = {
    ...policy('AWS::SNS::TopicPolicy', { Action: 'sns:Publish', ...service('events.amazonaws.com') }),
    Metadata: { 'aws:cdk:path': 'S/Topic/Policy/Resource' },
  };
  const severities = (Resources: object) => findingsIn(rule, resources(Resources)).map(({ severity }) => severity);
  expect(severities({ written, Rule: { Type: 'AWS::Events::Rule' } })).toEqual(['info']);
  expect(severities({ written })).toEqual(['error']);
  expect(
    severities({
      hand: policy('AWS::SNS::TopicPolicy', { Action: 'sns:Publish', ...service('events.amazonaws.com') }),
      Rule: { Type: 'AWS::Events::Rule' },
    }),
  ).toEqual(['error']);
  const wider = {
    ...policy('AWS::SNS::TopicPolicy', { Action: 'sns:*', ...service('events.amazonaws.com') }),
    Metadata: { 'aws:cdk:path': 'S/Topic/Policy/Resource' },
  };
  expect(severities({ wider, Rule: { Type: 'AWS::Events::Rule' } })).toEqual(['error']);
});
