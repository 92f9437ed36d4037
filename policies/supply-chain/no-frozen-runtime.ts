import { defineRule } from '../../lib/core/rule';

const version = 'arn:aws:lambda:eu-west-1::runtime:07a48df201798d627f2b950f03bb227aab4a655a1d019c3296406f95937e2525';
const fn = (RuntimeManagementConfig: { readonly [key: string]: string }) => ({
  Orders: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { S3Bucket: 'code', S3Key: 'orders.zip' },
      Role: 'arn:aws:iam::111122223333:role/orders',
      RuntimeManagementConfig,
    },
  },
});

export default defineRule({
  meta: {
    id: 'supply-chain/no-frozen-runtime',
    severity: { recommended: 'warning', strict: 'warning', critical: 'off' },
    title: 'Runtimes take security patches',
    rationale:
      'A function that is set to one version of its runtime keeps the flaws of that version. It is meant for the hours after an update that broke something, not to stay.',
    references: ['https://docs.aws.amazon.com/lambda/latest/dg/runtimes-update.html#runtime-management-controls'],
    catalogue: ['SC-RUNTIME-PINNED'],
    peers: [],
  },
  messages: {
    frozen: {
      what: 'function "{name}" stays at one version of its runtime: UpdateRuntimeOn is "{value}"',
      fix: 'set UpdateRuntimeOn to "Auto" or "FunctionUpdate"; in CDK "runtimeManagementMode: lambda.RuntimeManagementMode.AUTO"',
    },
  },
  examples: {
    valid: [{ title: 'patches with each deployment', resources: fn({ UpdateRuntimeOn: 'FunctionUpdate' }) }],
    invalid: [
      { title: 'one version for ever', resources: fn({ UpdateRuntimeOn: 'Manual', RuntimeVersionArn: version }), reports: ['frozen'] },
    ],
  },
  *check(model) {
    for (const { resource } of model.functions) {
      for (const { value, at } of model.values(resource, 'RuntimeManagementConfig', 'UpdateRuntimeOn')) {
        if (typeof value !== 'string' || value.toLowerCase() !== 'manual') continue;
        yield {
          message: 'frozen' as const,
          resource,
          at,
          evidence: 'UpdateRuntimeOn Manual',
          data: { name: model.nameOf(resource), value },
        };
      }
    }
  },
});
