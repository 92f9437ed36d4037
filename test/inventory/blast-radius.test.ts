import { allow, arnOf, functionWith, inventoryWith, Table } from './inventories';

const blast = (statements: readonly object[], more: object = {}) => {
  const [own] = inventoryWith({ Table, Bucket: { Type: 'AWS::S3::Bucket' }, ...functionWith(statements), ...more }).functions;
  return `${own?.blastRadius}: ${own?.blastReasons.join('; ')}`;
};

test('nothing but logs, traces and metrics is no harm', () => {
  expect(blast([allow(['logs:PutLogEvents', 'xray:PutTraceSegments', 'cloudwatch:PutMetricData'], '*')])).toBe('none: ');
  expect(blast([])).toBe('none: ');
});

test('reading one store is low, writing to it medium', () => {
  expect(blast([allow('dynamodb:GetItem', arnOf('Table'))])).toBe('low: may read Table');
  expect(blast([allow(['dynamodb:GetItem', 'dynamodb:DeleteItem'], arnOf('Table'))])).toBe('medium: may read and delete Table');
});

test('everything of a kind is high, part of it medium', () => {
  expect(blast([allow('dynamodb:DeleteItem', '*')])).toBe('high: may delete every DynamoDB table');
  expect(blast([allow('s3:GetObject', 'arn:aws:s3:::*')])).toBe('high: may read every S3 bucket');
  expect(blast([allow('kms:Decrypt', '*')])).toBe('high: may write every KMS key');
  expect(blast([allow('secretsmanager:GetSecretValue', '*')])).toBe('high: may read every secret');
  expect(blast([allow('dynamodb:DeleteItem', 'arn:aws:dynamodb:*:*:table/orders-*')])).toBe(
    'medium: may delete arn:aws:dynamodb:*:*:table/orders-*',
  );
});

test('a pattern below one name is no everything', () => {
  const below = 'arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/orders/*';
  expect(blast([allow('ssm:GetParameter', { 'Fn::Sub': below })])).toBe(`medium: may read ${below}`);
  expect(blast([allow('s3:GetObject', 'arn:aws:s3:::archive/*')])).toBe('low: may read arn:aws:s3:::archive/*');
  expect(blast([allow('ssm:GetParameter', { 'Fn::Sub': 'arn:aws:ssm:${AWS::Region}:${AWS::AccountId}:parameter/*' })])).toBe(
    'high: may read every parameter',
  );
  expect(blast([allow('s3:GetObject', 'arn:aws:s3:::*/*')])).toBe('high: may read every S3 bucket');
  expect(blast([allow('dynamodb:Query', 'arn:aws:dynamodb:*:*:table/*/index/*')])).toBe('high: may read every DynamoDB table');
});

test('all actions, all of IAM, and ways to further rights are critical', () => {
  expect(blast([allow('*', '*')])).toMatch(/^critical: may do everything$/);
  expect(blast([allow('iam:*', '*')])).toMatch(/^critical: may do everything in IAM$/);
  expect(blast([allow('iam:AttachRolePolicy', '*')])).toBe('critical: may attach any policy to a role, and so give itself further rights');
  expect(blast([allow(['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction'], '*')])).toMatch(
    /^critical: may create a function with a role/,
  );
});

test('ten named stores of data are high', () => {
  const names = Array.from({ length: 10 }, (_, index) => `Table${index}`);
  const tables = Object.fromEntries(names.map((name) => [name, { Type: 'AWS::DynamoDB::Table', Properties: {} }]));
  const write = (count: number) => blast([allow('dynamodb:PutItem', names.slice(0, count).map(arnOf))], tables);
  expect(write(9)).toMatch(/^medium: /);
  expect(write(10)).toBe('high: may write to or delete from 10 stores of data');
});

test('fails closed: a role that is not in the input may do anything', () => {
  const Fn = { Type: 'AWS::Lambda::Function', Properties: { Role: 'arn:aws:iam::111122223333:role/theirs' } };
  const { functions, unread } = inventoryWith({ Fn });
  expect(functions[0]).toMatchObject({ role: null, blastRadius: 'high' });
  expect(unread).toEqual(['a.json#Fn: its role is not in the input: what it may do is not known']);
});
