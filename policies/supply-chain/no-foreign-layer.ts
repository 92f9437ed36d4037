import { parseArn } from '../../lib/core/iam/arn';
import { standingOf } from '../../lib/core/model/accounts';
import { functionTypes } from '../../lib/core/model/lambda';
import { layerPublisherOf } from '../../lib/core/model/layer-accounts';
import { defineRule } from '../../lib/core/rule';
import { ordersFunction } from '../example-resources';

const fn = (...Layers: string[]) => ordersFunction({ Layers });

export default defineRule({
  meta: {
    id: 'supply-chain/no-foreign-layer',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'Functions use layers of their own account, of AWS, or of accounts that are trusted',
    rationale:
      "A layer runs inside of the function, with its role and its data. One from somebody else's account is code that nobody here has seen or can keep.",
    references: ['https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html'],
    catalogue: ['SC-LAYER-FOREIGN'],
    peers: ['prowler awslambda_function_using_cross_account_layers'],
  },
  messages: {
    foreignAccount: {
      what: 'function "{name}" uses the layer "{layer}" of account {account}, which is neither its own nor AWS\'s',
      fix: 'publish the layer in your own account ("new lambda.LayerVersion()"), or name the account in the setting "layerAccounts" once you know whose it is',
    },
  },
  examples: {
    valid: [
      {
        title: 'a layer of AWS',
        resources: fn('arn:aws:lambda:eu-west-1:017000801446:layer:AWSLambdaPowertoolsPythonV3-python313-arm64:18'),
      },
    ],
    invalid: [
      {
        title: 'a layer of an unknown account',
        resources: fn('arn:aws:lambda:eu-west-1:999988887777:layer:imagemagick:2'),
        reports: ['foreignAccount'],
      },
    ],
  },
  *check(model) {
    const { layerAccounts } = model.settings;
    for (const resource of functionTypes.flatMap((type) => model.resourcesOfType(type))) {
      for (const { value, at } of model.values(resource, 'Layers', '*')) {
        const arn = parseArn(value);
        if (arn?.service !== 'lambda' || typeof arn.account !== 'string') continue;
        const { account } = arn;
        if (layerPublisherOf(account) !== undefined || layerAccounts.includes(account)) continue;
        const standing = standingOf(model, resource.template, account);
        if (standing !== 'foreign' && standing !== 'unpinned') continue;
        const layer = model.show({ value: arn.resource, at }, resource).replace(/^layer:/, '');
        yield {
          message: 'foreignAccount' as const,
          resource,
          at,
          evidence: `${account}:${layer}`,
          data: { name: model.nameOf(resource), layer, account },
        };
      }
    }
  },
});
