/**
 * That declared access is all that is needed and nothing more, as an independent engine sees it: every verb of every builder is
 * the one access of a function, whose role must allow what the verb says, and deny every other action of the services, and the
 * same actions on other resources, in other accounts and regions, and in other circumstances.
 */
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { SecureFunction } from '../../lib';
import { knownAction, supportedTypes } from '../../lib/access/compile';
import { loadReference } from '../../lib/reference';
import { code, findingsIn } from '../cdk/stacks';
import { verbsByClass } from './catalogue';
import { type Context, type Declaration, declarationsIn, type Granted, OWN_ACCOUNT, OWN_REGION } from './declarations';
import { concrete, isAllowed as decides, type Resources, withoutKeyPolicy } from './simulation';

const stack = new Stack(new App({ context: { '@aws-cdk/core:stackResourceLimit': 0 } }), 'Orders', {
  env: { account: OWN_ACCOUNT, region: OWN_REGION },
});
const declarations = declarationsIn(stack);
for (const [index, { access }] of declarations.entries()) new SecureFunction(stack, `Fn${index}x`, { ...code, access: [access] });
const template = Template.fromStack(stack);

const policies = Object.entries(template.findResources('AWS::IAM::Policy'));

/** The policy documents of the role of one function, with pseudo parameters filled in. */
function documentsOf(index: number): readonly object[] {
  return policies
    .filter(([id]) => id.startsWith(`Fn${index}x`))
    .map(([, policy]) => concrete(policy.Properties.PolicyDocument, resources) as object);
}

const resources: Resources = template.toJSON().Resources;

let tried = 0;

function isAllowed(documents: readonly object[], request: Granted): boolean {
  tried += 1;
  return decides(documents, request);
}

const ANY = '*';

/** AWS lets everyone ask who they are, whatever the policies say. */
const ALWAYS_ALLOWED = 'sts:GetCallerIdentity';

/** What is next to what is granted, and must be denied. */
function* neighbours({ granted, denied = [], names }: Declaration, documents: readonly object[]): Iterable<Granted> {
  yield* denied;
  const arns = [...new Set(granted.map(({ arn }) => arn))];
  const onAny = new Set(granted.filter(({ arn }) => arn === ANY).map(({ action }) => action));
  for (const action of actionsBeside(granted)) {
    if (onAny.has(action) || action === ALWAYS_ALLOWED) continue;
    for (const arn of arns) {
      // What works on a resource is tried on resources: a request for `*` is one for whichever the policy names.
      if (arn === ANY && arns.length > 1 && worksOnResources(action)) continue;
      const own = granted.find((one) => one.action === action && one.arn === arn);
      if (own === undefined) yield { action, arn, context: everyContext(granted) };
    }
  }
  for (const one of granted) {
    for (const context of otherContexts(one.context)) yield { ...one, context };
    for (const arn of one.arn === ANY ? [] : otherArns(one.arn, names)) yield { ...one, arn };
    // What is granted by its whole ARN does not take in what lies below: an alias of a function, a key below a key.
    if (one.arn !== ANY && isNamedWhole(documents, one)) yield* [`${one.arn}:other`, `${one.arn}/other`].map((arn) => ({ ...one, arn }));
  }
}

/** Whether no statement that allows the action has a wildcard in its resources. */
function isNamedWhole(documents: readonly object[], { action }: Granted): boolean {
  const allowing = documents
    .flatMap((document) => statementsIn(document))
    .filter(({ Action }) => [Action].flat().includes(withoutKeyPolicy(action)));
  return allowing.every(({ Resource }) => !JSON.stringify(Resource).includes('*'));
}

function statementsIn(document: object): readonly { readonly Action: string | string[]; readonly Resource: unknown }[] {
  const statements: unknown = Reflect.get(document, 'Statement');
  if (!Array.isArray(statements)) throw new Error('a policy without statements');
  return statements;
}

/** All actions of the services of what is granted. */
function actionsBeside(granted: readonly Granted[]): readonly string[] {
  const services = new Set(granted.map(({ action }) => action.slice(0, action.indexOf(':'))));
  return [...services].flatMap((prefix) => {
    const service = loadReference().service(prefix);
    if (service === undefined) throw new Error(`no service ${prefix}`);
    return [...service.actions.values()].map(({ name }) => `${prefix}:${name}`);
  });
}

function worksOnResources(action: string): boolean {
  return supportedTypes(knownAction(loadReference(), action)).length > 0;
}

function everyContext(granted: readonly Granted[]): Context {
  return Object.assign({}, ...granted.map(({ context }) => context));
}

/** The context without one of its keys, and with another value of it. */
function* otherContexts(context: Context): Iterable<Context> {
  for (const [key, value] of Object.entries(context)) {
    const { [key]: _, ...rest } = context;
    yield rest;
    yield { ...rest, [key]: typeof value === 'string' ? anotherThan(value) : [...value, 'other'] };
  }
}

function anotherThan(value: string): string {
  return value.replace(/^((?:[^:]*:){5})?/, (head) => `${head}other`);
}

/** Other resources of the same type, and the resource of the same name elsewhere. */
function* otherArns(arn: string, names: readonly string[]): Iterable<string> {
  const [head, partition, service, region = '', account = '', ...rest] = arn.split(':');
  const tail = rest.join(':');
  if (region !== '') yield [head, partition, service, 'ap-south-2', account, tail].join(':');
  if (/^\d+$/.test(account)) yield [head, partition, service, region, '999988887777', tail].join(':');
  for (const other of ['aws-cn', 'aws-us-gov']) yield [head, other, service, region, account, tail].join(':');
  const own = names.filter((name) => tail.includes(name));
  if (own.length === 0) throw new Error(`none of ${names.join(', ')} is in ${arn}`);
  for (const name of own) {
    const at = tail.indexOf(name);
    for (const other of [`x${name}`, `${name.slice(0, -1)}x${name.slice(-1)}`, 'other']) {
      yield [head, partition, service, region, account, tail.slice(0, at) + other + tail.slice(at + name.length)].join(':');
    }
  }
}

afterAll(() => {
  process.stdout.write(`minimality of declared access: ${declarations.length} declarations, ${tried} pairs of action and resource\n`);
});

test.each(declarations.map((declaration, index) => [declaration.verb, index, declaration] as const))(
  '%s (%i) allows what it says, and nothing beside it',
  (_, index, declaration) => {
    const documents = documentsOf(index);
    expect(declaration.granted.filter((one) => !isAllowed(documents, one))).toEqual([]);
    expect([...neighbours(declaration, documents)].filter((one) => isAllowed(documents, one))).toEqual([]);
  },
);

test('the checks have nothing to say about permissions that are declared', () => {
  const about = findingsIn(stack).filter(({ ruleId, severity }) => /^(?:iam|resource-policy)\//.test(ruleId) && severity !== 'info');
  expect(about.map(({ findingId, logicalId, message }) => ({ findingId, logicalId, message }))).toEqual([]);
});

test('no two statements of a policy have the same id', () => {
  for (const [, policy] of policies) {
    const ids = (policy.Properties.PolicyDocument.Statement as { Sid?: string }[]).flatMap(({ Sid }) => Sid ?? []);
    expect(new Set(ids).size).toBe(ids.length);
  }
});

test('every verb of every builder is declared here', () => {
  const verbs = [...verbsByClass()].flatMap(([type, methods]) => methods.map((method) => `${type}.${method}`));
  const declared = new Set(declarations.map(({ verb }) => verb));
  expect(verbs.length).toBeGreaterThan(200);
  expect(verbs.filter((verb) => !declared.has(verb))).toEqual([]);
});
