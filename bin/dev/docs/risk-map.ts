import type { Rule } from '../../../lib/core/rule';
import { cell, page, table } from './markdown';

/** One theme of the lists of serverless risks, and the catalogue ids that cover it; `*` ends a prefix. */
interface Theme {
  readonly title: string;
  /** In "The 12 most critical risks for serverless applications" (CSA, after PureSec's SAS-1 to SAS-10). */
  readonly sas: string;
  /** In the OWASP Serverless Top 10. */
  readonly owasp: string;
  readonly catalogue: readonly string[];
  /** What no template shows. */
  readonly unseen: string;
}

const themes: readonly Theme[] = [
  {
    title: 'Event-data injection',
    sas: 'SAS-1',
    owasp: 'S1 injection, S4 XML external entities, S8 insecure deserialization',
    catalogue: ['API-NO-REQUEST-VALIDATION', 'API-GRAPHQL-LIMITS', 'SC-INLINE-CODE'],
    unseen: 'What the code does with an event is not in a template; what an API lets through to it is.',
  },
  {
    title: 'Broken authentication',
    sas: 'SAS-2',
    owasp: 'S2 broken authentication',
    catalogue: ['API-NO-AUTH', 'API-KEY-ONLY-AUTH', 'API-AUTHORIZER-*', 'NET-LAMBDA-URL-NONE', 'NET-COGNITO-*', 'TRUST-OIDC-*'],
    unseen: 'What the code of an authorizer accepts is not in a template.',
  },
  {
    title: 'Insecure deployment configuration',
    sas: 'SAS-3',
    owasp: 'S6 security misconfiguration',
    catalogue: ['RP-*', 'NET-*', 'API-*'],
    unseen: '',
  },
  {
    title: 'Over-privileged functions',
    sas: 'SAS-4',
    owasp: 'S5 broken access control',
    catalogue: ['IAM-*', 'TRUST-*'],
    unseen: 'Whether code needs the access that its role has is not in a template; what the role may do is.',
  },
  {
    title: 'Inadequate monitoring and logging',
    sas: 'SAS-5',
    owasp: 'S10 insufficient logging and monitoring',
    catalogue: ['OBS-*', 'API-NO-ACCESS-LOG', 'API-NO-TRACING'],
    unseen: 'What the code writes to its log is not in a template.',
  },
  {
    title: 'Insecure third-party dependencies',
    sas: 'SAS-6',
    owasp: 'S9 components with known vulnerabilities',
    catalogue: ['SC-*'],
    unseen: 'The packages inside of a bundle are not in a template: scan them where they are built.',
  },
  {
    title: 'Insecure storage of secrets',
    sas: 'SAS-7',
    owasp: 'S3 sensitive data exposure',
    catalogue: ['SEC-*', 'DATA-*'],
    unseen: 'Secrets inside of code and bundles are not in a template.',
  },
  {
    title: 'Denial of service and of wallet',
    sas: 'SAS-8',
    owasp: 'other: denial of service, denial of wallet',
    catalogue: ['DOW-*', 'API-NO-THROTTLE', 'API-GRAPHQL-LIMITS', 'API-NO-WAF'],
    unseen: '',
  },
  {
    title: 'Manipulation of the flow of execution',
    sas: 'SAS-9',
    owasp: 'other: business logic manipulation',
    catalogue: ['RP-SERVICE-NO-SOURCE', 'RP-LAMBDA-PERMISSION-NO-SOURCE', 'DOW-RECURSION'],
    unseen: 'The order in which an app expects its events is not in a template; who may send them is.',
  },
  {
    title: 'Improper handling of exceptions, and verbose errors',
    sas: 'SAS-10',
    owasp: '',
    catalogue: ['DOW-LAMBDA-DLQ', 'DOW-ESM-FAILURE', 'DOW-SQS-DLQ', 'DOW-SFN-CATCH'],
    unseen: 'What an error message of the code tells a stranger is not in a template.',
  },
  {
    title: 'Obsolete functions, resources and triggers',
    sas: 'SAS-11',
    owasp: '',
    catalogue: ['SC-LAMBDA-RUNTIME'],
    unseen: 'What is deployed and no longer used shows in the use of an account, such as in the last access that IAM reports.',
  },
  {
    title: 'Data that persists between executions',
    sas: 'SAS-12',
    owasp: 'other: shared space',
    catalogue: [],
    unseen: 'What code leaves in `/tmp` or in memory for the next call is not in a template.',
  },
  {
    title: 'Cross-site scripting',
    sas: '',
    owasp: 'S7 cross-site scripting',
    catalogue: [],
    unseen: 'What code writes into a page is not in a template.',
  },
];

/** Where a page links to the lists themselves. */
const LISTS =
  "The themes are those of [the 12 most critical risks for serverless applications](https://cloudsecurityalliance.org/artifacts/the-12-most-critical-risks-for-serverless-applications) of the Cloud Security Alliance, which began as [PureSec's SAS-1 to SAS-10](https://github.com/puresec/sas-top-10), and of the [OWASP Serverless Top 10](https://owasp.org/www-project-serverless-top-10/).";

/** The lists of serverless risks, with the rules that speak of each. */
export function riskMap(rules: readonly Rule[]): string {
  const of = (theme: Theme) =>
    rules.filter(({ meta }) => meta.catalogue.some((id) => theme.catalogue.some((pattern) => covers(pattern, id))));
  const mapped = new Set(themes.flatMap(of));
  const others = rules.filter((rule) => !mapped.has(rule));
  return page([
    '# Serverless risks, and the rules that speak of them',
    `${LISTS} A rule may stand under several.`,
    table([
      ['theme', 'CSA', 'OWASP', 'rules', 'not in a template'],
      ...themes.map((theme) => [
        `[${theme.title}](#${anchorOf(theme.title)})`,
        theme.sas || '–',
        cell(theme.owasp) || '–',
        String(of(theme).length || 'none'),
        theme.unseen === '' ? '–' : cell(theme.unseen),
      ]),
    ]),
    ...themes.map((theme) =>
      [
        `## ${theme.title}`,
        [theme.sas, theme.owasp === '' ? '' : `OWASP ${theme.owasp}`].filter((text) => text !== '').join('; '),
        theme.unseen,
        of(theme).length === 0 ? 'No template shows it, so no rule speaks of it.' : listOf(of(theme)),
      ]
        .filter((text) => text !== '')
        .join('\n\n'),
    ),
    others.length === 0 ? '' : `## Outside of these lists\n\n${listOf(others)}`,
  ]);
}

function listOf(rules: readonly Rule[]): string {
  return rules.map(({ meta }) => `- [${meta.id}](rules/${meta.id}.md): ${cell(meta.title)}`).join('\n');
}

function covers(pattern: string, id: string): boolean {
  return pattern.endsWith('*') ? id.startsWith(pattern.slice(0, -1)) : pattern === id;
}

/** The anchor that GitHub gives a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number} _-]/gu, '')
    .replaceAll(' ', '-');
}
