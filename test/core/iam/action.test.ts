import fc from 'fast-check';
import { nearestAction, needsEveryResource, parseActionPattern, patternAllows } from '../../../lib/core/iam/action';
import { authorizedBy, servicePrefixes } from '../../../lib/core/iam/operation-names';
import { loadReference } from '../../../lib/reference';
import type { Reference } from '../../../lib/reference/reference';

const reference = loadReference();

/** The reference, with a record of the services that were read. */
function recorded(): { reference: Reference; read: string[] } {
  const read: string[] = [];
  return {
    read,
    reference: {
      date: reference.date,
      services: reference.services,
      service: (prefix) => {
        read.push(prefix);
        return reference.service(prefix);
      },
    },
  };
}

const ids = (written: string) => parseActionPattern(reference, written).actions.map(({ id }) => id);

describe('parseActionPattern', () => {
  test.each(['*', '**', '?*', '*?', '*:*', '**:*', '*:**', '*:?*', '?*:*', '?*:???*'])('"%s" is every action', (written) => {
    expect(parseActionPattern(reference, written)).toMatchObject({ kind: 'all', services: reference.services, actions: [] });
  });

  test.each(['s3:*', 'S3:*', 's3:**', 's3:?*', 's3:*?', 's3:???*'])('"%s" is every action of S3', (written) => {
    const pattern = parseActionPattern(reference, written);
    expect(pattern).toMatchObject({ kind: 'service-wide', services: ['s3'] });
    expect(pattern.actions).toHaveLength(reference.service('s3')?.actions.size ?? 0);
  });

  test('"s*:*" is every action of the services that begin with s', () => {
    const pattern = parseActionPattern(reference, 's*:*');
    expect(pattern.kind).toBe('service-wide');
    expect(pattern.services).toEqual(reference.services.filter((service) => service.startsWith('s')));
    expect(new Set(pattern.actions.map(({ service }) => service))).toEqual(new Set(pattern.services));
  });

  test('a service that the reference does not know is service-wide all the same', () => {
    expect(parseActionPattern(reference, 'brandnew:*')).toMatchObject({ kind: 'service-wide', services: [], actions: [] });
  });

  test.each(['s3:Get*', 's3:????????*', 's3:?????', '*:Get*', 's?:GetObject', '*3:GetObject'])('"%s" is partial', (written) => {
    expect(parseActionPattern(reference, written).kind).toBe('partial');
  });

  test.each([
    '',
    ':',
    's3:',
    ':GetObject',
    's3',
    's3*',
    'GetObject',
    '?',
    's3:Get:Object',
    's3: GetObject',
    ' s3:GetObject',
    's3:Get Object',
  ])('"%s" is malformed', (written) => {
    expect(parseActionPattern(reference, written)).toMatchObject({ kind: 'malformed', services: [], actions: [] });
  });

  test('an exact action is found in any case and given in the spelling of AWS', () => {
    expect(parseActionPattern(reference, 'S3:GETOBJECT')).toMatchObject({ kind: 'exact', services: ['s3'] });
    expect(ids('S3:GETOBJECT')).toEqual(['s3:GetObject']);
  });

  test('an exact action that does not exist stays exact and expands to nothing', () => {
    expect(parseActionPattern(reference, 's3:GetObjects')).toMatchObject({ kind: 'exact', services: ['s3'], actions: [] });
    expect(parseActionPattern(reference, 'nosuch:GetObject')).toMatchObject({ kind: 'exact', services: [], actions: [] });
  });

  test('a partial pattern expands to the actions it matches, in order', () => {
    expect(ids('kms:reencrypt*')).toEqual(['kms:ReEncryptFrom', 'kms:ReEncryptTo']);
    expect(ids('dynamodb:?etItem')).toEqual(['dynamodb:GetItem']);
    expect(ids('*3:GetObject')).toEqual(['s3:GetObject']);
    expect(ids('s3:Gett*')).toEqual([]);
    expect(ids('s3:Get*')).toEqual([...ids('s3:Get*')].sort());
  });

  test('the expansion is what patternAllows says, for any pattern', () => {
    const services = ['s3', 'sqs', 'sns', 'ssm', 'sts', 'states'];
    const all = services.flatMap((service) => ids(`${service}:*`));
    const names = fc.tuple(
      fc.constantFrom(...services, 's*', 's?s'),
      fc.constantFrom(...all),
      fc.nat(12),
      fc.nat(12),
      fc.constantFrom('*', '?', ''),
    );
    fc.assert(
      fc.property(names, ([service, id, from, length, wildcard]) => {
        const name = id.split(':')[1] ?? '';
        const written = `${service}:${name.slice(0, from)}${wildcard}${name.slice(from + length)}`;
        const pattern = parseActionPattern(reference, written);
        fc.pre(pattern.kind !== 'malformed');
        const expanded = pattern.actions.map((action) => action.id);
        expect(expanded.filter((action) => all.includes(action))).toEqual(all.filter((action) => patternAllows(written, action)).sort());
      }),
      { numRuns: 200 },
    );
  });

  test('is remembered per reference', () => {
    expect(parseActionPattern(reference, 'sqs:SendMessage')).toBe(parseActionPattern(reference, 'sqs:SendMessage'));
    expect(parseActionPattern(recorded().reference, 'sqs:SendMessage')).not.toBe(parseActionPattern(reference, 'sqs:SendMessage'));
  });

  test('reads a service only when its actions are asked for, and no other', () => {
    const { reference: watched, read } = recorded();
    const everything = parseActionPattern(watched, '*');
    const wide = parseActionPattern(watched, 's3:*');
    parseActionPattern(watched, 'dynamodb:GetItem');
    expect([everything.actions.length, everything.kind, wide.kind]).toEqual([0, 'all', 'service-wide']);
    expect(read).toEqual([]);
    expect(wide.actions.length).toBeGreaterThan(100);
    expect(wide.actions).toBe(wide.actions);
    expect(read).toEqual(['s3']);
  });

  test('no action has a name so short that "???*" would miss it', () => {
    const shortest = Math.min(
      ...reference.services.flatMap((prefix) => [...(reference.service(prefix)?.actions.keys() ?? [])].map((name) => name.length)),
    );
    expect(shortest).toBe(3);
  });

  test('every action of the reference is well formed', () => {
    const odd = reference.services.flatMap((prefix) =>
      [...(reference.service(prefix)?.actions.values() ?? [])].filter((action) => {
        const pattern = parseActionPattern(reference, `${prefix}:${action.name}`);
        return pattern.kind !== 'exact' || pattern.actions[0]?.action !== action;
      }),
    );
    expect(odd).toEqual([]);
  });
});

describe('patternAllows', () => {
  test.each([
    ['*', 's3:GetObject', true],
    ['*:*', 's3:GetObject', true],
    ['s3:*', 's3:GetObject', true],
    ['S3:getobject', 's3:GetObject', true],
    ['s3:GetObject*', 's3:GetObjectAcl', true],
    ['s3:GetObject', 's3:GetObjectAcl', false],
    ['s?:GetObject', 's3:GetObject', true],
    ['sns:*', 's3:GetObject', false],
    ['s3:GetObjecT?', 's3:GetObject', false],
  ])('"%s" on %s: %s', (written, id, expected) => {
    expect(patternAllows(written, id)).toBe(expected);
  });
});

describe('nearestAction', () => {
  test.each([
    ['s3:GetObjects', 's3:GetObject'],
    ['s3:PutObjcet', 's3:PutObject'],
    ['s3:HeadObject', 's3:GetObject'],
    ['s3:ListObjectsV2', 's3:ListBucket'],
    ['S3:headbucket', 's3:ListBucket'],
    ['lambda:Invoke', 'lambda:InvokeFunction'],
    ['secretsmanager:GetSecret', 'secretsmanager:GetSecretValue'],
    ['stepfunctions:StartExecution', 'states:StartExecution'],
    ['dynamodbb:GetItem', 'dynamodb:GetItem'],
    ['cloudwatch:PutLogEvents', 'logs:PutLogEvents'],
    ['unheard-of:SendMessage', 'sqs:SendMessage'],
  ])('%s: %s', (written, expected) => {
    expect(nearestAction(reference, written)).toBe(expected);
  });

  test.each(['s3:GetObject', 's3:getobject', 's3:Gett*', '*', 'nonsense', 'unheard-of:Frobnicate', 's3:X'])(
    'nothing to say to "%s"',
    (written) => {
      expect(nearestAction(reference, written)).toBeUndefined();
    },
  );

  test('the operations without an action of their own have none, and the actions that authorize them exist', () => {
    for (const [operation, action] of authorizedBy) {
      expect({ operation, actions: ids(operation) }).toEqual({ operation, actions: [] });
      expect(ids(action)).toEqual([action]);
    }
  });

  test('the prefixes that people write are no services, and those that they mean are', () => {
    for (const [written, meant] of servicePrefixes) {
      expect({ written, known: reference.services.includes(written) }).toEqual({ written, known: false });
      expect(reference.services).toContain(meant);
    }
  });
});

describe('needsEveryResource', () => {
  test.each([
    ['xray:PutTraceSegments', true],
    ['ec2:DescribeInstances', true],
    ['cloudwatch:PutMetricData', true],
    ['s3:GetObject', false],
    ['dynamodb:GetItem', false],
    ['events:PutEvents', false],
  ])('%s: %s', (id, expected) => {
    expect(parseActionPattern(reference, id).actions.map(needsEveryResource)).toEqual([expected]);
  });
});
