import { parseActionPattern } from '../../../lib/core/iam/action';
import { typeOfKey } from '../../../lib/core/iam/condition-key';
import { mayActOn } from '../../../lib/core/iam/resource-match';
import { loadReference } from '../../../lib/reference';

const reference = loadReference();
const acts = (action: string, resource: Parameters<typeof mayActOn>[2]) =>
  parseActionPattern(reference, action).actions.some((known) => mayActOn(reference, known, resource));

test('wildcards do not reach over the fields of an ARN', () => {
  expect(acts('s3:ListBucket', 'arn:aws:s3:::media/*')).toBe(false);
  expect(acts('dynamodb:GetItem', 'arn:aws:sqs:*:*:*')).toBe(false);
});

test('a hole at the start may hold any ARN, one within an ARN any text', () => {
  const hole = { kind: 'parameter', template: 'a.json', name: 'Name' } as const;
  expect(acts('s3:GetObject', { parts: [hole] })).toBe(true);
  expect(acts('s3:GetObject', { parts: [hole, '-media'] })).toBe(true);
  expect(acts('s3:GetObject', { parts: ['arn:aws:s3:::', hole] })).toBe(true);
  expect(acts('s3:GetObject', { parts: ['arn:aws:sns:eu-west-1:111122223333:', hole] })).toBe(false);
});

test('types of condition keys, in any case of letters', () => {
  expect(typeOfKey(reference, 'AWS:sourceip')).toEqual({ kind: 'IPAddress', several: false });
  expect(typeOfKey(reference, 'dynamodb:LeadingKeys')).toEqual({ kind: 'String', several: true });
  expect(typeOfKey(reference, 'S3:Max-Keys')).toEqual({ kind: 'Numeric', several: false });
  expect(typeOfKey(reference, 'aws:RequestTag/team')).toBeUndefined();
  expect(typeOfKey(reference, 'login.example.com:sub')).toBeUndefined();
});
