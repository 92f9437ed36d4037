import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, aws_dsql as dsql, aws_dynamodb as dynamodb, aws_ec2 as ec2, Stack, aws_sqs as sqs } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Access, EnvironmentValue, SecureFunction } from '../../lib';
import { code, statementsOf } from '../cdk/stacks';

const guide = readFileSync(join(__dirname, '../../docs/secure-function.md'), 'utf8');
const [, builders = ''] = guide.split('## Builders and verbs\n');
const [section = ''] = builders.split('\n## ');
const blocks = [...section.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);

/** A stack in which one block of the guide has run as it stands. */
function stackOf(block: string): Stack {
  const stack = new Stack(new App(), 'Shop');
  const orders = new dynamodb.TableV2(stack, 'Orders', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
  const scope = {
    Access,
    EnvironmentValue,
    SecureFunction,
    props: code,
    orders,
    mails: new sqs.Queue(stack, 'Mails'),
    cluster: new dsql.CfnCluster(stack, 'Cluster'),
    endpoint: ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, 'Endpoint', { vpcEndpointId: 'vpce-1', port: 443 }),
  };
  new Function(...Object.keys(scope), block).apply(stack, Object.values(scope));
  return stack;
}

test('the blocks about builders run as they stand', () => {
  expect(blocks.length).toBeGreaterThanOrEqual(2);
  for (const block of blocks) expect(() => Template.fromStack(stackOf(block))).not.toThrow();
});

test('the variables of the guide hold what it says', () => {
  const block = blocks.find((one) => one.includes('withEnvironment')) ?? '';
  const [fn] = Object.values(Template.fromStack(stackOf(block)).findResources('AWS::Lambda::Function'));
  expect(fn?.Properties.Environment.Variables).toEqual({
    ORDERS: { Ref: expect.stringMatching(/^Orders/) },
    INDEX: 'by-date',
    MAILS_URL: { Ref: expect.stringMatching(/^Mails/) },
    CLUSTER_ARN: { 'Fn::GetAtt': ['Cluster', 'ResourceArn'] },
  });
});

test('the conditions of the guide are those that it says', () => {
  const block = blocks.find((one) => one.includes('onlyWhen')) ?? '';
  const own = statementsOf(stackOf(block), 'Measure').filter(({ Action }) => /^(?:cloudwatch|dynamodb):/.test([Action].flat()[0] ?? ''));
  expect(own.map(({ Action, Condition }) => [Action, Condition])).toEqual(
    expect.arrayContaining([
      ['cloudwatch:PutMetricData', { StringEquals: { 'cloudwatch:namespace': 'Orders' } }],
      ['dynamodb:GetItem', { StringEquals: { 'aws:SourceVpce': 'vpce-1' } }],
    ]),
  );
});
