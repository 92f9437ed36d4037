import { keyConditions, keyOperations } from '../../lib/access/key-operations';
import { parseActionPattern } from '../../lib/core/iam/action';
import { loadReference } from '../../lib/reference';

test.each([
  [['dynamodb:GetItem'], ['kms:Decrypt']],
  [['dynamodb:PutItem'], ['kms:Decrypt']],
  [['dynamodb:DescribeTable'], []],
  [['s3:GetObject'], ['kms:Decrypt']],
  [['s3:PutObject'], ['kms:GenerateDataKey']],
  [
    ['s3:GetObject', 's3:PutObject'],
    ['kms:Decrypt', 'kms:GenerateDataKey'],
  ],
  [['s3:DeleteObject'], []],
  [['sqs:SendMessage'], ['kms:Decrypt', 'kms:GenerateDataKey']],
  [['sqs:ReceiveMessage', 'sqs:DeleteMessage'], ['kms:Decrypt']],
  [['sns:Publish'], ['kms:Decrypt', 'kms:GenerateDataKey']],
  [['secretsmanager:GetSecretValue'], ['kms:Decrypt']],
  [['toString'], []],
])('%j needs %j', (actions, operations) => {
  expect(keyOperations(actions)).toEqual(operations);
});

test('no operation is a pattern, and all exist', () => {
  const operations = keyOperations(['s3:GetObject', 's3:PutObject', 's3:ListMultipartUploadParts']);
  for (const operation of operations) expect(parseActionPattern(loadReference(), operation)).toMatchObject({ kind: 'exact' });
});

test('the key serves one service in one region, for one resource', () => {
  expect(keyConditions('sqs', 'eu-central-1', ['arn:aws:sqs:eu-central-1:111122223333:orders'])).toEqual({
    StringEquals: {
      'kms:ViaService': ['sqs.eu-central-1.amazonaws.com'],
      'kms:EncryptionContext:aws:sqs:arn': ['arn:aws:sqs:eu-central-1:111122223333:orders'],
    },
  });
});

test('objects are patterns in the encryption context', () => {
  expect(keyConditions('s3', 'eu-central-1', ['arn:aws:s3:::receipts', 'arn:aws:s3:::receipts/*'])).toEqual({
    StringEquals: { 'kms:ViaService': ['s3.eu-central-1.amazonaws.com'] },
    StringLike: { 'kms:EncryptionContext:aws:s3:arn': ['arn:aws:s3:::receipts', 'arn:aws:s3:::receipts/*'] },
  });
});

test('without a certain context only the service is pinned', () => {
  expect(keyConditions('dynamodb', 'eu-central-1', [])).toEqual({
    StringEquals: { 'kms:ViaService': ['dynamodb.eu-central-1.amazonaws.com'] },
  });
});
