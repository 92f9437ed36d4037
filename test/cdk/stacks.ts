import { App, aws_lambda as lambda, Stack, type StackProps, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { type CheckInput, checkTemplates } from '../../lib/check';
import type { Finding } from '../../lib/core/result';
import { buildTemplates } from '../../lib/core/template';

export function newStack(props: StackProps = {}): Stack {
  return new Stack(new App(), 'Orders', props);
}

/** The least that every function needs. Without traces, its role holds its logs and what is declared. */
export const code = {
  tracing: lambda.Tracing.DISABLED,
  runtime: lambda.Runtime.NODEJS_22_X,
  handler: 'index.handler',
  code: lambda.Code.fromInline('exports.handler = () => {};'),
};

export interface WrittenStatement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** The statements of all inline policies whose logical id starts like this, in template order. Values of the stack are written as `<Logical.Attribute>`. */
export function statementsOf(stack: Stack, logicalIdPrefix: string): WrittenStatement[] {
  const policies = Template.fromStack(stack).findResources('AWS::IAM::Policy');
  return Object.entries(policies)
    .filter(([logicalId]) => logicalId.startsWith(logicalIdPrefix))
    .flatMap(([, policy]) => legible(policy.Properties.PolicyDocument.Statement));
}

/** What is about one service, or any of several. */
export function about(statements: readonly WrittenStatement[], ...services: string[]): WrittenStatement[] {
  return statements.filter(({ Action }) => [Action].flat().some((action) => services.some((service) => action.startsWith(`${service}:`))));
}

/** Intrinsics as text, hashes of logical ids left out: `<Orders.Arn>/index/by-customer`. */
// biome-ignore lint/suspicious/noExplicitAny: a CloudFormation template in a test
export function legible(value: any): any {
  if (Array.isArray(value)) return value.map(legible);
  if (typeof value !== 'object' || value === null) return value;
  if ('Ref' in value) return value.Ref.startsWith('AWS::') ? `<${value.Ref}>` : `<${withoutHash(value.Ref)}>`;
  if ('Fn::GetAtt' in value) return `<${withoutHash(value['Fn::GetAtt'][0])}.${value['Fn::GetAtt'][1]}>`;
  if ('Fn::Join' in value) return value['Fn::Join'][1].map(legible).join(value['Fn::Join'][0]);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, legible(inner)]));
}

function withoutHash(logicalId: string): string {
  return logicalId.replace(/[0-9A-F]{8}$/, '');
}

/** What the package's own checks find wrong with permissions in the stack. */
export function findingsIn(stack: Stack): readonly Finding[] {
  const account = Token.isUnresolved(stack.account) ? {} : { account: stack.account };
  const input: CheckInput = buildTemplates([{ name: 'Orders.template.json', body: Template.fromStack(stack).toJSON(), ...account }]);
  return checkTemplates(input).findings.filter(
    ({ ruleId, severity }) => /^(?:iam|trust|resource-policy)\//.test(ruleId) && severity !== 'info',
  );
}
