import type { Inventory } from '../../lib/inventory/inventory';
import { changesBetween } from '../../lib/lockfile/compare';
import type { PermissionLock } from '../../lib/lockfile/lock';
import { lockOf } from '../../lib/lockfile/permissions';
import { inWords } from '../../lib/lockfile/words';
import { loadReference } from '../../lib/reference';
import { modelOf, resources } from '../policies/facts';

const NOTHING: Inventory = {
  schemaVersion: 1,
  tool: { name: 'cdk-least-privilege', version: '0.0.0', referenceDate: '2026-01-01' },
  apps: [],
  functions: [],
  entryPoints: [],
  apis: [],
  stores: [],
  holders: [],
  permissions: [],
  outbound: [],
  unread: [],
} as unknown as Inventory;

/** The lock of a template with a function `PlaceOrder`, whose role holds these statements. */
export function lockWith(statements: readonly object[], more: object = {}, roleProperties: object = {}): PermissionLock {
  const model = modelOf(
    resources({
      PlaceOrder: {
        Type: 'AWS::Lambda::Function',
        Metadata: { 'aws:cdk:path': 'Orders/PlaceOrder/Resource' },
        Properties: { Role: { 'Fn::GetAtt': ['PlaceOrderRole', 'Arn'] }, Code: { ZipFile: ' ' } },
      },
      PlaceOrderRole: {
        Type: 'AWS::IAM::Role',
        Metadata: { 'aws:cdk:path': 'Orders/PlaceOrder/ServiceRole/Resource' },
        Properties: {
          AssumeRolePolicyDocument: {
            Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
          },
          Policies: statements.length === 0 ? undefined : [{ PolicyName: 'p', PolicyDocument: { Statement: statements } }],
          ...roleProperties,
        },
      },
      Receipts0A1B2C3D: { Type: 'AWS::S3::Bucket', Metadata: { 'aws:cdk:path': 'Orders/Receipts/Resource' } },
      Table9F8E7D6C: { Type: 'AWS::DynamoDB::Table', Metadata: { 'aws:cdk:path': 'Orders/Table/Resource' } },
      ...more,
    }),
  );
  return lockOf(model, NOTHING);
}

export const RECEIPTS = { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Receipts0A1B2C3D', 'Arn'] }, '/*']] };
export const TABLE = { 'Fn::GetAtt': ['Table9F8E7D6C', 'Arn'] };

export function allow(Action: string | readonly string[], Resource: unknown, Condition?: object): object {
  return { Effect: 'Allow', Action, Resource, ...(Condition === undefined ? {} : { Condition }) };
}

/** The changes as `widened: sentence | statement`. */
export function said(before: PermissionLock, after: PermissionLock): string[] {
  return changesBetween(before, after).map((change) => {
    const { sentence, exactly } = inWords(change, loadReference());
    return `${change.direction}: ${sentence}${exactly === '' ? '' : ` | ${exactly}`}`;
  });
}
