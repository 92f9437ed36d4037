import type { Json, JsonObject } from '../lib/core/json';

/** Resources for the examples of the rules: a role with a trust policy of one statement that lets `principal` assume it. */
export function trustingRole(principal: Json, action: Json = 'sts:AssumeRole', more: JsonObject = {}): JsonObject {
  return trustPolicy({ Effect: 'Allow', Principal: principal, Action: action, ...more });
}

/** A role with a trust policy of these statements. */
export function trustPolicy(...statements: JsonObject[]): JsonObject {
  return {
    Deployer: {
      Type: 'AWS::IAM::Role',
      Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: statements } },
    },
  };
}

/** The ARN of an OpenID Connect provider. */
export function oidcProviderArn(host: string): string {
  return `arn:aws:iam::111122223333:oidc-provider/${host}`;
}

export const GITHUB = 'token.actions.githubusercontent.com';

/** A role that workflows on GitHub assume, under this condition. */
export function githubRole(condition: JsonObject): JsonObject {
  return trustingRole({ Federated: oidcProviderArn(GITHUB) }, 'sts:AssumeRoleWithWebIdentity', { Condition: condition });
}
