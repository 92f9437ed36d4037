import { defineNagRule } from '../../lib/core/nag-rule';
import { warehouse } from '../example-clusters';

export default defineNagRule({
  meta: {
    id: 'data/require-warehouse-vpc-routing',
    severity: 'warning',
    title: 'Redshift clusters load and unload data through their VPC',
    rationale:
      'Without enhanced routing COPY and UNLOAD leave the VPC over the network of the service, past its endpoints, firewalls and flow logs: data can be unloaded to any bucket without a trace there.',
    references: ['https://docs.aws.amazon.com/redshift/latest/mgmt/enhanced-vpc-routing.html'],
    peers: ['cdk-nag RedshiftEnhancedVPCRoutingEnabled', 'Security Hub Redshift.7'],
  },
  nag: { rule: 'redshift.RedshiftEnhancedVPCRoutingEnabled', types: ['AWS::Redshift::Cluster'] },
  property: ['EnhancedVpcRouting'],
  what: 'cluster "{name}" has EnhancedVpcRouting {value}: COPY and UNLOAD go past its VPC',
  fix: 'set "EnhancedVpcRouting" to true ("enhancedVpcRouting: true")',
  examples: {
    valid: [
      {
        title: 'routing through the VPC',
        resources: {
          Warehouse: warehouse({ EnhancedVpcRouting: true }),
        },
      },
    ],
    invalid: [
      {
        title: 'left out',
        resources: {
          Warehouse: warehouse(),
        },
      },
      {
        title: 'turned off',
        resources: {
          Warehouse: warehouse({ EnhancedVpcRouting: false }),
        },
      },
    ],
  },
});
