import { factsByForm } from '../../lib/core/iam/forms';
import { listForEvidence, listForSentence } from '../../lib/core/iam/grant';
import { principalScope } from '../../lib/core/iam/principal';
import type { PolicyDocument, Principal } from '../../lib/core/iam/statement';
import type { Model } from '../../lib/core/model/model';
import { defineRule, type Fact } from '../../lib/core/rule';
import { trustingRole } from '../example-trust';

type Message = 'computeAndIdentities' | 'severalComputes';

/** Services that run the owner's code, by what they run: those of one kind share a role on purpose. */
const COMPUTES: ReadonlyMap<string, string> = new Map([
  ['lambda', 'functions'],
  ['edgelambda', 'functions'],
  ['ec2', 'instances'],
  ['ecs-tasks', 'containers'],
  ['tasks.apprunner', 'containers'],
  ['pods.eks', 'containers'],
  ['codebuild', 'builds'],
  ['glue', 'jobs'],
  ['sagemaker', 'jobs'],
]);

/** Pairs of services, such as API Gateway and Lambda or Step Functions and EventBridge, are common and fine. */
export default defineRule<Message>({
  meta: {
    id: 'trust/no-mixed-principals',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'A role is assumed by one kind of principal',
    rationale:
      'A role that both code and people (or another account, or an identity provider) assume holds the rights of all of them: a flaw in the code gains what was meant for the people.',
    references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege'],
    catalogue: ['TRUST-MULTIPLE-PRINCIPALS'],
    peers: [],
  },
  messages: {
    computeAndIdentities: {
      what: 'trust policy lets both {computes}, where code of yours runs, and {others} assume the role',
      fix: 'make a role for each, with what each needs; in CDK one "new iam.Role(...)" per principal instead of "new iam.CompositePrincipal(...)"',
    },
    severalComputes: {
      what: 'trust policy lets {computes} assume the same role',
      fix: 'make a role for each, with what each needs; in CDK one "new iam.Role(...)" per service instead of "new iam.CompositePrincipal(...)"',
    },
  },
  examples: {
    valid: [
      { title: 'one service', resources: trustingRole({ Service: 'lambda.amazonaws.com' }) },
      { title: 'functions, also at the edge', resources: trustingRole({ Service: ['lambda.amazonaws.com', 'edgelambda.amazonaws.com'] }) },
    ],
    invalid: [
      {
        title: 'a function and another account',
        resources: trustingRole({ Service: 'lambda.amazonaws.com', AWS: 'arn:aws:iam::111122223333:root' }),
        reports: ['computeAndIdentities'],
      },
      {
        title: 'functions and instances',
        resources: trustingRole({ Service: ['lambda.amazonaws.com', 'ec2.amazonaws.com'] }),
        reports: ['severalComputes'],
      },
    ],
  },
  check(model) {
    const documents = model.documents.filter(({ kind }) => kind === 'trust');
    return factsByForm(documents, (document): readonly Fact<Message>[] => {
      const fact = judge(model, document);
      return fact === undefined ? [] : [{ resource: document.resource, at: document.at, ...fact }];
    });
  },
});

function judge(model: Model, document: PolicyDocument): Pick<Fact<Message>, 'message' | 'evidence' | 'data' | 'atMost'> | undefined {
  const computes = new Map<string, string>();
  const others: string[] = [];
  for (const { effect, principals } of document.statements) {
    if (effect === 'Deny') continue;
    for (const principal of principals) {
      const { kind, service } = principalScope(principal);
      const runs = service === undefined ? undefined : computeOf(service);
      if (service !== undefined && runs !== undefined) computes.set(service, runs);
      else if (isIdentity(kind, principal)) others.push(model.show(principal, document.resource));
    }
  }
  if (computes.size === 0) return undefined;
  const services = [...computes.keys()];
  if (others.length > 0) {
    return {
      message: 'computeAndIdentities',
      evidence: listForEvidence([...services, ...others]),
      data: { computes: listForSentence(services), others: listForSentence(others) },
    };
  }
  if (new Set(computes.values()).size < 2) return undefined;
  return { message: 'severalComputes', evidence: listForEvidence(services), data: { computes: listForSentence(services) }, atMost: 'info' };
}

function computeOf(service: string): string | undefined {
  return COMPUTES.get(service.replace(/\.amazonaws\.com(\.cn)?$/, ''));
}

function isIdentity(kind: ReturnType<typeof principalScope>['kind'], { type }: Principal): boolean {
  return kind === 'account' || kind === 'own-account' || kind === 'identity' || (kind === 'federated' && type === 'Federated');
}
