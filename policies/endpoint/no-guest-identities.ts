import type { Json, JsonObject } from '../../lib/core/json';
import { guestRolesOf, isLimitedToGuests } from '../../lib/core/model/guests';
import type { Model } from '../../lib/core/model/model';
import { isPublicOnPurpose } from '../../lib/core/model/public-endpoints';
import { positionsOf, type Switch, switchFact } from '../../lib/core/model/switches';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

type Message = 'guests' | 'undecided' | 'classicFlow' | 'wideGuestRole' | 'everyLocationAction' | 'keyForEverySite';

const pool = (properties: JsonObject): JsonObject => ({ Visitors: { Type: 'AWS::Cognito::IdentityPool', Properties: properties } });
const guestRole = (action: Json): JsonObject => ({
  Guest: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] },
      Policies: [
        {
          PolicyName: 'guest',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: action, Resource: 'arn:aws:rum:eu-west-1:111122223333:appmonitor/orders' }],
          },
        },
      ],
    },
  },
});
const monitor = (configuration: JsonObject): JsonObject => ({
  Monitor: { Type: 'AWS::RUM::AppMonitor', Properties: { Name: 'orders', AppMonitorConfiguration: configuration } },
});
const apiKey = (restrictions: JsonObject): JsonObject => ({
  Key: { Type: 'AWS::Location::APIKey', Properties: { KeyName: 'orders', Restrictions: restrictions } },
});

export default defineRule<Message>({
  meta: {
    id: 'endpoint/no-guest-identities',
    severity: { recommended: 'error', strict: 'error', critical: 'error' },
    title: 'Identity pools give AWS credentials to nobody who has not signed in',
    rationale:
      "An identity pool with guests gives temporary AWS credentials to whoever asks with the pool's id, which every page that uses it shows. All that the guest role may do, now or after the next grant, strangers may do.",
    references: [
      'https://docs.aws.amazon.com/cognito/latest/developerguide/identity-pools.html#enable-or-disable-unauthenticated-identities',
      'https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flow.html',
      'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-get-started-authorization.html',
    ],
    catalogue: ['NET-COGNITO-UNAUTH'],
    peers: [
      'CKV_AWS_366',
      'cfn_nag W57',
      'guard COGNITO_ALLOW_UNAUTHENTICATED_IDENTITIES_RULE',
      'cdk-nag AwsSolutions-COG7',
      'Security Hub Cognito.2',
    ],
  },
  messages: {
    guests: {
      what: 'identity pool "{name}" has AllowUnauthenticatedIdentities true: everybody gets AWS credentials without signing in',
      fix: 'set AllowUnauthenticatedIdentities to false ("allowUnauthenticatedIdentities: false"); for CloudWatch RUM alone, give guests a role with "rum:PutRumEvents" on the app monitor and nothing else',
    },
    undecided: {
      what: 'whether identity pool "{name}" gives credentials to guests cannot be decided: AllowUnauthenticatedIdentities is "{value}"',
      fix: 'write AllowUnauthenticatedIdentities false, or give the parameter that decides it that value as its default',
    },
    classicFlow: {
      what: 'identity pool "{name}" has AllowClassicFlow {value}: callers choose the role they assume, past the session policy that limits guests',
      fix: 'leave AllowClassicFlow out ("allowClassicFlow" of CfnIdentityPool) and use the enhanced flow, GetCredentialsForIdentity',
    },
    wideGuestRole: {
      what: 'app monitor "{name}" gives every visitor the role {value}, which allows more than "rum:PutRumEvents"',
      fix: 'give the monitor a role of its own in "GuestRoleArn" that allows "rum:PutRumEvents" on the app monitor and nothing else',
    },
    everyLocationAction: {
      what: 'location key "{name}" allows {value}, to whoever reads it off a page',
      fix: 'list the actions that the page calls in "Restrictions: AllowActions" (such as "geo-maps:GetTile"), and its resources in "AllowResources"',
    },
    keyForEverySite: {
      what: 'location key "{name}" names no sites in AllowReferers: whoever reads it off a page can use it on another',
      fix: 'name the sites in "Restrictions: AllowReferers" ("allowReferers" of CfnAPIKey)',
    },
  },
  examples: {
    valid: [
      { title: 'a pool for users who sign in', resources: pool({ AllowUnauthenticatedIdentities: false }) },
      {
        title: 'guests who can send telemetry and nothing else',
        resources: {
          ...pool({ AllowUnauthenticatedIdentities: true }),
          ...guestRole('rum:PutRumEvents'),
          Roles: {
            Type: 'AWS::Cognito::IdentityPoolRoleAttachment',
            Properties: { IdentityPoolId: { Ref: 'Visitors' }, Roles: { unauthenticated: { 'Fn::GetAtt': ['Guest', 'Arn'] } } },
          },
        },
      },
    ],
    invalid: [
      { title: 'a pool with guests', resources: pool({ AllowUnauthenticatedIdentities: true }), reports: ['guests'] },
      {
        title: 'a choice that is made at deployment',
        template: {
          Parameters: { Guests: { Type: 'String' } },
          Resources: pool({ AllowUnauthenticatedIdentities: { Ref: 'Guests' } }),
        },
        reports: ['undecided'],
      },
      {
        title: 'the classic flow',
        resources: pool({ AllowUnauthenticatedIdentities: false, AllowClassicFlow: true }),
        reports: ['classicFlow'],
      },
      {
        title: 'a monitor whose visitors can do more than they need',
        resources: {
          ...guestRole(['rum:PutRumEvents', 'xray:PutTraceSegments']),
          ...monitor({ GuestRoleArn: { 'Fn::GetAtt': ['Guest', 'Arn'] } }),
        },
        reports: ['wideGuestRole'],
      },
      {
        title: 'a key to all of Amazon Location',
        resources: apiKey({ AllowActions: ['geo:*'], AllowResources: ['arn:aws:geo:*'], AllowReferers: ['https://orders.example.com/*'] }),
        reports: ['everyLocationAction'],
      },
      {
        title: 'a key that works on every site',
        resources: apiKey({ AllowActions: ['geo-maps:GetTile'], AllowResources: ['arn:aws:geo-maps:eu-west-1::provider/default'] }),
        reports: ['keyForEverySite'],
      },
    ],
  },
  *check(model) {
    for (const resource of model.resourcesOfType('AWS::Cognito::IdentityPool')) {
      for (const position of positionsOf(model, resource, { path: ['AllowClassicFlow'], on: ['true'] })) {
        if (position.state === 'on') yield { message: 'classicFlow', ...switchFact(model, position), atMost: 'warning' };
      }
      if (isPublicOnPurpose(model, resource) || hasLimitedGuests(model, resource)) continue;
      for (const position of positionsOf(model, resource, { path: ['AllowUnauthenticatedIdentities'], on: ['true'] })) {
        if (position.state === 'on') yield { message: 'guests', ...switchFact(model, position) };
        // Whoever deploys decides, knowingly: the parameter has no default.
        else yield { message: 'undecided', ...switchFact(model, position), atMost: 'info' };
      }
    }
    for (const resource of model.resourcesOfType('AWS::RUM::AppMonitor')) yield* monitorFacts(model, resource);
    for (const resource of model.resourcesOfType('AWS::Location::APIKey')) yield* keyFacts(model, resource);
  },
});

function hasLimitedGuests(model: Model, resource: Resource): boolean {
  const roles = guestRolesOf(model, resource);
  return roles.length > 0 && roles.every((role) => role !== undefined && isLimitedToGuests(model, role));
}

/** The guest role of a monitor, unless the identity pool that gives it to visitors is in the input and judged there. */
function* monitorFacts(model: Model, resource: Resource): Iterable<Fact<Message>> {
  const resolver = model.resolverOf(resource.template);
  const pools = model.values(resource, 'AppMonitorConfiguration', 'IdentityPoolId');
  if (pools.some(({ value }) => resolver.target(value) !== undefined)) return;
  for (const element of model.values(resource, 'AppMonitorConfiguration', 'GuestRoleArn')) {
    const role = resolver.target(element.value);
    if (role === undefined || isLimitedToGuests(model, role)) continue;
    const value = model.show(element, resource);
    yield {
      message: 'wideGuestRole',
      resource,
      at: element.at,
      evidence: `GuestRoleArn ${value}`,
      data: { name: model.nameOf(resource), value },
    };
  }
}

const EVERY_LOCATION_ACTION: Switch = {
  path: ['Restrictions', 'AllowActions', '*'],
  on: ['*', 'geo:*', 'geo-maps:*', 'geo-places:*', 'geo-routes:*'],
};

function* keyFacts(model: Model, resource: Resource): Iterable<Fact<Message>> {
  for (const position of positionsOf(model, resource, EVERY_LOCATION_ACTION)) {
    if (position.state !== 'on') continue;
    const { data, ...fact } = switchFact(model, position);
    yield { message: 'everyLocationAction', ...fact, data: { ...data, value: `"${position.value}"` }, atMost: 'warning' };
  }
  for (const position of positionsOf(model, resource, { path: ['Restrictions', 'AllowReferers'], on: [], onWithout: true })) {
    if (position.state === 'default') yield { message: 'keyForEverySite', ...switchFact(model, position), atMost: 'info' };
  }
}
