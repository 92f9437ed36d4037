import fc from 'fast-check';
import type { Answer } from '../../../lib/core/answer';
import { coversArn, describeResource, matchesArn, meetsArn, parseArn } from '../../../lib/core/iam/arn';
import { matchesGlob } from '../../../lib/core/iam/pattern';
import { concat, type Hole, holed, render, type SymbolicString } from '../../../lib/core/template/symbolic';

const resource = (logicalId: string, resourceType: string, attribute = 'Arn'): Hole => ({
  kind: 'resource',
  template: 't.json',
  logicalId,
  resourceType,
  attribute,
});
const bucket = resource('Bucket', 'AWS::S3::Bucket');
const bucketName = resource('Bucket', 'AWS::S3::Bucket', 'Ref');
const table = resource('Table', 'AWS::DynamoDB::Table');
const custom = resource('Custom', 'Custom::Thing');
const partition: Hole = { kind: 'pseudo', name: 'AWS::Partition' };
const region: Hole = { kind: 'pseudo', name: 'AWS::Region' };
const account: Hole = { kind: 'pseudo', name: 'AWS::AccountId' };
const parameter: Hole = { kind: 'parameter', template: 't.json', name: 'Param' };
const imported: Hole = { kind: 'import', name: 'x' };

/** Text with holes. */
function text(...parts: (string | Hole)[]): SymbolicString {
  return concat(parts.map((part) => (typeof part === 'string' ? part : holed(part))));
}

describe('parseArn', () => {
  test('splits five times: the resource keeps its colons', () => {
    expect(parseArn('arn:aws:lambda:us-east-1:123456789012:function:f:1')).toEqual({
      partition: 'aws',
      service: 'lambda',
      region: 'us-east-1',
      account: '123456789012',
      resource: 'function:f:1',
    });
  });

  test('splits around holes', () => {
    const arn = parseArn(text('arn:', partition, ':dynamodb:', region, ':', account, ':table/', parameter, '/index/*'));
    expect(arn === undefined ? undefined : Object.values(arn).map((value) => render(value))).toEqual([
      '${AWS::Partition}',
      'dynamodb',
      '${AWS::Region}',
      '${AWS::AccountId}',
      'table/${Param}/index/*',
    ]);
  });

  test.each<[string, SymbolicString]>([
    ['a star', '*'],
    ['a name', 'bucket'],
    ['too few fields', 'arn:aws:s3'],
    ['a hole that may hold fields', text('arn:aws:', parameter)],
    ['a hole that is an ARN', text(bucket, '/*')],
  ])('fails on %s', (_title, value) => expect(parseArn(value)).toBeUndefined());
});

describe('describeResource', () => {
  test.each<[string, string]>([
    // everything
    ['*', 'everything'],
    ['**', 'everything'],
    ['?*', 'everything'],
    ['arn:*', 'everything'],
    ['arn*', 'everything'],
    ['arn:aws:*', 'everything'],
    ['arn:aws:*:*', 'everything'],
    ['arn:*:*:*:*:*', 'everything'],
    ['arn:aws:*:*:123456789012:*', 'everything'],
    // all of a service, or of a type
    ['arn:aws:s3:::*', 'service-wide'],
    ['arn:aws:s3:::*/*', 'service-wide'],
    ['arn:aws:s3:::*/logs', 'service-wide'],
    ['arn:aws:s3*', 'service-wide'],
    ['arn:aws:s*:::bucket', 'service-wide'],
    ['arn:aws:dynamodb:*:*:table/*', 'service-wide'],
    ['arn:aws:dynamodb:us-east-1:123456789012:table/*', 'service-wide'],
    ['arn:aws:dynamodb:us-east-1:123456789012:table/*/index/*', 'service-wide'],
    ['arn:aws:dynamodb:us-east-1:123456789012:table*', 'service-wide'],
    ['arn:aws:dynamodb:us-east-1:123456789012:*/orders', 'service-wide'],
    ['arn:aws:dynamodb:us-east-1:*:table/orders', 'service-wide'],
    ['arn:aws:dynamodb:us-east-1:12345678901?:table/orders', 'service-wide'],
    ['arn:aws:iam::*:role/*', 'service-wide'],
    ['arn:*:iam::*:role/*', 'service-wide'],
    ['arn:aws:iam::123456789012:role/*', 'service-wide'],
    ['arn:aws:iam::*:role/Fixed', 'service-wide'],
    ['arn:aws:sqs:us-east-1:123456789012:*', 'service-wide'],
    ['arn:aws:sns:*:*:*', 'service-wide'],
    ['arn:aws:lambda:us-east-1:123456789012:function:*', 'service-wide'],
    ['arn:aws:lambda:us-east-1:123456789012:function:*:prod', 'service-wide'],
    ['arn:aws:logs:us-east-1:123456789012:*', 'service-wide'],
    ['arn:aws:logs:us-east-1:123456789012:log-group:*', 'service-wide'],
    ['arn:aws:logs:us-east-1:123456789012:log-group:*:*', 'service-wide'],
    ['arn:aws:logs:us-east-1:123456789012:log-group:*:log-stream:x', 'service-wide'],
    ['arn:aws:secretsmanager:us-east-1:123456789012:secret:*', 'service-wide'],
    ['arn:aws:kms:us-east-1:123456789012:key/*', 'service-wide'],
    ['arn:aws:execute-api:us-east-1:123456789012:*/prod/GET/x', 'service-wide'],
    ['arn:aws:apigateway:us-east-1::/restapis/*', 'service-wide'],
    ['arn:aws:apigateway:us-east-1::/*', 'service-wide'],
    ['arn:aws:wafv2:us-east-1:123456789012:regional/webacl/*/*', 'service-wide'],
    ['arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/*', 'service-wide'],
    ['arn:aws:s3:us-east-1:123456789012:accesspoint/*', 'service-wide'],
    ['arn:aws:states:us-east-1:123456789012:execution:*:*', 'service-wide'],
    ['arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:*:autoScalingGroupName/*', 'service-wide'],
    // a pattern of names
    ['arn:aws:dynamodb:us-east-1:123456789012:table/app-*', 'prefix'],
    ['arn:aws:dynamodb:us-east-1:123456789012:table/app-?', 'prefix'],
    ['arn:aws:dynamodb:us-east-1:123456789012:table/*-app/index/x', 'prefix'],
    ['arn:aws:s3:::app-*', 'prefix'],
    ['arn:aws:s3:::app-*/*', 'prefix'],
    ['arn:aws:sqs:us-east-1:123456789012:app-*', 'prefix'],
    ['arn:aws:iam::123456789012:role/app/*', 'prefix'],
    ['arn:aws:ssm:us-east-1:123456789012:parameter/app/*', 'prefix'],
    ['arn:aws:ecr:us-east-1:123456789012:repository/team/*', 'prefix'],
    ['arn:aws:secretsmanager:us-east-1:123456789012:secret:app/*', 'prefix'],
    ['arn:aws:secretsmanager:us-east-1:123456789012:secret:app-*', 'prefix'],
    ['arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/*', 'prefix'],
    ['arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/f*:*', 'prefix'],
    ['arn:aws:lambda:us-east-1:123456789012:function:app-*', 'prefix'],
    // any region
    ['arn:aws:dynamodb:*:123456789012:table/orders', 'wildcard-region'],
    ['arn:aws:bedrock:*::foundation-model/anthropic.claude-v2', 'wildcard-region'],
    ['arn:*:dynamodb:us-east-1:123456789012:table/orders', 'wildcard-region'],
    // below one named resource
    ['arn:aws:s3:::name/*', 'children'],
    ['arn:aws:s3:::name/logs/*', 'children'],
    ['arn:aws:s3:*:*:name/*', 'wildcard-region'],
    ['arn:aws:dynamodb:us-east-1:123456789012:table/orders/index/*', 'children'],
    ['arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/*', 'children'],
    ['arn:aws:lambda:us-east-1:123456789012:function:f:*', 'children'],
    ['arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/name:*', 'children'],
    ['arn:aws:logs:us-east-1:123456789012:log-group:name:log-stream:*', 'children'],
    ['arn:aws:kinesis:us-east-1:123456789012:stream/s/*', 'children'],
    ['arn:aws:execute-api:us-east-1:123456789012:abc123/prod/*/*', 'children'],
    ['arn:aws:execute-api:us-east-1:123456789012:abc123/*', 'children'],
    ['arn:aws:apigateway:us-east-1::/restapis/abc/*', 'children'],
    ['arn:aws:secretsmanager:us-east-1:123456789012:secret:app/db-??????', 'children'],
    ['arn:aws:states:us-east-1:123456789012:execution:machine:*', 'children'],
    ['arn:aws:ecs:us-east-1:123456789012:task/cluster/*', 'children'],
    ['arn:aws:sns:us-east-1:123456789012:topic:*', 'children'],
    ['arn:aws:cloudformation:us-east-1:123456789012:stack/name/*', 'children'],
    ['arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:*:autoScalingGroupName/asg', 'named'],
    ['arn:aws:iam::*:role/aws-service-role/lex.amazonaws.com/AWSServiceRoleForLex*', 'children'],
    ['arn:aws:s3:us-east-1:123456789012:accesspoint/ap/object/*', 'children'],
    // one
    ['arn:aws:s3:::name', 'named'],
    ['arn:aws:s3:::name/key', 'named'],
    ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'named'],
    // policy variables scope, they are no wildcards
    ['arn:aws:s3:::home/${aws:username}', 'named'],
    ['arn:aws:s3:::home/${aws:username}/*', 'children'],
    ['arn:aws:s3:::${aws:PrincipalAccount}-app/*', 'children'],
    ['arn:aws:s3:::home/${*}', 'named'],
    ['arn:aws:s3:::${aws:PrincipalTag/team}-*', 'prefix'],
  ])('%s: %s', (value, kind) => expect(describeResource(value).kind).toBe(kind));

  test.each<[string, SymbolicString, string]>([
    ['the ARN of a resource', text(bucket), 'named'],
    ['its objects', text(bucket, '/*'), 'children'],
    ['its indexes', text(table, '/index/*'), 'children'],
    ['a suffix that is no separator', text(bucket, '*'), 'prefix'],
    ['the ending of a secret', text(resource('S', 'AWS::SecretsManager::Secret', 'Ref'), '-??????'), 'children'],
    ['a key that is a parameter', text(bucket, '/', parameter, '/*'), 'children'],
    ['a name in an ARN', text('arn:', partition, ':s3:::', bucketName, '/*'), 'children'],
    ['a name in an ARN, no wildcard', text('arn:', partition, ':s3:::', bucketName), 'named'],
    ['places only', text('arn:', partition, ':dynamodb:', region, ':', account, ':table/orders'), 'named'],
    ['places only, all tables', text('arn:', partition, ':dynamodb:', region, ':', account, ':table/*'), 'service-wide'],
    ['places only, some tables', text('arn:', partition, ':dynamodb:', region, ':', account, ':table/app-*'), 'prefix'],
    [
      'the log group of a function',
      text('arn:', partition, ':logs:', region, ':', account, ':log-group:/aws/lambda/', bucketName, ':*'),
      'children',
    ],
    ['a parameter', text(parameter), 'unknown'],
    ['below a parameter', text(parameter, '/*'), 'unknown'],
    ['an import', text(imported), 'unknown'],
    ['what code computes', text(custom), 'unknown'],
    ['a name that is a parameter', text('arn:aws:s3:::', parameter, '/*'), 'unknown'],
    ['all, whatever the parameter', text('arn:aws:dynamodb:', parameter, ':*:table/*'), 'service-wide'],
  ])('%s', (_title, value, kind) => expect(describeResource(value).kind).toBe(kind));

  test('AWS completes an ARN that lacks fields with wildcards', () => {
    for (const short of ['arn:aws:sqs', 'arn:aws:sqs:eu-central-1', 'arn:aws:s3::']) {
      expect(describeResource(short).kind).toBe('service-wide');
    }
    expect(describeResource(text('arn:', partition, ':sqs')).kind).toBe('service-wide');
    expect(describeResource(text('arn:aws:', parameter))).toMatchObject({ kind: 'unknown', hole: parameter });
    expect(describeResource('*s').kind).not.toBe('named');
  });

  test('what code or a person decides is no name', () => {
    for (const hole of [
      resource('Topic', 'Acme::Chat::Topic'),
      resource('Part', 'Acme::Chat::Part::MODULE', 'Ref'),
      resource('Handle', 'AWS::CloudFormation::WaitCondition', 'Data'),
      resource('Stored', 'AWS::SSM::Parameter', 'Value'),
    ]) {
      expect(describeResource(text(hole))).toMatchObject({ kind: 'unknown', hole });
    }
    expect(describeResource(text(resource('Stored', 'AWS::SSM::Parameter', 'Ref'))).kind).toBe('named');
  });

  test('an open hole is named, with what it would be for a plain name', () => {
    expect(describeResource(text('arn:aws:s3:::', parameter, '/*'))).toMatchObject({
      kind: 'unknown',
      hole: parameter,
      otherwise: 'children',
    });
    expect(describeResource(text(parameter, '/*'))).toMatchObject({ kind: 'unknown', hole: parameter });
    expect(describeResource(text(parameter, '/*'))).not.toHaveProperty('otherwise');
  });

  test('evidence: service, fields with wildcards, variables', () => {
    expect(describeResource('arn:aws:dynamodb:*:*:table/*')).toMatchObject({
      service: 'dynamodb',
      wildcards: ['region', 'account', 'resource'],
    });
    expect(describeResource('arn:aws:s3:::${aws:username}/*')).toMatchObject({ service: 's3', hasVariables: true });
    expect(describeResource('arn:aws:s3:::b')).toMatchObject({ service: 's3', wildcards: [], hasVariables: false });
  });
});

describe('matchesArn', () => {
  test.each<[SymbolicString, SymbolicString, Answer]>([
    ['*', 'arn:aws:s3:::b', 'yes'],
    ['arn:aws:s3:::b*', 'arn:aws:s3:::b/key', 'yes'],
    ['arn:aws:s3:::b', 'arn:aws:s3:::c', 'no'],
    ['*', text(bucket), 'yes'],
    [text(bucket), text(bucket), 'yes'],
    [text(bucket, '/*'), text(bucket, '/key'), 'yes'],
    [text(bucket, '/*'), text(bucket), 'no'],
    [text(bucket), text(resource('Other', 'AWS::S3::Bucket')), 'unknown'],
    ['arn:aws:s3:::*', text(bucket), 'unknown'],
    ['arn:aws:s3:::*', text(table), 'no'],
    ['arn:aws:s3:::b', text('arn:aws:s3:::', parameter), 'unknown'],
    ['arn:aws:sqs:::b', text('arn:aws:s3:::', parameter), 'no'],
    [text(parameter), 'arn:aws:s3:::b', 'unknown'],
    [text('arn:', partition, ':s3:::b'), 'arn:aws-cn:s3:::b', 'unknown'],
    [text('arn:aws:sqs:us-east-1:', account, ':q'), 'arn:aws:sqs:us-east-1:12:q', 'no'],
    [text('arn:', partition, ':s3:::b/*'), text('arn:', partition, ':s3:::b/x'), 'yes'],
  ])('%j on %j: %s', (pattern, arn, expected) => expect(matchesArn(pattern, arn)).toBe(expected));

  const alphabet = fc.string({ unit: fc.constantFrom('a', 'b', ':'), maxLength: 6 });
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 6 });

  test('agrees with plain matching where nothing is open', () => {
    fc.assert(fc.property(pattern, alphabet, (glob, arn) => expect(matchesArn(glob, arn)).toBe(matchesGlob(glob, arn) ? 'yes' : 'no')));
  });

  test('is never contradicted by what a hole turns out to be', () => {
    const symbolic = (literal: fc.Arbitrary<string>) => fc.array(fc.oneof(literal, fc.constantFrom(parameter, imported)), { maxLength: 4 });
    const filled = (parts: readonly (string | Hole)[], values: readonly [string, string]) =>
      parts.map((part) => (typeof part === 'string' ? part : part === parameter ? values[0] : values[1])).join('');
    fc.assert(
      fc.property(symbolic(pattern), symbolic(alphabet), alphabet, alphabet, (glob, arn, first, second) => {
        const answer = matchesArn(text(...glob), text(...arn));
        const actual = matchesGlob(filled(glob, [first, second]), filled(arn, [first, second]));
        expect(answer === 'unknown' || (answer === 'yes') === actual).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('covering and meeting are never contradicted by an example', () => {
    fc.assert(
      fc.property(pattern, pattern, alphabet, (outer, inner, example) => {
        if (coversArn(outer, inner) === 'yes' && matchesGlob(inner, example)) expect(matchesGlob(outer, example)).toBe(true);
        if (matchesGlob(outer, example) && matchesGlob(inner, example)) expect(meetsArn(outer, inner)).toBe('yes');
      }),
      { numRuns: 2000 },
    );
  });
});
