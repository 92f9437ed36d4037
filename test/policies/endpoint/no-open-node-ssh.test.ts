import rule from '../../../policies/endpoint/no-open-node-ssh';
import { factsOf, modelWith, resources } from '../facts';

const nodes = (RemoteAccess?: object, more: object = {}) =>
  resources({ Nodes: { Type: 'AWS::EKS::Nodegroup', Properties: { RemoteAccess } } }, more);
const Ec2SshKey = 'operators';

test('a key without source groups opens port 22', () => {
  expect(factsOf(rule, nodes({ Ec2SshKey }))).toEqual(['open Nodes /RemoteAccess/Ec2SshKey']);
  expect(factsOf(rule, nodes({ Ec2SshKey, SourceSecurityGroups: [] }))).toEqual(['open Nodes /RemoteAccess/Ec2SshKey']);
  expect(factsOf(rule, nodes({ Ec2SshKey, SourceSecurityGroups: { Ref: 'AWS::NoValue' } }))).toEqual([
    'open Nodes /RemoteAccess/Ec2SshKey',
  ]);
  const Parameters = { Key: { Type: 'AWS::EC2::KeyPair::KeyName' } };
  expect(factsOf(rule, nodes({ Ec2SshKey: { Ref: 'Key' } }, { Parameters }))).toEqual(['open Nodes /RemoteAccess/Ec2SshKey']);
});

test('source groups, or no key', () => {
  expect(factsOf(rule, nodes({ Ec2SshKey, SourceSecurityGroups: ['sg-1'] }))).toEqual([]);
  expect(factsOf(rule, nodes({ Ec2SshKey, SourceSecurityGroups: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }] }))).toEqual([]);
  expect(factsOf(rule, nodes({}))).toEqual([]);
  expect(factsOf(rule, nodes())).toEqual([]);
});

test('the branch without source groups counts', () => {
  const Conditions = { Dev: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } };
  const groups = { 'Fn::If': ['Dev', { Ref: 'AWS::NoValue' }, ['sg-1']] };
  expect(factsOf(rule, nodes({ Ec2SshKey, SourceSecurityGroups: groups }, { Conditions }))).toEqual(['open Nodes /RemoteAccess/Ec2SshKey']);
});

test('nodes that are open on purpose', () => {
  expect([...rule.check(modelWith({ publicEndpoints: ['Nodes'] }, nodes({ Ec2SshKey })))]).toEqual([]);
});
