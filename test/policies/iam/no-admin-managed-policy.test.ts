import { awsManagedPolicyArn, functionRole } from '../../../policies/example-resources';
import rule from '../../../policies/iam/no-admin-managed-policy';
import { reportsOn } from '../findings';

test.each([
  ['AdministratorAccess', 'AdministratorAccess'],
  ['AdministratorAccess-AWSElasticBeanstalk', 'AdministratorAccess-AWSElasticBeanstalk'],
  ['PowerUserAccess', 'PowerUserAccess'],
  ['IAMFullAccess', 'IAMFullAccess'],
  ['AWSOrganizationsFullAccess', 'AWSOrganizationsFullAccess'],
  ['SecretsManagerReadWrite', 'SecretsManagerReadWrite'],
  ['job-function/SystemAdministrator', 'SystemAdministrator'],
  ['job-function/DatabaseAdministrator', 'DatabaseAdministrator'],
  ['job-function/NetworkAdministrator', 'NetworkAdministrator'],
])('%s makes an administrator', (pathAndName, name) => {
  expect(reportsOn(rule, functionRole({ ManagedPolicyArns: [awsManagedPolicyArn(pathAndName)] }))).toEqual([`error ${name}`]);
});

test.each([
  'arn:aws:iam::111122223333:policy/AdministratorAccess',
  'arn:aws:iam::aws:policy/ReadOnlyAccess',
  'arn:aws:iam::aws:policy/MyAdministratorAccess',
  'arn:aws:s3::aws:policy/AdministratorAccess',
])('%s does not', (arn) => {
  expect(reportsOn(rule, functionRole({ ManagedPolicyArns: [arn] }))).toEqual([]);
});

test.each(['arn:aws-cn', 'arn:aws-us-gov', 'arn:${AWS::Partition}'])('the partition does not matter: %s', (start) => {
  const ManagedPolicyArns = [{ 'Fn::Sub': `${start}:iam::aws:policy/AdministratorAccess` }];
  expect(reportsOn(rule, functionRole({ ManagedPolicyArns }))).toEqual(['error AdministratorAccess']);
});

test.each(['AWS::IAM::User', 'AWS::IAM::Group'])('%s may carry none either', (type) => {
  const ManagedPolicyArns = ['arn:aws:iam::aws:policy/AdministratorAccess'];
  expect(reportsOn(rule, { Holder: { Type: type, Properties: { ManagedPolicyArns } } })).toEqual(['error AdministratorAccess']);
});

test('a SAM function names the policy without its ARN', () => {
  const Properties = {
    Handler: 'index.handler',
    Runtime: 'nodejs22.x',
    CodeUri: 's3://releases/orders.zip',
    Policies: ['AdministratorAccess'],
  };
  const resources = { Orders: { Type: 'AWS::Serverless::Function', Properties } };
  expect(reportsOn(rule, resources, { Transform: 'AWS::Serverless-2016-10-31' })).toEqual(['error AdministratorAccess']);
});

test('each branch of a condition is judged', () => {
  const ManagedPolicyArns = { 'Fn::If': ['IsTest', ['arn:aws:iam::aws:policy/PowerUserAccess'], { Ref: 'AWS::NoValue' }] };
  const rest = { Parameters: { Stage: { Type: 'String' } }, Conditions: { IsTest: { 'Fn::Equals': [{ Ref: 'Stage' }, 'test'] } } };
  expect(reportsOn(rule, functionRole({ ManagedPolicyArns }), rest)).toEqual(['error PowerUserAccess']);
});
