import type { Model } from '../../lib/core/model/model';
import { isLimited, numberIn } from '../../lib/core/model/numbers';
import { isThrottled } from '../../lib/core/model/stages';
import { isOwnFunction, openEntryPointsOf } from '../../lib/core/model/triggers';
import { defineRule } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

const handler = (more: object) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Role: 'arn:aws:iam::111122223333:role/orders',
    Code: { ZipFile: 'exports.handler = async () => {};' },
    ...more,
  },
});
const url = (type: string) => ({
  Type: 'AWS::Lambda::Url',
  Properties: { TargetFunctionArn: { 'Fn::GetAtt': ['Orders', 'Arn'] }, AuthType: type },
});

/**
 * Only functions that anyone can start: to reserve concurrency for all functions of an account uses up its pool, and
 * breaks deployments.
 */
export default defineRule({
  meta: {
    id: 'resilience/require-concurrency-limit',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'Functions that anyone can start have a limit of their own',
    rationale:
      'A function without reserved concurrency grows into all that the account has. When strangers can start it, they decide how much that is: the bill, and whether any other function of the account can run.',
    references: [
      'https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html',
      'https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html#urls-throttling',
    ],
    catalogue: ['DOW-LAMBDA-CONCURRENCY'],
    peers: ['CKV_AWS_115', 'cfn_nag W92', 'LAMBDA_CONCURRENCY_CHECK', 'cdk-nag LambdaConcurrency'],
  },
  messages: {
    unbounded: {
      what: 'function "{name}" has no limit of its own, and anyone can start it through {route}',
      fix: 'set "ReservedConcurrentExecutions" ("reservedConcurrentExecutions") to what its callers need{throttle}',
    },
  },
  examples: {
    valid: [
      {
        title: 'a public function with a limit',
        resources: { Orders: handler({ ReservedConcurrentExecutions: 10 }), Url: url('NONE') },
      },
      { title: 'a function that asks who calls', resources: { Orders: handler({}), Url: url('AWS_IAM') } },
    ],
    invalid: [{ title: 'a public function without a limit', resources: { Orders: handler({}), Url: url('NONE') }, reports: ['unbounded'] }],
  },
  *check(model) {
    for (const [resource, entryPoints] of openEntryPointsOf(model)) {
      if (!isOwnFunction(model, resource)) continue;
      const open = entryPoints.find((entryPoint) => !isThrottled(model, entryPoint.api));
      if (open === undefined || hasLimit(model, resource)) continue;
      const isUrl = open.kind === 'function-url';
      const data = {
        name: model.nameOf(resource),
        route: isUrl ? 'its URL' : `"${open.route}"`,
        throttle: isUrl ? '' : ', or a throttle on the stage of the API',
      };
      const at = model.propertiesOf(resource);
      yield { message: 'unbounded' as const, resource, at, evidence: 'ReservedConcurrentExecutions absent', data };
    }
  },
});

/** A limit of zero switches the function off, which is a limit too. */
function hasLimit(model: Model, resource: Resource): boolean {
  return model.readingsOf(resource).every((reading) => {
    const reserved = reading.values('ReservedConcurrentExecutions');
    const isReserved = reserved.every((value) => value.kind === 'symbolic' || (numberIn(value) ?? -1) >= 0);
    return isReserved || isLimited(reading.values('FunctionScalingConfig', 'MaxExecutionEnvironments'));
  });
}
