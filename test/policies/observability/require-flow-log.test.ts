import rule from '../../../policies/observability/require-flow-log';
import { factsOf, resources } from '../facts';

const vpc = { Vpc: { Type: 'AWS::EC2::VPC', Properties: {} } };
const flowLog = (ResourceId: unknown, name = 'Flow') => ({ [name]: { Type: 'AWS::EC2::FlowLog', Properties: { ResourceId } } });
const subnet = (name: string) => ({ [name]: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' } } } });
const FOUND = ['noFlowLog Vpc '];

test('a flow log of the VPC, from whatever stack', () => {
  expect(factsOf(rule, resources(vpc))).toEqual(FOUND);
  const exporting = resources(vpc, { Outputs: { Id: { Value: { 'Fn::GetAtt': ['Vpc', 'VpcId'] }, Export: { Name: 'vpc' } } } });
  expect(factsOf(rule, exporting, resources(flowLog({ 'Fn::ImportValue': 'vpc' })))).toEqual([]);
});

test('a flow log of another VPC does not count, one that the deployment names may', () => {
  expect(factsOf(rule, resources({ ...vpc, ...flowLog('vpc-1') }))).toEqual(FOUND);
  expect(factsOf(rule, resources({ ...vpc, ...flowLog({ 'Fn::ImportValue': 'elsewhere' }) }))).toEqual([]);
});

test('flow logs of all its subnets are those of the VPC', () => {
  const subnets = { ...vpc, ...subnet('A'), ...subnet('B'), ...flowLog({ Ref: 'A' }) };
  expect(factsOf(rule, resources(subnets))).toEqual(FOUND);
  expect(factsOf(rule, resources({ ...subnets, ...flowLog({ Ref: 'B' }, 'Flow2') }))).toEqual([]);
});
