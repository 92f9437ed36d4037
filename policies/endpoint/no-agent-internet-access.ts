import type { JsonObject } from '../../lib/core/json';
import { isPublicOnPurpose } from '../../lib/core/model/public-endpoints';
import { positionsOf, type Switch, switchFact } from '../../lib/core/model/switches';
import { defineRule } from '../../lib/core/rule';

type Message = 'openNetwork' | 'openAgent' | 'undecided';

/** Where each type keeps its network mode and its role, and whether it runs code or pages that strangers write. */
const sandboxes: Readonly<Record<string, { readonly network: Switch; readonly role: string; readonly runsForeignCode: boolean }>> = {
  'AWS::BedrockAgentCore::BrowserCustom': {
    network: { path: ['NetworkConfiguration', 'NetworkMode'], on: ['PUBLIC'] },
    role: 'ExecutionRoleArn',
    runsForeignCode: true,
  },
  'AWS::BedrockAgentCore::CodeInterpreterCustom': {
    network: { path: ['NetworkConfiguration', 'NetworkMode'], on: ['PUBLIC'] },
    role: 'ExecutionRoleArn',
    runsForeignCode: true,
  },
  'AWS::BedrockAgentCore::Harness': {
    network: { path: ['Environment', 'AgentCoreRuntimeEnvironment', 'NetworkConfiguration', 'NetworkMode'], on: ['PUBLIC'] },
    role: 'ExecutionRoleArn',
    runsForeignCode: false,
  },
  'AWS::BedrockAgentCore::Runtime': {
    network: { path: ['NetworkConfiguration', 'NetworkMode'], on: ['PUBLIC'], onWithout: true },
    role: 'RoleArn',
    runsForeignCode: false,
  },
};

const sandbox = (type: string, mode: JsonObject | string, more: JsonObject = {}): JsonObject => ({
  Agent: { Type: `AWS::BedrockAgentCore::${type}`, Properties: { Name: 'orders', NetworkConfiguration: { NetworkMode: mode }, ...more } },
});
const role: JsonObject = { ExecutionRoleArn: 'arn:aws:iam::111122223333:role/orders' };
const runtimeRole: JsonObject = { RoleArn: 'arn:aws:iam::111122223333:role/orders' };

export default defineRule<Message>({
  meta: {
    id: 'endpoint/no-agent-internet-access',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'Agents, browsers and code interpreters that hold a role have no open way to the internet',
    rationale:
      'An interpreter runs code, and a browser opens pages, that a prompt made up: with the credentials of its role in its metadata service and an open network, one injected instruction sends them away.',
    references: [
      'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/agentcore-vpc.html',
      'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/code-interpreter-tool.html',
    ],
    catalogue: ['NET-AGENTCORE-PUBLIC'],
    peers: [],
  },
  messages: {
    openNetwork: {
      what: '{type} "{name}" has NetworkMode "{value}" and an execution role: what it runs can send the credentials of the role anywhere',
      fix: 'set NetworkMode to "SANDBOX" (code interpreters) or to "VPC" with subnets and security groups ("networkConfiguration" with "usingSandboxNetwork()" or "usingVpc(…)"), or leave the role out',
    },
    openAgent: {
      what: '{type} "{name}" has NetworkMode {value}: the agent reaches every address of the internet with the rights of its role',
      fix: 'set NetworkMode to "VPC" with subnets and security groups ("networkConfiguration: RuntimeNetworkConfiguration.usingVpc(…)" of agentcore.Runtime)',
    },
    undecided: {
      what: 'whether {type} "{name}" reaches the internet cannot be decided: NetworkMode is "{value}"',
      fix: 'write NetworkMode "VPC" in the template, or give the parameter that decides it that value as its default',
    },
  },
  examples: {
    valid: [
      { title: 'an interpreter without a network', resources: sandbox('CodeInterpreterCustom', 'SANDBOX', role) },
      { title: 'an interpreter without a role', resources: sandbox('CodeInterpreterCustom', 'PUBLIC') },
      { title: 'an agent in a VPC', resources: sandbox('Runtime', 'VPC', runtimeRole) },
    ],
    invalid: [
      {
        title: 'an interpreter with a role and an open network',
        resources: sandbox('CodeInterpreterCustom', 'PUBLIC', role),
        reports: ['openNetwork'],
      },
      { title: 'an agent with an open network', resources: sandbox('Runtime', 'PUBLIC', runtimeRole), reports: ['openAgent'] },
      {
        title: 'a choice that is made at deployment',
        template: { Parameters: { Mode: { Type: 'String' } }, Resources: sandbox('BrowserCustom', { Ref: 'Mode' }, role) },
        reports: ['undecided'],
      },
    ],
  },
  *check(model) {
    for (const [type, { network, role: roleProperty, runsForeignCode }] of Object.entries(sandboxes)) {
      for (const resource of model.resourcesOfType(type)) {
        if (isPublicOnPurpose(model, resource)) continue;
        for (const position of positionsOf(model, resource, network)) {
          if (position.reading.values(roleProperty).every(({ kind }) => kind === 'absent')) continue;
          const { data, ...fact } = switchFact(model, position);
          const value = position.state === 'default' ? 'absent, and the default is "PUBLIC"' : `"${position.value}"`;
          if (position.state === 'undecided') yield { message: 'undecided', ...fact, data, ...weaker(runsForeignCode) };
          else if (runsForeignCode) yield { message: 'openNetwork', ...fact, data };
          else yield { message: 'openAgent', ...fact, data: { ...data, value }, ...weaker(runsForeignCode) };
        }
      }
    }
  },
});

/** The code of an agent is the owner's: its open network is advice. */
function weaker(runsForeignCode: boolean) {
  return runsForeignCode ? {} : { atMost: 'warning' as const };
}
