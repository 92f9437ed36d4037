import fc from 'fast-check';
import { publicStatements } from '../../../lib/core/iam/exposure';
import { matchesGlob } from '../../../lib/core/iam/pattern';
import type { Json, JsonObject } from '../../../lib/core/json';
import { isWorld, parseCidr } from '../../../lib/core/network';
import { policyOf } from './documents';

type Setting = Parameters<typeof policyOf>[1];

/** `exposure answer` of everything that is reported. */
function exposed(statements: Json, setting: Setting = {}): string[] {
  return publicStatements(policyOf(statements, setting)).map(({ exposure, answer }) => `${exposure} ${answer}`);
}

const yes = ['anyone yes'];
const unknown = ['anyone unknown'];
const allow = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' };
const deny = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: ['arn:aws:s3:::b', 'arn:aws:s3:::b/*'] };
const organisation = { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } };
const noValue = { Ref: 'AWS::NoValue' };

describe('principals', () => {
  test.each<[Json, string[]]>([
    ['*', yes],
    [{ AWS: '*' }, yes],
    [{ AWS: ['arn:aws:iam::222222222222:root', '*'] }, yes],
    [{ CanonicalUser: '*' }, yes],
    [{ Federated: '*' }, yes],
    [{ Service: '*' }, yes],
    [{ 'Fn::Join': ['', ['*']] }, yes],
    [{ AWS: { 'Fn::Sub': '*' } }, yes],
    [{ AWS: 'arn:aws:iam::*:root' }, ['any-aws-account yes']],
    [{ AWS: 'arn:aws:iam::222222222222:root' }, []],
    [{ AWS: '222222222222' }, []],
    [{ AWS: { 'Fn::GetAtt': ['Role', 'Arn'] } }, []],
    [{ AWS: 'arn:aws:iam::*:role/x' }, ['anyone unknown']],
    [{ AWS: 'arn:aws:iam::222222222222:role/*' }, ['anyone unknown']],
    [{ Service: 's3.amazonaws.com' }, []],
    [{ Service: { 'Fn::Sub': 'logs.${AWS::Region}.amazonaws.com' } }, []],
    [{ AWS: { Ref: 'Param' } }, unknown],
    [{ AWS: ['*', { Ref: 'Param' }] }, ['anyone yes', 'anyone unknown']],
    [{ Ref: 'Param' }, unknown],
    [{ User: '*' }, yes],
    [{ User: 'x' }, []],
  ])('%j', (Principal, expected) => {
    expect(exposed({ ...allow, Principal })).toEqual(expected);
  });

  test('everyone but somebody is everyone', () => {
    const { Principal: _, ...rest } = allow;
    expect(exposed({ ...rest, NotPrincipal: { AWS: 'arn:aws:iam::222222222222:root' } })).toEqual(yes);
    expect(exposed({ ...rest, Effect: 'Deny', NotPrincipal: { AWS: 'arn:aws:iam::222222222222:root' } })).toEqual([]);
  });

  test('a Deny is never public', () => expect(exposed({ ...allow, Effect: 'Deny' })).toEqual([]));

  test('an identity policy and a boundary have no principals', () => {
    expect(exposed(allow, { kind: 'identity' })).toEqual([]);
    expect(exposed(allow, { kind: 'boundary' })).toEqual([]);
  });

  test('what may be an Allow is said', () => {
    expect(exposed({ ...allow, Effect: { Ref: 'Param' } })).toEqual(unknown);
    expect(exposed({ ...allow, Effect: 'allow' })).toEqual(unknown);
  });

  test('the reason names principal and conditions', () => {
    const [bare] = publicStatements(policyOf(allow));
    expect(bare?.why).toBe('"*" is everyone, and no condition says who may call');
    const [tls] = publicStatements(policyOf({ ...allow, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }));
    expect(tls?.why).toBe('"*" is everyone, and no condition (Bool aws:SecureTransport) fixes who may call');
  });
});

describe('conditions', () => {
  test.each<[string, Json, string[]]>([
    ['an organisation', { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }, []],
    ['TLS', { Bool: { 'aws:SecureTransport': 'true' } }, yes],
    ['a presence', { Null: { 'aws:PrincipalOrgID': 'false' } }, yes],
    ['a parameter as a pattern', { StringLike: { 'aws:PrincipalOrgID': { Ref: 'Param' } } }, unknown],
    ['what code computes', { StringEquals: { 'Fn::GetAtt': ['Claims', 'Value'] } }, unknown],
    ['only services', { Bool: { 'aws:PrincipalIsAWSService': 'true' } }, []],
    ['one of two branches', { 'Fn::If': ['P', { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }, noValue] }, yes],
    ['both branches', { StringEquals: { 'aws:PrincipalOrgID': { 'Fn::If': ['P', 'o-1', 'o-2'] } } }, []],
  ])('%s', (_title, Condition, expected) => {
    expect(exposed({ ...allow, Condition })).toEqual(expected);
  });

  test('that belong to the service that is guarded', () => {
    const mounted = { ...allow, Condition: { Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' } } };
    expect(exposed(mounted, { guards: 'AWS::EFS::FileSystem' })).toEqual([]);
    expect(exposed(mounted, { guards: 'AWS::SQS::Queue' })).toEqual(yes);
    const caller = {
      ...allow,
      Condition: { StringEquals: { 'kms:CallerAccount': '111111111111', 'kms:ViaService': 'sqs.eu-west-1.amazonaws.com' } },
    };
    expect(exposed(caller, { guards: 'AWS::KMS::Key' })).toEqual([]);
  });
});

describe('networks', () => {
  test('an access point of a VPC takes nothing else', () => {
    const point = (properties: JsonObject) => exposed(allow, { type: 'AWS::S3::AccessPoint', guards: 'AWS::S3::AccessPoint', properties });
    expect(point({ Bucket: 'b' })).toEqual(yes);
    expect(point({ Bucket: 'b', VpcConfiguration: { VpcId: 'vpc-1' } })).toEqual([]);
    expect(point({ Bucket: 'b', VpcConfiguration: { 'Fn::If': ['P', { VpcId: 'vpc-1' }, noValue] } })).toEqual(unknown);
  });

  test('a VPC endpoint is only reached from its network', () => {
    expect(exposed(allow, { guards: 'AWS::EC2::VPCEndpoint' })).toEqual([]);
  });
});

describe('trust', () => {
  const trust = (Principal: Json, Condition?: Json, resources: JsonObject = {}) =>
    exposed(
      { Effect: 'Allow', Principal, Action: 'sts:AssumeRoleWithWebIdentity', ...(Condition === undefined ? {} : { Condition }) },
      { kind: 'trust', type: 'AWS::IAM::Role', resources },
    );
  const github = { Federated: 'arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com' };

  test.each<[string, Json, Json | undefined, string[]]>([
    ['everyone', '*', undefined, yes],
    ['everyone of an organisation', { AWS: '*' }, { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }, []],
    ['a service', { Service: 'lambda.amazonaws.com' }, undefined, []],
    ['any provider', { Federated: '*' }, undefined, yes],
    ['any provider, for one application', { Federated: '*' }, { StringEquals: { 'graph.facebook.com:app_id': '1' } }, []],
    ['Facebook', { Federated: 'graph.facebook.com' }, undefined, yes],
    ['Facebook, for one application', { Federated: 'graph.facebook.com' }, { StringEquals: { 'graph.facebook.com:app_id': '1' } }, []],
    ['Google', { Federated: 'accounts.google.com' }, undefined, yes],
    ['Amazon', { Federated: 'www.amazon.com' }, { StringEquals: { 'www.amazon.com:app_id': 'amzn1.x' } }, []],
    ['any identity pool', { Federated: 'cognito-identity.amazonaws.com' }, undefined, yes],
    [
      'an identity pool',
      { Federated: 'cognito-identity.amazonaws.com' },
      { StringEquals: { 'cognito-identity.amazonaws.com:aud': { Ref: 'Param' } } },
      [],
    ],
    ['everyone at GitHub', github, { StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } }, yes],
    ['a repository', github, { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:org/name:*' } }, []],
    [
      'a cluster of the app, whose claims code computes',
      { Federated: { 'Fn::GetAtt': ['Claims', 'Arn'] } },
      { StringEquals: { 'Fn::GetAtt': ['Claims', 'Value'] } },
      [],
    ],
    ['a SAML provider', { Federated: 'arn:aws:iam::111111111111:saml-provider/corp' }, undefined, []],
    ['a provider that is chosen at deployment', { Federated: { Ref: 'Param' } }, undefined, unknown],
    [
      'a provider and a repository that are chosen at deployment',
      { Federated: { Ref: 'Param' } },
      { StringLike: { 'token.actions.githubusercontent.com:sub': { 'Fn::Sub': 'repo:${Param}:ref:refs/heads/main' } } },
      [],
    ],
  ])('%s', (_title, principal, condition, expected) => {
    expect(trust(principal, condition)).toEqual(expected);
  });

  test('the provider may be a resource of the template', () => {
    const provider = (type: string, Url: string) =>
      trust({ Federated: { Ref: 'Provider' } }, undefined, { Provider: { Type: type, Properties: { Url } } });
    expect(provider('AWS::IAM::OIDCProvider', 'https://token.actions.githubusercontent.com')).toEqual(yes);
    expect(provider('Custom::AWSCDKOpenIdConnectProvider', 'https://token.actions.githubusercontent.com/')).toEqual(yes);
    expect(provider('AWS::IAM::OIDCProvider', 'https://oidc.eks.eu-west-1.amazonaws.com/id/X')).toEqual([]);
  });
});

describe('Deny over Allow', () => {
  test.each<[string, Json, string[]]>([
    ['without a condition', deny, []],
    ['of everything', { ...deny, Action: '*', Resource: '*' }, []],
    ['of everything, spelt twice', { ...deny, Action: '*:*', Resource: '*' }, []],
    ['in another case', { ...deny, Action: 'S3:getobject' }, []],
    ['for all others in the organisation', { ...deny, Condition: organisation }, []],
    ['for all other endpoints', { ...deny, Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } } }, []],
    ['for all other addresses', { ...deny, Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }, []],
    ['for all other accounts', { ...deny, Condition: { StringNotEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } } }, []],
    ['except for services', { ...deny, Condition: { ...organisation, BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } } }, []],
    ['for AWS principals', { ...deny, Principal: { AWS: '*' } }, []],
    [
      'for everyone but one',
      { Effect: 'Deny', NotPrincipal: { AWS: 'arn:aws:iam::222222222222:root' }, Action: 's3:*', Resource: '*' },
      [],
    ],
    ['of everything but another action', { Effect: 'Deny', Principal: '*', NotAction: 's3:ListBucket', Resource: '*' }, []],
    ['of everything but another resource', { Effect: 'Deny', Principal: '*', Action: '*', NotResource: 'arn:aws:s3:::other/*' }, []],
    ['without TLS', { ...deny, Condition: { Bool: { 'aws:SecureTransport': 'false' } } }, yes],
    ['outside the organisation, without TLS', { ...deny, Condition: { ...organisation, Bool: { 'aws:SecureTransport': 'false' } } }, yes],
    ['of another action', { ...deny, Action: 's3:PutObject' }, yes],
    ['of another resource', { ...deny, Resource: 'arn:aws:s3:::b' }, yes],
    ['of a part of the resource', { ...deny, Resource: 'arn:aws:s3:::b/private/*' }, yes],
    ['for somebody', { ...deny, Principal: { AWS: 'arn:aws:iam::222222222222:root' } }, yes],
    ['for everyone but everyone', { Effect: 'Deny', NotPrincipal: '*', Action: 's3:*', Resource: '*' }, yes],
    ['of everything but this action', { Effect: 'Deny', Principal: '*', NotAction: 's3:Get*', Resource: '*' }, yes],
    ['of everything but this resource', { Effect: 'Deny', Principal: '*', Action: '*', NotResource: 'arn:aws:s3:::b/*' }, yes],
    ['that may be absent', { 'Fn::If': ['P', deny, noValue] }, yes],
    ['that is another in each branch', { 'Fn::If': ['P', deny, { ...deny, Condition: organisation }] }, []],
    ['that protects in one branch only', { 'Fn::If': ['P', deny, { ...deny, Action: 's3:PutObject' }] }, yes],
    [
      'with an element that differs',
      { ...deny, Condition: { StringNotEquals: { 'aws:PrincipalOrgID': { 'Fn::If': ['P', 'o-1', 'o-2'] } } } },
      [],
    ],
    [
      'with elements that differ under conditions that exclude each other',
      { ...deny, Sid: { 'Fn::If': ['P', 'a', 'b'] }, Action: { 'Fn::If': ['NotP', 's3:*', '*'] } },
      [],
    ],
    ['for a caller that is a parameter', { ...deny, Principal: { AWS: { Ref: 'Param' } } }, unknown],
    ['of an action that is a parameter', { ...deny, Action: { Ref: 'Param' } }, unknown],
    ['of an action that the deployment chooses', { ...deny, Action: { Ref: 'Choice' } }, unknown],
    ['of a resource that is a parameter', { ...deny, Resource: { Ref: 'Param' } }, unknown],
    ['with a condition that cannot be read', { ...deny, Condition: { StringNotEquals: { 'Fn::GetAtt': ['Claims', 'Value'] } } }, unknown],
    [
      'for all other organisations, a pattern that is a parameter',
      { ...deny, Condition: { StringNotLike: { 'aws:PrincipalOrgID': { Ref: 'Param' } } } },
      unknown,
    ],
  ])('%s', (_title, statement, expected) => {
    expect(exposed([allow, statement])).toEqual(expected);
    expect(exposed([statement, allow])).toEqual(expected);
  });

  test('two Denies may share the actions and resources', () => {
    const both = { ...allow, Action: ['s3:GetObject', 's3:PutObject'] };
    const get = { ...deny, Action: 's3:Get*' };
    expect(exposed([both, get])).toEqual(yes);
    expect(exposed([both, get, { ...deny, Action: 's3:Put*', Condition: organisation }])).toEqual([]);
  });

  test('an Allow that leaves actions out is covered by the same or a wider Deny', () => {
    const rest = { Effect: 'Allow', Principal: '*', NotAction: 's3:Delete*', Resource: 'arn:aws:s3:::b/*' };
    expect(exposed([rest, { ...deny, Action: '*' }])).toEqual([]);
    expect(exposed([rest, deny])).toEqual(yes);
    expect(exposed([rest, { Effect: 'Deny', Principal: '*', NotAction: 's3:DeleteObject', Resource: '*' }])).toEqual([]);
    expect(exposed([rest, { Effect: 'Deny', Principal: '*', NotAction: 's3:GetObject', Resource: '*' }])).toEqual(yes);
  });

  test('the two stand or fall together under one condition', () => {
    expect(exposed({ 'Fn::If': ['P', [allow, deny], []] })).toEqual([]);
    expect(exposed([{ 'Fn::If': ['P', allow, noValue] }, { 'Fn::If': ['P', deny, noValue] }])).toEqual([]);
    expect(exposed([{ 'Fn::If': ['P', allow, noValue] }, { 'Fn::If': ['NotP', deny, noValue] }])).toEqual(yes);
  });

  test('resources of the app are compared by what they are', () => {
    const objects = { 'Fn::Sub': '${Bucket.Arn}/*' };
    const own = { ...allow, Resource: objects };
    expect(
      exposed([
        own,
        { ...deny, Resource: [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, '/*']] }] },
      ]),
    ).toEqual([]);
    expect(exposed([own, { ...deny, Resource: { 'Fn::GetAtt': ['Bucket', 'Arn'] } }])).toEqual(yes);
    expect(exposed([own, { ...deny, Resource: { 'Fn::GetAtt': ['Topic', 'TopicArn'] } }])).toEqual(unknown);
  });

  test('federated callers are refused by "*", not by AWS "*"', () => {
    const web = { Effect: 'Allow', Principal: { Federated: 'graph.facebook.com' }, Action: 'sts:AssumeRoleWithWebIdentity' };
    const refuse = (Principal: Json) => exposed([web, { Effect: 'Deny', Principal, Action: 'sts:*' }], { kind: 'trust' });
    expect(refuse('*')).toEqual([]);
    expect(refuse({ Federated: '*' })).toEqual([]);
    expect(refuse({ AWS: '*' })).toEqual(yes);
  });

  test('one public statement is enough, and each is reported', () => {
    expect(exposed([allow, { ...allow, Action: 's3:ListBucket', Resource: 'arn:aws:s3:::b' }])).toEqual([...yes, ...yes]);
  });
});

/** A request of a stranger: keys in lower case; what is absent is absent. */
type Request = Readonly<Record<string, string>>;

/** Every kind of request that a stranger can make, over the keys below. */
const strangers: readonly Request[] = product<Request>(
  [{}, { 'aws:principalorgid': 'o-evil', 'aws:principalaccount': '999999999999', 'aws:principalisawsservice': 'false' }],
  [{ 'aws:sourceip': '198.41.0.4' }, { 'aws:sourceip': '8.8.8.8' }, { 'aws:sourcevpce': 'vpce-evil' }],
  [{ 'aws:securetransport': 'true' }, { 'aws:securetransport': 'false' }],
);

function product<T extends object>(first: readonly T[], ...rest: readonly (readonly T[])[]): readonly T[] {
  return rest.reduce((all, next) => all.flatMap((one) => next.map((other) => ({ ...one, ...other }))), first);
}

interface Test {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** IAM's evaluation of one test on single-valued keys, written from its guide and independent of the code under test. */
function holds({ operator, key, values }: Test, request: Request): boolean {
  const all = operator.startsWith('ForAllValues:');
  const any = operator.startsWith('ForAnyValue:');
  const optional = operator.endsWith('IfExists');
  const base = operator.replace(/^For(All|Any)Values?:/, '').replace(/IfExists$/, '');
  const actual = request[key.toLowerCase()];
  if (base === 'Null') return values.some((value) => (value === 'true') === (actual === undefined));
  const negated = base.includes('Not');
  if (actual === undefined) return optional || all || (negated && !any);
  const matches = (value: string) => {
    if (base.includes('Like')) return matchesGlob(value, actual);
    if (base.includes('IpAddress')) return inRange(value, actual);
    return value === actual;
  };
  return negated ? !values.some(matches) : values.some(matches);
}

function inRange(range: string, address: string): boolean {
  const network = parseCidr(range);
  const host = parseCidr(address);
  if (network === undefined || host === undefined) return false;
  return isWorld([network]) || network.address === (host.address >> BigInt(32 - network.prefixLength)) << BigInt(32 - network.prefixLength);
}

interface PlainStatement {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly tests: readonly Test[];
}

/** Whether a stranger gets anything, by trying all requests on all actions and resources. */
function letsStrangersIn(statements: readonly PlainStatement[]): boolean {
  const applies = (statement: PlainStatement, action: string, resource: string, request: Request) =>
    statement.actions.some((pattern) => matchesGlob(pattern, action)) &&
    statement.resources.some((pattern) => matchesGlob(pattern, resource)) &&
    statement.tests.every((test) => holds(test, request));
  return ['s3:GetObject', 's3:GetObjectAcl', 's3:PutObject', 'sqs:SendMessage'].some((action) =>
    ['arn:aws:s3:::b/x', 'arn:aws:s3:::b/logs/x', 'arn:aws:s3:::c/x', 'arn:aws:sqs:::q'].some((resource) =>
      strangers.some((request) => {
        const matching = statements.filter((statement) => applies(statement, action, resource, request));
        return matching.some(({ effect }) => effect === 'Allow') && !matching.some(({ effect }) => effect === 'Deny');
      }),
    ),
  );
}

const texts = ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike'];
const qualified = fc
  .tuple(fc.constantFrom('', 'ForAnyValue:', 'ForAllValues:'), fc.constantFrom(...texts), fc.constantFrom('', 'IfExists'))
  .map((parts) => parts.join(''));
const oneOrTwo = (...values: string[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 });
const anyTest: fc.Arbitrary<Test> = fc.oneof(
  fc.record({ operator: qualified, key: fc.constant('aws:PrincipalOrgID'), values: oneOrTwo('o-mine', 'o-ours', 'o-*', '*') }),
  fc.record({ operator: qualified, key: fc.constant('aws:SourceVpce'), values: oneOrTwo('vpce-mine', 'vpce-*') }),
  fc.record({ operator: qualified, key: fc.constant('aws:PrincipalAccount'), values: oneOrTwo('111111111111', '*') }),
  fc.record({
    operator: fc.constantFrom('IpAddress', 'NotIpAddress', 'IpAddressIfExists', 'NotIpAddressIfExists'),
    key: fc.constant('aws:SourceIp'),
    values: oneOrTwo('203.0.113.0/24', '10.0.0.0/8', '0.0.0.0/0'),
  }),
  fc.record({
    operator: fc.constantFrom('Bool', 'BoolIfExists'),
    key: fc.constant('aws:SecureTransport'),
    values: oneOrTwo('true', 'false'),
  }),
  fc.record({
    operator: fc.constantFrom('Bool', 'BoolIfExists'),
    key: fc.constant('aws:PrincipalIsAWSService'),
    values: fc.constantFrom(['true'], ['false']),
  }),
  fc.record({
    operator: fc.constant('Null'),
    key: fc.constantFrom('aws:PrincipalOrgID', 'aws:SourceVpce'),
    values: fc.constantFrom(['true'], ['false']),
  }),
);
const statement = (effect: string, most: number): fc.Arbitrary<PlainStatement> =>
  fc.record({
    effect: fc.constant(effect),
    actions: oneOrTwo('s3:GetObject', 's3:Get*', 's3:*', '*'),
    resources: oneOrTwo('arn:aws:s3:::b/*', 'arn:aws:s3:::b/logs/*', 'arn:aws:s3:::*', '*'),
    tests: fc.uniqueArray(anyTest, { maxLength: most, selector: ({ operator, key }) => `${operator} ${key}` }),
  });

function asPolicy(statements: readonly PlainStatement[]): Json {
  return statements.map(({ effect, actions, resources, tests }) => {
    const Condition: JsonObject = {};
    for (const { operator, key, values } of tests)
      Condition[operator] = { ...(Condition[operator] as JsonObject | undefined), [key]: [...values] };
    return { Effect: effect, Principal: '*', Action: [...actions], Resource: [...resources], Condition };
  });
}

describe('against an evaluator of its own', () => {
  test('a policy that lets a stranger in is always reported', () => {
    fc.assert(
      fc.property(
        fc.array(statement('Allow', 2), { minLength: 1, maxLength: 2 }),
        fc.array(statement('Deny', 2), { maxLength: 2 }),
        (allows, denies) => {
          const statements = [...allows, ...denies];
          if (letsStrangersIn(statements)) expect(exposed(asPolicy(statements))).not.toEqual([]);
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('what is reported as certain does let a stranger in, where one test and one Deny decide', () => {
    // AWS calls a policy public for a `*` that matches nothing; an Allow or Deny that matches everyone or nobody in a roundabout way is not looked for.
    const isOdd = ({ operator, values }: Test) =>
      (/Equals|Not/.test(operator) && values.some((value) => value.includes('*'))) || (/Bool/.test(operator) && values.length > 1);
    const isUsualDeny = ({ operator, key }: Test) => /^(ForAllValues:)?(StringNot|NotIp)/.test(operator) || key === 'aws:SecureTransport';
    fc.assert(
      fc.property(statement('Allow', 1), fc.array(statement('Deny', 1), { maxLength: 1 }), (first, denies) => {
        const refusals = denies.flatMap((each) => each.tests);
        fc.pre(first.tests.length + refusals.length <= 1);
        fc.pre(refusals.every(isUsualDeny) && ![...first.tests, ...refusals].some(isOdd));
        if (exposed(asPolicy([first, ...denies])).includes('anyone yes')) expect(letsStrangersIn([first, ...denies])).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});
