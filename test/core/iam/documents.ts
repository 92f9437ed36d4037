import { readDocument } from '../../../lib/core/iam/document';
import type { DocumentKind, PolicyDocument, Statement } from '../../../lib/core/iam/statement';
import type { Json, JsonObject } from '../../../lib/core/json';
import { belowAll } from '../../../lib/core/path';
import { buildTemplates, createResolvers } from '../../../lib/core/template';

interface Setting {
  readonly kind?: DocumentKind;
  /** Type of the resource that holds the document. */
  readonly type?: string;
  readonly guards?: string;
  readonly properties?: JsonObject;
  readonly resources?: JsonObject;
  readonly account?: string;
  /** Condition under which the resource is created. */
  readonly condition?: string;
  /** Further sections of the template. */
  readonly sections?: JsonObject;
}

/** The policy document `node`, read from a template with a bucket, a role, a topic, a condition `P` and a parameter `Param`. */
export function documentOf(node: Json | undefined, setting: Setting = {}): PolicyDocument {
  const type = setting.type ?? 'AWS::S3::BucketPolicy';
  const properties: JsonObject = { ...setting.properties, ...(node === undefined ? {} : { PolicyDocument: node }) };
  const { templates } = buildTemplates([
    {
      name: 't.json',
      ...(setting.account === undefined ? {} : { account: setting.account }),
      body: {
        Parameters: {
          Param: { Type: 'String' },
          Stage: { Type: 'String' },
          Choice: { Type: 'String', Default: 's3:*', AllowedValues: ['s3:*', 's3:GetObject'] },
        },
        Conditions: {
          P: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
          NotP: { 'Fn::Not': [{ Condition: 'P' }] },
          Q: { 'Fn::Equals': [{ Ref: 'Param' }, 'q'] },
        },
        ...setting.sections,
        Resources: {
          Bucket: { Type: 'AWS::S3::Bucket' },
          Role: { Type: 'AWS::IAM::Role' },
          Topic: { Type: 'AWS::SNS::Topic' },
          Claims: { Type: 'Custom::AWSCDKCfnJson', Properties: {} },
          ...setting.resources,
          Policy: { Type: type, Properties: properties, ...(setting.condition === undefined ? {} : { Condition: setting.condition }) },
        },
      },
    },
  ]);
  const [template] = templates;
  const resource = template?.resources.get('Policy');
  if (template === undefined || resource === undefined) throw new Error('the template has no resource "Policy"');
  return readDocument({
    kind: setting.kind ?? 'resource',
    resource,
    node: resource.properties.PolicyDocument,
    at: belowAll(undefined, 'Resources', 'Policy', 'Properties', 'PolicyDocument'),
    resolver: createResolvers(templates)(template),
    ...(setting.guards === undefined ? {} : { guards: setting.guards }),
  });
}

/** The document of these statements. */
export function policyOf(statements: Json, setting: Setting = {}): PolicyDocument {
  return documentOf({ Version: '2012-10-17', Statement: statements }, setting);
}

/** The only statement of a document of one. */
export function statementOf(statement: Json, setting: Setting = {}): Statement {
  const { statements } = policyOf(statement, setting);
  const [only] = statements;
  if (only === undefined || statements.length > 1) throw new Error(`${statements.length} statements`);
  return only;
}
