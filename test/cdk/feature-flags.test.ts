import {
  App,
  aws_lambda_destinations as destinations,
  aws_dynamodb as dynamodb,
  aws_ec2 as ec2,
  aws_iam as iam,
  aws_kms as kms,
  aws_lambda as lambda,
  Stack,
  aws_s3 as s3,
  aws_lambda_event_sources as sources,
  aws_sqs as sqs,
} from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CURRENT_VERSION_EXPIRED_FLAGS, FLAGS } from 'aws-cdk-lib/cx-api';
import recommended from 'aws-cdk-lib/recommended-feature-flags.json';
import { Access, LeastPrivilege, SecureFunction } from '../../lib';
import { code, findingsIn, statementsOf } from './stacks';

const expired: ReadonlySet<string> = new Set(CURRENT_VERSION_EXPIRED_FLAGS);
const known = Object.keys(FLAGS).filter((flag) => !expired.has(flag));
const contexts: readonly [string, Record<string, unknown>][] = [
  ['no feature flag', {}],
  ['the feature flags of a new app', { ...recommended }],
  ['every feature flag', { ...recommended, ...Object.fromEntries(known.map((flag) => [flag, settingOf(flag)])) }],
  ['policies of their own', { '@aws-cdk/aws-lambda:createNewPoliciesWithAddToRolePolicy': true }],
];

/** On, for those that are on or off; others have a value that CDK recommends. */
function settingOf(flag: string): unknown {
  const value: unknown = Reflect.get(recommended, flag);
  return typeof value === 'boolean' || value === undefined ? true : value;
}

const env = { account: '111122223333', region: 'eu-central-1' };

/** An app with a function that uses much of what CDK grants for, and a table in another stack. */
function makeApp(
  context: Record<string, unknown>,
  make: (stack: Stack, props: lambda.FunctionProps, table: dynamodb.TableV2) => lambda.Function,
) {
  const app = new App({ context });
  const data = new Stack(app, 'Data', { env });
  const table = new dynamodb.TableV2(data, 'Table', {
    partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
    encryption: dynamodb.TableEncryptionV2.customerManagedKey(new kms.Key(data, 'Key')),
  });
  const stack = new Stack(app, 'Orders', { env });
  const fn = make(
    stack,
    {
      ...code,
      runtime: lambda.Runtime.PYTHON_3_13,
      profiling: true,
      tracing: lambda.Tracing.ACTIVE,
      vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 1, natGateways: 1, restrictDefaultSecurityGroup: false }),
      deadLetterQueueEnabled: true,
      insightsVersion: lambda.LambdaInsightsVersion.VERSION_1_0_333_0,
      environmentEncryption: new kms.Key(stack, 'VariablesKey'),
      onFailure: new destinations.S3Destination(new s3.Bucket(stack, 'Lost')),
      events: [new sources.SqsEventSource(new sqs.Queue(stack, 'Queue', { encryption: sqs.QueueEncryption.KMS }))],
    },
    table,
  );
  return { app, stack, fn };
}

/** `action on resource` for each: the partition may be written out. Outputs of other stacks are told by their place only. */
function pairsOf(stack: Stack): readonly string[] {
  const resourceOf = (resource: unknown) => {
    if (typeof resource !== 'string') return 'another stack';
    return resource.replace('arn:<AWS::Partition>', 'arn:aws');
  };
  const pairs = statementsOf(stack, 'Fn').flatMap(({ Action, Resource }) =>
    [Action].flat().flatMap((action) => [Resource].flat().map((one) => `${action} on ${resourceOf(one)}`)),
  );
  return [...new Set(pairs.filter((pair) => !pair.startsWith('logs:')))].sort();
}

const makers: readonly [string, (stack: Stack, props: lambda.FunctionProps, table: dynamodb.TableV2) => lambda.Function][] = [
  ['a SecureFunction', (stack, props, table) => new SecureFunction(stack, 'Fn', { ...props, access: [Access.table(table).readItems()] })],
  [
    'a function with LeastPrivilege.of',
    (stack, props, table) => {
      const fn = new lambda.Function(stack, 'Fn', props);
      LeastPrivilege.of(fn).declare(Access.table(table).readItems());
      return fn;
    },
  ],
];

test('the flags are those of the version that is installed', () => {
  expect(known).toEqual(expect.arrayContaining(['@aws-cdk/aws-iam:minimizePolicies', '@aws-cdk/aws-lambda:useCdkManagedLogGroup']));
  expect(known.length).toBeGreaterThan(80);
});

describe.each(contexts)('with %s', (_context, context) => {
  test.each(makers)('the role of %s holds the same', (_kind, make) => {
    const plain = makeApp({}, make);
    const flagged = makeApp(context, make);
    flagged.app.synth();
    expect(pairsOf(flagged.stack)).toEqual(pairsOf(plain.stack));
    expect(pairsOf(flagged.stack)).toContain('dynamodb:GetItem on another stack');
    expect(findingsIn(flagged.stack)).toEqual([]);
    const roles = Object.entries(Template.fromStack(flagged.stack).findResources('AWS::IAM::Role'));
    const own = roles.filter(([logicalId]) => logicalId.startsWith('FnServiceRole'));
    expect(own.map(([, { Properties }]) => Properties.ManagedPolicyArns)).toEqual([undefined]);
  });

  test.each(makers)('what is broad is refused for %s, and what is exact is taken', (_kind, make) => {
    const { stack, fn } = makeApp(context, make);
    expect(() => fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['sqs:*'], resources: ['*'] }))).toThrow(
      'holds exact permissions only',
    );
    const exact = 'arn:aws:sqs:eu-central-1:111122223333:later';
    fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [exact] }));
    expect(pairsOf(stack)).toContain(`sqs:SendMessage on ${exact}`);
  });
});
