import { hint, isPasswordName, isSecretName, looksLikePassword, looksRandom, secretAssignments } from '../../../lib/core/model/secrets';

test.each(['PASSWORD', 'dbPassword', 'DB_PASS', 'client-secret', 'ApiKey', 'API_KEY', 'GITHUB_TOKEN', 'ConnectionString', '/prod/api-key'])(
  '%s is a name of a secret',
  (name) => {
    expect(isSecretName(name)).toBe(true);
  },
);

test.each([
  'SecretArn',
  'TOKEN_URL',
  'PasswordPolicy',
  'tokenExpirySeconds',
  'MAX_TOKENS_COUNT',
  'PUBLIC_KEY',
  'Compass',
  'SECRET_KEY_NAME',
  'PartitionKey',
])('%s is not', (name) => {
  expect(isSecretName(name)).toBe(false);
});

test('only some secrets are passwords', () => {
  expect(isPasswordName('DB_PASSWORD')).toBe(true);
  expect(isPasswordName('API_KEY')).toBe(false);
});

test('words and names are not random, however long', () => {
  for (const value of [
    'orders-service-production-table-v2',
    'MyStackOrdersTable2',
    'us-east-1_AbCdEfGhI',
    '1234567890123456',
    'com.example.orders.v1.Handler',
  ]) {
    expect(looksRandom(value)).toBe(false);
  }
  for (const value of ['q8Zr2Lx0Vt6Nw4Ks9Bd1', '9f86d081884c7d659a2feaa0c55ad015', '6f1c2f6e-8a3b-4d5e-9f70-1a2b3c4d5e6f']) {
    expect(looksRandom(value)).toBe(true);
  }
});

test('numbers, flags and names are no passwords', () => {
  for (const value of ['12345678', 'true', 'db-password', 'abc', 'two words']) expect(looksLikePassword(value)).toBe(false);
  expect(looksLikePassword('hunter22')).toBe(true);
});

test('a hint is short, and shorter for short secrets', () => {
  expect(hint('abcdefghijkl')).toBe('abcd… (12 characters)');
  expect(hint('abc')).toBe('a… (3 characters)');
});

test('assignments are read line by line, in shell and in JSON', () => {
  expect(secretAssignments('export DB_PASSWORD=sesame12\nTABLE=orders')).toEqual([{ name: 'DB_PASSWORD', value: 'sesame12' }]);
  expect(secretAssignments('{"apiKey": "q8Zr2Lx0"}')).toEqual([{ name: 'apiKey', value: 'q8Zr2Lx0' }]);
  expect(secretAssignments('DB_PASSWORD=\nexport X')).toEqual([]);
});

test('long texts take linear time', () => {
  const start = Date.now();
  for (const text of ['a'.repeat(200_000), 'eyJ'.repeat(60_000), 'a='.repeat(100_000), `x://${':'.repeat(200_000)}`])
    secretAssignments(text);
  expect(Date.now() - start).toBeLessThan(2000);
});
