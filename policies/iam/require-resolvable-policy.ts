import { describeResource, leadingHole } from '../../lib/core/iam/arn';
import { reasonOf } from '../../lib/core/iam/document';
import type { PolicyDocument, Statement, Unresolved } from '../../lib/core/iam/statement';
import type { Model } from '../../lib/core/model/model';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Element } from '../../lib/core/template/resolver';
import { type Hole, partsOf } from '../../lib/core/template/symbolic';
import { ordersTable, ordersTableArn, rolePolicy, rolePolicyDocument } from '../example-resources';

type Message = 'parameter' | 'import' | 'dynamicReference' | 'unreadable';

/**
 * What the other rules could not judge. A principal is not among it: the rules on public principals say themselves what
 * they could not decide, with the conditions that narrow it. A Deny that cannot be read grants nothing, and
 * the rules on exposure do not count on it.
 */
export default defineRule<Message>({
  meta: {
    id: 'iam/require-resolvable-policy',
    severity: { recommended: 'error', strict: 'error', critical: 'warning' },
    title: 'Policies can be read before they are deployed',
    rationale: 'What cannot be read cannot be judged: a parameter or a macro may well put "*" there at deployment.',
    references: [
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html',
    ],
    catalogue: ['IAM-POLICY-UNRESOLVED'],
    peers: ['cdk-nag CdkNagValidationFailure'],
  },
  messages: {
    parameter: {
      what: '{element} "{value}" could not be judged: whoever deploys chooses the parameter "{name}"',
      fix: 'write the value, or give the parameter "{name}" a "Default" or "AllowedValues", which are judged instead',
    },
    import: {
      what: '{element} "{value}" could not be judged: no template of this run exports "{name}"',
      fix: 'check the stack that exports "{name}" in the same run, or write the value',
    },
    dynamicReference: {
      what: '{element} "{value}" could not be judged: it is only read at deployment',
      fix: 'write the value in the template; a dynamic reference may stand for a name within an ARN, not for the whole',
    },
    unreadable: {
      what: '{element} could not be judged: {reason}',
      fix: 'write {element} in the template itself, in a form that IAM accepts, so that it can be read before deployment',
    },
  },
  examples: {
    valid: [
      {
        title: "values of the template, of the deployment's place, and names within an ARN",
        template: {
          Parameters: { TableName: { Type: 'String' } },
          Resources: {
            ...ordersTable,
            ...rolePolicy({
              Effect: 'Allow',
              Action: 'dynamodb:GetItem',
              Resource: [
                ordersTableArn,
                { 'Fn::Sub': 'arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${TableName}' },
              ],
            }),
          },
        },
      },
      {
        title: 'a parameter with allowed values, each of which is judged',
        template: {
          Parameters: { Access: { Type: 'String', AllowedValues: ['dynamodb:GetItem', 'dynamodb:Query'] } },
          Resources: { ...ordersTable, ...rolePolicy({ Effect: 'Allow', Action: { Ref: 'Access' }, Resource: ordersTableArn }) },
        },
      },
    ],
    invalid: [
      {
        title: 'an action and a resource that are parameters',
        template: {
          Parameters: { Access: { Type: 'String' }, TableArn: { Type: 'String' } },
          Resources: rolePolicy({ Effect: 'Allow', Action: { Ref: 'Access' }, Resource: { Ref: 'TableArn' } }),
        },
        reports: ['parameter', 'parameter'],
      },
      {
        title: 'a resource that another stack exports',
        resources: rolePolicy({ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: { 'Fn::ImportValue': 'orders-table-arn' } }),
        reports: ['import'],
      },
      {
        title: 'the action is read from the parameter store',
        resources: {
          ...ordersTable,
          ...rolePolicy({ Effect: 'Allow', Action: '{{resolve:ssm:/orders/action}}', Resource: ordersTableArn }),
        },
        reports: ['dynamicReference'],
      },
      {
        title: 'a document that a macro writes',
        resources: rolePolicyDocument({ 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://policies/orders.json' } } }),
        reports: ['unreadable'],
      },
      {
        title: 'a statement without an effect',
        resources: { ...ordersTable, ...rolePolicy({ Action: 'dynamodb:GetItem', Resource: ordersTableArn }) },
        reports: ['unreadable'],
      },
    ],
  },
  *check(model) {
    for (const document of model.documents) {
      if (document.harmless || document.kind === 'boundary') continue;
      for (const piece of document.unresolved) yield unreadPiece(document, piece);
      for (const statement of document.statements) if (statement.effect !== 'Deny') yield* unreadIn(model, document, statement);
    }
  },
});

function* unreadIn(model: Model, document: PolicyDocument, statement: Statement): Iterable<Fact<Message>> {
  for (const piece of statement.unresolved) {
    // A condition only ever narrows what the rest of the statement says, and the rest is judged without it.
    yield { ...unreadPiece(document, piece), statement, ...(piece.element === 'Condition' ? { atMost: 'info' } : {}) };
  }
  for (const [element, values] of [
    ['Action', statement.actions],
    ['NotAction', statement.notActions],
  ] as const) {
    for (const value of values) {
      const hole = holeIn(value);
      if (hole !== undefined) yield { ...unreadValue(model, document, element, value, hole), statement };
    }
  }
  if (document.kind !== 'identity') return;
  for (const resource of statement.resources) {
    if (typeof resource.value === 'string') continue;
    const { kind, hole, otherwise } = describeResource(resource.value);
    if (kind !== 'unknown' || hole === undefined) continue;
    if (hole.kind === 'unknown') yield { ...unreadValue(model, document, 'Resource', resource, hole), statement, atMost: 'warning' };
    else if (otherwise === undefined) yield { ...unreadValue(model, document, 'Resource', resource, hole), statement, atMost: 'info' };
  }
}

/** What keeps the value from being known; the place of the deployment does not. */
function holeIn({ value }: Element): Hole | undefined {
  if (typeof value === 'string') return undefined;
  const holes = partsOf(value).filter((part): part is Hole => typeof part !== 'string');
  return holes.find(({ kind }) => kind !== 'pseudo' && kind !== 'resource') ?? leadingHole(value) ?? holes[0];
}

function unreadPiece({ resource }: PolicyDocument, { element, reason, at }: Unresolved): Fact<Message> {
  return { message: 'unreadable', resource, at, evidence: `${element}: ${reason}`, data: { element: `"${element}"`, reason } };
}

function unreadValue(model: Model, { resource }: PolicyDocument, element: string, value: Element, hole: Hole): Fact<Message> {
  const shown = model.show(value, resource);
  const common = { resource, at: value.at, evidence: `${element} ${shown}` };
  switch (hole.kind) {
    case 'parameter':
    case 'import':
      return { ...common, message: hole.kind, data: { element: `"${element}"`, value: shown, name: hole.name } };
    case 'dynamic':
      return { ...common, message: 'dynamicReference', data: { element: `"${element}"`, value: shown } };
    default:
      return {
        ...common,
        message: 'unreadable',
        data: { element: `"${element}"`, reason: reasonOf(value.value, 'its value is not known') },
      };
  }
}
