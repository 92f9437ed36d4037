import { buildTemplates, judge, settle } from '../../lib/check';
import type { BaselineEntry } from '../../lib/core/baseline';
import type { Json, JsonObject } from '../../lib/core/json';

type Resources = Readonly<Record<string, Json>>;

/** What blocks of an app of one or more stacks, against a baseline, and the baseline of today. */
function checked(stacks: Readonly<Record<string, Resources>>, entries: readonly BaselineEntry[] = []) {
  const { templates, problems } = buildTemplates(
    Object.entries(stacks).map(([stack, resources]) => {
      const body: JsonObject = { Resources: { ...resources } };
      return { name: `${stack}.template.json`, stack, body };
    }),
  );
  const judged = judge({ templates, problems }, { baseline: { name: 'b.json', path: '/b.json', entries } });
  const items = judged.findings.map((finding) => ({ finding, path: finding.constructPath ?? '' }));
  const settled = settle(judged, items, [], true);
  const open = settled.items.filter(({ finding }) => finding.acknowledged === null && finding.severity !== 'info');
  return { open: open.map(({ finding }) => finding.findingId), updated: settled.baseline().updated('2026-11-22') };
}

const wild = { Effect: 'Allow', Action: 's3:*', Resource: '*' };

function policy(statements: readonly JsonObject[], path = 'Shop/Policy'): JsonObject {
  return {
    Type: 'AWS::IAM::Policy',
    Metadata: { 'aws:cdk:path': `${path}/Resource` },
    Properties: { PolicyName: 'p', Roles: ['r'], PolicyDocument: { Version: '2012-10-17', Statement: [...statements] } },
  };
}

function group(ingress: JsonObject): JsonObject {
  return {
    Type: 'AWS::EC2::SecurityGroup',
    Metadata: { 'aws:cdk:path': 'Shop/Group/Resource' },
    Properties: { GroupDescription: 'g', VpcId: 'vpc-1', SecurityGroupIngress: [ingress] },
  };
}

const url = (AuthType: string): JsonObject => ({
  Type: 'AWS::Lambda::Url',
  Metadata: { 'aws:cdk:path': 'Shop/Url/Resource' },
  Properties: { AuthType, TargetFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:f' },
});

const https = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '0.0.0.0/0' };
const tested = (Condition: JsonObject) => ({ Shop: { Policy: policy([{ ...wild, Condition }]) } });

/** Each from what is in the baseline to what is graver. */
const growths: Readonly<Record<string, readonly [Readonly<Record<string, Resources>>, Readonly<Record<string, Resources>>]>> = {
  'the same statement a second time': [{ Shop: { Policy: policy([wild]) } }, { Shop: { Policy: policy([wild, wild]) } }],
  'the same statement in another policy': [
    { Shop: { Policy: policy([wild]) } },
    { Shop: { Policy: policy([wild]), Other: policy([wild], 'Shop/Other') } },
  ],
  'the same construct id in another stack': [
    { Shop: { Policy: policy([wild]) } },
    { Shop: { Policy: policy([wild]) }, Blog: { Policy: policy([wild], 'Blog/Policy') } },
  ],
  'a further service': [{ Shop: { Policy: policy([wild]) } }, { Shop: { Policy: policy([{ ...wild, Action: ['s3:*', 'iam:*'] }]) } }],
  'a wider pattern of the resource': [
    { Shop: { Policy: policy([{ ...wild, Resource: 'arn:aws:s3:::a*' }]) } },
    { Shop: { Policy: policy([{ ...wild, Resource: 'arn:aws:s3:::*' }]) } },
  ],
  'a shorter NotAction': [
    { Shop: { Policy: policy([{ Effect: 'Allow', NotAction: ['iam:*', 'sts:*'], Resource: '*' }]) } },
    { Shop: { Policy: policy([{ Effect: 'Allow', NotAction: ['iam:*'], Resource: '*' }]) } },
  ],
  'a condition that is gone': [tested({ StringEquals: { 'aws:SourceVpc': 'vpc-1' } }), { Shop: { Policy: policy([wild]) } }],
  'a further value of a condition': [
    tested({ StringEquals: { 'aws:SourceVpc': 'vpc-1' } }),
    tested({ StringEquals: { 'aws:SourceVpc': ['vpc-1', 'vpc-2'] } }),
  ],
  'a test that passes where there is no value': [
    tested({ StringEquals: { 'aws:SourceVpc': 'vpc-1' } }),
    tested({ StringEqualsIfExists: { 'aws:SourceVpc': 'vpc-1' } }),
  ],
  'a statement that only some deployments had': [
    {
      Shop: {
        Policy: policy([{ 'Fn::If': ['C', wild, { Ref: 'AWS::NoValue' }] }]),
      },
    },
    { Shop: { Policy: policy([wild]) } },
  ],
  'a network rule for all ports': [{ Shop: { Group: group(https) } }, { Shop: { Group: group({ ...https, FromPort: 0, ToPort: 65535 }) } }],
  'a network rule for all protocols': [
    { Shop: { Group: group(https) } },
    { Shop: { Group: group({ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }) } },
  ],
  'a function URL without authentication': [{ Shop: { Url: url('AWS_IAM') } }, { Shop: { Url: url('NONE') } }],
};

test.each(Object.entries(growths))('%s is new', (_title, [before, after]) => {
  const { updated } = checked(before);
  expect(checked(before, updated).open).toEqual([]);
  expect(checked(after, updated).open).not.toEqual([]);
});
