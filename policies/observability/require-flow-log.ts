import type { JsonObject } from '../../lib/core/json';
import { mentionsBy } from '../../lib/core/model/mentions';
import type { Model } from '../../lib/core/model/model';
import { defineRule } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

const vpc: JsonObject = { Network: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } } };

export default defineRule({
  meta: {
    id: 'observability/require-flow-log',
    severity: { recommended: 'warning', strict: 'warning', critical: 'off' },
    title: 'VPCs keep flow logs',
    rationale:
      'Flow logs are the only record of who talked to whom in a network: without them nobody can tell what an intruder reached, or where data went.',
    references: ['https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html'],
    catalogue: ['OBS-VPC-FLOW-LOG'],
    peers: ['cfn_nag W60', 'AWS-0178', 'cdk-nag AwsSolutions-VPC7', 'Security Hub EC2.6'],
  },
  messages: {
    noFlowLog: {
      what: 'the VPC "{name}" has no flow log',
      fix: 'add an AWS::EC2::FlowLog with its id in "ResourceId" ("vpc.addFlowLog(\'FlowLog\')", or "flowLogs" of ec2.Vpc)',
    },
  },
  examples: {
    valid: [
      {
        title: 'a VPC with a flow log',
        resources: {
          ...vpc,
          FlowLog: {
            Type: 'AWS::EC2::FlowLog',
            Properties: { ResourceId: { Ref: 'Network' }, ResourceType: 'VPC', TrafficType: 'ALL', LogGroupName: 'network' },
          },
        },
      },
    ],
    invalid: [{ title: 'a VPC', resources: vpc, reports: ['noFlowLog'] }],
  },
  *check(model) {
    const networks = model.resourcesOfType('AWS::EC2::VPC');
    if (networks.length === 0) return;
    const { resources: logged, others } = mentionsBy(model, ['AWS::EC2::FlowLog'], 'ResourceId');
    // A log of something that the deployment names may be that of any VPC beside it.
    const undecided = new Set(others.filter(({ value }) => typeof value !== 'string').map(({ by }) => by.template));
    for (const resource of networks) {
      if (logged.has(resource) || undecided.has(resource.template) || hasLoggedSubnets(model, resource, logged)) continue;
      const data = { name: model.nameOf(resource) };
      yield { message: 'noFlowLog' as const, resource, at: model.propertiesOf(resource), evidence: 'no flow log', data };
    }
  },
});

/** Whether each subnet of the VPC has a flow log of its own. */
function hasLoggedSubnets(model: Model, vpcResource: Resource, logged: ReadonlySet<Resource>): boolean {
  const subnets = model.resourcesOfType('AWS::EC2::Subnet').filter((subnet) => {
    const resolver = model.resolverOf(subnet.template);
    return model.values(subnet, 'VpcId').some(({ value }) => resolver.target(value) === vpcResource);
  });
  return subnets.length > 0 && subnets.every((subnet) => logged.has(subnet));
}
