import { arnServicesOf } from '../access/resource-type';
import { describeResource, parseArn } from '../core/iam/arn';
import type { Model } from '../core/model/model';
import { concat, type Hole, isComputed, partsOf, type ResourceHole, type SymbolicString, soleHole } from '../core/template/symbolic';
import type { Resource } from '../core/template/template';

/**
 * What a value of `Resource` names.
 * - `every`: `*`
 * - `resource`: a resource of the input, or what lies below it
 * - `arn`: one resource that is not in the input, or what lies below it
 * - `broad`: resources that nobody named
 */
export type Place =
  | { readonly kind: 'every' | 'arn' | 'broad' }
  | {
      readonly kind: 'resource';
      readonly resource: Resource;
      /** `Arn`, `Ref`, `StreamArn`: the attribute whose ARN it is. */
      readonly attribute: string;
      /** What stands behind the ARN of the resource: empty for the resource itself. */
      readonly below: SymbolicString;
    };

const BROAD: ReadonlySet<string> = new Set(['service-wide', 'prefix', 'wildcard-region']);

/** What `value`, written in the template of `from`, names. */
export function placeOf(model: Model, from: Resource, value: SymbolicString): Place {
  const { kind, otherwise } = describeResource(value);
  if (kind === 'everything') return { kind: 'every' };
  const named = resourceNamed(model, from, value);
  if (named !== undefined) return named;
  return BROAD.has(kind) || BROAD.has(otherwise ?? '') ? { kind: 'broad' } : { kind: 'arn' };
}

function resourceNamed(model: Model, from: Resource, value: SymbolicString): Place | undefined {
  const parts = partsOf(value);
  const own = parts.filter(isOwn);
  const [hole, another] = own;
  if (hole === undefined || another !== undefined) return undefined;
  const resource = model.resolverOf(from.template).target({ parts: [hole] });
  if (resource === undefined) return undefined;
  const at = parts.indexOf(hole);
  const below = concat(parts.slice(at + 1).map((part) => (typeof part === 'string' ? part : { parts: [part] })));
  if (at === 0) return { kind: 'resource', resource, attribute: hole.attribute, below };
  const before = concat(parts.slice(0, at).map((part) => (typeof part === 'string' ? part : { parts: [part] })));
  return isWrittenAround(resource, hole, before) ? { kind: 'resource', resource, attribute: 'Arn', below } : undefined;
}

function isOwn(part: string | Hole): part is ResourceHole {
  return typeof part !== 'string' && part.kind === 'resource' && !isComputed(part);
}

/** What stands before the name in the ARN of a resource: `parameter/`, `table/`. */
const BEFORE_NAME: Readonly<Record<string, readonly string[]>> = {
  'AWS::Cognito::IdentityPool': ['identitypool/'],
  'AWS::Cognito::UserPool': ['userpool/'],
  'AWS::DynamoDB::GlobalTable': ['table/'],
  'AWS::DynamoDB::Table': ['table/'],
  'AWS::Events::EventBus': ['event-bus/'],
  'AWS::Kinesis::Stream': ['stream/'],
  'AWS::KinesisFirehose::DeliveryStream': ['deliverystream/'],
  'AWS::KMS::Key': ['key/'],
  'AWS::Lambda::Function': ['function:'],
  'AWS::S3::Bucket': [''],
  'AWS::SES::EmailIdentity': ['identity/'],
  'AWS::SSM::Parameter': ['parameter/', 'parameter'],
  'AWS::Serverless::Function': ['function:'],
  'AWS::Serverless::SimpleTable': ['table/'],
};

/** Whether an ARN is that of the resource: of its service, in its own place, with its name where names stand. */
function isWrittenAround(resource: Resource, { attribute }: ResourceHole, before: SymbolicString): boolean {
  if (attribute !== 'Ref') return false;
  const arn = parseArn(concat([before, 'x']));
  if (arn === undefined || typeof arn.service !== 'string' || !arnServicesOf(resource.type).includes(arn.service)) return false;
  const { region, account } = resource.template;
  if (!isHere(arn.region, region) || !isHere(arn.account, account)) return false;
  return BEFORE_NAME[resource.type]?.some((text) => arn.resource === `${text}x`) ?? false;
}

/** Whether a field of an ARN is empty, or the place where the stack is deployed. */
function isHere(field: SymbolicString, own: string | undefined): boolean {
  return field === '' || field === own || soleHole(field)?.kind === 'pseudo';
}
