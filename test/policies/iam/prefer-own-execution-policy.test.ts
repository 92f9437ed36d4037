import { checkTemplates } from '../../../lib/check';
import { isExecutionPolicy } from '../../../lib/core/iam/managed-policy';
import { buildTemplates } from '../../../lib/core/template';
import { awsManagedPolicyArn, functionRole } from '../../../policies/example-resources';
import rule from '../../../policies/iam/prefer-own-execution-policy';

const EXECUTION_POLICIES = [
  'service-role/AWSLambdaBasicExecutionRole',
  'service-role/AWSLambdaDynamoDBExecutionRole',
  'service-role/AWSLambdaKinesisExecutionRole',
  'service-role/AWSLambdaMSKExecutionRole',
  'service-role/AWSLambdaSQSQueueExecutionRole',
  'service-role/AWSLambdaVPCAccessExecutionRole',
  'AWSXRayDaemonWriteAccess',
  'service-role/AmazonAPIGatewayPushToCloudWatchLogs',
  'CloudWatchLambdaInsightsExecutionRolePolicy',
];

function findingsOn(policy: string, pack: 'recommended' | 'strict') {
  const body = { Resources: functionRole({ ManagedPolicyArns: [awsManagedPolicyArn(policy)] }) };
  return checkTemplates(buildTemplates([{ name: 't.json', body }]), { pack }).findings;
}

test.each(EXECUTION_POLICIES)('%s is advice of the strict pack, and silent in the default one', (policy) => {
  expect(isExecutionPolicy(policy.slice(policy.lastIndexOf('/') + 1))).toBe(true);
  expect(findingsOn(policy, 'strict').map(({ ruleId, severity }) => `${severity} ${ruleId}`)).toEqual([`info ${rule.meta.id}`]);
  expect(findingsOn(policy, 'recommended')).toEqual([]);
});

test('a policy of the same name in an account of the user is not the one of AWS', () => {
  const own = { Resources: functionRole({ ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/AWSLambdaBasicExecutionRole'] }) };
  expect(checkTemplates(buildTemplates([{ name: 't.json', body: own }]), { pack: 'strict' }, [rule]).findings).toEqual([]);
});
