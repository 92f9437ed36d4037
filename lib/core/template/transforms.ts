import { isObject, type Json, type JsonObject } from '../json';
import { memberOf } from './scope';
import type { Template } from './template';

const SERVERLESS = 'AWS::Serverless-2016-10-31';
const LANGUAGE_EXTENSIONS = 'AWS::LanguageExtensions';
/** Transforms of AWS that leave what is written as it is, or that the rules know themselves. */
const UNDERSTOOD = new Set([SERVERLESS, LANGUAGE_EXTENSIONS, 'AWS::CodeDeployBlueGreen', 'AWS::ServiceCatalog']);

/** Names of the top-level transforms. */
export function transformsOf(body: JsonObject): readonly string[] {
  const transform = memberOf(body, 'Transform');
  const entries: readonly (Json | undefined)[] = Array.isArray(transform) ? transform : [transform];
  return entries.flatMap((entry) => {
    const name = isObject(entry) ? entry.Name : entry;
    return typeof name === 'string' ? [name] : [];
  });
}

/** Top-level transforms that may write anything: macros of the account, `AWS::Include`. */
export function macrosOf(body: JsonObject): readonly string[] {
  return transformsOf(body).filter((name) => !UNDERSTOOD.has(name) && !name.startsWith('AWS::SecretsManager-'));
}

export function hasLanguageExtensions(body: JsonObject): boolean {
  return transformsOf(body).includes(LANGUAGE_EXTENSIONS);
}

/** Resources that the SAM transform makes, by the ends of their logical ids. https://github.com/aws/serverless-application-model/blob/develop/docs/internals/generated_resources.rst */
const GENERATED: readonly (readonly [RegExp, string])[] = [
  [/^ServerlessRestApi$/, 'AWS::ApiGateway::RestApi'],
  [/^ServerlessHttpApi$/, 'AWS::ApiGatewayV2::Api'],
  [/^ServerlessDeploymentApplication$/, 'AWS::CodeDeploy::Application'],
  [/^ServerlessRestApi(\w+)Stage$/, 'AWS::ApiGateway::Stage'],
  [/^ServerlessHttpApi(\w+)Stage$/, 'AWS::ApiGatewayV2::Stage'],
];
const GENERATED_OF_OWNER: readonly (readonly [RegExp, RegExp, string])[] = [
  [/^AWS::Serverless::(Function|StateMachine)$/, /^(.+)Role$/, 'AWS::IAM::Role'],
  [/^AWS::Serverless::Function$/, /^(.+)Url$/, 'AWS::Lambda::Url'],
  [/^AWS::Serverless::Function$/, /^(.+)(?:\.Version|Version\w*)$/, 'AWS::Lambda::Version'],
  [/^AWS::Serverless::Function$/, /^(.+?)(?:\.Alias|Alias\w*)$/, 'AWS::Lambda::Alias'],
  [/^AWS::Serverless::Api$/, /^(.+)(?:\.Stage|Stage)$/, 'AWS::ApiGateway::Stage'],
  [/^AWS::Serverless::Api$/, /^(.+)(?:\.Deployment|Deployment)$/, 'AWS::ApiGateway::Deployment'],
  [/^AWS::Serverless::HttpApi$/, /^(.+)(?:\.Stage|Stage|ApiGatewayDefaultStage)$/, 'AWS::ApiGatewayV2::Stage'],
];

/** The type of a resource that a SAM template refers to and the SAM transform makes. */
export function generatedType(template: Template, logicalId: string): string | undefined {
  if (!transformsOf(template.body).includes(SERVERLESS)) return undefined;
  const whole = GENERATED.find(([pattern]) => pattern.test(logicalId));
  if (whole !== undefined) return whole[1];
  for (const [ownerType, pattern, type] of GENERATED_OF_OWNER) {
    const owner = pattern.exec(logicalId)?.[1];
    const ownerResource = owner === undefined ? undefined : ownerOf(template, owner);
    if (ownerResource !== undefined && ownerType.test(ownerResource)) return type;
  }
  // Event sources of a function make resources named after both: `ApiFunctionSchedule`.
  for (const [owner, resource] of template.resources) {
    if (logicalId.startsWith(owner) && resource.type === 'AWS::Serverless::Function') return 'AWS::Serverless::Generated';
  }
  return undefined;
}

function ownerOf(template: Template, id: string): string | undefined {
  const resource = template.resources.get(id);
  if (resource !== undefined) return resource.type;
  // `ApiProdStage`: a generated id that also names the stage.
  for (const [owner, { type }] of template.resources) if (id.startsWith(owner)) return type;
  return undefined;
}

/** Whether a template has nothing to deploy: the CDK CLI skips such a stack. */
export function deploysNothing(body: Json): boolean {
  return isObject(body) && body.Resources === undefined && body.Transform === undefined && body['Fn::Transform'] === undefined;
}
