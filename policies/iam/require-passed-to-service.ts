import { parseActionPattern, patternAllows } from '../../lib/core/iam/action';
import {
  type Grant,
  type GrantedResource,
  grantsIn,
  isFixed,
  listForEvidence,
  listForSentence,
  namesAnyRole,
  namesOf,
  passedToService,
} from '../../lib/core/iam/grant';
import { type Reach, reachOf } from '../../lib/core/iam/reach';
import type { Model } from '../../lib/core/model/model';
import { defineRule } from '../../lib/core/rule';
import { functionRole, rolePolicy } from '../example-resources';

const PASS_ROLE = 'iam:PassRole';
const taskRoleArn = { 'Fn::GetAtt': ['TaskRole', 'Arn'] };

function taskRole() {
  return { TaskRole: functionRole().OrdersRole ?? {} };
}

/** Any role at all is left to `iam/no-pass-any-role`. */
export default defineRule({
  meta: {
    id: 'iam/require-passed-to-service',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'Statements with iam:PassRole name the service that gets the role',
    rationale:
      'Without the condition the holder may hand the role to whatever service the trust policy lets in, today or after its next change, and so run code with it elsewhere.',
    references: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_PassedToService',
    ],
    catalogue: ['IAM-PASSROLE-NO-SERVICE'],
    peers: ['IAM Access Analyzer "Pass role with star in resource"'],
  },
  messages: {
    anyService: {
      what: 'statement lets the holder pass {roles} to any service that the role trusts',
      fix: 'add the condition "StringEquals": { "iam:PassedToService": {service} }; in CDK "conditions: { StringEquals: { \'iam:PassedToService\': … } }" of the PolicyStatement',
    },
    ownRole: {
      what: 'statement lets the holder pass {roles}, which this app declares, to any service that the role trusts',
      fix: 'add the condition "StringEquals": { "iam:PassedToService": {service} }; in CDK a PolicyStatement with "conditions" instead of "role.grantPassRole(grantee)"',
    },
  },
  examples: {
    valid: [
      {
        title: 'one role to one service',
        resources: {
          ...taskRole(),
          ...rolePolicy({
            Effect: 'Allow',
            Action: 'iam:PassRole',
            Resource: taskRoleArn,
            Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
          }),
        },
      },
      {
        title: 'any role, which is left to iam/no-pass-any-role',
        resources: rolePolicy({ Effect: 'Allow', Action: 'iam:PassRole', Resource: '*' }),
      },
      {
        title: 'a Deny',
        resources: rolePolicy({ Effect: 'Deny', Action: 'iam:PassRole', Resource: 'arn:aws:iam::111122223333:role/admin' }),
      },
    ],
    invalid: [
      {
        title: 'a role of another owner',
        resources: rolePolicy({
          Effect: 'Allow',
          Action: ['iam:GetRole', 'iam:PassRole'],
          Resource: 'arn:aws:iam::111122223333:role/tasks',
        }),
        reports: ['anyService'],
      },
      {
        title: 'what "role.grantPassRole(grantee)" of CDK writes, which is only advice',
        resources: { ...taskRole(), ...rolePolicy({ Effect: 'Allow', Action: 'iam:PassRole', Resource: taskRoleArn }) },
        reports: ['ownRole'],
      },
    ],
  },
  *check(model) {
    for (const document of model.documents) {
      if (document.kind !== 'identity' || document.guards !== undefined || !document.mayName('iam')) continue;
      for (const grant of grantsIn(model.reference, document)) {
        const { statement } = grant;
        if (grant.administrative || !grant.actions.some(({ value }) => patternAllows(value, PASS_ROLE)) || namesReceiver(grant)) continue;
        const passed = grant.resources.filter((element) => !namesAnyRole(element) && reaches(model, element) !== 'none');
        const [first] = passed;
        if (first === undefined) continue;
        const roles = namesOf(model, statement, passed);
        const isOwn = passed.every((element) => reaches(model, element) === 'own');
        yield {
          message: isOwn ? 'ownRole' : 'anyService',
          resource: document.resource,
          at: first.at,
          evidence: `${PASS_ROLE} on ${listForEvidence(roles)}`,
          data: { roles: listForSentence(roles), service: trustedBy(model, grant, first) },
          statement,
          ...(isOwn ? { atMost: 'info' as const } : {}),
        };
      }
    }
  },
});

/** Whether a condition says what gets the role: the service, or the very resource. */
function namesReceiver({ statement }: Grant): boolean {
  if (passedToService(statement) !== undefined) return true;
  return statement.conditions.some((test) => test.key.toLowerCase() === 'iam:associatedresourcearn' && isFixed(test));
}

function reaches({ reference }: Model, element: GrantedResource): Reach {
  const [known] = parseActionPattern(reference, PASS_ROLE).actions;
  return known === undefined ? 'none' : reachOf(reference, known, element);
}

/** The service that the trust policy of a role of the input names, to be written into the condition. */
function trustedBy(model: Model, { statement }: Grant, { value }: GrantedResource): string {
  const role = model.resolverOf(statement.document.resource.template).target(value);
  const trust = role && model.documents.find(({ kind, resource }) => kind === 'trust' && resource === role);
  const services = trust?.statements.flatMap(({ principals }) => principals.filter(({ type }) => type === 'Service')) ?? [];
  const [service] = services;
  return typeof service?.value === 'string' ? `"${service.value}"` : '"<service>.amazonaws.com"';
}
