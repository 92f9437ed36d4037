import { parseActionPattern, patternAllows } from '../../lib/core/iam/action';
import { parseArn } from '../../lib/core/iam/arn';
import {
  type Grant,
  type GrantedResource,
  grantsOf,
  isEverythingBut,
  leavesIn,
  listForEvidence,
  listForSentence,
  namesOf,
  resourcePin,
} from '../../lib/core/iam/grant';
import { hasWildcard } from '../../lib/core/iam/pattern';
import { reachOf } from '../../lib/core/iam/reach';
import type { ConditionTest } from '../../lib/core/iam/statement';
import type { Model } from '../../lib/core/model/model';
import { below } from '../../lib/core/path';
import type { Severity } from '../../lib/core/result';
import { defineRule, type Fact } from '../../lib/core/rule';
import { functionRole, rolePolicy } from '../example-resources';

type Message = 'anyRole' | 'anyRoleUnderCondition' | 'anyAccount';

const ASSUMING = ['sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity', 'sts:AssumeRoot', 'sts:SetSourceIdentity'];

/** A pattern on the name of a role in one account is left to `iam/no-wildcard-resource-arn`. */
export default defineRule<Message>({
  meta: {
    id: 'iam/no-assume-any-role',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'Statements with sts:AssumeRole name the role to assume',
    rationale:
      'Every role whose trust policy lets the account in, in this account or another one, can then be assumed: the rights of the holder are those of the most powerful of them.',
    references: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html',
      'https://pathfinding.cloud/paths/sts-001',
    ],
    catalogue: ['IAM-ASSUME-ROLE-WILDCARD', 'IAM-PRIVESC', 'IAM-CREDENTIALS-EXPOSURE'],
    peers: ['CKV_AWS_107', 'CKV_AWS_110', 'prowler iam_no_custom_policy_permissive_role_assumption', 'cloudsplaining CredentialsExposure'],
  },
  messages: {
    anyRole: {
      what: '{actions} on "{resource}" lets the holder assume any role that trusts its account',
      fix: 'give the ARN of the role under "Resource"; in CDK "role.grantAssumeRole(grantee)"',
    },
    anyRoleUnderCondition: {
      what: '{actions} on "{resource}" lets the holder assume any role that the condition on "{key}" leaves in',
      fix: 'keep the condition, and give the ARN of the role under "Resource"; in CDK "role.grantAssumeRole(grantee)"',
    },
    anyAccount: {
      what: '{actions} on "{resource}" lets the holder assume a role of this name in any account, whoever owns it',
      fix: 'list the accounts, one ARN each, or add the condition "aws:ResourceOrgID" with the id of your organisation',
    },
  },
  examples: {
    valid: [
      {
        title: 'one role of another account',
        resources: rolePolicy({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::444455556666:role/scanner' }),
      },
      {
        title: 'a trust policy, which names no resource',
        resources: functionRole(),
      },
      { title: 'who the caller is', resources: rolePolicy({ Effect: 'Allow', Action: 'sts:GetCallerIdentity', Resource: '*' }) },
    ],
    invalid: [
      {
        title: 'every role, spelled in two ways',
        resources: rolePolicy(
          { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' },
          { Effect: 'Allow', Action: 'sts:Assume*', Resource: 'arn:aws:iam::*:role/*' },
        ),
        reports: ['anyRole', 'anyRole'],
      },
      {
        title: 'every role of the organisation',
        resources: rolePolicy({
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Resource: '*',
          Condition: { StringEquals: { 'aws:ResourceOrgID': 'o-a1b2c3d4e5' } },
        }),
        reports: ['anyRoleUnderCondition'],
      },
      {
        title: 'a role of one name in every account, as scanners have it',
        resources: rolePolicy({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::*:role/scanner' }),
        reports: ['anyAccount'],
      },
    ],
  },
  *check(model): Iterable<Fact<Message>> {
    for (const grant of grantsOf(model)) {
      const { statement, administrative } = grant;
      if (administrative) continue;
      const granted = ASSUMING.filter((action) => allows(grant, action));
      if (granted.length === 0) continue;
      const pin = resourcePin(model.reference, statement);
      const atMost: Severity = pin === undefined ? 'error' : isBootstrapTag(pin) ? 'info' : 'warning';
      const common = { resource: statement.document.resource, statement } as const;
      for (const element of grant.resources) {
        const reached = granted.filter((action) => reaches(model, action, element) === 'any');
        const resource = model.show(element, statement.document.resource);
        if (reached.length > 0) {
          yield {
            ...common,
            message: pin === undefined ? 'anyRole' : 'anyRoleUnderCondition',
            at: element.at,
            evidence: `${listForEvidence(reached)} on ${resource}`,
            data: { actions: listForSentence(reached), resource, key: pin?.key ?? '' },
            atMost,
          };
        } else if (pin === undefined && isOfAnyAccount(model, element)) {
          yield {
            ...common,
            message: 'anyAccount',
            at: element.at,
            evidence: `${listForEvidence(granted)} on ${resource}`,
            data: { actions: listForSentence(granted), resource, key: '' },
            atMost: 'warning',
          };
        }
      }
      if (!isEverythingBut(statement)) continue;
      const resource = `all but ${listForEvidence(namesOf(model, statement, statement.notResources))}`;
      yield {
        ...common,
        message: pin === undefined ? 'anyRole' : 'anyRoleUnderCondition',
        at: below(statement.at, 'NotResource'),
        evidence: `${listForEvidence(granted)} on ${resource}`,
        data: { actions: listForSentence(granted), resource, key: pin?.key ?? '' },
        atMost,
      };
    }
  },
});

function allows({ statement, actions }: Grant, action: string): boolean {
  return actions.some(({ value }) => patternAllows(value, action)) || leavesIn(statement, action);
}

function reaches({ reference }: Model, action: string, element: GrantedResource) {
  const [known] = parseActionPattern(reference, action).actions;
  return known === undefined ? 'none' : reachOf(reference, known, element);
}

function isOfAnyAccount(model: Model, element: GrantedResource): boolean {
  const arn = parseArn(element.value);
  return typeof arn?.account === 'string' && hasWildcard(arn.account) && reaches(model, 'sts:AssumeRole', element) === 'many';
}

/** What CDK Pipelines writes, since the names of the bootstrap roles are not known to the app. */
function isBootstrapTag({ key }: ConditionTest): boolean {
  return key.toLowerCase() === 'iam:resourcetag/aws-cdk:bootstrap-role';
}
