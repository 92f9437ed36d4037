import { patternAllows } from '../../lib/core/iam/action';
import { leavesIn } from '../../lib/core/iam/grant';
import { attachedPolicy } from '../../lib/core/iam/managed-policy';
import type { PolicyDocument } from '../../lib/core/iam/statement';
import { isObject, type Json, type JsonObject } from '../../lib/core/json';
import type { LambdaFunction, Model } from '../../lib/core/model/model';
import { identityDocumentsOf } from '../../lib/core/model/rights';
import { defineRule } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';
import { awsManagedPolicyArn, functionRole } from '../example-resources';

const fn: JsonObject = {
  Orders: {
    Type: 'AWS::Lambda::Function',
    Properties: { Handler: 'index.handler', Runtime: 'nodejs22.x', Role: { 'Fn::GetAtt': ['OrdersRole', 'Arn'] } },
  },
};
const inline = (...actions: string[]): JsonObject => ({
  Policies: [
    {
      PolicyName: 'orders',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: actions, Resource: 'arn:aws:logs:eu-west-1:111122223333:log-group:orders:*' }],
      },
    },
  ],
});

/** Both are needed: a stream is made for each instance of the function, and then written to. */
const NEEDED = ['logs:CreateLogStream', 'logs:PutLogEvents'];

export default defineRule({
  meta: {
    id: 'observability/require-log-permission',
    severity: { recommended: 'warning', strict: 'warning', critical: 'off' },
    title: 'Functions may write their logs',
    rationale:
      'A function whose role may not write logs runs all the same, and leaves no trace: neither errors nor an attack show anywhere.',
    references: [
      'https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html',
      'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html',
    ],
    catalogue: ['OBS-LAMBDA-LOG-PERMISSION'],
    peers: ['cfn_nag W58'],
  },
  messages: {
    cannotLog: {
      what: 'function "{name}" cannot write logs: its role "{role}" does not allow {actions}',
      fix: 'allow "logs:CreateLogStream" and "logs:PutLogEvents" on its log group ("logGroup.grantWrite(fn)"), or attach the managed policy AWSLambdaBasicExecutionRole',
    },
  },
  examples: {
    valid: [
      {
        title: 'a role with the managed policy for logs',
        resources: { ...fn, ...functionRole({ ManagedPolicyArns: [awsManagedPolicyArn('service-role/AWSLambdaBasicExecutionRole')] }) },
      },
      {
        title: 'a role that allows to write to the log group',
        resources: { ...fn, ...functionRole(inline('logs:CreateLogStream', 'logs:PutLogEvents')) },
      },
      {
        title: 'a role that is not in the input',
        resources: {
          Orders: { Type: 'AWS::Lambda::Function', Properties: { Role: 'arn:aws:iam::111122223333:role/orders', Runtime: 'nodejs22.x' } },
        },
      },
    ],
    invalid: [
      { title: 'a role without rights', resources: { ...fn, ...functionRole() }, reports: ['cannotLog'] },
      {
        title: 'a role that may make groups alone',
        resources: { ...fn, ...functionRole(inline('logs:CreateLogGroup')) },
        reports: ['cannotLog'],
      },
    ],
  },
  *check(model) {
    const verdicts = new Map<Resource, readonly string[]>();
    const known = new Set([...rolesWithUnreadPolicies(model), ...rolesThatPlainlyLog(model)]);
    for (const each of model.functions) {
      const { resource, role } = each;
      if (role === undefined || known.has(role) || !hasRolesOfInputAlone(model, each) || model.isProvided(resource)) continue;
      let missing = verdicts.get(role);
      if (missing === undefined) {
        missing = missingRights(model, role);
        verdicts.set(role, missing);
      }
      if (missing.length === 0) continue;
      yield {
        message: 'cannotLog',
        resource,
        at: each.roleValues[0]?.at ?? model.propertiesOf(resource),
        evidence: `${missing.join(', ')} not allowed`,
        data: { name: model.nameOf(resource), role: model.nameOf(role), actions: missing.map((action) => `"${action}"`).join(' and ') },
      };
    }
  },
});

/** A role that depends on a condition or the deployment is not judged. */
function hasRolesOfInputAlone(model: Model, { resource, role, roleValues }: LambdaFunction): boolean {
  const resolver = model.resolverOf(resource.template);
  return roleValues.every(({ value }) => resolver.target(value) === role);
}

/** Roles that a policy of the plainest form lets write logs: nearly all, found without resolving anything. */
function* rolesThatPlainlyLog(model: Model): Iterable<Resource> {
  for (const { template, properties } of model.resourcesOfType('AWS::IAM::Policy')) {
    if (!Array.isArray(properties.Roles) || !plainlyAllows(properties.PolicyDocument)) continue;
    for (const holder of properties.Roles) {
      const role = isObject(holder) && typeof holder.Ref === 'string' ? template.resources.get(holder.Ref) : undefined;
      if (role !== undefined) yield role;
    }
  }
  for (const role of model.resourcesOfType('AWS::IAM::Role')) {
    const { Policies } = role.properties;
    if (!Array.isArray(Policies)) continue;
    if (Policies.some((policy) => isObject(policy) && plainlyAllows(policy.PolicyDocument))) yield role;
  }
}

function plainlyAllows(document: Json | undefined): boolean {
  const statements = isObject(document) ? document.Statement : undefined;
  if (!Array.isArray(statements)) return false;
  return statements.some((statement) => {
    if (!isObject(statement) || statement.Effect !== 'Allow' || !Array.isArray(statement.Action)) return false;
    const actions = statement.Action;
    return NEEDED.every((action) => actions.includes(action));
  });
}

/** Roles with a managed policy of AWS or of elsewhere: those of AWS for functions let them write logs, the others may. */
function rolesWithUnreadPolicies(model: Model): ReadonlySet<Resource> {
  return new Set(model.attachments.filter(({ arn }) => attachedPolicy(arn.value).owner !== 'template').map(({ resource }) => resource));
}

function missingRights(model: Model, role: Resource): readonly string[] {
  const documents = identityDocumentsOf(model).get(role) ?? [];
  return NEEDED.filter((action) => !documents.some((document) => mayAllow(document, action)));
}

/** Whether a document allows an action, or holds something that cannot be read and may. */
function mayAllow(document: PolicyDocument, action: string): boolean {
  if (document.unresolved.length > 0) return true;
  return document.statements.some((statement) => {
    if (statement.effect === 'Deny') return false;
    if (statement.unresolved.some(({ element }) => element === 'Action' || element === 'NotAction' || element === 'Statement')) return true;
    return statement.actions.some(({ value }) => typeof value !== 'string' || patternAllows(value, action)) || leavesIn(statement, action);
  });
}
