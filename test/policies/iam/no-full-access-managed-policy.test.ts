import type { Json } from '../../../lib/core/json';
import { awsManagedPolicyArn, functionRole } from '../../../policies/example-resources';
import rule from '../../../policies/iam/no-full-access-managed-policy';
import { findingsIn, reportsOn } from '../findings';

function carrying(...pathsAndNames: string[]) {
  return functionRole({ ManagedPolicyArns: pathsAndNames.map(awsManagedPolicyArn) });
}

test.each(['AmazonS3FullAccess', 'AWSLambda_FullAccess', 'AmazonDynamoDBFullAccess_v2', 'CloudWatchFullAccessV2', 'AmazonECS_FullAccess'])(
  '%s grants all of a service',
  (name) => {
    expect(reportsOn(rule, carrying(name))).toEqual([`error ${name}`]);
  },
);

test('any other AWS managed policy stays information in the strict pack', () => {
  expect(findingsIn(rule, { Resources: carrying('ReadOnlyAccess') }, 'strict').map(({ severity }) => severity)).toEqual(['info']);
});

test('a policy of a customer account is judged where it is written, whatever its name', () => {
  const arn = 'arn:aws:iam::111122223333:policy/OrdersFullAccess';
  expect(reportsOn(rule, functionRole({ ManagedPolicyArns: [arn] }))).toEqual([`info ${arn}`]);
});

test('an ARN that only the deployment knows is said not to be judged', () => {
  const rest = { Parameters: { Name: { Type: 'String' } } };
  const ManagedPolicyArns: Json = [{ 'Fn::Sub': 'arn:aws:iam::aws:policy/${Name}' }, { 'Fn::ImportValue': 'shared-policy' }];
  expect(reportsOn(rule, functionRole({ ManagedPolicyArns }), rest)).toEqual([
    'info arn:aws:iam::aws:policy/${Name}',
    'info <import shared-policy>',
  ]);
});

test('a parameter with a default is judged by it', () => {
  const rest = { Parameters: { Arn: { Type: 'String', Default: 'arn:aws:iam::aws:policy/AmazonSQSFullAccess' } } };
  expect(reportsOn(rule, functionRole({ ManagedPolicyArns: [{ Ref: 'Arn' }] }), rest)).toEqual(['error AmazonSQSFullAccess']);
});
