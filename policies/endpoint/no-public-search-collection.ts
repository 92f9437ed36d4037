import { hasWildcard } from '../../lib/core/iam/pattern';
import { isObject, type Json } from '../../lib/core/json';
import { type JsonValue, jsonOf } from '../../lib/core/model/json-property';
import type { Model } from '../../lib/core/model/model';
import { isPublicOnPurpose } from '../../lib/core/model/public-endpoints';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

type Message =
  | 'publicCollection'
  | 'publicDashboard'
  | 'undecided'
  | 'anyPrincipal'
  | 'anyIdentityOfAccount'
  | 'everyPermission'
  | 'undecidedAccess';

const networkPolicy = (policy: Json) => ({
  Network: {
    Type: 'AWS::OpenSearchServerless::SecurityPolicy',
    Properties: { Name: 'orders', Type: 'network', Policy: policy },
  },
});
const rules = (...types: readonly string[]) => types.map((type) => ({ ResourceType: type, Resource: ['collection/orders'] }));
const accessPolicy = (entry: Json) => ({
  Access: {
    Type: 'AWS::OpenSearchServerless::AccessPolicy',
    Properties: { Name: 'orders', Type: 'data', Policy: JSON.stringify([entry]) },
  },
});

export default defineRule<Message>({
  meta: {
    id: 'endpoint/no-public-search-collection',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'Serverless search collections are reached through VPC endpoints, by named principals',
    rationale:
      'A network policy with AllowFromPublic puts the endpoint of every collection that it matches on the internet, those of other teams too. Data access policies then decide alone, and a wildcard in one gives away whole collections.',
    references: [
      'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-network.html',
      'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-data-access.html',
    ],
    catalogue: ['NET-AOSS-PUBLIC'],
    peers: [],
  },
  messages: {
    publicCollection: {
      what: 'network policy "{name}" has AllowFromPublic true for collections ({resources}): their endpoints are on the internet',
      fix: 'set "AllowFromPublic" to false and name the VPC endpoints in "SourceVPCEs" (CfnVpcEndpoint), or "bedrock.amazonaws.com" in "SourceServices" for a knowledge base',
    },
    publicDashboard: {
      what: 'network policy "{name}" has AllowFromPublic true for dashboards ({resources}): their sign-in page is on the internet',
      fix: 'set "AllowFromPublic" to false and name the VPC endpoints in "SourceVPCEs" (CfnVpcEndpoint)',
    },
    undecided: {
      what: 'whether network policy "{name}" makes its collections public cannot be decided: {value}',
      fix: 'write the policy as JSON text in the template, with "AllowFromPublic": false ("JSON.stringify" or "stack.toJsonString" of CfnSecurityPolicy\'s "policy")',
    },
    anyPrincipal: {
      what: 'data access policy "{name}" names the principal "{value}", which is more than one account',
      fix: 'name the roles that read and write the data, by their ARNs ("role.roleArn")',
    },
    anyIdentityOfAccount: {
      what: 'data access policy "{name}" names the principal "{value}", which is more than one role',
      fix: 'name the roles that read and write the data, by their ARNs ("role.roleArn")',
    },
    everyPermission: {
      what: 'data access policy "{name}" grants {value} on {resources}',
      fix: 'list the permissions that the principals use (such as "aoss:ReadDocument" and "aoss:WriteDocument"), and name the collection or index',
    },
    undecidedAccess: {
      what: 'whom data access policy "{name}" lets in cannot be decided: {value}',
      fix: 'write the policy as JSON text in the template, with the ARNs of the roles in "Principal" ("stack.toJsonString" of CfnAccessPolicy\'s "policy")',
    },
  },
  examples: {
    valid: [
      {
        title: 'a collection that VPC endpoints reach',
        resources: networkPolicy(
          JSON.stringify([{ Rules: rules('collection', 'dashboard'), AllowFromPublic: false, SourceVPCEs: ['vpce-050f79086ee71ac05'] }]),
        ),
      },
      {
        title: 'reading by one role',
        resources: accessPolicy({
          Rules: [{ ResourceType: 'index', Resource: ['index/orders/*'], Permission: ['aoss:ReadDocument'] }],
          Principal: ['arn:aws:iam::111122223333:role/orders'],
        }),
      },
    ],
    invalid: [
      {
        title: 'a collection on the internet',
        resources: networkPolicy(JSON.stringify([{ Rules: rules('collection'), AllowFromPublic: true }])),
        reports: ['publicCollection'],
      },
      {
        title: 'dashboards on the internet, and a collection behind VPC endpoints',
        resources: networkPolicy(
          JSON.stringify([
            { Rules: rules('dashboard'), AllowFromPublic: true },
            { Rules: rules('collection'), AllowFromPublic: false, SourceVPCEs: ['vpce-050f79086ee71ac05'] },
          ]),
        ),
        reports: ['publicDashboard'],
      },
      {
        title: 'a policy that the deployment chooses',
        template: { Parameters: { Policy: { Type: 'String' } }, Resources: networkPolicy({ Ref: 'Policy' }) },
        reports: ['undecided'],
      },
      {
        title: 'every account, with every permission on every collection',
        resources: accessPolicy({
          Rules: [{ ResourceType: 'collection', Resource: ['collection/*'], Permission: ['aoss:*'] }],
          Principal: ['arn:aws:iam::*'],
        }),
        reports: ['everyPermission', 'anyPrincipal'],
      },
      {
        title: 'every role of the account',
        resources: accessPolicy({
          Rules: [{ ResourceType: 'index', Resource: ['index/orders/*'], Permission: ['aoss:ReadDocument'] }],
          Principal: ['arn:aws:iam::111122223333:role/*'],
        }),
        reports: ['anyIdentityOfAccount'],
      },
      {
        title: 'principals that the deployment chooses',
        template: {
          Parameters: { Principals: { Type: 'String' } },
          Resources: {
            Access: {
              Type: 'AWS::OpenSearchServerless::AccessPolicy',
              Properties: { Name: 'orders', Type: 'data', Policy: { Ref: 'Principals' } },
            },
          },
        },
        reports: ['undecidedAccess'],
      },
    ],
  },
  *check(model) {
    for (const resource of model.resourcesOfType('AWS::OpenSearchServerless::SecurityPolicy')) {
      if (isPublicOnPurpose(model, resource)) continue;
      for (const reading of model.readingsOf(resource)) {
        if (reading.canBe(['Type'], ['encryption']) === 'yes') continue;
        for (const policy of jsonOf(model, reading, 'Policy')) yield* networkFacts(model, resource, policy);
      }
    }
    for (const resource of model.resourcesOfType('AWS::OpenSearchServerless::AccessPolicy')) {
      for (const reading of model.readingsOf(resource)) {
        for (const policy of jsonOf(model, reading, 'Policy')) yield* accessFacts(model, resource, policy);
      }
    }
  },
});

function* networkFacts(model: Model, resource: Resource, policy: JsonValue): Iterable<Fact<Message>> {
  const name = model.nameOf(resource);
  const unread = (value: string): Fact<Message> => ({
    message: 'undecided',
    resource,
    at: policy.at,
    evidence: `AllowFromPublic${policy.shown === '' ? '' : ` in ${policy.shown}`}`,
    data: { name, value },
  });
  if (policy.value === undefined) {
    yield unread(policy.shown === '' ? 'it has no Policy' : `Policy is "${policy.shown}"`);
    return;
  }
  for (const entry of entriesOf(policy.value)) {
    const isPublic = policy.texts(entry.AllowFromPublic);
    if (isPublic.includes(undefined)) yield unread('AllowFromPublic is only known at deployment');
    if (!isPublic.some((text) => text?.toLowerCase() === 'true')) continue;
    const rules = entriesOf(entry.Rules);
    const kinds = rules.flatMap((rule) => policy.texts(rule.ResourceType));
    const isDashboard = kinds.length > 0 && kinds.every((kind) => kind?.toLowerCase() === 'dashboard');
    const resources = [...new Set(rules.flatMap((rule) => policy.shownTexts(rule.Resource)))].join(', ');
    yield {
      message: isDashboard ? 'publicDashboard' : 'publicCollection',
      resource,
      at: policy.at,
      evidence: `AllowFromPublic true for ${isDashboard ? 'dashboards' : 'collections'} ${resources}`,
      data: { name, resources },
      ...(isDashboard ? { atMost: 'warning' as const } : {}),
    };
  }
}

function* accessFacts(model: Model, resource: Resource, policy: JsonValue): Iterable<Fact<Message>> {
  const name = model.nameOf(resource);
  const common = { resource, at: policy.at };
  if (policy.value === undefined) {
    const value = policy.shown === '' ? 'it has no Policy' : `Policy is "${policy.shown}"`;
    yield {
      ...common,
      message: 'undecidedAccess',
      evidence: policy.shown === '' ? 'Policy absent' : `Principal in ${policy.shown}`,
      data: { name, value },
      atMost: 'warning',
    };
    return;
  }
  for (const entry of entriesOf(policy.value)) {
    for (const principal of policy.shownTexts(entry.Principal)) {
      const account = accountOf(principal);
      if (account === undefined && !hasWildcard(principal)) continue;
      if (account === undefined || hasWildcard(account)) {
        yield { ...common, message: 'anyPrincipal', evidence: principal, data: { name, value: principal } };
      } else if (hasWildcard(principal)) {
        yield { ...common, message: 'anyIdentityOfAccount', evidence: principal, data: { name, value: principal }, atMost: 'warning' };
      }
    }
    for (const rule of entriesOf(entry.Rules)) {
      const wide = policy.shownTexts(rule.Resource).filter(isEveryResource);
      const every = policy.shownTexts(rule.Permission).filter((permission) => EVERY_PERMISSION.has(permission.toLowerCase()));
      if (wide.length === 0 || every.length === 0) continue;
      const value = every.map((permission) => `"${permission}"`).join(', ');
      const resources = wide.map((each) => `"${each}"`).join(', ');
      const evidence = `${every.join(', ')} on ${wide.join(', ')}`;
      yield { ...common, message: 'everyPermission', evidence, data: { name, value, resources }, atMost: 'warning' };
    }
  }
}

/** The objects of a list, or the one that stands in its place. */
function entriesOf(node: Json | undefined): readonly { readonly [key: string]: Json }[] {
  if (node === undefined) return [];
  return (Array.isArray(node) ? node : [node]).filter((member) => isObject(member));
}

const EVERY_PERMISSION = new Set(['aoss:*', '*']);

/** `collection/*`, `index/*` and `index/*` of every collection. */
function isEveryResource(resource: string): boolean {
  const [, collection] = resource.split('/');
  return resource === '*' || collection === '*' || collection === '';
}

/** The account of an ARN, or of a SAML principal (`saml/111122223333/provider/user/name`). */
function accountOf(principal: string): string | undefined {
  const fields = principal.split(':');
  if (fields[0] === 'arn') return fields[4] ?? '*';
  const [kind, account] = principal.split('/');
  return kind === 'saml' || kind === 'iamidentitycenter' ? account : undefined;
}
