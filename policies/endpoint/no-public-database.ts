import type { JsonObject } from '../../lib/core/json';
import type { Model } from '../../lib/core/model/model';
import { isPublicOnPurpose } from '../../lib/core/model/public-endpoints';
import type { Reading } from '../../lib/core/model/reading';
import { positionsOf, type Switch, switchFact } from '../../lib/core/model/switches';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

type Message = 'public' | 'publicByDefault' | 'publicInDefaultVpc' | 'undecided';

/** What each type does without the property, where that is public. Types that are not listed are private then. */
const publicWithout: Readonly<Record<string, 'always' | 'in-default-vpc'>> = {
  'AWS::DMS::InstanceProfile': 'always',
  'AWS::DMS::ReplicationInstance': 'always',
  'AWS::RDS::DBCluster': 'in-default-vpc',
  'AWS::RDS::DBInstance': 'in-default-vpc',
};

const PUBLIC_ADDRESS: Switch = { path: ['PubliclyAccessible'], on: ['true'] };

/** Switches of another name that make a store public. */
const otherSwitches: Readonly<Record<string, Switch>> = {
  'AWS::MSK::Cluster': {
    path: ['BrokerNodeGroupInfo', 'ConnectivityInfo', 'PublicAccess', 'Type'],
    on: ['SERVICE_PROVIDED_EIPS'],
  },
};

const database = (more: JsonObject): JsonObject => ({
  Type: 'AWS::RDS::DBInstance',
  Properties: { Engine: 'postgres', DBInstanceClass: 'db.t4g.micro', DBSubnetGroupName: 'private', ...more },
});

export default defineRule<Message>({
  meta: {
    id: 'endpoint/no-public-database',
    severity: { recommended: 'error', strict: 'error', critical: 'error' },
    title: 'Databases and brokers have no public address',
    rationale:
      'A publicly accessible database gets an address that resolves on the internet: one wide security group or one leaked password then gives strangers the data. Applications reach a private one from inside the VPC.',
    references: [
      'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html#USER_VPC.Hiding',
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbinstance.html#cfn-rds-dbinstance-publiclyaccessible',
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dms-replicationinstance.html#cfn-dms-replicationinstance-publiclyaccessible',
    ],
    catalogue: ['NET-RDS-PUBLIC', 'NET-REDSHIFT-PUBLIC', 'NET-DMS-PUBLIC', 'NET-MQ-PUBLIC', 'NET-MSK-PUBLIC'],
    peers: [
      'CKV_AWS_17',
      'CKV_AWS_69',
      'CKV_AWS_87',
      'CKV_AWS_89',
      'CKV_AWS_291',
      'cfn_nag F22',
      'cfn_nag W91',
      'AWS-0072',
      'AWS-0085',
      'AWS-0180',
      'RDS_INSTANCE_PUBLIC_ACCESS_CHECK',
      'REDSHIFT_CLUSTER_PUBLIC_ACCESS_CHECK',
      'DMS_REPLICATION_NOT_PUBLIC',
      'cdk-nag RDSInstancePublicAccess',
      'cdk-nag AwsSolutions-RS8',
      'Security Hub RDS.2',
      'Security Hub RDS.46',
      'Security Hub Redshift.1',
      'Security Hub RedshiftServerless.3',
      'Security Hub DMS.1',
      'Security Hub MSK.4',
    ],
  },
  messages: {
    public: {
      what: '{type} "{name}" has {property} {value}: its address is reachable from the internet',
      fix: 'set {property} to {closed} ("publiclyAccessible: false", in private subnets) and reach it from inside the VPC, through a bastion with Session Manager, or through a VPN',
    },
    publicByDefault: {
      what: '{type} "{name}" sets no {property}, and the default is public',
      fix: 'set {property} to {closed} ("publiclyAccessible: false")',
    },
    publicInDefaultVpc: {
      what: '{type} "{name}" sets neither {property} nor DBSubnetGroupName: in a default VPC with an internet gateway it is made public',
      fix: 'set {property} to {closed}, or name a subnet group of private subnets in "DBSubnetGroupName"',
    },
    undecided: {
      what: 'whether {type} "{name}" is public cannot be decided: {property} is "{value}"',
      fix: 'write {property} {closed}, or give the parameter that decides it that value as its default',
    },
  },
  examples: {
    valid: [
      { title: 'a database without a public address', resources: { Database: database({ PubliclyAccessible: false }) } },
      { title: 'a database in a subnet group, whose default is private', resources: { Database: database({}) } },
    ],
    invalid: [
      {
        title: 'a database with a public address',
        resources: { Database: database({ PubliclyAccessible: 'true' }) },
        reports: ['public'],
      },
      {
        title: 'a replication instance with the default, which is public',
        resources: { Migration: { Type: 'AWS::DMS::ReplicationInstance', Properties: { ReplicationInstanceClass: 'dms.t3.micro' } } },
        reports: ['publicByDefault'],
      },
      {
        title: 'a database in whatever VPC is the default one, which is a warning',
        resources: { Database: { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'postgres' } } },
        reports: ['publicInDefaultVpc'],
      },
      {
        title: 'a choice that is made at deployment',
        template: {
          Parameters: { Public: { Type: 'String' } },
          Resources: { Database: database({ PubliclyAccessible: { Ref: 'Public' } }) },
        },
        reports: ['undecided'],
      },
    ],
  },
  *check(model) {
    for (const template of model.templates) {
      for (const resource of template.resources.values()) {
        const { type, properties } = resource;
        if (!('PubliclyAccessible' in properties || Object.hasOwn(publicWithout, type) || Object.hasOwn(otherSwitches, type))) continue;
        if (!isPublicOnPurpose(model, resource)) yield* factsOf(model, resource);
      }
    }
  },
});

function* factsOf(model: Model, resource: Resource): Iterable<Fact<Message>> {
  const other = Object.hasOwn(otherSwitches, resource.type) ? otherSwitches[resource.type] : undefined;
  const closed = other === undefined ? '"false"' : '"DISABLED"';
  const without = Object.hasOwn(publicWithout, resource.type) ? publicWithout[resource.type] : undefined;
  for (const position of positionsOf(model, resource, { ...(other ?? PUBLIC_ADDRESS), onWithout: without !== undefined })) {
    const { data, ...where } = switchFact(model, position);
    const described = { ...where, data: { ...data, closed } };
    if (position.state === 'on') yield { ...described, message: 'public' };
    else if (position.state === 'undecided') yield { ...described, message: 'undecided' };
    else if (without === 'always') yield { ...described, message: 'publicByDefault' };
    else if (isLeftToDefaultVpc(position.reading)) yield { ...described, message: 'publicInDefaultVpc', atMost: 'warning' };
  }
}

/**
 * Whether no subnet group, cluster or source of a replica decides where the database lives. Of the clusters only those
 * of several zones, which name the class of their instances, have an address of their own: Aurora has it on the instance.
 */
function isLeftToDefaultVpc(reading: Reading): boolean {
  if (reading.resource.type === 'AWS::RDS::DBCluster' && reading.lacks('DBClusterInstanceClass')) return false;
  return PLACED_BY.every((property) => reading.lacks(property));
}

const PLACED_BY = ['DBSubnetGroupName', 'DBClusterIdentifier', 'SourceDBInstanceIdentifier', 'SourceDBClusterIdentifier'];
