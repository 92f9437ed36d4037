import type { JsonObject } from '../../lib/core/json';
import type { Model } from '../../lib/core/model/model';
import { isPublicOnPurpose } from '../../lib/core/model/public-endpoints';
import type { Path } from '../../lib/core/path';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

type Message = 'anyOrigin' | 'anyOriginWithCredentials';

const url = (Cors: JsonObject): JsonObject => ({
  Type: 'AWS::Lambda::Url',
  Properties: { AuthType: 'AWS_IAM', TargetFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:orders', Cors },
});

export default defineRule<Message>({
  meta: {
    id: 'endpoint/no-open-function-url-cors',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'Function URLs name the websites that may call them',
    rationale:
      'AllowOrigins "*" lets every website that somebody opens call the function from their browser and read the answer; with AllowCredentials it does so in the name of who is signed in.',
    references: [
      'https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html#urls-cors',
      'https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS',
    ],
    catalogue: ['NET-LAMBDA-URL-CORS'],
    peers: ['CKV2_AWS_75', 'CT.LAMBDA.PR.6', 'prowler awslambda_function_url_cors_policy'],
  },
  messages: {
    anyOrigin: {
      what: 'function URL "{name}" has AllowOrigins "{origin}": every website may call it from a browser',
      fix: 'list your own websites in AllowOrigins ("cors: { allowedOrigins: [\'https://app.example.com\'] }")',
    },
    anyOriginWithCredentials: {
      what: 'function URL "{name}" has AllowOrigins "{origin}" and AllowCredentials "true": every website may call it in the name of its visitor',
      fix: 'list your own websites in AllowOrigins ("cors: { allowedOrigins: [\'https://app.example.com\'] }"), or set AllowCredentials to "false"',
    },
  },
  examples: {
    valid: [{ title: 'one website', resources: { Url: url({ AllowOrigins: ['https://app.example.com'] }) } }],
    invalid: [
      { title: 'every website, which is a warning', resources: { Url: url({ AllowOrigins: ['*'] }) }, reports: ['anyOrigin'] },
      {
        title: 'every website, with credentials',
        resources: { Url: url({ AllowOrigins: ['*'], AllowCredentials: true }) },
        reports: ['anyOriginWithCredentials'],
      },
    ],
  },
  *check(model) {
    for (const [type, path] of places) {
      for (const resource of model.resourcesOfType(type)) {
        if (isPublicOnPurpose(model, resource)) continue;
        for (const cors of corsOf(model, resource, path)) yield* factsOf(model, resource, cors);
      }
    }
  },
});

const places: readonly (readonly [type: string, cors: readonly string[]])[] = [
  ['AWS::Lambda::Url', ['Cors']],
  ['AWS::Serverless::Function', ['FunctionUrlConfig', 'Cors']],
];

interface Cors {
  readonly origins: readonly { readonly text: string; readonly at: Path | undefined }[];
  readonly hasCredentials: boolean;
}

function* corsOf(model: Model, resource: Resource, path: readonly string[]): Iterable<Cors> {
  for (const reading of model.readingsOf(resource)) {
    const origins = reading.values(...path, 'AllowOrigins', '*');
    yield { origins, hasCredentials: reading.canBe([...path, 'AllowCredentials'], ['true']) !== 'no' };
  }
}

function* factsOf(model: Model, resource: Resource, { origins, hasCredentials }: Cors): Iterable<Fact<Message>> {
  for (const { text, at } of origins) {
    if (!EVERY_ORIGIN.has(text.toLowerCase())) continue;
    const common = { resource, at, evidence: `AllowOrigins ${text}`, data: { name: model.nameOf(resource), origin: text } };
    if (hasCredentials) yield { ...common, message: 'anyOriginWithCredentials' };
    else yield { ...common, message: 'anyOrigin', atMost: 'warning' };
  }
}

const EVERY_ORIGIN = new Set(['*', 'http://*', 'https://*']);
