import type { JsonObject } from '../../../lib/core/json';
import { buildModel } from '../../../lib/core/model/build';
import type { Model } from '../../../lib/core/model/model';
import { buildTemplates } from '../../../lib/core/template';
import { loadReference } from '../../../lib/reference';

function modelOf(resources: JsonObject): Model {
  const { templates, problems } = buildTemplates([{ name: 't.json', body: { Resources: resources } }]);
  return buildModel(templates, problems, loadReference());
}

const DOCUMENT = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' }] };
const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

function documentsOf(resources: JsonObject) {
  const model = modelOf(resources);
  return model.documents.map((document) => ({
    kind: document.kind,
    resource: document.resource.logicalId,
    statements: document.statements.length,
    holders: model.holdersOf(document).map(({ logicalId }) => logicalId),
  }));
}

test('an inline policy is held by the roles that it names', () => {
  const resources = {
    Policy: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'p', PolicyDocument: DOCUMENT, Roles: [{ Ref: 'Role' }] } },
    Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: TRUST } },
  };
  expect(documentsOf(resources)).toEqual([
    { kind: 'identity', resource: 'Policy', statements: 1, holders: ['Role'] },
    { kind: 'trust', resource: 'Role', statements: 1, holders: ['Role'] },
  ]);
});

test('a managed policy is held by who names it and by whom it names', () => {
  const resources = {
    Policy: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: DOCUMENT, Users: [{ Ref: 'User' }] } },
    User: { Type: 'AWS::IAM::User', Properties: {} },
    Group: { Type: 'AWS::IAM::Group', Properties: { ManagedPolicyArns: [{ Ref: 'Policy' }] } },
  };
  expect(documentsOf(resources)).toEqual([{ kind: 'identity', resource: 'Policy', statements: 1, holders: ['Group', 'User'] }]);
});

test('a managed policy that is only a permissions boundary caps and does not grant', () => {
  const role = { AssumeRolePolicyDocument: TRUST, PermissionsBoundary: { Ref: 'Policy' } };
  const resources = (properties: JsonObject) => ({
    Policy: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: DOCUMENT } },
    Role: { Type: 'AWS::IAM::Role', Properties: properties },
  });
  expect(documentsOf(resources(role))[0]?.kind).toBe('boundary');
  expect(documentsOf(resources({ ...role, ManagedPolicyArns: [{ Ref: 'Policy' }] }))[0]?.kind).toBe('identity');
});

test('inline policies of a role are found behind conditions and single objects', () => {
  const inline = (name: string) => ({ PolicyName: name, PolicyDocument: DOCUMENT });
  const policies = [{ 'Fn::If': ['C', inline('a'), { Ref: 'AWS::NoValue' }] }, inline('b')];
  const template = {
    Parameters: { Env: { Type: 'String' } },
    Conditions: { C: { 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] } },
    Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { Policies: policies } } },
  };
  const { templates, problems } = buildTemplates([{ name: 't.json', body: template }]);
  const model = buildModel(templates, problems, loadReference());
  expect(model.documents.map(({ kind }) => kind)).toEqual(['identity', 'identity']);
  expect(documentsOf({ Role: { Type: 'AWS::IAM::Role', Properties: { Policies: inline('a') } } })).toHaveLength(1);
});

test('a permission set carries its inline policy, given as text', () => {
  const resources = { Set: { Type: 'AWS::SSO::PermissionSet', Properties: { InlinePolicy: JSON.stringify(DOCUMENT) } } };
  expect(documentsOf(resources)).toEqual([{ kind: 'identity', resource: 'Set', statements: 1, holders: ['Set'] }]);
});

test('managed policies are attached by ARN, and in SAM by bare name', () => {
  const resources = {
    Role: { Type: 'AWS::IAM::Role', Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] } },
    Fn: {
      Type: 'AWS::Serverless::Function',
      Properties: { Policies: ['AmazonS3FullAccess', DOCUMENT, { S3ReadPolicy: { BucketName: 'b' } }] },
    },
  };
  const model = modelOf(resources);
  expect(model.attachments.map(({ resource, arn }) => [resource.logicalId, arn.value])).toEqual([
    ['Role', 'arn:aws:iam::aws:policy/ReadOnlyAccess'],
    ['Fn', 'arn:aws:iam::aws:policy/AmazonS3FullAccess'],
  ]);
  expect(model.documents.map(({ resource }) => resource.logicalId)).toEqual(['Fn', 'Fn']);
});

test('reads values by path, through lists and conditions', () => {
  const model = modelOf({
    Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupIngress: [{ CidrIp: 'a' }, { CidrIp: 'b' }] } },
  });
  const [group] = model.resourcesOfType('AWS::EC2::SecurityGroup');
  expect(group && model.values(group, 'SecurityGroupIngress', '*', 'CidrIp').map(({ value }) => value)).toEqual(['a', 'b']);
});

test('a reference to nothing is a problem once a rule asks for it', () => {
  const model = modelOf({ Role: { Type: 'AWS::IAM::Role', Properties: { ManagedPolicyArns: [{ Ref: 'Nothing' }] } } });
  expect(model.problems).toEqual([]);
  expect(model.attachments).toHaveLength(1);
  expect(model.problems.map(({ location }) => location)).toEqual(['/Resources/Role/Properties/ManagedPolicyArns/0']);
});
