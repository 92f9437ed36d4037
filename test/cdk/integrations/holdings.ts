import { App, aws_lambda as lambda, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { SecureFunction } from '../../../lib';
import { checkTemplates } from '../../../lib/check';
import type { Finding } from '../../../lib/core/result';
import { buildTemplates } from '../../../lib/core/template';
import { code, legible, statementsOf, type WrittenStatement } from '../stacks';
import type { Integration } from './integration';

type Attached = Pick<Integration, 'attach'>;

/** A stack with one function that is connected. */
export const stackWith = once((integration: Attached, make: typeof newPlain): Stack => {
  const stack = new Stack(new App(), 'Orders', { env: { account: '111122223333', region: 'eu-west-1' } });
  integration.attach(stack, make(stack));
  return stack;
});

/** The same answer to the same question: a synthesis takes its time. */
function once<T>(answer: (integration: Attached, make: typeof newPlain) => T): typeof answer {
  const answers = new Map<typeof newPlain, Map<Attached, T>>();
  return (integration, make) => {
    const known = answers.get(make) ?? new Map<Attached, T>();
    answers.set(make, known);
    const found = known.get(integration) ?? answer(integration, make);
    known.set(integration, found);
    return found;
  };
}

/** A limit of its own, since anyone may start it through some of the integrations, and a queue for what fails. */
const limited = { ...code, reservedConcurrentExecutions: 5, deadLetterQueueEnabled: true };

export function newPlain(stack: Stack): lambda.Function {
  return new lambda.Function(stack, 'Fn', { ...limited, tracing: lambda.Tracing.ACTIVE });
}

export function newSecure(stack: Stack): lambda.Function {
  return new SecureFunction(stack, 'Fn', limited);
}

const nothing: Attached = { attach: () => undefined };

const statementsWith = once((integration, make) => statementsOf(stackWith(integration, make), 'Fn'));

/** The statements of the function's role that are there for the integration. */
export const statementsFor = once((integration, make): readonly WrittenStatement[] => {
  const before = new Set(statementsWith(nothing, make).map((statement) => JSON.stringify(statement)));
  return statementsWith(integration, make).filter((statement) => !before.has(JSON.stringify(statement)));
});

/** The AWS managed policies of the function's role, beside the one for its logs. */
export function managedPoliciesOf(stack: Stack): readonly string[] {
  const roles = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Role')).filter(([id]) => id.startsWith('FnServiceRole'));
  return roles
    .flatMap(([, role]): unknown[] => role.Properties.ManagedPolicyArns ?? [])
    .map((arn) => /[^/]+$/.exec(String(legible(arn)))?.[0] ?? '')
    .filter((name) => name !== 'AWSLambdaBasicExecutionRole');
}

/** Every action with every resource: `sqs:SendMessage on <Queue.Arn>`. */
export function pairsOf(statements: readonly WrittenStatement[]): readonly string[] {
  return statements.flatMap(({ Action, Resource }) =>
    [Action].flat().flatMap((action) => [Resource].flat().map((resource) => `${action} on ${textOf(resource)}`)),
  );
}

/** A resource as people write it: the key that all integrations share is `KEY`. */
export function textOf(resource: unknown): string {
  const text = typeof resource === 'string' ? resource : JSON.stringify(resource);
  return /:key\/[^"]+$/.test(text) ? 'KEY' : text;
}

/** What the checks find wrong, from warnings on. */
export function findingsOf(stack: Stack): readonly Finding[] {
  const body = Template.fromStack(stack).toJSON();
  const input = buildTemplates([{ name: 'Orders.template.json', body, account: '111122223333' }]);
  return checkTemplates(input).findings.filter(({ severity }) => severity !== 'info');
}

/** Whether a finding is about the function, its role, its policies or what it permits. */
export function isAboutFunction({ logicalId, resourceType }: Finding): boolean {
  const isOwn = logicalId !== null && /^Fn(?:[0-9A-F]{8}$|ServiceRole|LogGroup|DeadLetter)/.test(logicalId);
  return isOwn || resourceType === 'AWS::Lambda::Permission';
}

/** Who may invoke the function, and for what. */
export function permissionsOf(stack: Stack): readonly { readonly principal: string; readonly source: string }[] {
  return Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Permission'))
    .filter(({ Properties }) => /^<Fn\b/.test(String(legible(Properties.FunctionName))))
    .map(({ Properties: { Principal, SourceArn, SourceAccount } }) => ({
      principal: String(Principal),
      source: [
        ...(SourceArn === undefined ? [] : [String(legible(SourceArn))]),
        ...(SourceAccount === undefined ? [] : [`account ${String(legible(SourceAccount))}`]),
      ].join(', '),
    }));
}
