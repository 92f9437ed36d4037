import type { JsonObject } from '../lib/core/json';

/** A cluster of Redshift, for examples of rules, with these further properties. */
export function warehouse(properties: JsonObject = {}): JsonObject {
  return {
    Type: 'AWS::Redshift::Cluster',
    Properties: { ClusterType: 'multi-node', DBName: 'orders', MasterUsername: 'owner', NodeType: 'ra3.large', ...properties },
  };
}

/** A parameter group for {@link warehouse}. */
export function warehouseSettings(properties: JsonObject): JsonObject {
  return {
    Type: 'AWS::Redshift::ClusterParameterGroup',
    Properties: { Description: 'settings', ParameterGroupFamily: 'redshift-2.0', ...properties },
  };
}

/** A cluster of EMR, with these further properties. */
export function computeCluster(properties: JsonObject = {}): JsonObject {
  return {
    Type: 'AWS::EMR::Cluster',
    Properties: { Name: 'reports', Instances: {}, JobFlowRole: 'worker', ServiceRole: 'service', ...properties },
  };
}

/** A selection of a backup plan that takes the resource with this ARN in. */
export function backupSelection(arn: JsonObject[string]): JsonObject {
  return {
    Type: 'AWS::Backup::BackupSelection',
    Properties: {
      BackupPlanId: 'daily',
      BackupSelection: { SelectionName: 'all', IamRoleArn: 'arn:aws:iam::111122223333:role/backup', Resources: [arn] },
    },
  };
}
