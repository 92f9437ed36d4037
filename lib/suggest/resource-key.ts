import type { Model } from '../core/model/model';
import { partsOf } from '../core/template/symbolic';
import type { Resource } from '../core/template/template';

/** Where resources whose access brings what their key needs name that key. */
const KEYS: ReadonlyMap<string, readonly (readonly string[])[]> = new Map([
  ['AWS::DynamoDB::GlobalTable', [['Replicas', '*', 'SSESpecification', 'KMSMasterKeyId']]],
  ['AWS::DynamoDB::Table', [['SSESpecification', 'KMSMasterKeyId']]],
  ['AWS::Kinesis::Stream', [['StreamEncryption', 'KeyId']]],
  ['AWS::Lambda::Function', [['KmsKeyArn']]],
  ['AWS::S3::Bucket', [['BucketEncryption', 'ServerSideEncryptionConfiguration', '*', 'ServerSideEncryptionByDefault', 'KMSMasterKeyID']]],
  ['AWS::SNS::Topic', [['KmsMasterKeyId']]],
  ['AWS::SQS::Queue', [['KmsMasterKeyId']]],
  ['AWS::SSM::Parameter', [['KeyId']]],
  ['AWS::SecretsManager::Secret', [['KmsKeyId']]],
  ['AWS::Serverless::Function', [['KmsKeyArn']]],
]);

/** The first of `resources` that is encrypted with `key`. */
export function keyUserOf(model: Model, key: Resource, resources: readonly Resource[]): Resource | undefined {
  return resources.map((resource) => secretOf(model, resource)).find((resource) => isEncryptedWith(model, resource, key));
}

/** The keys of the input that a resource is encrypted with. */
export function keysOf(model: Model, resource: Resource): readonly Resource[] {
  const owner = secretOf(model, resource);
  const resolver = model.resolverOf(owner.template);
  const keys = (KEYS.get(owner.type) ?? [])
    .flatMap((path) => model.values(owner, ...path))
    .flatMap(({ value }) => {
      const [only] = partsOf(value);
      const target = typeof only === 'object' ? resolver.target({ parts: [only] }) : undefined;
      return target?.type === 'AWS::KMS::Key' ? [target] : [];
    });
  return [...new Set(keys)];
}

/** Whether the policy of a key names a role. */
export function isNamedByKey(model: Model, key: Resource, role: Resource | undefined): boolean {
  if (role === undefined) return false;
  return model.documents
    .filter((document) => document.resource === key)
    .flatMap(({ statements }) => statements.flatMap(({ principals }) => principals))
    .some(({ value }) => model.resolverOf(key.template).target(value) === role);
}

function isEncryptedWith(model: Model, resource: Resource, key: Resource): boolean {
  return keysOf(model, resource).includes(key);
}

/** The secret behind its attachment to a database. */
function secretOf(model: Model, resource: Resource): Resource {
  if (resource.type !== 'AWS::SecretsManager::SecretTargetAttachment') return resource;
  const [secret] = model.values(resource, 'SecretId').flatMap(({ value }) => model.resolverOf(resource.template).target(value) ?? []);
  return secret ?? resource;
}
