/**
 * That suggestions hold what they promise: pasted into an app of SecureFunctions they synthesize, allow nothing that the plain
 * role did not, and lose nothing but wildcards without saying so.
 */
import { runUnsafeSimulation } from '@cloud-copilot/iam-simulate';
import { type App, Aws, Fn, aws_iam as iam } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { IConstruct } from 'constructs';
import ts from 'typescript';
import * as library from '../../lib';
import { needsEveryResource, parseActionPattern } from '../../lib/core/iam/action';
import { hasWildcard } from '../../lib/core/iam/pattern';
import { mayActOn } from '../../lib/core/iam/resource-match';
import { loadReference } from '../../lib/reference';
import { type FunctionSuggestion, suggestionsFor, suggestionText } from '../../lib/suggest';
import { code } from '../cdk/stacks';
import { plainApp, plainFunctions, stackWithResources } from './fixture';
import { modelFrom } from './model-from';

const { Access, EnvironmentValue, SecureFunction } = library;
const tool = { name: 'cdk-least-privilege', version: '0.0.0', referenceDate: '2026-01-01' } as const;

const plain = plainApp();
const plainTemplate = Template.fromStack(plain.stack).toJSON();
const suggestions = suggestionsFor(modelFrom(plainTemplate), tool);
const byName = new Map(suggestions.functions.map((suggestion) => [suggestion.name, suggestion]));

function suggestionOf(name: string): FunctionSuggestion {
  const found = byName.get(name);
  if (found === undefined) throw new Error(`nothing is suggested for ${name}`);
  return found;
}

/** The code of a suggestion, run: in an app where the constructs are found by the paths that the suggestion names. */
function run(app: App, { constructs, access, initialPolicy }: FunctionSuggestion) {
  const variables = new Map<string, unknown>(constructs.map(({ variable, id }) => [variable, constructAt(app, id)]));
  for (const [name, value] of Object.entries({ Access, EnvironmentValue, Aws, Fn, iam })) variables.set(name, value);
  const list = (codes: readonly { readonly code: string }[]) => `[${codes.map((each) => each.code).join(', ')}]`;
  const source = `({ access: ${list(access)}, initialPolicy: ${list(initialPolicy)} })`;
  return new Function(...variables.keys(), `return ${source};`)(...variables.values());
}

function constructAt(app: App, path: string): IConstruct {
  return path.split('/').reduce<IConstruct>((construct, id) => construct.node.findChild(id), app);
}

const secure = stackWithResources();
for (const { id, props } of plainFunctions) {
  const suggestion = suggestionOf(id);
  const { environment: _, ...rest } = props?.(secure.resources) ?? {};
  new SecureFunction(secure.stack, id, { ...code, ...rest, ...run(secure.app, suggestion) });
}
const secureTemplate = Template.fromStack(secure.stack).toJSON();

interface Written {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

// biome-ignore lint/suspicious/noExplicitAny: a CloudFormation template in a test
type AnyTemplate = any;

/** Values of the stack as they would be once deployed. */
function concrete(template: AnyTemplate, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => concrete(template, one));
  if (typeof value !== 'object' || value === null) return value;
  const [[name, inner] = ['', undefined]] = Object.entries(value);
  if (name === 'Ref' && typeof inner === 'string') return PSEUDO[inner] ?? named(template, inner, 'Ref');
  if (name === 'Fn::GetAtt' && Array.isArray(inner)) return named(template, inner[0], inner[1]);
  if (name === 'Fn::Join' && Array.isArray(inner)) return (concrete(template, inner[1]) as string[]).join(inner[0]);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, concrete(template, one)]));
}

const PSEUDO: Readonly<Record<string, string>> = { 'AWS::Partition': 'aws', 'AWS::AccountId': '111122223333', 'AWS::Region': 'eu-west-1' };
const HERE = 'eu-west-1:111122223333';
const ARNS: Readonly<Record<string, (name: string) => string>> = {
  'AWS::Cognito::UserPool': (name) => `arn:aws:cognito-idp:${HERE}:userpool/${name}`,
  'AWS::DynamoDB::Table': (name) => `arn:aws:dynamodb:${HERE}:table/${name}`,
  'AWS::Events::EventBus': (name) => `arn:aws:events:${HERE}:event-bus/${name}`,
  'AWS::IAM::Role': (name) => `arn:aws:iam::111122223333:role/${name}`,
  'AWS::KMS::Key': (name) => `arn:aws:kms:${HERE}:key/${name}`,
  'AWS::Kinesis::Stream': (name) => `arn:aws:kinesis:${HERE}:stream/${name}`,
  'AWS::KinesisFirehose::DeliveryStream': (name) => `arn:aws:firehose:${HERE}:deliverystream/${name}`,
  'AWS::Lambda::Function': (name) => `arn:aws:lambda:${HERE}:function:${name}`,
  'AWS::Logs::LogGroup': (name) => `arn:aws:logs:${HERE}:log-group:${name}:*`,
  'AWS::S3::Bucket': (name) => `arn:aws:s3:::${name.toLowerCase()}`,
  'AWS::SNS::Topic': (name) => `arn:aws:sns:${HERE}:${name}`,
  'AWS::SQS::Queue': (name) => `arn:aws:sqs:${HERE}:${name}`,
  'AWS::SecretsManager::Secret': (name) => `arn:aws:secretsmanager:${HERE}:secret:${name}-AbCdEf`,
  'AWS::StepFunctions::StateMachine': (name) => `arn:aws:states:${HERE}:stateMachine:${name}`,
};
const REF_IS_ARN = /SNS::Topic|SecretsManager::Secret|StepFunctions::StateMachine/;

function named(template: AnyTemplate, logicalId: string, attribute: string): string {
  const type: string = template.Resources[logicalId].Type;
  if (attribute === 'StreamArn') return `arn:aws:dynamodb:${HERE}:table/${logicalId}/stream/2026-01-01T00:00:00.000`;
  if (attribute !== 'Arn' && !REF_IS_ARN.test(type)) return logicalId;
  const arnOf = ARNS[type];
  if (arnOf === undefined) throw new Error(`no ARN is known of ${type}`);
  return arnOf(logicalId);
}

/** The documents of the role of one function. */
function documentsOf(template: AnyTemplate, id: string): readonly { readonly Statement: readonly Written[] }[] {
  return Object.entries<AnyTemplate>(template.Resources)
    .filter(([logicalId, { Type }]) => Type === 'AWS::IAM::Policy' && logicalId.startsWith(`${id}ServiceRole`))
    .map(([, { Properties }]) => concrete(template, Properties.PolicyDocument) as { readonly Statement: readonly Written[] });
}

/** What the policies of keys allow the role of one function: some grants of CDK go there. */
function keyPoliciesFor(template: AnyTemplate, id: string) {
  return Object.values<AnyTemplate>(template.Resources)
    .filter(({ Type }) => Type === 'AWS::KMS::Key')
    .flatMap(({ Properties }) => Properties.KeyPolicy.Statement)
    .filter(({ Principal }) => JSON.stringify(Principal).includes(`"${id}ServiceRole`))
    .map(({ Principal: _, Resource: __, ...statement }) => ({
      Version: '2012-10-17',
      Statement: [concrete(template, { ...statement, Resource: '*' })],
    }));
}

/** Requests that a statement may allow: each action on each ARN with its wildcards filled in, with the conditions met. */
function* requestsOf({ Action, Resource, Condition }: Written) {
  const context = { ...contextOf(Condition), ...ROLE_IS_FOR };
  for (const action of [Action].flat()) {
    for (const resource of [Resource].flat()) {
      if (typeof resource !== 'string') throw new Error(`${JSON.stringify(resource)} is no ARN`);
      yield { action, resource: resource.replaceAll('*', 'some/thing').replaceAll('?', 'x'), isAny: resource === '*', context };
    }
  }
}

/** The service that the role of the fixture trusts. */
const ROLE_IS_FOR = { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' };

function contextOf(condition: unknown): Record<string, string | string[]> {
  const context: Record<string, string | string[]> = {};
  for (const [operator, tests] of Object.entries((condition ?? {}) as Record<string, Record<string, string | string[]>>)) {
    if (operator === 'Null') continue;
    for (const [key, values] of Object.entries(tests)) {
      const [first = ''] = [values].flat();
      context[key] =
        operator.startsWith('ForAllValues') && !key.startsWith('events:') ? [values].flat() : first.replaceAll('*', 'some-thing');
    }
  }
  return context;
}

let tried = 0;

function isAllowed(
  documents: readonly object[],
  { action, resource, isAny, context }: ReturnType<typeof requestsOf> extends Generator<infer T> ? T : never,
): boolean {
  tried += 1;
  // Keys under a name that the engine does not know: their own policies would be asked first.
  const rename = (value: unknown) => JSON.parse(JSON.stringify(value).replaceAll('kms:', 'keys:'));
  return (
    runUnsafeSimulation(
      {
        request: {
          principal: 'arn:aws:iam::111122223333:role/Fn',
          action: rename(action),
          resource: { resource: isAny ? '*' : rename(resource), accountId: '111122223333' },
          contextVariables: rename(context),
        },
        identityPolicies: documents.map((document, index) => ({ name: `policy${index}`, policy: rename(document) })),
        serviceControlPolicies: [],
        resourceControlPolicies: [],
      },
      {},
    ) === 'Allowed'
  );
}

afterAll(() => {
  process.stdout.write(`suggestions: ${plainFunctions.length} functions, ${tried} requests\n`);
});

/** Whether the suggestion says that it brings an operation on a key that the role lacks. */
function isAnnounced(what: string, action: string): boolean {
  return what.endsWith('which the role lacks today') && what.includes(`"${action}"`);
}

const OWN_LOG = /^(?:logs|xray):/;

describe.each(plainFunctions.map(({ id }) => id))('the suggestion for %s', (id) => {
  test('allows nothing that the plain role does not', () => {
    const before = [...documentsOf(plainTemplate, id), ...keyPoliciesFor(plainTemplate, id)];
    const wider = documentsOf(secureTemplate, id)
      .flatMap(({ Statement }) => Statement.flatMap((statement) => [...requestsOf(statement)]))
      .filter(
        ({ action, resource }) =>
          !(OWN_LOG.test(action) && resource.includes(`:${id}LogGroup`)) &&
          !suggestionOf(id).choices.some(({ what }) => isAnnounced(what, action)),
      )
      .filter((request) => !isAllowed(before, request));
    expect(wider).toEqual([]);
  });

  test('allows what the plain role does, or says what it leaves out', () => {
    const after = documentsOf(secureTemplate, id);
    const { leftOut, choices } = suggestionOf(id);
    const said = new Set(leftOut.flatMap(({ actions }) => actions));
    const lost = documentsOf(plainTemplate, id)
      .flatMap(({ Statement }) => Statement.filter(({ Effect }) => Effect === 'Allow').flatMap((statement) => [...requestsOf(statement)]))
      .filter((request) => actsOn(request.action, request.resource))
      .filter(({ action }) => !said.has(action) && !choices.some(({ what }) => what.includes(`"${action}"`)))
      .filter((request) => !isAllowed(after, request));
    expect(lost).toEqual([]);
  });
});

/** Grants of CDK also name actions that do nothing on the resource of their statement; IAM gives nothing for these. */
function actsOn(action: string, resource: string): boolean {
  const [known] = parseActionPattern(loadReference(), action).actions;
  if (known === undefined || hasWildcard(action)) return false;
  return resource === 'some/thing'
    ? needsEveryResource(known)
    : mayActOn(loadReference(), known, resource) && !resource.endsWith('/index/some/thing');
}

const codeOf = (id: string) => suggestionOf(id).access.map((access) => access.code);

test.each([
  ['ReadTable', "Access.table(orders).readItems().withEnvironment('ORDERS')"],
  ['ReadTable', "Access.table(orders).withIndexes('by-customer', 'by-date').queryItems()"],
  ['WriteVault', "Access.table(vault).writeItems().withEnvironment('VAULT', EnvironmentValue.ARN)"],
  ['OneIndex', "Access.table(orders).onlyIndexes('by-date').queryItems()"],
  ['OneTenant', "Access.table(orders).withLeadingKeys('tenant-1').putItems()"],
  ['ReadStream', 'Access.table(orders).readStream()'],
  ['ReadPrefix', "Access.bucket(receipts).getObjects({ prefix: 'in/' })"],
  ['ListPrefix', "Access.bucket(receipts).listObjects({ prefix: 'out/' })"],
  ['OneObject', "Access.bucket(receipts).getObjects({ keys: ['config/settings.json'] })"],
  ['OddPattern', "Access.toArn(`${receipts.bucketArn}/*/summary.json`, 's3:GetObject')"],
  ['SendSealed', "Access.queue(sealed).send().withEnvironment('SEALED')"],
  ['ConsumeByHand', 'Access.queue(work).consume()'],
  ['Publisher', "Access.topic(placed).publish().withEnvironment('PLACED')"],
  ['ReadSecret', 'Access.secret(password).read()'],
  ['Caller', 'Access.lambdaFunction(price).invoke()'],
  ['OneSource', "Access.eventBus(bus).putEvents({ sources: ['com.example.orders'] })"],
  ['Starter', "Access.stateMachine(fulfil).startExecution().withEnvironment('FULFIL')"],
  ['Clicker', 'Access.stream(clicks).write()'],
  ['ReadParameter', 'Access.parameter(endpoint).read()'],
  ['Assume', 'Access.role(partner).assume()'],
  ['Pass', "Access.role(partner).passTo('ecs-tasks.amazonaws.com')"],
  ['Users', "Access.to(customers, 'cognito-idp:AdminDisableProviderForUser')"],
  ['Encrypt', 'Access.key(key).encryptDecrypt()'],
  ['Foreign', "Access.toArn('arn:aws:sqs:eu-west-1:444455556666:partner', 'sqs:SendMessage')"],
  ['Metrics', "Access.metrics('Orders').put()"],
  ['Documents', 'Access.textract().detectText()'],
  ['Documents', "Access.withoutResource('ec2:DescribeInstances')"],
])('%s is declared with %s', (id, expected) => {
  expect(codeOf(id)).toContain(expected);
});

test('what the function holds by itself, and what its event source brings, is left out', () => {
  for (const id of ['Processor', 'Consumer']) {
    expect(codeOf(id)).toEqual([]);
    expect(suggestionOf(id).choices).toEqual([]);
    expect(suggestionOf(id).leftOut.map(({ because }) => because)).toContain('the event source brings it');
  }
});

test('the key of a resource comes with the access to it', () => {
  const { access, leftOut } = suggestionOf('SendSealed');
  expect(access.filter((each) => each.code.includes('kms'))).toEqual([]);
  expect(leftOut.find(({ actions }) => actions.includes('kms:Decrypt'))?.because).toBe('the access to Sealed brings what its key needs');
});

test('the use of a key that the role lacks is announced', () => {
  const { access, choices } = suggestionOf('WithoutKey');
  expect(access.map((each) => each.code)).toEqual(['Access.table(vault).readItem()']);
  expect(choices.map(({ what }) => what)).toEqual([
    'the access to "Vault" also brings "kms:Decrypt" on its key "Key", which the role lacks today',
  ]);
  expect(
    plainFunctions.map(({ id }) => id).filter((id) => suggestionOf(id).choices.some(({ what }) => isAnnounced(what, 'kms:Decrypt'))),
  ).toEqual(['WithoutKey']);
});

test('a wildcard on the resource leaves the choice among the resources of the app', () => {
  const { access, choices } = suggestionOf('Broad');
  expect(access).toEqual([]);
  expect(choices.map(({ what }) => what)).toEqual([
    '"s3:GetObject" on "*": name the resources that the code uses',
    '"dynamodb:GetItem" on "*": name the resources that the code uses',
    '"sqs:SendMessage" on "*": name the resources that the code uses',
  ]);
  expect(choices[0]?.candidates).toEqual(['Access.bucket(receipts).getObjects()', 'Access.bucket(archive).getObjects()']);
  expect(choices[1]?.candidates).toEqual(['Access.table(orders).readItem()', 'Access.table(vault).readItem()']);
});

test('a wildcard in the action declares the usual calls, and names the rest', () => {
  const { access, choices } = suggestionOf('EveryTableAction');
  expect(access.map((each) => each.code)).toContain('Access.table(orders).updateItems()');
  expect(access.map((each) => each.code).join()).not.toContain('DeleteTable');
  expect(choices[0]?.what).toMatch(/^"dynamodb:\*" on "<Orders.Arn>" also allows .* more: declare those that the code calls$/);
});

test('conditions that no builder offers keep the statement', () => {
  const { access, initialPolicy } = suggestionOf('FromNetwork');
  expect(access).toEqual([]);
  expect(initialPolicy.map((each) => each.code)).toEqual([
    "new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [`${receipts.bucketArn}/*`], conditions: { StringEquals: { 'aws:SourceVpce': ['vpce-1a2b3c4d'] } } })",
  ]);
});

test('a Deny takes back for certain what it covers', () => {
  const { access, leftOut } = suggestionOf('PartlyDenied');
  expect(access.flatMap(({ grants }) => grants.flatMap(({ actions }) => actions))).toEqual(['sqs:SendMessage', 'sqs:ReceiveMessage']);
  expect(leftOut).toContainEqual({ actions: ['sqs:DeleteMessage'], resource: '<Work.Arn>', because: 'a Deny takes it back' });
});

test('policies of AWS leave a choice, but for those that a function needs to run', () => {
  const { access, choices, leftOut } = suggestionOf('ManagedPolicies');
  expect(access).toEqual([]);
  expect(choices.map(({ what }) => what)).toEqual([
    'AWS\'s policy "AmazonS3ReadOnlyAccess" is attached: declare what the code calls of it',
  ]);
  expect(choices[0]?.candidates).toContain('Access.bucket(receipts).getObjects()');
  expect(leftOut.map(({ actions }) => actions)).toEqual([['AWSLambdaBasicExecutionRole'], ['AWSLambdaSQSQueueExecutionRole']]);
});

test('the text is TypeScript that parses', () => {
  const text = suggestionText(suggestions);
  const objects = text.split('\n\n').map((block, index) => `const f${index} = {\n${block}\n};`);
  const { diagnostics } = ts.transpileModule(objects.join('\n'), { reportDiagnostics: true });
  expect(diagnostics).toEqual([]);
  expect(text).toContain(
    `// Orders/OneIndex\n//   orders  Orders/Orders (AWS::DynamoDB::Table)\naccess: [\n  Access.table(orders).onlyIndexes('by-date').queryItems(),\n],`,
  );
});
