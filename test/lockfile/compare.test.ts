import fc from 'fast-check';
import { changesBetween } from '../../lib/lockfile/compare';
import type { PermissionLock } from '../../lib/lockfile/lock';
import { allow, lockWith, RECEIPTS, said, TABLE } from './locks';

const read = allow('s3:GetObject', RECEIPTS);

test('equal permissions have no difference, however they are written', () => {
  const one = lockWith([allow(['s3:GetObject', 's3:PutObject'], [RECEIPTS]), allow('dynamodb:GetItem', TABLE)]);
  const other = lockWith([allow('dynamodb:GetItem', TABLE), allow('s3:PutObject', RECEIPTS), allow('s3:GetObject', RECEIPTS)]);
  expect(said(one, other)).toEqual([]);
});

test('a further action widens, and one less narrows', () => {
  const more = lockWith([read, allow('s3:DeleteObject', RECEIPTS)]);
  expect(said(lockWith([read]), more)).toEqual([
    'widened: PlaceOrder may now delete objects in Receipts | s3:DeleteObject on <Orders/Receipts.Arn>/*',
  ]);
  expect(said(more, lockWith([read]))).toEqual([
    'narrowed: PlaceOrder may no longer delete objects in Receipts | s3:DeleteObject on <Orders/Receipts.Arn>/*',
  ]);
});

test('a wildcard widens what it stands for, and the exact actions narrow it', () => {
  const wild = lockWith([allow('s3:Get*', RECEIPTS)]);
  expect(said(lockWith([read]), wild)).toEqual([
    'widened: PlaceOrder may now use every "s3:Get*" on Receipts | s3:Get* on <Orders/Receipts.Arn>/*',
  ]);
  expect(said(wild, lockWith([read]))).toEqual([
    'narrowed: PlaceOrder may no longer use every "s3:Get*" on Receipts | s3:Get* on <Orders/Receipts.Arn>/*',
  ]);
});

test('everything instead of one resource widens', () => {
  expect(said(lockWith([read]), lockWith([allow('s3:GetObject', '*')]))).toEqual([
    'widened: PlaceOrder may now read objects in every resource | s3:GetObject on *',
  ]);
  expect(said(lockWith([allow('s3:GetObject', '*')]), lockWith([read]))).toEqual([
    'narrowed: PlaceOrder may no longer read objects in every resource | s3:GetObject on *',
  ]);
});

test('a test that is dropped widens, and says what held before', () => {
  const tested = lockWith([allow('dynamodb:GetItem', TABLE, { StringEquals: { 'aws:PrincipalTag/team': ['a', 'b'] } })]);
  const free = lockWith([allow('dynamodb:GetItem', TABLE)]);
  expect(said(tested, free)).toEqual([
    'widened: PlaceOrder may now read items in Table; before only when aws:PrincipalTag/team StringEquals "a" or "b" | dynamodb:GetItem on <Orders/Table.Arn>',
  ]);
  const one = lockWith([allow('dynamodb:GetItem', TABLE, { StringEquals: { 'aws:principaltag/TEAM': 'a' } })]);
  expect(said(tested, one)[0]).toMatch(/^narrowed: /);
  expect(said(one, tested).filter((line) => line.startsWith('widened'))).toHaveLength(1);
});

test('a test that must not hold widens by losing a value', () => {
  const strict = lockWith([allow('s3:GetObject', RECEIPTS, { StringNotEquals: { 'aws:RequestedRegion': ['a', 'b'] } })]);
  const loose = lockWith([allow('s3:GetObject', RECEIPTS, { StringNotEquals: { 'aws:RequestedRegion': ['a'] } })]);
  expect(changesBetween(strict, loose).map(({ direction }) => direction)).toEqual(['widened']);
  expect(changesBetween(loose, strict).map(({ direction }) => direction)).toEqual(['narrowed']);
});

test('NotAction and NotResource widen by leaving less out', () => {
  const strict = lockWith([{ Effect: 'Allow', NotAction: ['iam:*', 's3:*'], Resource: '*' }]);
  const loose = lockWith([{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }]);
  expect(changesBetween(strict, loose).map(({ direction }) => direction)).toEqual(['widened']);
  expect(changesBetween(loose, strict).map(({ direction }) => direction)).toEqual(['narrowed']);
  // What the exact action was part of already.
  expect(said(loose, lockWith([{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }, read]))).toEqual([]);
  expect(changesBetween(strict, lockWith([{ Effect: 'Allow', NotAction: ['iam:*', 's3:*'], Resource: '*' }, read]))).toHaveLength(1);
  const but = (arn: unknown) => lockWith([{ Effect: 'Allow', Action: 's3:GetObject', NotResource: arn }]);
  expect(changesBetween(but(['arn:aws:s3:::a/*', 'arn:aws:s3:::b/*']), but('arn:aws:s3:::a/*'))[0]?.direction).toBe('widened');
  // A reference may be the very bucket that is left out by its name.
  expect(changesBetween(but('arn:aws:s3:::receipts/*'), lockWith([read]))[0]?.direction).toBe('widened');
});

test('a Deny that goes widens, also one that became conditional', () => {
  const denied = lockWith([read, { Effect: 'Deny', Action: 's3:GetObject', Resource: RECEIPTS }]);
  expect(said(denied, lockWith([read]))).toEqual([
    'widened: PlaceOrder is no longer denied to read objects in Receipts | s3:GetObject on <Orders/Receipts.Arn>/*',
  ]);
  const sometimes = lockWith([
    read,
    { Effect: 'Deny', Action: 's3:GetObject', Resource: RECEIPTS, Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
  ]);
  expect(said(denied, sometimes)[0]).toMatch(/^widened: PlaceOrder is no longer denied/);
  expect(said(lockWith([read]), denied)).toEqual([
    'narrowed: PlaceOrder is now denied to read objects in Receipts | s3:GetObject on <Orders/Receipts.Arn>/*',
  ]);
});

test('managed policies, boundaries and trust', () => {
  const managed = lockWith([], {}, { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] });
  expect(said(lockWith([]), managed)).toEqual(['widened: PlaceOrder now has the managed policy AWS AdministratorAccess']);
  const bounded = lockWith([], {}, { PermissionsBoundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess' });
  expect(said(bounded, lockWith([]))).toEqual([
    'widened: PlaceOrder is no longer limited by the permissions boundary arn:aws:iam::aws:policy/ReadOnlyAccess',
  ]);
  const trusting = lockWith(
    [],
    {},
    { AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: ['*', '444455556666'] } }] } },
  );
  expect(said(lockWith([]), trusting)).toEqual([
    'widened: anyone may now take on the role of PlaceOrder | sts:AssumeRole on Orders/PlaceOrder/ServiceRole',
    'widened: account 444455556666 may now take on the role of PlaceOrder | sts:AssumeRole on Orders/PlaceOrder/ServiceRole',
  ]);
});

test('the policy of a resource lets others in', () => {
  const policy = (Principal: object | string, id = 'ReceiptsPolicy') => ({
    [id]: {
      Type: 'AWS::S3::BucketPolicy',
      Metadata: { 'aws:cdk:path': 'Orders/Receipts/Policy/Resource' },
      Properties: {
        Bucket: { Ref: 'Receipts0A1B2C3D' },
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Principal, Resource: RECEIPTS }] },
      },
    },
  });
  const account = lockWith([], policy({ AWS: 'arn:aws:iam::444455556666:root' }));
  expect(said(lockWith([]), account)).toEqual([
    'widened: account 444455556666 may now read objects in Receipts | s3:GetObject on <Orders/Receipts.Arn>/*',
  ]);
  expect(said(account, lockWith([], policy('*', 'Renamed')))).toEqual([
    'widened: anyone may now read objects in Receipts | s3:GetObject on <Orders/Receipts.Arn>/*',
  ]);
  expect(said(account, lockWith([], policy({ AWS: 'arn:aws:iam::444455556666:role/reader' })))).toEqual([
    'narrowed: account 444455556666 may no longer read objects in Receipts | s3:GetObject on <Orders/Receipts.Arn>/*',
  ]);
});

test('a service that acts for something of the app changes who starts what, and widens nothing', () => {
  const permission = (SourceArn: unknown) => ({
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: { 'Fn::GetAtt': ['PlaceOrder', 'Arn'] },
        Principal: 's3.amazonaws.com',
        SourceArn,
      },
    },
  });
  const receipts = { 'Fn::GetAtt': ['Receipts0A1B2C3D', 'Arn'] };
  expect(said(lockWith([]), lockWith([], permission(receipts)))).toEqual([
    'changed: s3.amazonaws.com may now call PlaceOrder, only when aws:SourceArn ArnLike "<Orders/Receipts.Arn>" | lambda:InvokeFunction on <Orders/PlaceOrder.Arn>',
  ]);
  expect(said(lockWith([]), lockWith([], permission('arn:aws:s3:::of-somebody')))[0]).toMatch(
    /^widened: s3.amazonaws.com may now call PlaceOrder/,
  );
  expect(said(lockWith([], permission(receipts)), lockWith([], permission(undefined)))[0]).toMatch(
    /^widened: s3.amazonaws.com .*; before only when/,
  );
});

test('logical ids and the order of things make no difference', () => {
  const hashes = (id: string) =>
    lockWith([allow('s3:GetObject', { 'Fn::Join': ['', [{ 'Fn::GetAtt': [id, 'Arn'] }, '/*']] })], {
      [id]: { Type: 'AWS::S3::Bucket', Metadata: { 'aws:cdk:path': 'Orders/Other/Resource' } },
    });
  expect(said(hashes('Other11111111'), hashes('Other22222222'))).toEqual([]);
});

test('exposure that grows widens, and what is not known counts as anyone', () => {
  const lock = (exposure: string, authentication: readonly string[] = []): PermissionLock => ({
    lockfileVersion: 1,
    functions: { 'Orders/Admin': { role: 'Orders/Admin/ServiceRole', exposure } },
    holders: {},
    resources: {},
    entryPoints: { 'Orders/Api GET /admin': { label: 'GET /admin', exposure, authentication, starts: 'Orders/Admin' } },
  });
  expect(said(lock('signed-in', ['jwt']), lock('anyone', ['none']))).toEqual([
    'widened: GET /admin can now be reached by anyone on the internet, before by every signed-in user',
    'widened: Admin can now be started by anyone on the internet, before by every signed-in user',
  ]);
  expect(said(lock('account'), lock('unknown'))[0]).toMatch(/^widened/);
  expect(said(lock('anyone'), lock('account'))[0]).toMatch(/^narrowed/);
  const none: PermissionLock = { ...lock('anyone'), functions: {}, entryPoints: {} };
  expect(said(none, lock('anyone'))).toEqual([
    'widened: GET /admin is new, and can be reached by anyone on the internet',
    'widened: Admin is new, and can be started by anyone on the internet',
  ]);
  expect(said(none, lock('account')).every((line) => line.startsWith('changed'))).toBe(true);
});

test('a role with another name is the same role when it is the role of the same function', () => {
  const lock = (role: string, actions: readonly string[]): PermissionLock => ({
    lockfileVersion: 1,
    functions: { 'Orders/Fn': { role, exposure: 'app' } },
    holders: {
      [role]: { trusts: [], policies: [], may: [{ on: '<Orders/Table.Arn>', actions }], mustNot: [], boundary: null, unread: [] },
    },
    resources: {},
    entryPoints: {},
  });
  expect(said(lock('Orders/Fn/ServiceRole', ['dynamodb:GetItem']), lock('Orders/Fn/Role', ['dynamodb:GetItem']))).toEqual([]);
  expect(said(lock('Orders/Fn/ServiceRole', ['dynamodb:GetItem']), lock('Orders/Fn/Role', ['dynamodb:GetItem', 'dynamodb:Scan']))).toEqual([
    'widened: Fn may now read items in Table | dynamodb:Scan on <Orders/Table.Arn>',
  ]);
});

const actions = [
  's3:GetObject',
  's3:PutObject',
  's3:DeleteObject',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'sqs:SendMessage',
  's3:*',
  'dynamodb:Get*',
];
const places = [RECEIPTS, TABLE, 'arn:aws:s3:::archive/*', 'arn:aws:s3:::archive/in/*', '*'];
const statementOf = fc
  .record({
    actions: fc.uniqueArray(fc.constantFrom(...actions), { minLength: 1, maxLength: 3 }),
    on: fc.uniqueArray(fc.constantFrom(...places.map((_, index) => index)), { minLength: 1, maxLength: 2 }),
    team: fc.option(fc.constantFrom('a', 'b')),
  })
  .map(({ actions: own, on, team }) =>
    allow(
      own,
      on.map((index) => places[index]),
      team === null ? undefined : { StringEquals: { 'aws:PrincipalTag/team': team } },
    ),
  );
const statementsOf = fc.array(statementOf, { minLength: 1, maxLength: 4 });

test('what is added is widened or was there, and taking it away again is the reverse', () => {
  fc.assert(
    fc.property(statementsOf, statementsOf, (some, more) => {
      const before = lockWith(some);
      const after = lockWith([...some, ...more]);
      const forth = changesBetween(before, after);
      const back = changesBetween(after, before);
      expect(forth.every(({ direction }) => direction === 'widened')).toBe(true);
      expect(back.every(({ direction }) => direction === 'narrowed')).toBe(true);
      expect(back.map(({ grant }) => JSON.stringify(grant)).sort()).toEqual(forth.map(({ grant }) => JSON.stringify(grant)).sort());
      expect(changesBetween(after, after)).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
