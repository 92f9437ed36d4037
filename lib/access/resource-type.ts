import { globsIntersect, hasWildcard, matchesGlob } from '../core/iam/pattern';
import type { Service } from '../reference/reference';

/** Constructs and CloudFormation types whose name is not that of the reference's resource type. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  globaltable: 'table',
  httpapi: 'api',
};

/**
 * The resource type of `service` that a construct or CloudFormation type is: `stateMachine` is `statemachine`,
 * `DBCluster` is `cluster`. Spelling counts, case and hyphens do not; a type whose name only ends like it is taken when
 * there is one such type.
 */
export function typeNamed(service: Service, name: string): string | undefined {
  const wanted = OTHER_NAMES[plain(name)] ?? plain(name);
  const types = [...service.resourceTypes.keys()];
  const exact = types.find((type) => plain(type) === wanted);
  if (exact !== undefined) return exact;
  const endings = types.filter((type) => wanted.endsWith(plain(type)) || plain(type).endsWith(wanted));
  return endings.length === 1 ? endings[0] : undefined;
}

function plain(name: string): string {
  return name.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
}

/**
 * The resource types of `service` that an ARN can name, the one it names most exactly first: `arn:…:table/t/index/i` is an
 * index before it is a table. Variables inside the ARN stand for any one value. An ARN that ends in a wildcard below a
 * resource (`…:log-group:g:*`) also names the types below that resource.
 */
export function typesOfArn(service: Service, arn: string): readonly string[] {
  const sample = arn.replaceAll('*', 'x').replaceAll('?', 'x');
  const fits: { readonly type: string; readonly format: string; readonly strict: boolean; readonly literal: number }[] = [];
  for (const [type, { arnFormats }] of service.resourceTypes) {
    for (const format of arnFormats) {
      const glob = globOf(format);
      if (!matchesGlob(glob, sample)) continue;
      fits.push({ type, format, strict: strictPattern(format).test(sample), literal: glob.replaceAll('*', '').length });
    }
  }
  fits.sort((one, other) => Number(other.strict) - Number(one.strict) || other.literal - one.literal);
  const [best] = fits;
  if (best === undefined) return [];
  return [best.type, ...(hasWildcard(arn) ? typesBelow(service, best.format, arn) : [])];
}

function typesBelow(service: Service, format: string, arn: string): readonly string[] {
  const types: string[] = [];
  for (const [type, { arnFormats }] of service.resourceTypes) {
    if (arnFormats.some((other) => other !== format && other.startsWith(format) && globsIntersect(globOf(other), arn))) types.push(type);
  }
  return types;
}

/** `arn:${Partition}:sqs:${Region}:${Account}:${QueueName}` as a pattern, `arn:*:sqs:*:*:*`. */
export function globOf(format: string): string {
  return format.replace(/\$\{[^}]*\}/g, '*');
}

const strictPatterns = new Map<string, RegExp>();

/** The format with variables that hold neither `/` nor `:`. */
function strictPattern(format: string): RegExp {
  let pattern = strictPatterns.get(format);
  if (pattern === undefined) {
    const parts = format.split(/\$\{[^}]*\}/).map((literal) => literal.replace(/[.*+?^$()|[\]{}\\]/g, '\\$&'));
    pattern = new RegExp(`^${parts.join('[^/:]*')}$`);
    strictPatterns.set(format, pattern);
  }
  return pattern;
}

/** CloudFormation's names of services whose ARNs say something else. */
const ARN_SERVICES: Readonly<Record<string, readonly string[]>> = {
  amazonmq: ['mq'],
  apigateway: ['apigateway', 'execute-api'],
  apigatewayv2: ['apigateway', 'execute-api'],
  certificatemanager: ['acm'],
  cognito: ['cognito-idp', 'cognito-identity', 'cognito-sync'],
  docdb: ['rds'],
  efs: ['elasticfilesystem'],
  elasticloadbalancingv2: ['elasticloadbalancing'],
  elasticsearch: ['es'],
  kinesisfirehose: ['firehose'],
  msk: ['kafka'],
  neptune: ['rds', 'neptune-db'],
  opensearchserverless: ['aoss'],
  opensearchservice: ['es'],
  pinpoint: ['mobiletargeting'],
  rds: ['rds', 'rds-db'],
  stepfunctions: ['states'],
};

/** The services that ARNs of a CloudFormation type name: `AWS::StepFunctions::StateMachine` → `states`. */
export function arnServicesOf(cfnType: string): readonly string[] {
  const namespace = (cfnType.split('::')[1] ?? '').toLowerCase();
  return ARN_SERVICES[namespace] ?? [namespace];
}

/** The service that the ARNs of a resource type name, the third segment of its format. */
export function arnServiceOf(format: string): string {
  return format.split(':')[2] ?? '';
}
