import type { Statement } from '../../lib/core/iam/statement';
import type { JsonObject } from '../../lib/core/json';
import { functionKey, invokedFunctionOf } from '../../lib/core/model/lambda';
import { type PublicGrant, publicGrants } from '../../lib/core/model/public-grants';
import { defineRule, type Fact } from '../../lib/core/rule';

type Message = 'publicFunction' | 'publicUrlPermission' | 'anyAwsIdentity' | 'undecidedPermission';

const permission = (more: JsonObject): JsonObject => ({
  Type: 'AWS::Lambda::Permission',
  Properties: { Action: 'lambda:InvokeFunction', FunctionName: 'orders', Principal: '*', ...more },
});

/**
 * The permissions that open a function URL (two since October 2025: `lambda:InvokeFunctionUrl`, and `lambda:InvokeFunction`
 * with `InvokedViaFunctionUrl`) belong to the finding on the URL. Without a URL in the input they are reported here, once.
 */
export default defineRule<Message>({
  meta: {
    id: 'resource-policy/no-public-lambda-permission',
    severity: { recommended: 'error', strict: 'error', critical: 'error' },
    title: 'Function policies name the services and accounts that invoke',
    rationale:
      'A permission for everyone lets every AWS account invoke the function directly, past the API, its authorizer and its throttling, with the rights of its role and on your bill.',
    references: [
      'https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html',
      'https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
    ],
    catalogue: ['RP-LAMBDA-PERMISSION-PUBLIC'],
    peers: [
      'CKV_AWS_301',
      'cfn_nag F13',
      'LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED',
      'CT.LAMBDA.PR.2',
      'cdk-nag LambdaFunctionPublicAccessProhibited',
      'Security Hub Lambda.1',
    ],
  },
  messages: {
    publicFunction: {
      what: 'policy of function "{function}" lets {who} call {actions}: {why}',
      fix: 'name the service with "sourceArn" of what invokes, the account, or the organisation in "organizationId"',
    },
    publicUrlPermission: {
      what: 'policy of function "{function}" lets anyone call it through a function URL without authentication, and the URL is not in the input',
      fix: 'remove the permission, or set FunctionUrlAuthType "AWS_IAM" and name the callers in "Principal"',
    },
    anyAwsIdentity: {
      what: 'policy of function "{function}" lets every identity of every AWS account call its URL: AWS_IAM asks for credentials, "Principal" says whose',
      fix: 'name the account or role in "Principal" ("grantInvokeUrl"), or the organisation in "PrincipalOrgID"',
    },
    undecidedPermission: {
      what: 'whether the policy of function "{function}" lets strangers call {actions} cannot be decided: {why}',
      fix: 'write the principal so that it is known before the deployment, or give its parameter a default',
    },
  },
  examples: {
    valid: [
      {
        title: 'a service on behalf of one resource',
        resources: {
          Permission: permission({ Principal: 'events.amazonaws.com', SourceArn: 'arn:aws:events:eu-west-1:111122223333:rule/nightly' }),
        },
      },
      { title: 'everyone in one organisation', resources: { Permission: permission({ PrincipalOrgID: 'o-a1b2c3d4e5' }) } },
      { title: 'a numeric account', resources: { Permission: permission({ Principal: 555555555555 }) } },
    ],
    invalid: [
      { title: 'a function that every AWS account may invoke', resources: { Permission: permission({}) }, reports: ['publicFunction'] },
      {
        title: 'both permissions of a function URL that is not in the template',
        resources: {
          Invoke: permission({ InvokedViaFunctionUrl: true }),
          InvokeUrl: permission({ Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' }),
        },
        reports: ['publicUrlPermission'],
      },
      {
        title: 'a function URL with IAM authentication for every AWS account',
        resources: { InvokeUrl: permission({ Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'AWS_IAM' }) },
        reports: ['anyAwsIdentity'],
      },
      {
        title: 'a principal that whoever deploys chooses',
        template: { Parameters: { Caller: { Type: 'String' } }, Resources: { Permission: permission({ Principal: { Ref: 'Caller' } }) } },
        reports: ['undecidedPermission'],
      },
    ],
  },
  *check(model) {
    const grants = model.documents
      .filter(({ kind, guards }) => kind === 'resource' && guards === 'AWS::Lambda::Function')
      .flatMap((document) =>
        publicGrants(model, document).map((grant) => ({
          grant,
          invoked: invokedFunctionOf(model, document),
          via: viaUrl(grant.statement),
        })),
      );
    const openUrls = new Set(
      model.entryPoints
        .filter(
          ({ kind, authentication }) =>
            kind === 'function-url' && authentication.some(({ value }) => value === 'none' || value === 'unknown'),
        )
        .map((entryPoint) => (entryPoint.function === undefined ? entryPoint.route : functionKey(entryPoint.function))),
    );
    const urlPermissions = new Set(grants.filter(({ via }) => via === 'NONE').map(({ invoked }) => invoked.key));
    for (const { grant, invoked, via } of grants) {
      if ((via === 'NONE' || via === 'invoked') && openUrls.has(invoked.key)) continue;
      if (via === 'invoked' && urlPermissions.has(invoked.key)) continue;
      yield factOf(grant, invoked.name, via);
    }
  },
});

function factOf(grant: PublicGrant, name: string, via: ReturnType<typeof viaUrl>): Fact<Message> {
  const data = { function: name, who: grant.who, actions: grant.actions, why: grant.why };
  if (grant.answer === 'unknown') {
    return { ...grant.fact, message: 'undecidedPermission', data, ...(grant.chosenAtDeployment ? { atMost: 'warning' as const } : {}) };
  }
  if (via === 'AWS_IAM') return { ...grant.fact, message: 'anyAwsIdentity', data };
  return { ...grant.fact, message: via === undefined ? 'publicFunction' : 'publicUrlPermission', data };
}

/** How the statement is tied to a function URL: by the URL's authentication type, or as the second of the two permissions. */
function viaUrl(statement: Statement): 'NONE' | 'AWS_IAM' | 'invoked' | undefined {
  for (const { key, values } of statement.conditions) {
    const name = key.toLowerCase();
    const texts = values.map(({ value }) => (typeof value === 'string' ? value.toUpperCase() : 'NONE'));
    if (name === 'lambda:functionurlauthtype') return texts.every((text) => text === 'AWS_IAM') ? 'AWS_IAM' : 'NONE';
    if (name === 'lambda:invokedviafunctionurl' && texts.includes('TRUE')) return 'invoked';
  }
  return undefined;
}
