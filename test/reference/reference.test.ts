import { loadReference } from '../../lib/reference';

const reference = loadReference();

test('it is dated, and lists its services in order', () => {
  expect(reference.date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  expect(reference.services).toEqual([...reference.services].sort());
  expect(reference.services).toEqual(expect.arrayContaining(['dynamodb', 'iam', 's3', 'sts']));
});

test('a process reads it once', () => {
  expect(loadReference()).toBe(reference);
  expect(reference.service('sqs')).toBe(reference.service('SQS'));
});

test.each(['nosuch', '', '*', '../index', 'index', '__proto__', 'constructor'])('no service "%s"', (prefix) => {
  expect(reference.service(prefix)).toBeUndefined();
});

test('an action knows its levels, resource types and condition keys', () => {
  const sqs = reference.service('sqs');
  expect(sqs?.name).toBe('Amazon SQS');
  expect(sqs?.prefix).toBe('sqs');
  const action = sqs?.actions.get('addpermission');
  expect(action?.name).toBe('AddPermission');
  expect(action?.accessLevels).toEqual(['Permissions management', 'Write']);
  expect(action?.resourceTypes).toEqual([{ name: 'queue', required: true, conditionKeys: [] }]);
  expect(sqs?.resourceTypes.get('queue')).toEqual({
    name: 'queue',
    arnFormats: ['arn:${Partition}:sqs:${Region}:${Account}:${QueueName}'],
    conditionKeys: ['aws:ResourceTag/${TagKey}'],
  });
  expect(sqs?.conditionKeys.get('aws:TagKeys')).toEqual({ name: 'aws:TagKeys', type: 'ArrayOfString' });
});

test('optional resource types, and condition keys of their own', () => {
  expect(
    reference
      .service('dynamodb')
      ?.actions.get('query')
      ?.resourceTypes.map(({ name, required }) => [name, required]),
  ).toEqual([
    ['index', false],
    ['table', true],
  ]);
  expect(reference.service('xray')?.actions.get('puttracesegments')?.resourceTypes).toEqual([]);
  expect(
    reference
      .service('ec2')
      ?.actions.get('runinstances')
      ?.resourceTypes.find(({ name }) => name === 'instance')?.conditionKeys,
  ).toContain('ec2:InstanceType');
});
