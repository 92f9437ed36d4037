import { parseActionPattern } from '../../lib/core/iam/action';
import {
  administratorsByPolicy,
  EffectiveRights,
  type Holder,
  holdersIn,
  isAdministrator,
  type Permission,
} from '../../lib/core/iam/effective';
import type { EscalationFamily } from '../../lib/core/iam/escalation-paths';
import { isEverythingBut, listForEvidence, listForSentence, namesOf, resourceFix } from '../../lib/core/iam/grant';
import { holdsSeed, type OpenPath, openPathsOf } from '../../lib/core/iam/open-paths';
import type { PolicyDocument } from '../../lib/core/iam/statement';
import type { Model } from '../../lib/core/model/model';
import { type Path, pointerOf } from '../../lib/core/path';
import type { Severity } from '../../lib/core/result';
import { defineRule, type Fact } from '../../lib/core/rule';
import { functionRole, rolePolicy } from '../example-resources';

type Message = 'writesPolicies' | 'takesOver' | 'liftsLimits' | 'passesAnyRole' | 'passesForeignRole' | 'runsAsExisting';

/**
 * Judges all that one holder may do together, since the actions of a path may stand in several policies. One finding
 * for each family of paths; statements that make an administrator outright are left to `iam/no-admin-statement`.
 */
export default defineRule<Message>({
  meta: {
    id: 'iam/no-privilege-escalation',
    severity: { recommended: 'error', strict: 'error', critical: 'warning' },
    title: 'No identity can give itself further rights',
    rationale:
      'Some actions, alone or together, lead to any other: who may write policies, or hand a powerful role to code of its own, owns the account in two calls.',
    references: [
      'https://pathfinding.cloud/',
      'https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html',
    ],
    catalogue: ['IAM-PRIVESC', 'IAM-CREDENTIALS-EXPOSURE', 'IAM-RESOURCE-EXPOSURE'],
    peers: [
      'CKV_AWS_110',
      'CKV_AWS_286',
      'cloudsplaining PrivilegeEscalation',
      'prowler iam_policy_allows_privilege_escalation',
      'parliament PRIVILEGE_ESCALATION',
    ],
  },
  messages: {
    writesPolicies: {
      what: '{holder} may {story}, and so give itself any right: {actions} on {resources}{more}{from}{unless}',
      fix: 'take {first} away, and let the deployment write the policies; code that must manage identities gets the ARNs of those alone, with the condition "iam:PermissionsBoundary", so that they stay capped',
    },
    takesOver: {
      what: '{holder} may {story}, and so act as another identity: {actions} on {resources}{more}{from}{unless}',
      fix: 'take {first} away, and let the deployment write users and trust policies; people who manage their own credentials get "arn:aws:iam::<account>:user/${aws:username}" as the resource',
    },
    liftsLimits: {
      what: '{holder} may {story}, and so lift the limit of its own rights: {actions} on {resources}{more}{from}{unless}',
      fix: 'take {first} away, and deny it in the boundary policy itself, as AWS advises',
    },
    passesAnyRole: {
      what: '{holder} may {story}, and so use the rights of that role: {actions}{more}{from}{unless}',
      fix: 'take {first} away first, or give it the ARN of the one role to pass and the condition "iam:PassedToService"; in CDK "role.grantPassRole(grantee)"',
    },
    passesForeignRole: {
      what: '{holder} may {story}, which this app does not declare, and so use its rights: {actions}{more}{from}{unless}',
      fix: 'make sure that the role may do no more than this one, or declare a role with only these rights in the app, and pass that; in CDK "role.grantPassRole(grantee)"',
    },
    runsAsExisting: {
      what: '{holder} may {story}, and so use the rights of whatever runs there: {actions} on {resources}{more}{from}{unless}',
      fix: 'take {first} away from this role, or {replacement}',
    },
  },
  examples: {
    valid: [
      {
        title: 'functions may be created, but only with a role that the app declares',
        resources: {
          ...rolePolicy(
            { Effect: 'Allow', Action: ['lambda:CreateFunction', 'lambda:InvokeFunction'], Resource: '*' },
            { Effect: 'Allow', Action: 'iam:PassRole', Resource: { 'Fn::GetAtt': ['TaskRole', 'Arn'] } },
          ),
          TaskRole: functionRole().OrdersRole ?? {},
        },
      },
      {
        title: 'the code of one function of the app',
        resources: {
          ...rolePolicy({ Effect: 'Allow', Action: 'lambda:UpdateFunctionCode', Resource: { 'Fn::GetAtt': ['Worker', 'Arn'] } }),
          Worker: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['OrdersRole', 'Arn'] }, Code: { ZipFile: '' } } },
        },
      },
      {
        title: 'a Deny in another policy of the same role takes it back',
        resources: {
          ...rolePolicy({ Effect: 'Allow', Action: ['iam:PutRolePolicy'], Resource: '*' }),
          Guard: {
            Type: 'AWS::IAM::RolePolicy',
            Properties: {
              RoleName: { Ref: 'OrdersRole' },
              PolicyName: 'guard',
              PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'iam:*', Resource: '*' }] },
            },
          },
        },
      },
      {
        title: 'only identities that carry a permissions boundary',
        resources: rolePolicy({
          Effect: 'Allow',
          Action: ['iam:AttachRolePolicy', 'iam:PutRolePolicy'],
          Resource: '*',
          Condition: { StringEquals: { 'iam:PermissionsBoundary': 'arn:aws:iam::111122223333:policy/ceiling' } },
        }),
      },
      {
        title: 'users manage their own access keys',
        resources: rolePolicy({
          Effect: 'Allow',
          Action: 'iam:CreateAccessKey',
          Resource: 'arn:aws:iam::111122223333:user/${aws:username}',
        }),
      },
    ],
    invalid: [
      {
        title: 'the actions of a path in two policies of one role',
        resources: {
          ...rolePolicy({ Effect: 'Allow', Action: ['lambda:CreateFunction', 'lambda:InvokeFunction'], Resource: '*' }),
          Deploy: {
            Type: 'AWS::IAM::ManagedPolicy',
            Properties: {
              Roles: [{ Ref: 'OrdersRole' }],
              PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'iam:PassRole', Resource: '*' }] },
            },
          },
        },
        reports: ['passesAnyRole'],
      },
      {
        title: 'a role of another owner',
        resources: rolePolicy(
          { Effect: 'Allow', Action: 'ecs:RunTask', Resource: '*' },
          { Effect: 'Allow', Action: 'iam:PassRole', Resource: 'arn:aws:iam::111122223333:role/platform' },
        ),
        reports: ['passesForeignRole'],
      },
      {
        title: 'writing policies and credentials, by patterns',
        resources: rolePolicy({ Effect: 'Allow', Action: ['iam:Put*', 'iam:Create*'], Resource: '*' }),
        reports: ['takesOver', 'writesPolicies', 'liftsLimits'],
      },
      {
        title: 'the code of every function',
        resources: rolePolicy({ Effect: 'Allow', Action: 'lambda:UpdateFunctionCode', Resource: 'arn:aws:lambda:*:*:function:*' }),
        reports: ['runsAsExisting'],
      },
    ],
  },
  *check(model) {
    const seeding = new Set(
      model.documents.filter((document) => document.kind === 'identity' && document.guards === undefined && holdsSeed(model, document)),
    );
    if (seeding.size === 0) return;
    const escalations = new Map<string, Escalation>();
    for (const holder of holdersIn(model)) {
      if (!holder.documents.some((document) => seeding.has(document))) continue;
      if (isAdministrator(model, holder) || administratorsByPolicy(model).has(holder.resource)) continue;
      for (const escalation of escalationsOf(model, holder)) {
        const key = keyOf(escalation);
        const same = escalations.get(key);
        if (same === undefined) escalations.set(key, escalation);
        else same.holders.push(holder);
      }
    }
    for (const escalation of escalations.values()) yield factOf(model, escalation);
  },
});

/** The paths of one family that are equally grave. */
interface Escalation {
  readonly message: Message;
  readonly atMost: Severity;
  readonly holders: Holder[];
  readonly paths: readonly [OpenPath, ...OpenPath[]];
  /** The permissions boundary that may take it back, in words. */
  readonly unless: string;
}

function escalationsOf(model: Model, holder: Holder): readonly Escalation[] {
  const rights = new EffectiveRights(model, holder);
  const found = new Map<string, { message: Message; atMost: Severity; paths: [OpenPath, ...OpenPath[]] }>();
  for (const open of openPathsOf(model, rights)) {
    const message = open.path.family === 'passes-role' && open.gravity === 'limited' ? 'passesForeignRole' : MESSAGES[open.path.family];
    const judged = { message, atMost: open.gravity === 'open' ? 'error' : 'warning' } as const;
    const key = `${judged.message} ${judged.atMost}`;
    const same = found.get(key);
    if (same === undefined) found.set(key, { ...judged, paths: [open] });
    else same.paths.push(open);
  }
  const boundary = rights.unreadBoundary;
  return [...found.values()].map((escalation) => ({
    ...escalation,
    holders: [holder],
    atMost: boundary === undefined || escalation.atMost === 'info' ? escalation.atMost : 'warning',
    unless:
      boundary === undefined
        ? ''
        : `, unless its permissions boundary "${model.show(boundary, holder.resource)}", which is not in the input, takes it back`,
  }));
}

const MESSAGES: Readonly<Record<EscalationFamily, Message>> = {
  grants: 'writesPolicies',
  'takes-over': 'takesOver',
  'lifts-limits': 'liftsLimits',
  'passes-role': 'passesAnyRole',
  'runs-as-existing': 'runsAsExisting',
};

/** The same statements give each of their holders the same paths: one finding names them all. */
function keyOf({ message, atMost, paths, unless }: Escalation): string {
  const places = paths.map(({ path, permissions }) =>
    [path.actions.join('+'), ...permissions.map(({ statement }) => placeOf(statement.document, statement.at))].join(' '),
  );
  return [message, atMost, unless, ...places].join('\n');
}

function placeOf({ resource }: PolicyDocument, at: Path | undefined): string {
  return `${resource.template.name} ${pointerOf(at)}`;
}

const NAMED_PATHS = 3;

function factOf(model: Model, { message, atMost, holders, paths, unless }: Escalation): Fact<Message> {
  const [first, ...others] = paths;
  const { path, permissions } = first;
  const [deciding] = permissions;
  const own = permissions.find(({ statement }) => model.providerOf(statement) === undefined) ?? deciding;
  const { resource } = own.statement.document;
  const on = namesIn(model, deciding);
  const policies = new Set(permissions.map(({ statement }) => statement.document.resource));
  // Every path that passes a role starts alike: its last action tells it from the others.
  const more = others.flatMap(({ path: { family, actions } }) => actions.at(family === 'passes-role' ? -1 : 0) ?? []);
  const [known] = parseActionPattern(model.reference, path.actions[0]).actions;
  return {
    message,
    resource,
    at: own.statement.at,
    evidence: `${listForEvidence(paths.map((each) => each.path.actions.join(' + ')))} on ${listForEvidence(on)}`,
    data: {
      holder: listForSentence(holders.map((holder) => model.nameOf(holder.resource))),
      story: path.story.replace('{role}', roleOf(deciding, on)),
      actions: path.actions.map((action) => `"${action}"`).join(' + '),
      resources: listForSentence(on),
      more: moreWays([...new Set(more)]),
      from: policies.size === 1 ? '' : `, from the policies ${listForSentence([...policies].map((policy) => model.nameOf(policy)))}`,
      unless,
      first: `"${path.actions[0]}"`,
      replacement: known === undefined ? 'name its resources' : resourceFix(model.reference, [known]),
    },
    statement: own.statement,
    atMost,
  };
}

function namesIn(model: Model, { statement, on }: Permission): readonly string[] {
  if (!isEverythingBut(statement)) return namesOf(model, statement, on);
  return [`all but ${listForEvidence(namesOf(model, statement, statement.notResources))}`];
}

function roleOf({ reach }: Permission, on: readonly string[]): string {
  if (reach === 'any') return 'any role';
  return `${reach === 'many' ? 'any role that matches' : 'the role'} ${listForSentence(on)}`;
}

function moreWays(actions: readonly string[]): string {
  if (actions.length === 0) return '';
  const named = actions.slice(0, NAMED_PATHS).map((action) => `"${action}"`);
  const rest = actions.length - named.length;
  return `, and by ${actions.length} more ${actions.length === 1 ? 'way' : 'ways'}: ${named.join(', ')}${rest === 0 ? '' : ' …'}`;
}
