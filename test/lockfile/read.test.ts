import fc from 'fast-check';
import { lockText } from '../../lib/lockfile/lock';
import { LockfileError, readLock } from '../../lib/lockfile/read';
import { allow, lockWith, RECEIPTS, TABLE } from './locks';

const lock = lockWith([
  allow(['s3:GetObject', 's3:PutObject'], RECEIPTS, { StringEquals: { 'aws:PrincipalTag/team': 'a' } }),
  { Effect: 'Allow', NotAction: ['iam:*'], Resource: TABLE },
  { Effect: 'Deny', Action: 's3:*', NotResource: RECEIPTS },
]);
const text = lockText(lock);

test('a lock is read as it was written', () => {
  expect(readLock(text, 'permissions.lock.json')).toEqual(lock);
  expect(lockText(readLock(text, 'permissions.lock.json'))).toBe(text);
});

test('each grant has a line of its own, without logical ids', () => {
  expect(text).toContain(
    '        { "on": "<Orders/Receipts.Arn>/*", "actions": ["s3:GetObject", "s3:PutObject"], "when": { "StringEquals aws:PrincipalTag/team": ["a"] } },\n',
  );
  expect(text).not.toContain('0A1B2C3D');
});

test.each([
  ['{', 'permissions.lock.json:1:2: not valid JSON: '],
  ['[]', 'permissions.lock.json:1:1: expected an object, got []'],
  ['{\n  "lockfileVersion": 2\n}', 'permissions.lock.json:2:22: lockfileVersion: version 2 is not known here'],
  ['{\n  "lockfileVersion": 1\n}', 'permissions.lock.json:1:1: "functions" is missing'],
  [`${text.slice(0, -3)},\n  "extra": 1\n}\n`, 'unknown key "extra"'],
  [text.replace('"trusts": ', '"policies": [1], "trusts": '), 'holders.Orders/PlaceOrder/ServiceRole.policies.0: expected a text, got 1'],
  [text.replace('"trusts": ', '"boundary": "x", "trusts": '), 'boundary: expected an object, got "x"'],
  [text.replace('"role": ', '"rule": '), 'unknown key "rule", expected role, exposure'],
  [text.replace('"on": ', '"at": '), 'unknown key "at"'],
  [text.replace('"functions"', '"functions": {}, "functions"'), 'key "functions" stands twice'],
  [text.replace('{\n', '{\n<<<<<<< HEAD\n'), 'permissions.lock.json:2:1: has conflict markers of a merge'],
])('%#: a lock that cannot be used names line and reason', (broken, message) => {
  const read = () => readLock(broken, 'permissions.lock.json');
  expect(read).toThrow(LockfileError);
  expect(read).toThrow(message);
});

test('a lock with anything left out or changed is read or refused, and never crashes', () => {
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.constantFrom('', '0', '"', '}', '[', 'null,'), fc.nat(20), (at, put, cut) => {
      try {
        readLock(text.slice(0, at) + put + text.slice(at + cut), 'x');
      } catch (error) {
        expect(error).toBeInstanceOf(LockfileError);
        expect(String(error)).toMatch(/x:\d+:\d+: /);
      }
    }),
    { numRuns: 500 },
  );
});
