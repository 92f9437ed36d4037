import rule from '../../../policies/data/require-secret-rotation';
import { factsOf, resources } from '../facts';

const Db = { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'db', GenerateSecretString: {} } };
const schedule = (SecretId: unknown) => ({ Type: 'AWS::SecretsManager::RotationSchedule', Properties: { SecretId } });

test('a schedule by reference, by name, or by the attachment to a database', () => {
  expect(factsOf(rule, resources({ Db }))).toEqual(['noRotation Db ']);
  expect(factsOf(rule, resources({ Db, S: schedule({ Ref: 'Db' }) }))).toEqual([]);
  expect(factsOf(rule, resources({ Db, S: schedule('db') }))).toEqual([]);
  const Attachment = { Type: 'AWS::SecretsManager::SecretTargetAttachment', Properties: { SecretId: { Ref: 'Db' } } };
  expect(factsOf(rule, resources({ Db, Attachment, S: schedule({ Ref: 'Attachment' }) }))).toEqual([]);
});

test('the schedule of another secret does not count', () => {
  const Other = { Type: 'AWS::SecretsManager::Secret', Properties: { GenerateSecretString: {} } };
  expect(factsOf(rule, resources({ Db, Other, S: schedule({ Ref: 'Other' }) }))).toEqual(['noRotation Db ']);
});

test('a value from elsewhere cannot always rotate: information', () => {
  expect(factsOf(rule, resources({ T: { Type: 'AWS::SecretsManager::Secret', Properties: { SecretString: 'x' } } }))).toEqual([
    'foreignValue T  (at most info)',
  ]);
});
