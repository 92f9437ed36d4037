import type { JsonObject } from '../../lib/core/json';
import type { Model } from '../../lib/core/model/model';
import { defineRule } from '../../lib/core/rule';
import type { Element } from '../../lib/core/template/resolver';
import { partsOf, render, soleHole } from '../../lib/core/template/symbolic';
import type { Resource } from '../../lib/core/template/template';
import { functionRole } from '../example-resources';

/** What runs code with a role, besides Lambda functions. */
const otherUnits: readonly (readonly [type: string, property: string])[] = [
  ['AWS::StepFunctions::StateMachine', 'RoleArn'],
  ['AWS::ECS::TaskDefinition', 'TaskRoleArn'],
];

function functionWith(role: string, handler: string): JsonObject {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Handler: handler,
      Runtime: 'nodejs22.x',
      Code: { S3Bucket: 'releases', S3Key: 'orders.zip' },
      Role: { 'Fn::GetAtt': [role, 'Arn'] },
    },
  };
}

export default defineRule({
  meta: {
    id: 'iam/no-shared-role',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'Each function has a role of its own',
    rationale:
      'A shared role holds the rights of all its users together, so a fault in the least important function reaches the data of the others.',
    references: [
      'https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html',
      'https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/identity-and-access-management.html',
    ],
    catalogue: ['IAM-SHARED-ROLE'],
    peers: [],
  },
  messages: {
    shared: {
      what: '"{unit}" runs with the role "{role}", as "{first}" does',
      fix: 'give "{unit}" a role of its own with what it alone calls: in CDK leave "role" out, or use "SecureFunction" with its declared access',
    },
  },
  examples: {
    valid: [
      {
        title: 'a role for each function',
        resources: {
          ReadRole: functionRole().OrdersRole ?? {},
          WriteRole: functionRole().OrdersRole ?? {},
          Read: functionWith('ReadRole', 'read.handler'),
          Write: functionWith('WriteRole', 'write.handler'),
        },
      },
    ],
    invalid: [
      {
        title: 'two functions with one role of the template',
        resources: {
          ...functionRole(),
          Read: functionWith('OrdersRole', 'read.handler'),
          Write: functionWith('OrdersRole', 'write.handler'),
        },
        reports: ['shared'],
      },
    ],
  },
  *check(model) {
    const users = new Map<string, Unit>();
    for (const unit of unitsOf(model)) {
      for (const role of unit.roles) {
        const key = identityOf(role, unit.resource);
        if (key === undefined) continue;
        const first = users.get(key);
        if (first === undefined || (first.resource !== unit.resource && model.isProvided(first.resource))) {
          users.set(key, unit);
          continue;
        }
        if (first.resource === unit.resource || model.isProvided(unit.resource)) continue;
        const firstName = nameIn(model, first.resource, unit.resource);
        const unitName = model.nameOf(unit.resource);
        yield {
          message: 'shared',
          resource: unit.resource,
          at: role.at,
          evidence: `${firstName}, ${unitName}`,
          data: { unit: unitName, first: firstName, role: model.show(role, unit.resource) },
        };
      }
    }
  },
});

/** Something that runs with a role. */
interface Unit {
  readonly resource: Resource;
  readonly roles: readonly Element[];
}

function* unitsOf(model: Model): Iterable<Unit> {
  for (const { resource, roleValues } of model.functions) yield { resource, roles: roleValues };
  for (const [type, property] of otherUnits) {
    for (const resource of model.resourcesOfType(type)) yield { resource, roles: model.values(resource, property) };
  }
}

/**
 * What two values that name the same role have in common, whatever the deployment; `undefined` when a value says nothing
 * about the role. A value with `AWS::AccountId` or a parameter in it is only the same within one template.
 */
function identityOf({ value }: Element, resource: Resource): string | undefined {
  const hole = soleHole(value);
  if (hole?.kind === 'resource') return `<${hole.template} ${hole.logicalId}.${hole.attribute}>`;
  const holes = partsOf(value).filter((part) => typeof part !== 'string');
  if (holes.some(({ kind }) => kind === 'unknown')) return undefined;
  const text = render(value, ({ template, logicalId }) => `${template} ${logicalId}`);
  const isLocal = holes.some(({ kind }) => kind !== 'resource');
  return isLocal ? `${resource.template.name} ${text}` : text;
}

function nameIn(model: Model, resource: Resource, from: Resource): string {
  const name = model.nameOf(resource);
  return resource.template === from.template ? name : `${resource.template.stack ?? resource.template.name}/${name}`;
}
