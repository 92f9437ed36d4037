import { demandsKey, type FederatedProvider, federatedProviders, isAudienceKey } from '../../lib/core/iam/federation';
import { hasUnreadCondition, mayAllow, trustStatements } from '../../lib/core/iam/trust';
import type { Model } from '../../lib/core/model/model';
import { defineRule, type Fact } from '../../lib/core/rule';
import { GITHUB, githubRole, oidcProviderArn, trustingRole } from '../example-trust';

type Message = 'anyAudience' | 'anySamlAudience';

const SUBJECT = 'repo:my-org/orders:ref:refs/heads/main';

/**
 * A provider of the input with one client id takes tokens for no other. Providers for consumers are left to
 * `trust/require-oidc-subject`, identity pools to `trust/no-open-identity-pool`.
 */
export default defineRule<Message>({
  meta: {
    id: 'trust/require-audience',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'Roles for an identity provider name the audience of the token',
    rationale:
      'A token is made for one audience. A role that takes any also takes the tokens that another application got for itself, and that it may pass on.',
    references: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_saml.html',
    ],
    catalogue: ['TRUST-OIDC-NO-AUD'],
    peers: ['IAM Access Analyzer "Confirm audience claim type"'],
  },
  messages: {
    anyAudience: {
      what: 'trust policy takes tokens of "{provider}" for any audience that the provider accepts: no condition demands "aud"',
      fix: 'add the condition "StringEquals": {"{host}:aud": "sts.amazonaws.com"}, or the client id of your application; in CDK the second argument of "new iam.WebIdentityPrincipal(...)"',
    },
    anySamlAudience: {
      what: 'trust policy takes assertions of "{provider}" for any audience: no condition demands "SAML:aud"',
      fix: 'add the condition "StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}; in CDK "new iam.SamlConsolePrincipal(...)" does it',
    },
  },
  examples: {
    valid: [
      {
        title: 'the audience of STS',
        resources: githubRole({ StringEquals: { [`${GITHUB}:aud`]: 'sts.amazonaws.com', [`${GITHUB}:sub`]: SUBJECT } }),
      },
      {
        title: 'a provider that takes one audience only',
        resources: {
          GitHub: { Type: 'AWS::IAM::OIDCProvider', Properties: { Url: `https://${GITHUB}`, ClientIdList: ['sts.amazonaws.com'] } },
          ...trustingRole({ Federated: { Ref: 'GitHub' } }, 'sts:AssumeRoleWithWebIdentity', {
            Condition: { StringEquals: { [`${GITHUB}:sub`]: SUBJECT } },
          }),
        },
      },
      {
        title: 'SAML for the console',
        resources: trustingRole({ Federated: 'arn:aws:iam::111122223333:saml-provider/Okta' }, 'sts:AssumeRoleWithSAML', {
          Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
        }),
      },
    ],
    invalid: [
      {
        title: 'the subject alone',
        resources: trustingRole({ Federated: oidcProviderArn(GITHUB) }, 'sts:AssumeRoleWithWebIdentity', {
          Condition: { StringEquals: { [`${GITHUB}:sub`]: SUBJECT } },
        }),
        reports: ['anyAudience'],
      },
      {
        title: 'SAML without a condition',
        resources: trustingRole({ Federated: 'arn:aws:iam::111122223333:saml-provider/Okta' }, 'sts:AssumeRoleWithSAML'),
        reports: ['anySamlAudience'],
      },
    ],
  },
  *check(model): Iterable<Fact<Message>> {
    for (const statement of trustStatements(model)) {
      for (const provider of federatedProviders(model, statement)) {
        const message = messageOf(provider);
        if (message === undefined || !mayAllow(statement, ACTIONS[message])) continue;
        if (hasUnreadCondition(statement) || demandsKey(statement, isAudienceKey) !== 'no' || takesOneAudience(model, provider)) continue;
        const { resource } = statement.document;
        const shown = model.show(provider.principal, resource);
        yield {
          message,
          resource,
          at: provider.principal.at,
          evidence: `${shown} without aud`,
          data: { provider: shown, host: provider.host ?? '<provider>' },
        };
      }
    }
  },
});

const ACTIONS: Readonly<Record<Message, string>> = {
  anyAudience: 'sts:AssumeRoleWithWebIdentity',
  anySamlAudience: 'sts:AssumeRoleWithSAML',
};

function messageOf({ kind, family, host }: FederatedProvider): Message | undefined {
  if (kind === 'saml') return 'anySamlAudience';
  // A parameter that defaults to nothing is filled in at deployment, with a provider that may take one audience.
  if (host === '') return undefined;
  return kind === 'oidc' && family !== 'consumer' ? 'anyAudience' : undefined;
}

function takesOneAudience(model: Model, { resource }: FederatedProvider): boolean {
  if (resource === undefined) return false;
  // CDK's custom resource spells the property in its own way.
  const audiences = [...model.values(resource, 'ClientIdList'), ...model.values(resource, 'ClientIDList')];
  return audiences.length === 1;
}
