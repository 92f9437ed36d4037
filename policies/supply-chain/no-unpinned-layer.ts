import { parseArn } from '../../lib/core/iam/arn';
import { functionTypes } from '../../lib/core/model/lambda';
import { defineRule } from '../../lib/core/rule';
import { type SymbolicString, soleHole } from '../../lib/core/template/symbolic';
import { ordersFunction } from '../example-resources';

const fn = (...Layers: string[]) => ordersFunction({ Layers });

export default defineRule({
  meta: {
    id: 'supply-chain/no-unpinned-layer',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'Functions name the version of their layers',
    rationale:
      'A layer whose version is looked up at deployment changes what runs in the function without a change to the app: no review, no test, and no way back to the same thing.',
    references: ['https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html#layer-versions'],
    catalogue: ['SC-LAYER-UNPINNED'],
    peers: [],
  },
  messages: {
    noVersion: {
      what: 'function "{name}" uses the layer "{layer}" without the number of a version',
      fix: 'end the ARN with the version, such as ":12"; in CDK "LayerVersion.fromLayerVersionArn()"',
    },
    lookedUp: {
      what: 'function "{name}" takes the version of a layer from {layer}, whatever it is at deployment',
      fix: 'write the ARN with the version, or read a parameter that is one for each version, such as ".../3.23.0" instead of ".../latest"',
    },
  },
  examples: {
    valid: [
      { title: 'a version', resources: fn('arn:aws:lambda:eu-west-1:017000801446:layer:AWSLambdaPowertoolsPythonV3-python313-arm64:18') },
    ],
    invalid: [
      { title: 'no version', resources: fn('arn:aws:lambda:eu-west-1:111122223333:layer:shared'), reports: ['noVersion'] },
      {
        title: 'the latest version',
        resources: fn('{{resolve:ssm:/aws/service/powertools/python/arm64/python3.13/latest}}'),
        reports: ['lookedUp'],
      },
    ],
  },
  *check(model) {
    for (const resource of functionTypes.flatMap((type) => model.resourcesOfType(type))) {
      for (const { value, at } of model.values(resource, 'Layers', '*')) {
        const message = looksUp(value) ? ('lookedUp' as const) : lacksVersion(value) ? ('noVersion' as const) : undefined;
        if (message === undefined) continue;
        const layer = model.show({ value, at }, resource);
        const data = { name: model.nameOf(resource), layer: message === 'lookedUp' ? `"${layer}"` : layer };
        yield { message, resource, at, evidence: layer, data };
      }
    }
  },
});

/** A version in the name of a parameter, or of the parameter itself: `…/3.23.0`, `…:4`. */
const VERSIONED = /(?:\d+\.\d+(?:\.\d+)?|:\d+)$/;

/** Whether a parameter or a function of a custom resource says at deployment which version it is. */
function looksUp(value: SymbolicString): boolean {
  const hole = soleHole(value);
  if (hole?.kind === 'dynamic') return !VERSIONED.test(hole.reference);
  return (
    hole?.kind === 'resource' && (hole.resourceType.startsWith('Custom::') || hole.resourceType === 'AWS::CloudFormation::CustomResource')
  );
}

/** `layer:name:12` in the last field; a hole at the end may hold the number. */
function lacksVersion(value: SymbolicString): boolean {
  const arn = parseArn(value);
  if (arn?.service !== 'lambda') return false;
  const last = typeof arn.resource === 'string' ? arn.resource : arn.resource.parts.at(-1);
  return typeof last === 'string' && !/:\d+$/.test(last);
}
