import { aws_iam as iam, type Stack } from 'aws-cdk-lib';

/**
 * AWS managed policies that constructs of CDK attach for one feature, in exact statements: what the feature needs, and not what
 * else AWS put into them.
 */
const FEATURES: Readonly<Record<string, (stack: Stack) => readonly iam.PolicyStatement[]>> = {
  CloudWatchLambdaInsightsExecutionRolePolicy: (stack) => {
    const group = stack.formatArn({ service: 'logs', resource: 'log-group:/aws/lambda-insights' });
    return [
      // AWS documents the ARN with ":*" for policies, and the log group of the authorization reference without.
      new iam.PolicyStatement({ actions: ['logs:CreateLogGroup'], resources: [group, `${group}:*`] }),
      new iam.PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [`${group}:log-stream:*`] }),
    ];
  },
  // The code of a rule reports its evaluations; what else it reads it declares
  // (https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_lambda-functions.html).
  'service-role/AWSConfigRulesExecutionRole': () => [
    new iam.PolicyStatement({ sid: 'ConfigPutEvaluations', actions: ['config:PutEvaluations'], resources: ['*'] }),
  ],
};

/** The statements that stand for a managed policy; none when it is not one of a known feature. */
export function featureStatements(stack: Stack, policyArn: string): readonly iam.PolicyStatement[] | undefined {
  const name = /:iam::aws:policy\/(.+)$/.exec(policyArn)?.[1];
  return name === undefined ? undefined : FEATURES[name]?.(stack);
}
