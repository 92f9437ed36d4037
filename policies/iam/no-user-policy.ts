import { isObject } from '../../lib/core/json';
import type { Model } from '../../lib/core/model/model';
import { below, pointerOf } from '../../lib/core/path';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

type Message = 'inline' | 'attached' | 'attachesTo';

const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }] };

export default defineRule<Message>({
  meta: {
    id: 'iam/no-user-policy',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'Users get their rights through groups or roles',
    rationale:
      'Rights that are tied to one person are forgotten when the person changes teams; a group or a role shows in one place who may do what, and is reviewed once.',
    references: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-users-federation-idp',
      'https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-2',
    ],
    catalogue: ['IAM-USER-POLICY'],
    peers: [
      'cfn_nag F10',
      'cfn_nag F11',
      'cfn_nag F12',
      'CKV_AWS_40',
      'Trivy AWS-0143',
      'guard IAM_NO_POLICY_ON_USER',
      'guard IAM_USER_NO_POLICIES_CHECK',
      'cdk-nag HIPAA.Security-IAMUserNoPolicies',
      'Security Hub IAM.2',
    ],
  },
  messages: {
    inline: {
      what: 'the user "{user}" has the inline policy {policy}',
      fix: 'write the policy into {group}: "Policies" of an "AWS::IAM::Group"; in CDK "group.addToPolicy(…)", or a role that the user assumes',
    },
    attached: {
      what: 'the managed policy "{policy}" is attached to the user "{user}" itself',
      fix: 'attach it to {group}: "ManagedPolicyArns" of an "AWS::IAM::Group"; in CDK "group.addManagedPolicy(…)"',
    },
    attachesTo: {
      what: 'the policy is attached to the user "{user}" itself',
      fix: 'put "{user}" into a group and name that under "Groups" instead of "{property}"; in CDK grant to the group, not to the user',
    },
  },
  examples: {
    valid: [
      {
        title: 'a user in a group',
        resources: {
          Operators: { Type: 'AWS::IAM::Group', Properties: { Policies: [{ PolicyName: 'list', PolicyDocument: document }] } },
          Jane: { Type: 'AWS::IAM::User', Properties: { Groups: [{ Ref: 'Operators' }] } },
        },
      },
      {
        title: 'the policy that CDK makes for every role',
        resources: {
          Policy: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'list', Roles: ['orders'], Users: [], PolicyDocument: document } },
        },
      },
    ],
    invalid: [
      {
        title: 'inline and attached',
        resources: {
          Jane: {
            Type: 'AWS::IAM::User',
            Properties: {
              Policies: [{ PolicyName: 'list', PolicyDocument: document }],
              ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
            },
          },
        },
        reports: ['attached', 'inline'],
      },
      {
        title: 'what "user.addToPolicy(…)" of CDK writes',
        resources: {
          Jane: { Type: 'AWS::IAM::User' },
          JanePolicy: {
            Type: 'AWS::IAM::Policy',
            Properties: { PolicyName: 'list', Users: [{ Ref: 'Jane' }], PolicyDocument: document },
          },
        },
        reports: ['attachesTo'],
      },
    ],
  },
  *check(model) {
    for (const user of model.resourcesOfType('AWS::IAM::User')) yield* ofUser(model, user);
    for (const [type, property] of ATTACHING) {
      for (const policy of model.resourcesOfType(type)) yield* toUsers(model, policy, property);
    }
  },
});

const ATTACHING: readonly (readonly [type: string, property: string])[] = [
  ['AWS::IAM::Policy', 'Users'],
  ['AWS::IAM::ManagedPolicy', 'Users'],
  ['AWS::IAM::UserPolicy', 'UserName'],
];

function* ofUser(model: Model, user: Resource): Iterable<Fact<Message>> {
  const name = model.nameOf(user);
  const [group] = model.values(user, 'Groups');
  const data = { user: name, group: group === undefined ? 'a group of the user' : `the group "${model.show(group, user)}"` };
  for (const inline of inlinePolicies(model, user)) {
    yield { message: 'inline', resource: user, at: inline.at, evidence: inline.name, data: { ...data, policy: inline.shown } };
  }
  for (const arn of model.values(user, 'ManagedPolicyArns')) {
    const policy = model.show(arn, user);
    yield { message: 'attached', resource: user, at: arn.at, evidence: policy, data: { ...data, policy } };
  }
}

interface InlinePolicy {
  readonly at: Fact['at'];
  /** For a finding id. */
  readonly name: string;
  readonly shown: string;
}

/** Each inline policy once, by its name; whether it is there under some condition only does not matter. */
function inlinePolicies(model: Model, user: Resource): readonly InlinePolicy[] {
  if (!isPolicyList(user.properties.Policies)) return [];
  const found = new Map<string, InlinePolicy>();
  for (const reading of model.readingsOf(user)) {
    for (const policy of reading.objects('Policies')) {
      const [name] = policy.values('PolicyName');
      const shown = name === undefined || name.kind === 'absent' ? '' : name.shown;
      const inline = { at: policy.at, name: shown === '' ? 'an inline policy' : shown, shown: `"${shown}"` };
      found.set(pointerOf(policy.at), inline);
    }
  }
  return [...found.values()];
}

function isPolicyList(node: Resource['properties'][string] | undefined): boolean {
  return Array.isArray(node) ? node.length > 0 : isObject(node);
}

function* toUsers(model: Model, policy: Resource, property: string): Iterable<Fact<Message>> {
  for (const user of model.values(policy, property)) {
    const target = model.resolverOf(policy.template).target(user.value);
    const name = target === undefined ? model.show(user, policy) : model.nameOf(target);
    const at = user.at ?? below(model.propertiesOf(policy), property);
    // A list as a whole that only the deployment knows may be empty.
    const isCertain = typeof user.value === 'string' || property !== 'Users' || Array.isArray(policy.properties[property]);
    yield {
      message: 'attachesTo',
      resource: policy,
      at,
      evidence: `${property} ${name}`,
      data: { user: name, property },
      ...(isCertain ? {} : { atMost: 'info' as const }),
    };
  }
}
