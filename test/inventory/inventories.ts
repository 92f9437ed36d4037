import type { JsonObject } from '../../lib/core/json';
import { type Inventory, inventoryOf } from '../../lib/inventory';
import { modelOf, resources } from '../policies/facts';

export const tool = { name: 'cdk-least-privilege', version: '1.0.0', referenceDate: '2026-01-01' };

/** The inventory of templates, named `a.json`, `b.json`, … in the order given. */
export function inventoryFrom(...bodies: readonly JsonObject[]): Inventory {
  return inventoryOf(modelOf(...bodies), tool);
}

/** The inventory of one template with these resources. */
export function inventoryWith(given: object): Inventory {
  return inventoryFrom(resources(given));
}

/** A function with a role that holds these statements: `Fn` and `FnRole`. */
export function functionWith(statements: readonly object[], name = 'Fn', more: object = {}): object {
  return {
    [`${name}Role`]: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        },
        ...(statements.length === 0
          ? {}
          : { Policies: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement: statements } }] }),
      },
    },
    [name]: {
      Type: 'AWS::Lambda::Function',
      Properties: { Runtime: 'nodejs22.x', Role: { 'Fn::GetAtt': [`${name}Role`, 'Arn'] }, ...more },
    },
  };
}

export const arnOf = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

export function allow(Action: string | readonly string[], Resource: unknown, more: object = {}): object {
  return { Effect: 'Allow', Action, Resource, ...more };
}

export const Table = { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'orders' } };

/** A function URL without authentication. */
export function openUrl(name = 'Fn'): object {
  return { [`${name}Url`]: { Type: 'AWS::Lambda::Url', Properties: { AuthType: 'NONE', TargetFunctionArn: arnOf(name) } } };
}
