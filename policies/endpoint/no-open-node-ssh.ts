import type { JsonObject } from '../../lib/core/json';
import { isPublicOnPurpose } from '../../lib/core/model/public-endpoints';
import { defineRule } from '../../lib/core/rule';

const nodegroup = (RemoteAccess: JsonObject): JsonObject => ({
  Type: 'AWS::EKS::Nodegroup',
  Properties: { ClusterName: 'orders', NodeRole: 'arn:aws:iam::111122223333:role/node', Subnets: ['subnet-1'], RemoteAccess },
});

export default defineRule({
  meta: {
    id: 'endpoint/no-open-node-ssh',
    severity: { recommended: 'error', strict: 'error', critical: 'error' },
    title: 'Nodes of a cluster take SSH from named security groups only',
    rationale: 'With an SSH key and no source security groups, EKS opens port 22 of every node to 0.0.0.0/0.',
    references: [
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-eks-nodegroup-remoteaccess.html',
      'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html',
    ],
    catalogue: ['NET-EKS-NODE-SSH'],
    peers: ['CKV_AWS_100'],
  },
  messages: {
    open: {
      what: 'node group "{name}" has an SSH key ({key}) and names no SourceSecurityGroups: port 22 of its nodes is open to the whole internet',
      fix: 'remove RemoteAccess ("remoteAccess") and use Session Manager, or name who connects in SourceSecurityGroups ("sourceSecurityGroups")',
    },
  },
  examples: {
    valid: [
      {
        title: 'SSH from one security group',
        resources: { Nodes: nodegroup({ Ec2SshKey: 'operators', SourceSecurityGroups: ['sg-0123456789abcdef0'] }) },
      },
    ],
    invalid: [{ title: 'SSH from everywhere', resources: { Nodes: nodegroup({ Ec2SshKey: 'operators' }) }, reports: ['open'] }],
  },
  *check(model) {
    for (const resource of model.resourcesOfType('AWS::EKS::Nodegroup')) {
      if (isPublicOnPurpose(model, resource)) continue;
      for (const reading of model.readingsOf(resource)) {
        const groups = reading.values('RemoteAccess', 'SourceSecurityGroups', '*');
        if (groups.length > 0 && groups.every(({ kind }) => kind !== 'absent')) continue;
        for (const { kind, text, at, shown: key } of reading.values('RemoteAccess', 'Ec2SshKey')) {
          if (kind === 'absent' || (kind === 'literal' && text === '')) continue;
          const data = { name: model.nameOf(resource), key };
          yield { message: 'open' as const, resource, at, evidence: 'SourceSecurityGroups absent', data };
        }
      }
    }
  },
});
