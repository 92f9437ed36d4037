import { isObject, type Json, type JsonObject } from '../../lib/core/json';
import { standingOf } from '../../lib/core/model/accounts';
import type { Model } from '../../lib/core/model/model';
import { isUnreadable } from '../../lib/core/model/nodes';
import { PUBLIC_ACLS } from '../../lib/core/model/public-bucket';
import { accountIn } from '../../lib/core/model/resource-grants';
import { type SdkCall, sdkCallsOf } from '../../lib/core/model/sdk-calls';
import { below } from '../../lib/core/path';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Resolver } from '../../lib/core/template/resolver';
import type { SymbolicString } from '../../lib/core/template/symbolic';

type Message = 'publicCall' | 'unblockingCall' | 'sharingCall' | 'undecidedCall' | 'unreadableCall';

/** What the parameters of a call mean: names in lower case, of whatever depth. */
interface CallMeaning {
  /** Parameters that make it public with one of these values. */
  readonly everyone?: readonly (readonly [parameter: string, values: readonly string[]])[];
  /** Parameters that take `everyone` back. */
  readonly unless?: readonly string[];
  /** Parameters that name accounts. */
  readonly accounts?: readonly string[];
  /** Parameters that switch a block off with `false`; `always` when the call itself does. */
  readonly unblocks?: readonly string[] | 'always';
}

const ALL = ['all'];
const BLOCKS = ['blockpublicacls', 'blockpublicpolicy', 'ignorepublicacls', 'restrictpublicbuckets'];
const ACLS = ['public-read', 'public-read-write', 'authenticated-read', ...PUBLIC_ACLS.map((acl) => acl.toLowerCase())];
const SNAPSHOT: CallMeaning = { everyone: [['valuestoadd', ALL]], accounts: ['valuestoadd'] };
const BUCKET_ACL: CallMeaning = { everyone: [['acl', ACLS]] };
const FUNCTION_URL: CallMeaning = { everyone: [['authtype', ['none']]] };

/** Calls that make something public or share it. What hands over a policy document is read as one, by the rules about policies. */
const CALLS: Readonly<Record<string, CallMeaning>> = {
  addlayerversionpermission: { everyone: [['principal', ['*']]], unless: ['organizationid'], accounts: ['principal'] },
  addpermission: {
    everyone: [['principal', ['*']]],
    unless: ['sourcearn', 'sourceaccount', 'principalorgid', 'eventsourcetoken'],
    accounts: ['principal', 'awsaccountid', 'awsaccountids'],
  },
  authorizesnapshotaccess: { accounts: ['accountwithrestoreaccess'] },
  createbucket: BUCKET_ACL,
  createfunctionurlconfig: FUNCTION_URL,
  deletepublicaccessblock: { unblocks: 'always' },
  disableimageblockpublicaccess: { unblocks: 'always' },
  disablesnapshotblockpublicaccess: { unblocks: 'always' },
  modifydbclustersnapshotattribute: SNAPSHOT,
  modifydbsnapshotattribute: SNAPSHOT,
  modifydocumentpermission: { everyone: [['accountidstoadd', ALL]], accounts: ['accountidstoadd'] },
  modifyfpgaimageattribute: {
    everyone: [
      ['group', ALL],
      ['usergroups', ALL],
    ],
    accounts: ['userid', 'userids'],
  },
  modifyimageattribute: {
    everyone: [
      ['group', ALL],
      ['usergroups', ALL],
      ['value', ALL],
    ],
    accounts: ['userid', 'userids'],
  },
  modifysnapshotattribute: {
    everyone: [
      ['group', ALL],
      ['groupnames', ALL],
    ],
    accounts: ['userid', 'userids'],
  },
  putbucketacl: BUCKET_ACL,
  putobject: BUCKET_ACL,
  putobjectacl: BUCKET_ACL,
  putpublicaccessblock: { unblocks: BLOCKS },
  updatefunctionurlconfig: FUNCTION_URL,
};

/** Whatever the call: groups of everybody in the grants of S3, and the switch of databases. */
const EVERYWHERE: readonly RegExp[] = [/acs\.amazonaws\.com\/groups\/global\/(?:AllUsers|AuthenticatedUsers)/];

const call = (service: string, action: string, parameters: JsonObject): JsonObject => ({
  Share: {
    Type: 'Custom::AWS',
    Properties: {
      ServiceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:sdk',
      Create: JSON.stringify({ service, action, parameters }),
    },
  },
});

/**
 * Snapshots, images, documents and the account's own switches have no CloudFormation property that shares them: only a
 * custom resource or a person can. What an `AwsCustomResource` or an automation document calls is read here.
 */
export default defineRule<Message>({
  meta: {
    id: 'resource-policy/no-public-sdk-call',
    severity: { recommended: 'error', strict: 'error', critical: 'error' },
    title: 'Deployments call nothing that makes a resource public',
    rationale:
      'A call of an SDK does at deployment what no property of a template says: a public snapshot is a copy of the whole database for every AWS account, and no reader of the template sees it.',
    references: [
      'https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.custom_resources.AwsCustomResource.html',
      'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html',
      'https://docs.aws.amazon.com/ebs/latest/userguide/block-public-access-snapshots.html',
    ],
    catalogue: ['RP-IMAGE-SNAPSHOT-PUBLIC'],
    peers: [
      'Security Hub EC2.1',
      'Security Hub RDS.1',
      'Security Hub DocumentDB.3',
      'Security Hub Neptune.3',
      'Security Hub SSM.4',
      'prowler ec2_ebs_public_snapshot',
      'prowler rds_snapshots_public_access',
      'prowler ssm_documents_set_as_public',
    ],
  },
  messages: {
    publicCall: {
      what: 'deployment calls "{action}" with {parameter} "{value}", which lets everyone in',
      fix: 'name the accounts or roles instead of everyone, or remove the call',
    },
    unblockingCall: {
      what: 'deployment calls "{action}"{parameter}, which takes away the block of public access',
      fix: 'remove the call, so that public access stays blocked',
    },
    sharingCall: {
      what: 'deployment calls "{action}" with {parameter} "{value}", an account that is neither one of the input nor trusted',
      fix: 'remove the account, or declare it with the "trustedAccounts" of the checks if it is yours or a partner\'s',
    },
    undecidedCall: {
      what: 'whether the call of "{action}" lets everyone in cannot be decided: {parameter} is "{value}"',
      fix: 'write the value out, so that it is known before the deployment',
    },
    unreadableCall: {
      what: 'what the deployment calls in {property} cannot be read, so whether it makes something public is not known',
      fix: 'write the call as an "AwsSdkCall" whose service, action and parameters are known before the deployment',
    },
  },
  examples: {
    valid: [
      { title: 'a call that shares nothing', resources: call('SSM', 'getParameter', { Name: '/orders/key' }) },
      {
        title: 'a snapshot for an account that the owners trust',
        settings: { trustedAccounts: ['111122223333'] },
        resources: call('RDS', 'modifyDBSnapshotAttribute', { AttributeName: 'restore', ValuesToAdd: ['111122223333'] }),
      },
    ],
    invalid: [
      {
        title: 'a snapshot of a database for everyone',
        resources: call('RDS', 'modifyDBSnapshotAttribute', {
          DBSnapshotIdentifier: 'orders',
          AttributeName: 'restore',
          ValuesToAdd: ['all'],
        }),
        reports: ['publicCall'],
      },
      {
        title: 'the block of an account',
        resources: call('EC2', 'DisableSnapshotBlockPublicAccessCommand', {}),
        reports: ['unblockingCall'],
      },
      {
        title: 'a snapshot of a volume for another account',
        account: '999999999999',
        resources: call('EC2', 'modifySnapshotAttribute', { CreateVolumePermission: { Add: [{ UserId: '111122223333' }] } }),
        reports: ['sharingCall'],
      },
      {
        title: 'an image for a group that whoever deploys chooses',
        template: {
          Parameters: { Group: { Type: 'String' } },
          Resources: {
            Share: {
              Type: 'Custom::AWS',
              Properties: {
                Create: {
                  'Fn::Join': [
                    '',
                    [
                      '{"service":"EC2","action":"modifyImageAttribute","parameters":{"LaunchPermission":{"Add":[{"Group":"',
                      { Ref: 'Group' },
                      '"}]}}}',
                    ],
                  ],
                },
              },
            },
          },
        },
        reports: ['undecidedCall'],
      },
      {
        title: 'a call that whoever deploys chooses',
        template: {
          Parameters: { Call: { Type: 'String' } },
          Resources: { Share: { Type: 'Custom::AWS', Properties: { Create: { Ref: 'Call' } } } },
        },
        reports: ['unreadableCall'],
      },
    ],
  },
  *check(model): Iterable<Fact<Message>> {
    const seen = new Map<object, Set<string>>();
    for (const fact of factsOf(model)) {
      // A custom resource says the same call for Create and for Update: one mistake.
      const said = seen.get(fact.resource) ?? new Set<string>();
      seen.set(fact.resource, said);
      if (said.has(fact.evidence)) continue;
      said.add(fact.evidence);
      yield fact;
    }
  },
});

function* factsOf(model: Model): Iterable<Fact<Message>> {
  for (const resource of model.resourcesOfType('Custom::AWS')) {
    for (const property of ['Create', 'Update', 'Delete']) {
      const at = below(model.propertiesOf(resource), property);
      if (!isUnreadable(model.resolverOf(resource.template), resource.properties[property], at)) continue;
      yield { message: 'unreadableCall', resource, at, evidence: `${property} unreadable`, data: { property }, atMost: 'warning' };
    }
  }
  for (const sdkCall of sdkCallsOf(model)) {
    const fact = factOf(model, sdkCall);
    if (fact !== undefined) yield fact;
  }
}

/** A scalar among the parameters of a call. */
interface Leaf {
  /** Its parameter, as written; of a list the list's. */
  readonly parameter: string;
  readonly value: SymbolicString;
}

function factOf(model: Model, { resource, at, action, written, parameters }: SdkCall): Fact<Message> | undefined {
  const meaning = Object.hasOwn(CALLS, action) ? CALLS[action] : undefined;
  const leaves = [...leavesOf(model.resolverOf(resource.template), parameters, '', 0)];
  if (leaves.some(({ parameter, value }) => parameter.toLowerCase() === 'operationtype' && value === 'remove')) return undefined;
  const isSet = (names: readonly string[]) => leaves.some(({ parameter }) => names.includes(parameter.toLowerCase()));
  const fact = (message: Message, leaf: Leaf | undefined): Fact<Message> => {
    const value = leaf === undefined ? '' : model.show({ value: leaf.value, at }, resource);
    const parameter = leaf?.parameter ?? '';
    return {
      message,
      resource,
      at,
      evidence: [written, parameter, value].filter(Boolean).join(' '),
      data: { action: written, parameter, value },
    };
  };
  const names = meaning?.unless !== undefined && isSet(meaning.unless) ? undefined : meaning?.everyone;
  const open = leaves.find((leaf) => opensToAll(leaf, names));
  if (open !== undefined) return fact('publicCall', open);
  const switches = meaning?.unblocks;
  const unblocked = switches === undefined || switches === 'always' ? undefined : leaves.find((leaf) => isOff(leaf, switches));
  // Taking a block away when the stack goes is how a custom resource cleans up.
  if (at.key !== 'Delete' && (switches === 'always' || unblocked !== undefined)) {
    const common = fact('unblockingCall', unblocked);
    const parameter = unblocked === undefined ? '' : ` with ${unblocked.parameter} false`;
    return { ...common, data: { ...common.data, parameter } };
  }
  const undecided = leaves.find(
    ({ parameter, value }) => typeof value !== 'string' && names?.some(([name]) => name === parameter.toLowerCase()) && isOpenHole(value),
  );
  if (undecided !== undefined) return { ...fact('undecidedCall', undecided), atMost: 'warning' };
  const foreign = leaves.find(({ parameter, value }) => {
    const account = meaning?.accounts?.includes(parameter.toLowerCase()) ? accountIn(value) : undefined;
    const standing = account === undefined ? undefined : standingOf(model, resource.template, account);
    return standing === 'foreign' || standing === 'unpinned';
  });
  return foreign === undefined ? undefined : { ...fact('sharingCall', foreign), atMost: 'warning' };
}

function opensToAll({ parameter, value }: Leaf, names: CallMeaning['everyone']): boolean {
  if (typeof value !== 'string') return false;
  const name = parameter.toLowerCase();
  if (name === 'publiclyaccessible' && value.toLowerCase() === 'true') return true;
  if (EVERYWHERE.some((pattern) => pattern.test(value))) return true;
  return names?.some(([wanted, values]) => wanted === name && values.includes(value.toLowerCase())) === true;
}

function isOff({ parameter, value }: Leaf, switches: readonly string[]): boolean {
  return switches.includes(parameter.toLowerCase()) && typeof value === 'string' && value.toLowerCase() === 'false';
}

/** Whether somebody chooses the value, and not AWS. */
function isOpenHole(value: SymbolicString): boolean {
  return (
    typeof value !== 'string' && value.parts.some((part) => typeof part !== 'string' && part.kind !== 'resource' && part.kind !== 'pseudo')
  );
}

/** Deeper than any call. */
const DEEPEST = 16;

function* leavesOf(resolver: Resolver, node: Json, parameter: string, depth: number): Iterable<Leaf> {
  if (depth > DEEPEST) return;
  for (const { value } of resolver.shallow(node, undefined)) {
    if (value === undefined || value === null) continue;
    if (typeof value === 'string') yield { parameter, value };
    else if (Array.isArray(value)) for (const member of value) yield* leavesOf(resolver, member, parameter, depth + 1);
    else if (isHoled(value)) yield { parameter, value };
    else if (isObject(value)) {
      for (const [key, member] of Object.entries(value))
        if (key.toLowerCase() !== 'remove') yield* leavesOf(resolver, member, key, depth + 1);
    }
  }
}

function isHoled(value: object): value is Exclude<SymbolicString, string> {
  return 'parts' in value && Array.isArray(value.parts);
}
