import { broadSubjects, federatedProviders } from '../../lib/core/iam/federation';
import { mayAllow, trustStatements } from '../../lib/core/iam/trust';
import { defineRule } from '../../lib/core/rule';
import { GITHUB, githubRole } from '../example-trust';

export default defineRule({
  meta: {
    id: 'trust/no-foreign-oidc-subject',
    severity: { recommended: 'error', strict: 'error', critical: 'error' },
    title: 'Conditions on the subject of a token name the organisation',
    rationale:
      'Public identity providers serve everybody. A pattern that does not name your organisation up to its end ("repo:*", "repo:my-org*") is also met by the repositories of strangers.',
    references: [
      'https://docs.github.com/en/actions/reference/security/oidc',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html#idp_oidc_Create_GitHub',
    ],
    catalogue: ['TRUST-OIDC-SUB-WILDCARD'],
    peers: ['CKV_AWS_358', 'IAM Access Analyzer "Specific GitHub repo and branch recommended"'],
  },
  messages: {
    strangers: {
      what: 'condition "{key}" with "{value}" lets {who} assume the role, those of strangers included',
      fix: 'name the organisation and the workload in full, such as "repo:my-org/my-repo:ref:refs/heads/main"; in CDK the second argument of "new iam.WebIdentityPrincipal(...)"',
    },
  },
  examples: {
    valid: [
      {
        title: 'one branch of one repository',
        resources: githubRole({ StringEquals: { [`${GITHUB}:sub`]: 'repo:my-org/orders:ref:refs/heads/main' } }),
      },
      {
        title: 'any repository of one organisation, which is left to trust/no-broad-oidc-subject',
        resources: githubRole({ StringLike: { [`${GITHUB}:sub`]: 'repo:my-org/*' } }),
      },
    ],
    invalid: [
      {
        title: 'every repository on GitHub',
        resources: githubRole({ StringLike: { [`${GITHUB}:sub`]: 'repo:*' } }),
        reports: ['strangers'],
      },
      {
        title: 'every organisation whose name starts alike',
        resources: githubRole({ StringLike: { [`${GITHUB}:sub`]: 'repo:my-org*:ref:refs/heads/main' } }),
        reports: ['strangers'],
      },
    ],
  },
  *check(model) {
    for (const statement of trustStatements(model)) {
      if (!mayAllow(statement, 'sts:AssumeRoleWithWebIdentity')) continue;
      const { resource } = statement.document;
      for (const provider of federatedProviders(model, statement)) {
        for (const { reach, key, value, who } of broadSubjects(statement, provider)) {
          if (reach !== 'strangers') continue;
          const shown = model.show(value, resource);
          yield { message: 'strangers', resource, at: value.at, evidence: `${key} ${shown}`, data: { key, value: shown, who } };
        }
      }
    }
  },
});
