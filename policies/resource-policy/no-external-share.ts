import { parseArn } from '../../lib/core/iam/arn';
import type { JsonObject } from '../../lib/core/json';
import { type AccountStanding, isTrustedOrganization, standingOf } from '../../lib/core/model/accounts';
import type { Model } from '../../lib/core/model/model';
import type { PropertyValue, Reading } from '../../lib/core/model/reading';
import { accountIn } from '../../lib/core/model/resource-grants';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

type Message =
  | 'everyone'
  | 'foreignAccount'
  | 'unpinnedAccount'
  | 'undecidedPrincipal'
  | 'foreignOrganization'
  | 'lakeOpen'
  | 'linkSharing'
  | 'externalAllowed';

/** Shares that CloudFormation spells as properties: type → where it says with whom. One line per type. */
const SHARES: Readonly<Record<string, readonly string[]>> = {
  'AWS::ACMPCA::Permission': ['Principal'],
  'AWS::CodeGuruProfiler::ProfilingGroup': ['AgentPermissions/Principals/*'],
  'AWS::GlobalAccelerator::CrossAccountAttachment': ['Principals/*'],
  'AWS::Glue::Database': ['DatabaseInput/CreateTableDefaultPermissions/*/Principal/DataLakePrincipalIdentifier'],
  'AWS::LakeFormation::Permissions': ['DataLakePrincipal/DataLakePrincipalIdentifier'],
  'AWS::LakeFormation::PrincipalPermissions': ['Principal/DataLakePrincipalIdentifier'],
  'AWS::QBusiness::DataAccessor': ['Principal'],
  'AWS::QBusiness::Permission': ['Principal'],
  'AWS::QuickSight::Analysis': ['Permissions/*/Principal'],
  'AWS::QuickSight::Dashboard': ['Permissions/*/Principal', 'LinkSharingConfiguration/Permissions/*/Principal'],
  'AWS::QuickSight::DataSet': ['Permissions/*/Principal'],
  'AWS::QuickSight::DataSource': ['Permissions/*/Principal'],
  'AWS::QuickSight::Folder': ['Permissions/*/Principal'],
  'AWS::QuickSight::Template': ['Permissions/*/Principal'],
  'AWS::QuickSight::Theme': ['Permissions/*/Principal'],
  'AWS::RAM::PrincipalAssociation': ['Principal'],
  'AWS::RAM::ResourceShare': ['Principals/*'],
  'AWS::SecurityLake::Subscriber': ['SubscriberIdentity/Principal'],
  'AWS::ServiceCatalog::PortfolioPrincipalAssociation': ['PrincipalARN'],
  'AWS::ServiceCatalog::PortfolioShare': ['AccountId'],
  'AWS::Signer::ProfilePermission': ['Principal'],
};

/** Words of Lake Formation for everybody with IAM rights in the account. */
const LAKE_GROUPS = /^(?:IAM_ALLOWED_PRINCIPALS|(?:\d{12}:)?IAMPrincipals|ALLIAMPrincipals|EVERYONE)$/i;

const share = (properties: JsonObject): JsonObject => ({
  Share: { Type: 'AWS::RAM::ResourceShare', Properties: { Name: 'network', ...properties } },
});

const UNDECLARED = 'remove the account, or declare it with the "trustedAccounts" of the checks if it is yours or a partner\'s';

export default defineRule<Message>({
  meta: {
    id: 'resource-policy/no-external-share',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'Resources are shared with accounts and organisations that the owners trust',
    rationale:
      'A share is a resource policy by another name: whoever administers the other account decides who uses what is shared. Shares through RAM reach accounts outside of the organisation unless they say otherwise.',
    references: [
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ram-resourceshare.html',
      'https://docs.aws.amazon.com/lake-formation/latest/dg/change-settings.html',
    ],
    catalogue: ['RP-SHARE-EXTERNAL'],
    peers: ['cloudsplaining ResourceExposure', 'prowler'],
  },
  messages: {
    everyone: {
      what: '{type} "{name}" is shared with "{principal}", which is everyone',
      fix: 'name the accounts, roles or the organisation',
    },
    foreignAccount: {
      what: '{type} "{name}" is shared with "{principal}", and account {account} is neither one of the input nor trusted',
      fix: UNDECLARED,
    },
    unpinnedAccount: {
      what: '{type} "{name}" is shared with "{principal}", and no stack of the input says that it is for that account',
      fix: 'declare the account with the "trustedAccounts" of the checks, or write the stack\'s own as "AWS::AccountId"',
    },
    undecidedPrincipal: {
      what: 'whether {type} "{name}" is shared outside cannot be decided: the principal is "{principal}"',
      fix: 'write the principal out, so that it can be checked',
    },
    foreignOrganization: {
      what: '{type} "{name}" is shared with "{principal}", which is none of the trusted organisations',
      fix: 'write the organisation you mean, or declare it with the "trustedOrganizations" of the checks',
    },
    lakeOpen: {
      what: '{type} "{name}" grants to "{principal}": whoever has IAM rights on Glue, instead of those whom Lake Formation names',
      fix: 'name the roles that read, and leave CreateTableDefaultPermissions empty, so that Lake Formation decides',
    },
    linkSharing: {
      what: 'dashboard "{name}" is shared by link with "{principal}", which is every user of the namespace',
      fix: 'name the users or groups in LinkSharingConfiguration, or remove it',
    },
    externalAllowed: {
      what: 'resource share "{name}" has AllowExternalPrincipals true, so that accounts outside of the organisation can be added later',
      fix: 'set AllowExternalPrincipals to false',
    },
  },
  examples: {
    valid: [
      {
        title: 'a share within the organisation',
        resources: share({ AllowExternalPrincipals: false, Principals: ['arn:aws:organizations::111122223333:organization/o-a1b2c3d4e5'] }),
      },
      {
        title: 'an account that the owners trust',
        settings: { trustedAccounts: ['111122223333'] },
        resources: share({ Principals: ['111122223333'] }),
      },
    ],
    invalid: [
      { title: 'an account of whoever', resources: share({ Principals: ['111122223333'] }), reports: ['unpinnedAccount'] },
      {
        title: 'another account than that of the stack',
        account: '999999999999',
        resources: share({ Principals: ['111122223333'] }),
        reports: ['foreignAccount'],
      },
      {
        title: 'another organisation than the trusted one',
        settings: { trustedOrganizations: ['o-a1b2c3d4e5'] },
        resources: share({ Principals: ['arn:aws:organizations::111122223333:organization/o-z9y8x7w6v5'] }),
        reports: ['foreignOrganization'],
      },
      { title: 'whoever is added later', resources: share({ AllowExternalPrincipals: true }), reports: ['externalAllowed'] },
      {
        title: 'an account that whoever deploys chooses',
        template: { Parameters: { Partner: { Type: 'String' } }, Resources: share({ Principals: [{ Ref: 'Partner' }] }) },
        reports: ['undecidedPrincipal'],
      },
      {
        title: 'a signing profile for everyone',
        resources: {
          Permission: {
            Type: 'AWS::Signer::ProfilePermission',
            Properties: { ProfileName: 'code', StatementId: 'all', Action: 'signer:StartSigningJob', Principal: '*' },
          },
        },
        reports: ['everyone'],
      },
      {
        title: 'tables that IAM alone guards',
        resources: {
          Lake: {
            Type: 'AWS::Glue::Database',
            Properties: {
              CatalogId: { Ref: 'AWS::AccountId' },
              DatabaseInput: {
                CreateTableDefaultPermissions: [
                  { Permissions: ['ALL'], Principal: { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' } },
                ],
              },
            },
          },
        },
        reports: ['lakeOpen'],
      },
      {
        title: 'a dashboard for everyone with the link',
        resources: {
          Sales: {
            Type: 'AWS::QuickSight::Dashboard',
            Properties: {
              AwsAccountId: { Ref: 'AWS::AccountId' },
              DashboardId: 'sales',
              Name: 'sales',
              LinkSharingConfiguration: {
                Permissions: [
                  {
                    Principal: { 'Fn::Sub': 'arn:aws:quicksight:eu-west-1:${AWS::AccountId}:namespace/default' },
                    Actions: ['quicksight:QueryDashboard'],
                  },
                ],
              },
            },
          },
        },
        reports: ['linkSharing'],
      },
    ],
  },
  *check(model): Iterable<Fact<Message>> {
    yield* grantsOfDomains(model);
    for (const [type, paths] of Object.entries(SHARES)) {
      for (const resource of model.resourcesOfType(type)) {
        for (const reading of model.readingsOf(resource)) {
          for (const path of paths) yield* sharesAt(model, resource, reading, path);
          if (type === 'AWS::RAM::ResourceShare') yield* openForOthers(model, resource, reading);
        }
      }
    }
  },
});

/** Grants of DataZone, which name everyone of the domain by a filter instead of a name. */
function* grantsOfDomains(model: Model): Iterable<Fact<Message>> {
  const type = 'AWS::DataZone::PolicyGrant';
  for (const resource of model.resourcesOfType(type)) {
    for (const reading of model.readingsOf(resource)) {
      for (const { at } of reading.values('Principal', 'User', 'AllUsersGrantFilter').filter(({ kind }) => kind !== 'absent')) {
        const data = { type, name: model.nameOf(resource), principal: 'all users of the domain', account: '' };
        yield { message: 'everyone', resource, at, evidence: 'shared with all users of the domain', data, atMost: 'info' };
      }
    }
  }
}

function* sharesAt(model: Model, resource: Resource, reading: Reading, path: string): Iterable<Fact<Message>> {
  // RAM refuses accounts outside of the organisation then, whatever is listed.
  const isInside = resource.type === 'AWS::RAM::ResourceShare' && reading.isAlways(['AllowExternalPrincipals'], ['false']) === 'yes';
  for (const value of reading.values(...path.split('/'))) {
    if (value.kind === 'absent' || value.kind === 'structure') continue;
    const message = messageFor(model, resource, value, path);
    if (message === undefined || (isInside && message !== 'foreignOrganization')) continue;
    const { shown, at } = value;
    const account = value.value === undefined ? undefined : accountIn(value.value);
    const data = {
      type: resource.type,
      name: model.nameOf(resource),
      principal: shown,
      account: account === undefined ? shown : model.show({ value: account, at }, resource),
    };
    yield {
      message,
      resource,
      at,
      evidence: `shared with ${shown}`,
      data,
      ...(message === 'undecidedPrincipal' ? { atMost: 'info' as const } : {}),
    };
  }
}

function messageFor(model: Model, resource: Resource, { text, value, shown }: PropertyValue, path: string): Message | undefined {
  if (LAKE_GROUPS.test(text))
    return resource.type === 'AWS::Glue::Database' || resource.type.startsWith('AWS::LakeFormation::') ? 'lakeOpen' : 'everyone';
  if (path.startsWith('LinkSharingConfiguration') && /:namespace\/[^/]*$/.test(shown)) return 'linkSharing';
  if (text === '*' || /:iam::\*?:/.test(text)) return isPatternOfOwn(resource, text) ? undefined : 'everyone';
  if (value === undefined || /\.amazonaws\.com(?:\.cn)?$/.test(text)) return undefined;
  const arn = parseArn(value);
  if (arn?.service === 'organizations') return organizationMessage(model, shown);
  const account = accountIn(value);
  if (account === undefined) {
    // A resource of the input is one of the own account; a name without an account as well.
    return typeof value !== 'string' &&
      value.parts.some((part) => typeof part !== 'string' && part.kind !== 'resource' && part.kind !== 'pseudo')
      ? 'undecidedPrincipal'
      : undefined;
  }
  return MESSAGES[standingOf(model, resource.template, account)];
}

const MESSAGES: Readonly<Partial<Record<AccountStanding, Message>>> = {
  foreign: 'foreignAccount',
  unpinned: 'unpinnedAccount',
  unknown: 'undecidedPrincipal',
};

/** `arn:aws:iam:::role/Developer*`: with IAM_PATTERN the account is always the one that imports the portfolio. */
function isPatternOfOwn(resource: Resource, text: string): boolean {
  return resource.type === 'AWS::ServiceCatalog::PortfolioPrincipalAssociation' && /:iam:::(?:role|user|group)\/[^*?]/.test(text);
}

function organizationMessage(model: Model, shown: string): Message | undefined {
  const { trustedOrganizations } = model.settings;
  // Nothing says which organisation is the own one, so only those who declared theirs hear of others.
  if (trustedOrganizations.length === 0) return undefined;
  const organization = /\b(o-[a-z0-9]{10,32})\b/.exec(shown)?.[1];
  return organization !== undefined && isTrustedOrganization(model, organization) ? undefined : 'foreignOrganization';
}

function* openForOthers(model: Model, resource: Resource, reading: Reading): Iterable<Fact<Message>> {
  if (reading.values('Principals').some(({ kind }) => kind !== 'absent')) return;
  for (const { text, at } of reading.values('AllowExternalPrincipals')) {
    if (text.toLowerCase() !== 'true') continue;
    const data = { name: model.nameOf(resource) };
    yield { message: 'externalAllowed', resource, at, evidence: 'AllowExternalPrincipals true', data, atMost: 'info' };
  }
}
