import { lifeOf, phaseOf, runtimesAsOf, successorOf } from '../../lib/core/model/lambda-runtimes';
import type { Model } from '../../lib/core/model/model';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

type Message = 'deprecated' | 'ending' | 'layer' | 'oldCanary';

const fn = (Runtime: string) => ({
  Orders: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Runtime,
      Handler: 'index.handler',
      Code: { S3Bucket: 'code', S3Key: 'orders.zip' },
      Role: 'arn:aws:iam::111122223333:role/orders',
    },
  },
});

/** Resources that say in which runtime their code runs. */
const places = [
  { type: 'AWS::Lambda::Function', path: ['Runtime'] },
  { type: 'AWS::Serverless::Function', path: ['Runtime'] },
] as const;

const CDK_ADVICE = 'upgrade "aws-cdk-lib": this function is its own, and a newer version runs it in a newer runtime';

export default defineRule<Message>({
  meta: {
    id: 'supply-chain/no-deprecated-runtime',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'Functions run in runtimes that get security patches',
    rationale:
      'AWS stops patching a deprecated runtime: what is found in the language or its libraries from then on stays open. Later no function can be created, and then none updated, not even to fix something else.',
    references: ['https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html#runtime-support-policy'],
    catalogue: ['SC-LAMBDA-RUNTIME'],
    peers: ['CKV_AWS_363', 'cfn-lint W2531', 'cfn-lint E2531', 'cfn-lint E2533', 'cdk-nag AwsSolutions-L1', 'Security Hub Lambda.2'],
  },
  messages: {
    deprecated: {
      what: 'function "{name}" runs in "{runtime}", which gets no security patches since {deprecated}{consequence}',
      fix: 'move the function to a supported runtime of the same language; in CDK "runtime: lambda.Runtime.{latest}"',
    },
    ending: {
      what: 'function "{name}" runs in "{runtime}", which gets no security patches after {deprecated}',
      fix: 'plan the move to a supported runtime of the same language; in CDK "runtime: lambda.Runtime.{latest}"',
    },
    layer: {
      what: 'layer "{name}" says that it is made for "{runtime}", deprecated since {deprecated}',
      fix: 'build the layer for a supported runtime and drop "{runtime}" from CompatibleRuntimes ("compatibleRuntimes")',
    },
    oldCanary: {
      what: 'canary "{name}" runs in "{runtime}", which is deprecated',
      fix: 'set RuntimeVersion to a newer version, such as "syn-nodejs-puppeteer-10.0"; in CDK "runtime: synthetics.Runtime.{latest}"',
    },
  },
  examples: {
    valid: [
      { title: 'a supported runtime', resources: fn('nodejs24.x') },
      { title: 'a runtime that is newer than this package', resources: fn('nodejs98.x') },
    ],
    invalid: [
      { title: 'a runtime of which functions cannot be created', resources: fn('nodejs18.x'), reports: ['deprecated'] },
      { title: 'a runtime of which functions cannot be updated', resources: fn('python3.6'), reports: ['deprecated'] },
      {
        title: 'runtimes that end soon, and what is made for old ones',
        resources: {
          ...fn('java11'),
          Shared: {
            Type: 'AWS::Lambda::LayerVersion',
            Properties: { Content: { S3Bucket: 'code', S3Key: 'layer.zip' }, CompatibleRuntimes: ['python3.9', 'python3.13'] },
          },
          Watch: { Type: 'AWS::Synthetics::Canary', Properties: { RuntimeVersion: 'syn-1.0' } },
        },
        reports: ['ending', 'layer', 'oldCanary'],
      },
    ],
  },
  *check(model): Iterable<Fact<Message>> {
    const today = model.settings.today ?? runtimesAsOf;
    for (const { type, path } of places) {
      for (const resource of model.resourcesOfType(type)) yield* functionFacts(model, resource, path, today);
    }
    for (const resource of model.resourcesOfType('AWS::Lambda::LayerVersion')) yield* layerFacts(model, resource, today);
    for (const resource of model.resourcesOfType('AWS::Synthetics::Canary')) yield* canaryFacts(model, resource);
  },
});

function* functionFacts(model: Model, resource: Resource, path: readonly string[], today: string): Iterable<Fact<Message>> {
  const name = model.nameOf(resource);
  for (const { value, at } of model.values(resource, ...path)) {
    const life = typeof value === 'string' ? lifeOf(value) : undefined;
    if (typeof value !== 'string' || life === undefined) continue;
    const phase = phaseOf(life, today);
    if (phase === 'supported') continue;
    const consequence =
      phase === 'updateBlocked'
        ? `; since ${life.updateBlocked} such functions cannot be updated`
        : phase === 'createBlocked'
          ? `; since ${life.createBlocked} none can be created`
          : '';
    const data = { name, runtime: value, deprecated: life.deprecated, consequence, latest: successorOf(value) };
    const provider = model.isProvided(resource) ? { provider: { name: 'provider framework', advice: CDK_ADVICE } } : {};
    const common = { resource, at, evidence: value, data, ...provider };
    yield phase === 'ending' ? { ...common, message: 'ending', atMost: 'warning' } : { ...common, message: 'deprecated' };
  }
}

/** A layer for old and new runtimes is fine where it is used in new ones: it is worth a note. */
function* layerFacts(model: Model, resource: Resource, today: string): Iterable<Fact<Message>> {
  for (const { value, at } of model.values(resource, 'CompatibleRuntimes', '*')) {
    const life = typeof value === 'string' ? lifeOf(value) : undefined;
    if (typeof value !== 'string' || life === undefined || today < life.deprecated) continue;
    const data = { name: model.nameOf(resource), runtime: value, deprecated: life.deprecated };
    yield { message: 'layer', resource, at, evidence: value, data, atMost: 'info' };
  }
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Runtime_Versions_Deprecated.html */
const OLD_CANARY = /^syn-(?:1\.0|nodejs-(?:2\.\d|puppeteer-[3-6]\.\d)|python-selenium-(?:1\.\d|2\.[01]))$/;

function* canaryFacts(model: Model, resource: Resource): Iterable<Fact<Message>> {
  for (const { value, at } of model.values(resource, 'RuntimeVersion')) {
    if (typeof value !== 'string' || !OLD_CANARY.test(value)) continue;
    const latest = value.includes('python') ? 'SYNTHETICS_PYTHON_SELENIUM_6_0' : 'SYNTHETICS_NODEJS_PUPPETEER_10_0';
    yield {
      message: 'oldCanary',
      resource,
      at,
      evidence: value,
      data: { name: model.nameOf(resource), runtime: value, latest },
      atMost: 'warning',
    };
  }
}
