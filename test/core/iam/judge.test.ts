/**
 * The primitives under the rules, compared with an engine that others wrote: `@cloud-copilot/iam-simulate` decides requests,
 * ours answers questions about patterns and policies. Where the two differ, AWS's documentation decides, below.
 * `JUDGE_RUNS=20000 FAST_CHECK_SEED=$RANDOM npx jest test/core/iam/judge` tries more, and others.
 */
import { runSimulation, runUnsafeSimulation } from '@cloud-copilot/iam-simulate';
import fc from 'fast-check';
import { patternAllows } from '../../../lib/core/iam/action';
import { matchesArn } from '../../../lib/core/iam/arn';
import { publicStatements } from '../../../lib/core/iam/exposure';
import type { JsonObject } from '../../../lib/core/json';
import { documentOf } from './documents';

const RUNS = Number(process.env.JUDGE_RUNS ?? 200);

const OWN = '111122223333';
const STRANGER = '999988887777';

interface Request {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string | string[]>>;
}

let decisions = 0;

function isAllowedByIdentity(statements: readonly JsonObject[], action: string, resource: string): boolean {
  decisions += 1;
  const decided = runUnsafeSimulation(
    {
      request: { principal: `arn:aws:iam::${OWN}:role/Orders`, action, resource: { resource, accountId: OWN }, contextVariables: {} },
      identityPolicies: [{ name: 'orders', policy: { Version: '2012-10-17', Statement: statements } }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  return decided === 'Allowed';
}

/** Whether a resource policy lets the request in. The caller's own account allows it everything. */
async function isAllowedByResource(policy: JsonObject, { principal, action, resource, context }: Request): Promise<boolean> {
  decisions += 1;
  const simulated = await runSimulation(
    {
      request: { principal, action, resource: { resource, accountId: OWN }, contextVariables: { ...context } },
      identityPolicies: [{ name: 'all', policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: policy,
    },
    {},
  );
  if (simulated.resultType === 'error') throw new Error(JSON.stringify(simulated.errors));
  return simulated.overallResult === 'Allowed';
}

/** A text that is nearly `text`: wildcards for pieces of it, a changed letter, another case, something more. */
function nearly(text: string): fc.Arbitrary<string> {
  const place = fc.nat({ max: text.length });
  return fc
    .array(
      fc.tuple(
        fc.constantFrom(
          'star',
          'question',
          'stars',
          'cut',
          'case',
          'change',
          'insert',
          'question at the end',
          'star at the end',
          'nothing',
        ),
        place,
        place,
      ),
      { maxLength: 3 },
    )
    .map((edits) =>
      edits.reduce((pattern, [edit, a, b]) => {
        const from = Math.min(a, b, pattern.length);
        const to = Math.min(Math.max(a, b), pattern.length);
        switch (edit) {
          case 'star':
            return `${pattern.slice(0, from)}*${pattern.slice(to)}`;
          case 'stars':
            return `${pattern.slice(0, from)}**${pattern.slice(from)}`;
          case 'question':
            return `${pattern.slice(0, from)}?${pattern.slice(from + 1)}`;
          case 'cut':
            return pattern.slice(0, from) + pattern.slice(Math.min(from + 2, to));
          case 'case':
            return pattern.slice(0, from) + pattern.slice(from, to).toUpperCase() + pattern.slice(to);
          case 'change':
            return `${pattern.slice(0, from)}x${pattern.slice(from + 1)}`;
          case 'insert':
            return `${pattern.slice(0, from)}*a${pattern.slice(from)}`;
          case 'question at the end':
            return `${pattern}?`;
          case 'star at the end':
            return `${pattern}*`;
          default:
            return pattern;
        }
      }, text),
    );
}

const ACTIONS = [
  's3:GetObject',
  's3:GetObjectAcl',
  's3:PutObject',
  'sqs:SendMessage',
  'iam:PassRole',
  'dynamodb:GetItem',
  'dynamodb:BatchGetItem',
];

/** ARNs, in front of the id of the resource and from there on. */
const ARNS: readonly (readonly [head: string, id: string])[] = [
  ['arn:aws:s3:::', 'receipts'],
  ['arn:aws:s3:::', 'receipts/2026/a.pdf'],
  ['arn:aws:sqs:eu-west-1:111122223333:', 'orders'],
  ['arn:aws:dynamodb:eu-west-1:111122223333:table/', 'orders/index/by-date'],
  ['arn:aws:lambda:eu-west-1:111122223333:function:', 'orders:live'],
  ['arn:aws-cn:iam::111122223333:role/', 'path/Orders'],
  ['arn:aws:logs:eu-west-1:111122223333:log-group:', '/aws/lambda/orders:log-stream:a'],
];

/** An ARN pattern that is nearly `arn`: wildcards in the segments that may hold some, and in the id. */
function nearlyArn([head, id]: readonly [head: string, id: string]): fc.Arbitrary<string> {
  const segment = (text: string) => fc.constantFrom(text, text, text, ...(text === '' ? [] : ['*', `${text.slice(0, 3)}*`, `${text}?`]));
  const [arn, partition = '', service = '', region = '', account = '', ...product] = head.split(':');
  return fc
    .tuple(segment(partition), segment(region), segment(account), nearly(id))
    .map(([p, r, a, tail]) => `${[arn, p, service, r, a, ...product].join(':')}${tail}`);
}

/** One colon, and a service without wildcards: other patterns are settled below. */
function isAction(pattern: string): boolean {
  return pattern === '*' || /^[A-Za-z0-9-]+:[^:]+$/.test(pattern);
}

/** A key that says who calls: the owners' own value, patterns of it, and what a stranger's request may hold. */
interface Key {
  readonly name: string;
  readonly base: 'String' | 'Arn' | 'Ip' | 'Bool';
  readonly isMany?: boolean;
  /** Values that a policy may ask for. Those with a wildcard stand under operators that take patterns only. */
  readonly asked: readonly string[];
  /** Whether a request with this value may be a stranger's. */
  isStrangers(value: string): boolean;
  /** What a stranger's request holds; `undefined`: it has no such key. */
  readonly strangers: readonly (string | undefined)[];
}

const accountOf = (arn: string) => arn.split(':')[4] ?? '';

const KEYS: readonly Key[] = [
  {
    name: 'aws:PrincipalOrgID',
    base: 'String',
    asked: ['o-own0000000', 'o-*', '*'],
    isStrangers: (value) => value !== 'o-own0000000',
    strangers: ['o-stranger99', undefined],
  },
  {
    name: 'aws:PrincipalAccount',
    base: 'String',
    asked: [OWN, '1111*', '*'],
    isStrangers: (value) => value !== OWN,
    strangers: [STRANGER, undefined],
  },
  {
    name: 'aws:PrincipalArn',
    base: 'Arn',
    asked: [`arn:aws:iam::${OWN}:role/Orders`, `arn:aws:iam::${OWN}:role/*`, 'arn:aws:iam::*:role/Orders', 'arn:aws:iam::*:*'],
    isStrangers: (value) => accountOf(value) !== OWN,
    strangers: [`arn:aws:iam::${STRANGER}:role/Stranger`, undefined],
  },
  {
    name: 'aws:PrincipalOrgPaths',
    base: 'String',
    isMany: true,
    asked: ['o-own0000000/r-a/ou-b/', 'o-own0000000/*', 'o-*/r-a/*', '*'],
    isStrangers: (value) => !value.startsWith('o-own0000000/'),
    strangers: ['o-stranger99/r-s/ou-s/', undefined],
  },
  {
    name: 'aws:SourceArn',
    base: 'Arn',
    asked: [
      `arn:aws:sns:eu-west-1:${OWN}:orders`,
      `arn:aws:sns:*:${OWN}:*`,
      'arn:aws:sns:*:*:orders',
      'arn:aws:s3:::receipts',
      'arn:aws:s3:::*',
    ],
    isStrangers: (value) => (value.includes(':s3:') ? value !== 'arn:aws:s3:::receipts' : accountOf(value) !== OWN),
    strangers: [`arn:aws:sns:eu-west-1:${STRANGER}:theirs`, 'arn:aws:s3:::theirs', undefined],
  },
  { name: 'aws:SourceAccount', base: 'String', asked: [OWN, '*'], isStrangers: (value) => value !== OWN, strangers: [STRANGER, undefined] },
  {
    name: 'aws:SourceVpce',
    base: 'String',
    asked: ['vpce-own', 'vpce-*'],
    isStrangers: (value) => value !== 'vpce-own',
    strangers: ['vpce-stranger', undefined],
  },
  {
    name: 'aws:userid',
    base: 'String',
    asked: ['AROAOWNOWNOWNOWNOWN:*', 'AIDAOWNOWNOWNOWNOWN', '*:session', 'AROA*'],
    isStrangers: (value) => !value.includes('OWN'),
    strangers: ['AROASTRANGERSTRANGE:session', undefined],
  },
  {
    name: 'aws:SourceIp',
    base: 'Ip',
    asked: ['203.0.113.0/24', '10.0.0.0/8', '0.0.0.0/1', '128.0.0.0/1', '2001:db8::/32', '2000::/3'],
    isStrangers: (value) => !value.startsWith('203.0.113.') && !value.startsWith('10.') && !value.startsWith('2001:db8:'),
    strangers: ['8.8.8.8', '198.18.7.7', '2001:4860::8888', undefined],
  },
];

/** Keys whose values the caller chooses, or that say nothing about the caller. */
const WEAK_KEYS: readonly Key[] = [
  { name: 'aws:SecureTransport', base: 'Bool', asked: ['true', 'false'], isStrangers: () => true, strangers: ['true', 'false'] },
  {
    name: 'aws:Referer',
    base: 'String',
    asked: ['https://example.com/', '*'],
    isStrangers: () => true,
    strangers: ['https://x.example', undefined],
  },
  { name: 'aws:PrincipalTag/team', base: 'String', asked: ['orders', 'o*'], isStrangers: () => true, strangers: ['theirs', undefined] },
  { name: 'aws:RequestedRegion', base: 'String', asked: ['eu-west-1'], isStrangers: () => true, strangers: ['eu-west-1', 'us-east-1'] },
];

interface Test {
  readonly key: Key;
  readonly operator: string;
  readonly values: readonly string[];
}

const hasWildcard = (value: string) => /[*?]/.test(value);

function testOf(keys: readonly Key[], isNegated: boolean): fc.Arbitrary<Test> {
  return fc.constantFrom(...keys).chain((key): fc.Arbitrary<Test> => {
    const values = fc.uniqueArray(fc.constantFrom(...key.asked), { minLength: 1, maxLength: 2 });
    const ifExists = fc.constantFrom('', '', 'IfExists');
    const qualifier = key.isMany === true ? fc.constantFrom('ForAnyValue:', 'ForAllValues:') : fc.constantFrom('', '', '', 'ForAllValues:');
    return fc.tuple(values, ifExists, qualifier, fc.boolean()).map(([asked, wished, many, isCased]): Test => {
      const not = isNegated ? 'Not' : '';
      const likes = asked.some(hasWildcard);
      // The other engine does not know these together with IfExists.
      const exists = many === 'ForAnyValue:' || (isCased && !likes) ? '' : wished;
      const base =
        key.base === 'Ip'
          ? `${not}IpAddress`
          : key.base === 'Bool'
            ? 'Bool'
            : key.base === 'Arn'
              ? `Arn${not}${likes ? 'Like' : 'Equals'}`
              : `String${not}${likes ? 'Like' : 'Equals'}${isCased && !likes ? 'IgnoreCase' : ''}`;
      return { key, operator: `${key.isMany === true || key.base === 'String' ? many : ''}${base}${exists}`, values: asked };
    });
  });
}

/** A Null test: the key has to be there, or has to be absent. */
const nullTest: fc.Arbitrary<Test> = fc
  .tuple(fc.constantFrom(...KEYS.filter(({ base }) => base !== 'Ip')), fc.constantFrom('true', 'false'))
  .map(([key, value]) => ({ key, operator: 'Null', values: [value] }));

interface Policy {
  readonly document: JsonObject;
  readonly tests: readonly Test[];
}

function conditionOf(tests: readonly Test[]): JsonObject {
  const condition: Record<string, Record<string, string[]>> = {};
  for (const { operator, key, values } of tests) {
    condition[operator] = { ...condition[operator], [key.name]: [...(condition[operator]?.[key.name] ?? []), ...values] };
  }
  return tests.length === 0 ? {} : { Condition: JSON.parse(JSON.stringify(condition)) };
}

const QUEUE = `arn:aws:sqs:eu-west-1:${OWN}:orders`;
const QUEUE_ACTIONS = ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:GetQueueUrl'];

const policies: fc.Arbitrary<Policy> = fc
  .record({
    principal: fc.constantFrom<JsonObject | string>('*', { AWS: '*' }, { AWS: [`arn:aws:iam::${OWN}:root`, '*'] }, { AWS: OWN }),
    actions: fc.constantFrom('sqs:SendMessage', 'sqs:*', 'SQS:send*'),
    tests: fc.array(fc.oneof({ weight: 4, arbitrary: testOf(KEYS, false) }, testOf(WEAK_KEYS, false), nullTest), { maxLength: 2 }),
    deny: fc.option(
      fc.record({
        actions: fc.constantFrom<JsonObject>(
          { Action: 'sqs:*' },
          { Action: '*' },
          { Action: 'sqs:ReceiveMessage' },
          { NotAction: 'sqs:GetQueueUrl' },
        ),
        resource: fc.constantFrom('*', QUEUE, `${QUEUE}-other`),
        tests: fc.array(fc.oneof({ weight: 4, arbitrary: testOf(KEYS, true) }, testOf(WEAK_KEYS, false)), { maxLength: 2 }),
      }),
    ),
  })
  .map(({ principal, actions, tests, deny }) => ({
    tests: [...tests, ...(deny?.tests ?? [])],
    document: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: principal, Action: actions, Resource: QUEUE, ...conditionOf(tests) },
        ...(deny === null
          ? []
          : [{ Effect: 'Deny', Principal: '*', ...deny.actions, Resource: deny.resource, ...conditionOf(deny.tests) }]),
      ],
    },
  }));

/** The contexts of all strangers that differ in what the policy asks about. */
function strangersOf({ tests }: Policy): readonly Readonly<Record<string, string | string[]>>[] {
  const keys = new Set(tests.map(({ key }) => key));
  let contexts: Record<string, string | string[]>[] = [{}];
  for (const key of keys) {
    const asked = tests.filter((test) => test.key === key && test.operator !== 'Null').flatMap(({ values }) => values);
    const chosen = key.base === 'Ip' ? [] : asked.map((value) => fill(value)).filter((value) => key.isStrangers(value));
    const possible = [...new Set([...key.strangers, ...chosen])];
    contexts = contexts.flatMap((context) =>
      possible.map((value) => (value === undefined ? context : { ...context, [key.name]: key.isMany === true ? [value] : value })),
    );
  }
  return contexts;
}

/** A text of a stranger's that a pattern takes in. */
function fill(pattern: string): string {
  const segments = pattern.split(':');
  return segments.map((segment, index) => segment.replaceAll('*', index === 4 ? STRANGER : 'theirs')).join(':');
}

/**
 * Policies that may be called public though no stranger passes: what asks for a key and for its absence, and what only the Allow
 * and the Deny together keep closed. Nobody writes them, and the finding errs on the safe side.
 */
function errsOnTheSafeSide({ tests, document }: Policy): boolean {
  const isNeverThere = tests.some(({ operator, values }) => operator === 'Null' && values.includes('true'));
  const isRefused = JSON.stringify(document).includes('Deny');
  const isAskedTwice = new Set(tests.map(({ key }) => key)).size < tests.length;
  const isLoose = tests.some(({ key, operator }) => WEAK_KEYS.includes(key) || /IfExists|ForAllValues/.test(operator));
  return isNeverThere || (isRefused && (isLoose || isAskedTwice));
}

async function letsStrangersIn(policy: Policy): Promise<boolean> {
  for (const context of strangersOf(policy)) {
    for (const action of QUEUE_ACTIONS) {
      const request = { principal: `arn:aws:iam::${STRANGER}:role/Stranger`, action, resource: QUEUE, context };
      if (await isAllowedByResource(policy.document, request)) return true;
    }
  }
  return false;
}

describe('decides as an independent engine does', () => {
  afterAll(() => {
    process.stdout.write(`compared with the independent engine: ${decisions} decisions\n`);
  });

  test('which actions a pattern allows', () => {
    const cases = fc
      .tuple(fc.constantFrom(...ACTIONS), fc.constantFrom(...ACTIONS), fc.boolean())
      .chain(([base, other, same]) => fc.tuple(nearly(base).filter(isAction), fc.constant(same ? base : other)));
    fc.assert(
      fc.property(cases, ([pattern, action]) => {
        const resource = 'arn:aws:s3:::receipts/a';
        const isAllowed = isAllowedByIdentity([{ Effect: 'Allow', Action: pattern, Resource: '*' }], action, resource);
        const isLeftIn = isAllowedByIdentity([{ Effect: 'Allow', NotAction: pattern, Resource: '*' }], action, resource);
        expect({ pattern, action, allowed: patternAllows(pattern, action) }).toEqual({ pattern, action, allowed: isAllowed });
        expect({ pattern, action, leftIn: !patternAllows(pattern, action) }).toEqual({ pattern, action, leftIn: isLeftIn });
      }),
      { numRuns: RUNS * 10 },
    );
  });

  test('which resources a pattern takes in', () => {
    const cases = fc
      .tuple(fc.constantFrom(...ARNS), fc.constantFrom(...ARNS), fc.boolean())
      .chain(([base, other, same]) => fc.tuple(nearlyArn(base), fc.constant((same ? base : other).join(''))));
    fc.assert(
      fc.property(cases, ([pattern, arn]) => {
        const isAllowed = isAllowedByIdentity([{ Effect: 'Allow', Action: '*', Resource: pattern }], 's3:GetObject', arn);
        expect({ pattern, arn, answer: matchesArn(pattern, arn) }).toEqual({ pattern, arn, answer: isAllowed ? 'yes' : 'no' });
      }),
      { numRuns: RUNS * 10 },
    );
  });

  test('whether a resource policy lets strangers in', async () => {
    await fc.assert(
      fc.asyncProperty(policies, async (policy) => {
        const read = documentOf(policy.document, {
          type: 'AWS::SQS::QueuePolicy',
          kind: 'resource',
          guards: 'AWS::SQS::Queue',
          account: OWN,
        });
        const isPublic = publicStatements(read).length > 0;
        const { Statement } = policy.document;
        const isReal = await letsStrangersIn(policy);
        if (isReal || !errsOnTheSafeSide(policy)) expect({ Statement, isPublic }).toEqual({ Statement, isPublic: isReal });
      }),
      { numRuns: RUNS },
    );
  });
});

describe('differs from the independent engine where AWS says so', () => {
  const publicBy = (statement: JsonObject) =>
    publicStatements(
      documentOf(
        { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: QUEUE, ...statement }] },
        { type: 'AWS::SQS::QueuePolicy', kind: 'resource', guards: 'AWS::SQS::Queue', account: OWN },
      ),
    ).map(({ answer }) => answer);

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html: "*" and "?" may stand anywhere
  // in an action; that Access Analyzer warns of one in the service ("Wildcard in service name") means that AWS takes it.
  test('a wildcard in the service of an action is one', () => {
    expect(patternAllows('s?:GetObject', 's3:GetObject')).toBe(true);
    expect(
      isAllowedByIdentity([{ Effect: 'Allow', Action: 's?:GetObject', Resource: '*' }], 's3:GetObject', 'arn:aws:s3:::receipts/a'),
    ).toBe(false);
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html: wildcards may stand in any part of
  // the id; in front of its first slash AWS calls them wrong, and a check must not rely on what is wrong being without effect.
  test('a wildcard in the type of a resource is one', () => {
    const role = 'arn:aws:iam::111122223333:role/Orders';
    expect(matchesArn('arn:aws:iam::111122223333:r*/Orders', role)).toBe('yes');
    expect(
      isAllowedByIdentity([{ Effect: 'Allow', Action: '*', Resource: 'arn:aws:iam::111122223333:r*/Orders' }], 'iam:PassRole', role),
    ).toBe(false);
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
  test('0.0.0.0/0 and ::/0 are every address', async () => {
    const everywhere = { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } };
    const everywhere6 = { IpAddress: { 'aws:SourceIp': '::/0' } };
    expect([publicBy({ Condition: everywhere }), publicBy({ Condition: everywhere6 })]).toEqual([['yes'], ['yes']]);
    const policy = { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: QUEUE, Condition: everywhere }] };
    const request = { principal: `arn:aws:iam::${STRANGER}:role/Stranger`, action: 'sqs:SendMessage', resource: QUEUE };
    expect(await isAllowedByResource(policy, { ...request, context: { 'aws:SourceIp': '8.8.8.8' } })).toBe(false);
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists
  test('IfExists lets a request without the key pass, whatever the operator', () => {
    const own = 'o-own0000000';
    expect(publicBy({ Condition: { StringEqualsIgnoreCaseIfExists: { 'aws:PrincipalOrgID': own } } })).toEqual(['yes']);
    expect(publicBy({ Condition: { 'ForAnyValue:StringLikeIfExists': { 'aws:PrincipalOrgPaths': `${own}/*` } } })).toEqual(['yes']);
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html: only fixed values, without wildcards
  test('a wildcard under StringEquals, which matches nothing but itself, is no fixed value', () => {
    expect(publicBy({ Condition: { StringEquals: { 'aws:PrincipalOrgID': '*' } } })).toEqual(['yes']);
  });
});
