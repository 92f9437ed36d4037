import { broadSubjects, federatedProviders, type SubjectReach } from '../../lib/core/iam/federation';
import { mayAllow, trustStatements } from '../../lib/core/iam/trust';
import type { Severity } from '../../lib/core/result';
import { defineRule, type Fact } from '../../lib/core/rule';
import { GITHUB, githubRole } from '../example-trust';

type Message = 'everyWorkload' | 'severalWorkloads' | 'anyRef' | 'pullRequests';

const MESSAGES: Readonly<Partial<Record<SubjectReach, readonly [Message, Severity?]>>> = {
  tenant: ['everyWorkload'],
  several: ['severalWorkloads', 'warning'],
  'any-ref': ['anyRef', 'warning'],
  'pull-request': ['pullRequests', 'warning'],
};

/** What lets strangers in is left to `trust/no-foreign-oidc-subject`. */
export default defineRule<Message>({
  meta: {
    id: 'trust/no-broad-oidc-subject',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'Conditions on the subject of a token name one workload',
    rationale:
      'A pattern over the repositories of an organisation, or the service accounts of a cluster, gives the role to whoever may create one. A pattern over branches gives it to whoever may push one, before anybody has reviewed the change.',
    references: [
      'https://docs.github.com/en/actions/reference/security/oidc',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html#idp_oidc_Create_GitHub',
    ],
    catalogue: ['TRUST-OIDC-SUB-WILDCARD'],
    peers: ['CKV_AWS_358', 'IAM Access Analyzer "Specific GitHub repo and branch recommended"'],
  },
  messages: {
    everyWorkload: {
      what: 'condition "{key}" with "{value}" lets {who} assume the role',
      fix: 'name the one workload, such as "repo:my-org/my-repo:ref:refs/heads/main" or "system:serviceaccount:my-namespace:my-name"; in CDK the second argument of "new iam.WebIdentityPrincipal(...)"',
    },
    severalWorkloads: {
      what: 'condition "{key}" with "{value}" matches {who}, now and later',
      fix: 'list the workloads in full under "StringEquals" instead of a pattern under "StringLike"',
    },
    anyRef: {
      what: 'condition "{key}" with "{value}" lets workflows on {who} assume the role',
      fix: 'name the branch ("...:ref:refs/heads/main") or a protected environment ("...:environment:production") under "StringEquals"',
    },
    pullRequests: {
      what: 'condition "{key}" with "{value}" lets workflows on {who} assume the role, before anybody has reviewed the change',
      fix: 'name the branch ("...:ref:refs/heads/main") or a protected environment ("...:environment:production"), or keep the role to what an unreviewed change may do',
    },
  },
  examples: {
    valid: [
      {
        title: 'a protected environment',
        resources: githubRole({ StringEquals: { [`${GITHUB}:sub`]: 'repo:my-org/orders:environment:production' } }),
      },
      {
        title: 'a pattern over the branches of releases',
        resources: githubRole({ StringLike: { [`${GITHUB}:sub`]: 'repo:my-org/orders:ref:refs/heads/release/*' } }),
      },
    ],
    invalid: [
      {
        title: 'every repository of an organisation',
        resources: githubRole({ StringLike: { [`${GITHUB}:sub`]: 'repo:my-org/*' } }),
        reports: ['everyWorkload'],
      },
      {
        title: 'repositories whose names start alike',
        resources: githubRole({ StringLike: { [`${GITHUB}:sub`]: 'repo:my-org/orders-*:ref:refs/heads/main' } }),
        reports: ['severalWorkloads'],
      },
      {
        title: 'every branch and pull request of a repository',
        resources: githubRole({ StringLike: { [`${GITHUB}:sub`]: 'repo:my-org/orders:*' } }),
        reports: ['anyRef'],
      },
      {
        title: 'pull requests',
        resources: githubRole({ StringEquals: { [`${GITHUB}:sub`]: 'repo:my-org/orders:pull_request' } }),
        reports: ['pullRequests'],
      },
    ],
  },
  *check(model): Iterable<Fact<Message>> {
    for (const statement of trustStatements(model)) {
      if (!mayAllow(statement, 'sts:AssumeRoleWithWebIdentity')) continue;
      const { resource } = statement.document;
      for (const provider of federatedProviders(model, statement)) {
        for (const { reach, key, value, who } of broadSubjects(statement, provider)) {
          const [message, atMost] = MESSAGES[reach] ?? [];
          if (message === undefined) continue;
          const shown = model.show(value, resource);
          yield {
            message,
            resource,
            at: value.at,
            evidence: `${key} ${shown}`,
            data: { key, value: shown, who },
            ...(atMost === undefined ? {} : { atMost }),
          };
        }
      }
    }
  },
});
