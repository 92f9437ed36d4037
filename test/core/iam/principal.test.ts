import type { PrincipalScope } from '../../../lib/core/iam/principal';
import { principalScope } from '../../../lib/core/iam/principal';
import type { Json } from '../../../lib/core/json';
import { statementOf } from './documents';

/** The scope of the only principal of a statement, in a stack of account 111111111111. */
function scopeOf(node: Json): PrincipalScope {
  const { principals } = statementOf(
    { Effect: 'Allow', Action: '*', Principal: node },
    {
      resources: {
        Oai: { Type: 'AWS::CloudFront::CloudFrontOriginAccessIdentity' },
        User: { Type: 'AWS::IAM::User' },
        Provider: { Type: 'AWS::IAM::OIDCProvider' },
      },
    },
  );
  const [only] = principals;
  if (only === undefined || principals.length > 1) throw new Error(`${principals.length} principals`);
  return principalScope(only, { account: '111111111111' });
}

const arn = (attribute: string) => ({ 'Fn::GetAtt': attribute.split('.') });
const sub = (text: string) => ({ 'Fn::Sub': text });

test.each<[Json, Partial<PrincipalScope>]>([
  ['*', { kind: 'anyone' }],
  [{ 'Fn::Join': ['', ['*']] }, { kind: 'anyone' }],
  [{ AWS: '*' }, { kind: 'anyone' }],
  [{ AWS: ['*'] }, { kind: 'anyone' }],
  [{ AWS: sub('*') }, { kind: 'anyone' }],
  [{ CanonicalUser: '*' }, { kind: 'anyone' }],
  [{ Federated: '*' }, { kind: 'anyone' }],
  [{ Service: '*' }, { kind: 'anyone' }],
  [['*'], { kind: 'anyone' }],
  [{ AWS: 'arn:aws:iam::*:root' }, { kind: 'any-account-member' }],
  [{ AWS: sub('arn:${AWS::Partition}:iam::*:root') }, { kind: 'any-account-member' }],
  [{ AWS: 'arn:*:iam::*:root' }, { kind: 'any-account-member' }],
  [{ AWS: 'arn:aws:iam::222222222222:root' }, { kind: 'account', account: '222222222222' }],
  [{ AWS: '222222222222' }, { kind: 'account', account: '222222222222' }],
  [{ AWS: 222222222222 }, { kind: 'account', account: '222222222222' }],
  [{ AWS: '111111111111' }, { kind: 'own-account' }],
  [{ AWS: 'arn:aws-cn:iam::111111111111:root' }, { kind: 'own-account' }],
  [{ AWS: { Ref: 'AWS::AccountId' } }, { kind: 'own-account' }],
  [{ AWS: sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:root') }, { kind: 'own-account' }],
  [{ AWS: sub('arn:aws:iam::${Param}:root') }, { kind: 'account' }],
  [{ AWS: 'arn:aws:iam::222222222222:role/path/Name' }, { kind: 'identity', account: '222222222222' }],
  [{ AWS: 'arn:aws:sts::222222222222:assumed-role/Name/session' }, { kind: 'identity', account: '222222222222' }],
  [{ AWS: 'AROAEXAMPLEEXAMPLE' }, { kind: 'identity' }],
  [{ AWS: arn('Role.Arn') }, { kind: 'identity' }],
  [{ AWS: arn('User.Arn') }, { kind: 'identity' }],
  [{ AWS: sub('arn:aws:iam::${AWS::AccountId}:role/${Param}') }, { kind: 'identity' }],
  [{ AWS: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1' }, { kind: 'cloudfront' }],
  [{ AWS: sub('arn:${AWS::Partition}:iam::cloudfront:user/CloudFront Origin Access Identity ${Oai}') }, { kind: 'cloudfront' }],
  [{ CanonicalUser: arn('Oai.S3CanonicalUserId') }, { kind: 'cloudfront' }],
  [{ CanonicalUser: '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be' }, { kind: 'account' }],
  [{ Service: 's3.amazonaws.com' }, { kind: 'service', service: 's3.amazonaws.com' }],
  [{ Service: 'logs.us-east-1.amazonaws.com.cn' }, { kind: 'service' }],
  [{ Service: sub('logs.${AWS::Region}.${AWS::URLSuffix}') }, { kind: 'service' }],
  [{ Service: sub('${Param}.amazonaws.com') }, { kind: 'service' }],
  [{ Service: '*.amazonaws.com' }, { kind: 'malformed' }],
  ['lambda.amazonaws.com', { kind: 'service' }],
  [{ Federated: 'graph.facebook.com' }, { kind: 'federated', provider: 'graph.facebook.com' }],
  [{ Federated: 'cognito-identity.amazonaws.com' }, { kind: 'federated', provider: 'cognito-identity.amazonaws.com' }],
  [
    { Federated: 'arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com' },
    { kind: 'federated', provider: 'token.actions.githubusercontent.com' },
  ],
  [{ Federated: sub('arn:aws:iam::${AWS::AccountId}:oidc-provider/gitlab.com') }, { kind: 'federated', provider: 'gitlab.com' }],
  [{ Federated: 'arn:aws:iam::111111111111:saml-provider/corp' }, { kind: 'federated' }],
  [{ Federated: { Ref: 'Provider' } }, { kind: 'federated' }],
  [{ Federated: arn('Claims.Arn') }, { kind: 'federated' }],
  [{ AWS: 'arn:aws:iam::111111111111:role/*' }, { kind: 'malformed' }],
  [{ AWS: 'arn:aws:iam::*' }, { kind: 'malformed' }],
  [{ AWS: 'arn:aws:iam::*:role/Name' }, { kind: 'malformed' }],
  [{ AWS: 'arn:aws:s3:::bucket' }, { kind: 'malformed' }],
  [{ AWS: 'someone' }, { kind: 'malformed' }],
  [{ AWS: { Ref: 'Param' } }, { kind: 'unknown' }],
  [{ Ref: 'Param' }, { kind: 'unknown' }],
  [{ Service: { Ref: 'Param' } }, { kind: 'unknown' }],
  [{ AWS: { 'Fn::ImportValue': 'role' } }, { kind: 'unknown' }],
  [{ AWS: '{{resolve:ssm:/role}}' }, { kind: 'unknown' }],
  [{ AWS: arn('Claims.Arn') }, { kind: 'unknown' }],
  [{ AWS: sub('${Param}:root') }, { kind: 'unknown' }],
  [{ AWS: sub('arn:aws:iam::*:${Param}') }, { kind: 'unknown' }],
])('%j', (node, expected) => {
  expect(scopeOf(node)).toMatchObject(expected);
});
