import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { aws_lambda as lambda, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { LeastPrivilege, SecureFunction, type SecureFunctionProps } from '../../lib';
import { type PropertyCase, propertyCases } from './function-properties';
import { about, code, findingsIn, newStack, statementsOf, type WrittenStatement } from './stacks';

interface Struct {
  readonly interfaces?: readonly string[];
  readonly properties?: readonly { readonly name: string }[];
}

/** The properties of a struct of aws-cdk-lib and of those that it extends, as its assembly for other languages lists them. */
function propertiesOf(types: Readonly<Record<string, Struct>>, name: string): readonly string[] {
  const { interfaces = [], properties = [] } = types[name] ?? {};
  return [...properties.map((property) => property.name), ...interfaces.flatMap((one) => propertiesOf(types, one))];
}

test('every property of a function that CDK knows is in the table', () => {
  const file = join(__dirname, '../../node_modules/aws-cdk-lib/.jsii.gz');
  const { types } = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'));
  const known = propertiesOf(types, 'aws-cdk-lib.aws_lambda.FunctionProps');
  expect(known.length).toBeGreaterThan(50);
  expect([...new Set(propertyCases.map(({ property }) => property))].sort()).toEqual([...known].sort());
});

function propsOf(stack: Stack, { props }: PropertyCase): SecureFunctionProps {
  return { ...code, ...props(stack) };
}

function made<T extends lambda.Function>({ property }: PropertyCase, fn: T): T {
  if (property === 'currentVersionOptions') expect(fn.currentVersion.version).toBeDefined();
  return fn;
}

/** Beside writing to the log group, in the order of their text: they come from several policies. */
function beside(statements: readonly WrittenStatement[], groups: readonly string[]): readonly string[] {
  const others = statements.filter(({ Resource }) => !groups.includes([Resource].flat().join(' ')));
  return others.map((statement) => JSON.stringify(Object.entries(statement).sort())).sort();
}

/** What is found in the function and its role: a property may bring resources that others are responsible for. */
function findingsOfFunction(stack: Stack): readonly string[] {
  return findingsIn(stack).flatMap(({ ruleId, logicalId }) => (logicalId?.startsWith('Fn') ? [`${ruleId} of ${logicalId}`] : []));
}

function expectNoManagedPolicy(stack: Stack): void {
  const roles = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Role'));
  const own = roles.filter(([logicalId]) => logicalId.startsWith('FnServiceRole'));
  expect(own.map(([, { Properties }]) => [Properties.ManagedPolicyArns, Properties.Policies])).toEqual([[undefined, undefined]]);
}

const named = propertyCases.map((one): [string, PropertyCase] => [
  one.when === undefined ? one.property : `${one.property}: ${one.when}`,
  one,
]);

describe('what a property brings to the role of a SecureFunction', () => {
  test.each(named)('%s', (_name, one) => {
    const stack = newStack();
    const make = () => made(one, new SecureFunction(stack, 'Fn', propsOf(stack, one)));
    if (one.refused !== undefined) {
      expect(make).toThrow(one.refused);
      return;
    }
    make();
    const group = one.group ?? '<FnLogGroup.Arn>';
    const statements = statementsOf(stack, 'Fn');
    expect(about(statements, 'logs').filter(({ Resource }) => Resource === group)).toHaveLength(1);
    expect(beside(statements, [group])).toEqual(beside(one.role ?? [], []));
    expectNoManagedPolicy(stack);
    expect(findingsOfFunction(stack)).toEqual([]);
  });
});

describe('what LeastPrivilege.of leaves of it to a function that was made with the property', () => {
  test.each(named)('%s', (_name, one) => {
    const stack = newStack();
    const fn = made(one, new lambda.Function(stack, 'Fn', propsOf(stack, one)));
    LeastPrivilege.of(fn).declare();
    const logs = 'arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:/aws/lambda/<Fn>';
    const groups = [one.group ?? `${logs}:*`, `${logs} ${logs}:*`];
    expect(beside(statementsOf(stack, 'Fn'), groups)).toEqual(beside(one.adopted ?? one.role ?? [], []));
    expectNoManagedPolicy(stack);
    expect(findingsOfFunction(stack)).toEqual([]);
  });
});
