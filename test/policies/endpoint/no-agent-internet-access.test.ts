import rule from '../../../policies/endpoint/no-agent-internet-access';
import { factsOf, resources } from '../facts';

const found = (type: string, properties: object) =>
  factsOf(rule, resources({ Agent: { Type: `AWS::BedrockAgentCore::${type}`, Properties: properties } }));
const open = { NetworkConfiguration: { NetworkMode: 'PUBLIC' } };

test.each(['BrowserCustom', 'CodeInterpreterCustom'])('a %s with a role and an open network gives its credentials away', (type) => {
  expect(found(type, { ...open, ExecutionRoleArn: { 'Fn::ImportValue': 'role' } })).toEqual([
    'openNetwork Agent /NetworkConfiguration/NetworkMode',
  ]);
  expect(found(type, open)).toEqual([]);
  expect(found(type, { NetworkConfiguration: { NetworkMode: 'SANDBOX' }, ExecutionRoleArn: 'arn' })).toEqual([]);
  expect(found(type, { NetworkConfiguration: { NetworkMode: 'VPC' }, ExecutionRoleArn: 'arn' })).toEqual([]);
});

test('an agent with an open network is warned of, also when that is the default', () => {
  expect(found('Runtime', { ...open, RoleArn: 'arn' })).toEqual(['openAgent Agent /NetworkConfiguration/NetworkMode (at most warning)']);
  expect(found('Runtime', { RoleArn: 'arn' })).toEqual(['openAgent Agent  (at most warning)']);
  expect(found('Harness', { ExecutionRoleArn: 'arn', Environment: { AgentCoreRuntimeEnvironment: open } })).toEqual([
    'openAgent Agent /Environment/AgentCoreRuntimeEnvironment/NetworkConfiguration/NetworkMode (at most warning)',
  ]);
  expect(found('Harness', { ExecutionRoleArn: 'arn' })).toEqual([]);
});
