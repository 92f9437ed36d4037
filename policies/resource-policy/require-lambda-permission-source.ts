import { type ServiceSource, sourceOf } from '../../lib/core/iam/service-source';
import type { Principal, Statement } from '../../lib/core/iam/statement';
import type { JsonObject } from '../../lib/core/json';
import { cdkGrantOf } from '../../lib/core/model/cdk-grants';
import { invokedFunctionOf } from '../../lib/core/model/lambda';
import type { Model } from '../../lib/core/model/model';
import { factAt, listed, resourceFacts, serviceOf, shortServiceOf } from '../../lib/core/model/resource-grants';
import { defineRule, type Fact } from '../../lib/core/rule';

type Message = 'anyOwner' | 'anyOwnerOfRotation' | 'wideSource' | 'bucketOnly' | 'undecidedSource';

const permission = (more: JsonObject): JsonObject => ({
  Type: 'AWS::Lambda::Permission',
  Properties: { Action: 'lambda:InvokeFunction', FunctionName: 'orders', ...more },
});

/** What the fix names for a service: the thing that invokes. */
const INVOKERS: Readonly<Record<string, string>> = {
  apigateway: 'the API ("api.arnForExecuteApi()")',
  events: 'the rule ("rule.ruleArn")',
  s3: 'the bucket ("bucket.bucketArn"), with "sourceAccount"',
  sns: 'the topic ("topic.topicArn")',
  logs: 'the log group ("logGroup.logGroupArn")',
  'cognito-idp': 'the user pool ("userPool.userPoolArn")',
  iot: 'the topic rule',
  elasticloadbalancing: 'the target group',
  secretsmanager: 'the secret ("secret.secretArn")',
  scheduler: 'the schedule group',
};

/** Takes only functions of the account that the load balancer is in. */
const INVOKES_AT_HOME = new Set(['elasticloadbalancing']);

export default defineRule<Message>({
  meta: {
    id: 'resource-policy/require-lambda-permission-source',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'Permissions of AWS services to invoke a function name what invokes',
    rationale:
      'A service invokes for all of its customers. Without a source, anybody can make a rule, an API or a bucket of their own that calls the function, with input of their choice: the confused deputy.',
    references: [
      'https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html',
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-permission.html',
    ],
    catalogue: ['RP-LAMBDA-PERMISSION-NO-SOURCE'],
    peers: [
      'CKV_AWS_364',
      'AWS-0067',
      'LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED',
      'cfn-lint W3663',
      'cfn-lint W3664',
      'Security Hub Lambda.1',
    ],
  },
  messages: {
    anyOwner: {
      what: 'policy of function "{function}" lets {service} invoke it on behalf of any account: neither SourceArn nor SourceAccount is set',
      fix: 'set SourceArn ("sourceArn") to the ARN of {invoker}',
    },
    anyOwnerOfRotation: {
      what: 'policy of function "{function}" lets {service} invoke it on behalf of any account: SourceAccount is not set',
      fix: 'set SourceAccount ("sourceAccount") to "AWS::AccountId"',
    },
    wideSource: {
      what: 'policy of function "{function}" lets {service} invoke it, and its source {values} names no account: anybody can meet it',
      fix: 'write the account and the ARN of {invoker} into SourceArn, or set SourceAccount',
    },
    bucketOnly: {
      what: 'policy of function "{function}" lets {service} invoke it for {values}, an ARN without an account: whoever owns that name later may invoke it',
      fix: 'set SourceAccount ("sourceAccount") to "AWS::AccountId" beside SourceArn',
    },
    undecidedSource: {
      what: 'whether the policy of function "{function}" limits {service} cannot be decided: its source {values} is chosen at deployment',
      fix: 'set SourceAccount ("sourceAccount") to "AWS::AccountId" beside it',
    },
  },
  examples: {
    valid: [
      {
        title: 'one rule',
        resources: {
          Permission: permission({ Principal: 'events.amazonaws.com', SourceArn: 'arn:aws:events:eu-west-1:111122223333:rule/nightly' }),
        },
      },
      {
        title: 'every stage and method of one API',
        resources: {
          Permission: permission({
            Principal: 'apigateway.amazonaws.com',
            SourceArn: { 'Fn::Sub': 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:a1b2c3/*/*' },
          }),
        },
      },
      {
        title: 'a bucket, and its account',
        resources: {
          Permission: permission({ Principal: 's3.amazonaws.com', SourceArn: 'arn:aws:s3:::uploads', SourceAccount: 111122223333 }),
        },
      },
      {
        title: 'a skill of Alexa',
        resources: { Permission: permission({ Principal: 'alexa-appkit.amazon.com', EventSourceToken: 'amzn1.ask.skill.00000000-0000' }) },
      },
    ],
    invalid: [
      {
        title: 'rules of every account',
        resources: { Permission: permission({ Principal: 'events.amazonaws.com' }) },
        reports: ['anyOwner'],
      },
      {
        title: 'secrets of every account',
        resources: { Permission: permission({ Principal: 'secretsmanager.amazonaws.com' }) },
        reports: ['anyOwnerOfRotation'],
      },
      {
        title: 'APIs of every account',
        resources: { Permission: permission({ Principal: 'apigateway.amazonaws.com', SourceArn: 'arn:aws:execute-api:*:*:*' }) },
        reports: ['wideSource'],
      },
      {
        title: 'a bucket, of whatever account',
        resources: { Permission: permission({ Principal: 's3.amazonaws.com', SourceArn: 'arn:aws:s3:::uploads' }) },
        reports: ['bucketOnly'],
      },
      {
        title: 'a source that whoever deploys chooses',
        template: {
          Parameters: { Source: { Type: 'String' } },
          Resources: { Permission: permission({ Principal: 'sns.amazonaws.com', SourceArn: { Ref: 'Source' } }) },
        },
        reports: ['undecidedSource'],
      },
    ],
  },
  check(model) {
    return resourceFacts(model, (statement) => {
      if (statement.document.guards !== 'AWS::Lambda::Function') return [];
      const source = sourceOf(statement);
      if (source.kind === 'account') return [];
      return statement.principals.flatMap((principal) => {
        const service = serviceOf(model, statement, principal);
        const fact = service === undefined ? undefined : factOf(model, statement, principal, service, source);
        return fact === undefined ? [] : [fact];
      });
    });
  },
});

function factOf(
  model: Model,
  statement: Statement,
  principal: Principal,
  service: string,
  source: ServiceSource,
): Fact<Message> | undefined {
  const { test } = source;
  const name = shortServiceOf(service);
  const values = test === undefined ? '' : listed(model, statement, test.values);
  const data = {
    service,
    values: `"${values}"`,
    function: invokedFunctionOf(model, statement.document).name,
    invoker: INVOKERS[name] ?? 'what invokes',
  };
  const common = factAt(model, statement, principal.at, `${service}${values === '' ? '' : ` for ${values}`}: no account`);
  switch (source.kind) {
    case 'undecided':
      return { ...common, message: 'undecidedSource', data, atMost: 'info' };
    case 'resource': {
      // A parameter that defaults to nothing is filled in at deployment.
      if (test?.values.every(({ value }) => value === '')) return { ...common, message: 'undecidedSource', data, atMost: 'info' };
      const resolver = model.resolverOf(statement.document.resource.template);
      // The stack makes the bucket and the permission together: the name can only change hands once the stack is gone.
      if (test?.values.every(({ value }) => resolver.target(value) !== undefined)) return undefined;
      return { ...common, message: 'bucketOnly', data, atMost: 'warning' };
    }
    case 'wide':
      return { ...common, message: 'wideSource', data };
    default: {
      const provider = cdkGrantOf(model, statement, [service]);
      const written = provider === undefined ? {} : { provider };
      if (name === 'secretsmanager') return { ...common, message: 'anyOwnerOfRotation', data, atMost: 'warning', ...written };
      return { ...common, message: 'anyOwner', data, ...(INVOKES_AT_HOME.has(name) ? { atMost: 'warning' } : {}), ...written };
    }
  }
}
