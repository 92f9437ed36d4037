import type { EntryPoint, FeasibleAuthentication } from '../../lib/core/model/model';
import { defineRule, type Fact } from '../../lib/core/rule';

type Message = 'openUrl' | 'openWebFunction' | 'undecidedUrl';

const role = {
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
  },
};
const handler = {
  Type: 'AWS::Lambda::Function',
  Properties: {
    Code: { ZipFile: 'exports.handler = async () => 1' },
    Handler: 'index.handler',
    Runtime: 'nodejs22.x',
    Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
  },
};

export default defineRule<Message>({
  meta: {
    id: 'endpoint/require-function-url-auth',
    severity: { recommended: 'error', strict: 'error', critical: 'error' },
    title: 'Function URLs authenticate their callers with IAM',
    rationale:
      'A function URL without IAM is a public HTTPS endpoint: whoever finds the address runs the function, with the rights of its role and on your bill. A CloudFront distribution in front does not close the address itself.',
    references: [
      'https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
      'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-lambda.html',
    ],
    catalogue: ['NET-LAMBDA-URL-NONE'],
    peers: ['CKV_AWS_258', 'CT.LAMBDA.PR.5', 'cdk-nag LambdaFunctionUrlAuth', 'prowler awslambda_function_url_public'],
  },
  messages: {
    openUrl: {
      what: 'function URL of "{function}" has AuthType {written}: anyone on the internet can run the function',
      fix: 'set "authType: FunctionUrlAuthType.AWS_IAM" and grant callers "grantInvokeUrl"; browsers reach it through CloudFront with "FunctionUrlOrigin.withOriginAccessControl"',
    },
    openWebFunction: {
      what: 'web function endpoint "{function}" has AuthType {written}: Lambda lets every request through to the application',
      fix: 'set AuthType "IamAuth"; keep "ApplicationManaged" only where the application itself authenticates every path, and acknowledge this finding with how it does',
    },
    undecidedUrl: {
      what: 'whether the URL of "{function}" authenticates its callers cannot be decided: AuthType is {written}',
      fix: 'write AuthType "AWS_IAM" ("IamAuth" for a web function endpoint), or give the parameter that decides it that value as its only allowed one',
    },
  },
  examples: {
    valid: [
      {
        title: 'a function URL with IAM authentication',
        resources: {
          Role: role,
          Handler: handler,
          Url: { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: { 'Fn::GetAtt': ['Handler', 'Arn'] }, AuthType: 'AWS_IAM' } },
        },
      },
      {
        title: 'a web function endpoint with IAM authentication',
        resources: { Web: { Type: 'AWS::Lambda::WebFunctionEndpoint', Properties: { AuthType: 'IamAuth' } } },
      },
    ],
    invalid: [
      {
        title: 'a function URL that anyone can call; the permissions that open it belong to the same finding',
        resources: {
          Role: role,
          Handler: handler,
          Url: { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: { 'Fn::GetAtt': ['Handler', 'Arn'] }, AuthType: 'NONE' } },
          InvokeUrl: {
            Type: 'AWS::Lambda::Permission',
            Properties: {
              Action: 'lambda:InvokeFunctionUrl',
              FunctionName: { 'Fn::GetAtt': ['Handler', 'Arn'] },
              FunctionUrlAuthType: 'NONE',
              Principal: '*',
            },
          },
          Invoke: {
            Type: 'AWS::Lambda::Permission',
            Properties: {
              Action: 'lambda:InvokeFunction',
              FunctionName: { 'Fn::GetAtt': ['Handler', 'Arn'] },
              InvokedViaFunctionUrl: true,
              Principal: '*',
            },
          },
        },
        reports: ['openUrl'],
      },
      {
        title: 'a web function endpoint that leaves authentication to the application',
        resources: { Web: { Type: 'AWS::Lambda::WebFunctionEndpoint', Properties: { AuthType: 'ApplicationManaged' } } },
        reports: ['openWebFunction'],
      },
      {
        title: 'an AuthType that whoever deploys chooses',
        template: {
          Parameters: { AuthType: { Type: 'String' } },
          Resources: {
            Role: role,
            Handler: handler,
            Url: {
              Type: 'AWS::Lambda::Url',
              Properties: { TargetFunctionArn: { 'Fn::GetAtt': ['Handler', 'Arn'] }, AuthType: { Ref: 'AuthType' } },
            },
          },
        },
        reports: ['undecidedUrl'],
      },
    ],
  },
  *check(model) {
    for (const entryPoint of model.entryPoints) {
      if (entryPoint.kind !== 'function-url' && entryPoint.kind !== 'web-function-endpoint') continue;
      for (const authentication of entryPoint.authentication) {
        if (authentication.value === 'none' || authentication.value === 'unknown') yield factOf(entryPoint, authentication);
      }
    }
  },
});

function factOf(entryPoint: EntryPoint, { value, at, written }: FeasibleAuthentication): Fact<Message> {
  const open = entryPoint.kind === 'function-url' ? 'openUrl' : 'openWebFunction';
  return {
    message: value === 'none' ? open : 'undecidedUrl',
    resource: entryPoint.resource,
    at: at ?? entryPoint.at,
    evidence: `${entryPoint.route} AuthType ${written || 'absent'}`,
    data: { function: entryPoint.route, written: written === '' ? 'absent' : `"${written}"` },
  };
}
