import { aws_dynamodb as dynamodb, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Access, SecureFunction, type SecureFunctionProps } from '../../lib';
import { IAM_LIMITS } from '../../lib/cdk/function-policy-size';
import { code, findingsIn, newStack } from './stacks';

function withTables(count: number, props: Partial<SecureFunctionProps> = {}): Stack {
  const stack = newStack({ env: { account: '111122223333', region: 'eu-central-1' } });
  const tables = Array.from({ length: count }, (_, index) =>
    dynamodb.Table.fromTableName(stack, `Table${index}`, `orders-of-customer-${index}`),
  );
  new SecureFunction(stack, 'Fn', { ...code, ...props, access: tables.map((table) => Access.table(table).readItems()) });
  return stack;
}

interface Document {
  readonly Statement: readonly { readonly Action: string | string[]; readonly Resource: unknown }[];
}

/** The documents of the inline policies and of the managed policies of the function's role. */
function documentsOf(stack: Stack): { readonly inline: readonly Document[]; readonly managed: readonly Document[] } {
  const template = Template.fromStack(stack);
  const documents = (type: string): Document[] =>
    Object.values(template.findResources(type)).map(({ Properties }) => Properties.PolicyDocument);
  return { inline: documents('AWS::IAM::Policy'), managed: documents('AWS::IAM::ManagedPolicy') };
}

/** As IAM counts: the partition is all that the template leaves open. */
const sizeOf = (document: Document) =>
  JSON.stringify(document, (_, value) => (value?.['Fn::Join'] === undefined ? value : written(value))).length;
const written = (value: { readonly 'Fn::Join': readonly [string, readonly unknown[]] }) =>
  value['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : 'aws')).join('');

test.each([
  [10, 0],
  [150, 2],
  [600, 8],
])('access to %i tables takes the inline policy and %i managed policies, each within its limit', (count, pages) => {
  const stack = withTables(count);
  const { inline, managed } = documentsOf(stack);
  expect(managed.length).toBeLessThanOrEqual(IAM_LIMITS.attached);
  expect(managed.length).toBe(pages);
  expect(inline.reduce((sum, document) => sum + sizeOf(document), 0)).toBeLessThanOrEqual(IAM_LIMITS.inline);
  for (const document of managed) expect(sizeOf(document)).toBeLessThanOrEqual(IAM_LIMITS.managed);
  const text = JSON.stringify([inline, managed]);
  for (let index = 0; index < count; index++) expect(text).toContain(`:table/orders-of-customer-${index}"`);
  expect(findingsIn(stack)).toEqual([]);
});

test('tables of the stack, whose names CloudFormation makes, are counted at their full length', () => {
  const stack = newStack();
  const partitionKey = { name: 'id', type: dynamodb.AttributeType.STRING };
  const tables = Array.from({ length: 150 }, (_, index) => new dynamodb.Table(stack, `Table${index}`, { partitionKey }));
  new SecureFunction(stack, 'Fn', { ...code, access: tables.map((table) => Access.table(table).readItems()) });
  const { inline, managed } = documentsOf(stack);
  const resources = (documents: readonly Document[]) =>
    documents.map(({ Statement }) => Statement.flatMap(({ Resource }) => [Resource].flat()).length);
  // Within a region of the longest name, an ARN is of 100 characters at most.
  for (const count of resources(managed)) expect(count * 103).toBeLessThanOrEqual(IAM_LIMITS.managed);
  expect([...resources(inline), ...resources(managed)].reduce((sum, count) => sum + count, 0)).toBe(151);
  expect(findingsIn(stack)).toEqual([]);
});

test('what is split allows no other pair of action and resource', () => {
  const { inline, managed } = documentsOf(withTables(150));
  const statements = [...inline, ...managed]
    .flatMap(({ Statement }) => Statement)
    .filter(({ Action }) => JSON.stringify(Action).includes('dynamodb'));
  const reads = ['dynamodb:BatchGetItem', 'dynamodb:GetItem'];
  expect(new Set(statements.map(({ Action }) => JSON.stringify(Action)))).toEqual(new Set([JSON.stringify(reads)]));
  expect(statements.flatMap(({ Resource }) => [Resource].flat())).toHaveLength(150);
});

test('fails where IAM takes no more, with advice', () => {
  const advice =
    'the access of "Orders/Fn" does not fit into what IAM takes for one role: 10,240 characters inline and 10 managed policies';
  expect(() => withTables(3_000)).toThrow(advice);
  expect(() => withTables(900)).toThrow(advice);
  expect(() => withTables(900, { managedPolicyQuota: 20 })).not.toThrow();
});

test('access that is declared later fills what has room', () => {
  const stack = withTables(150);
  const fn = stack.node.findChild('Fn');
  if (!(fn instanceof SecureFunction)) throw new Error('not what it was');
  fn.addAccess(Access.table(dynamodb.Table.fromTableName(stack, 'More', 'more')).putItems());
  expect(documentsOf(stack).managed).toHaveLength(2);
});
