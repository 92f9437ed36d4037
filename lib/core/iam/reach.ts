import type { Reference } from '../../reference/reference';
import { isComputed, partsOf } from '../template/symbolic';
import type { KnownAction } from './action';
import { type Arn, meetsArn, parseArn } from './arn';
import type { GrantedResource } from './grant';
import { matchesGlob } from './pattern';

/**
 * How far an action reaches through one element of `Resource`, widest last.
 * - `none`: the element names nothing that the action acts on
 * - `own`: resources of the input
 * - `foreign`: resources that the input names, but does not make
 * - `many`: what a pattern on the name, or every account, takes in
 * - `any`: every resource of the kind
 */
export type Reach = 'none' | 'own' | 'foreign' | 'many' | 'any';

const WIDTH: Readonly<Record<Reach, number>> = { none: 0, own: 1, foreign: 2, many: 3, any: 4 };

/** The narrower of two. */
export function narrower(left: Reach, right: Reach): Reach {
  return WIDTH[left] <= WIDTH[right] ? left : right;
}

/** Whether `left` reaches further than `right`. */
export function isWider(left: Reach, right: Reach): boolean {
  return WIDTH[left] > WIDTH[right];
}

/** How far `known` reaches through `element`. An action that supports no resource-level permissions is only granted on everything. */
export function reachOf(reference: Reference, known: KnownAction, element: GrantedResource): Reach {
  const { value, scope } = element;
  if (scope.kind === 'everything') return 'any';
  const arn = typeof value === 'string' ? arnOfText(value) : parseArn(value);
  const matching = formatsOf(reference, known).filter((format) =>
    arn === undefined ? meetsArn(value, format.pattern) !== 'no' : mayNameOneOf(arn, format),
  );
  if (matching.length === 0) return 'none';
  const names = arn?.resource;
  if (typeof names === 'string' && matching.some(({ sample }) => matchesGlob(names, sample))) return 'any';
  switch (scope.otherwise ?? scope.kind) {
    case 'service-wide':
    case 'prefix':
      return 'many';
    default:
      return partsOf(value).some((part) => typeof part !== 'string' && part.kind === 'resource' && !isComputed(part)) ? 'own' : 'foreign';
  }
}

/** An ARN with `*` for the fields that it lacks, as AWS reads it. */
function arnOfText(text: string): Arn | undefined {
  if (!text.startsWith('arn:')) return undefined;
  const missing = 6 - text.split(':').length;
  return parseArn(missing > 0 ? `${text}${':*'.repeat(missing)}` : text);
}

function mayNameOneOf({ service, resource }: Arn, format: Format): boolean {
  if (typeof service === 'string' && !matchesGlob(service, format.service)) return false;
  return meetsArn(resource, format.resource) !== 'no';
}

interface Format {
  /** The ARNs of this form, as a pattern. */
  readonly pattern: string;
  readonly service: string;
  /** The resource part of the pattern. */
  readonly resource: string;
  /** The resource part of one of them, with a name that no pattern names. */
  readonly sample: string;
}

const formats = new WeakMap<KnownAction, readonly Format[]>();

function formatsOf(reference: Reference, known: KnownAction): readonly Format[] {
  const remembered = formats.get(known);
  if (remembered !== undefined) return remembered;
  const types = reference.service(known.service)?.resourceTypes;
  const found = decidingTypes(known).flatMap((name) => types?.get(name)?.arnFormats ?? []);
  const made = found.map((format): Format => {
    const [, , service = '', , , ...resource] = format.split(':');
    const names = resource.join(':');
    return { pattern: filled(format, '*'), service, resource: filled(names, '*'), sample: filled(names, ANY_NAME) };
  });
  formats.set(known, made);
  return made;
}

function filled(format: string, name: string): string {
  return format.replaceAll(/\$\{[^}]*\}/g, name);
}

/** No ARN holds this character. */
const ANY_NAME = '\u0001';

/** The types that decide, where not all of those that an action takes do: the others have ids that AWS chooses, or only accompany them. */
const DECIDING: ReadonlyMap<string, readonly string[]> = new Map([
  ['apprunner:CreateService', ['service']],
  ['apprunner:UpdateService', ['service']],
  ['batch:SubmitJob', ['job-definition', 'job-definition-revision', 'job-queue']],
  ['braket:CreateJob', ['job']],
  ['cloudformation:CreateStackInstances', ['stackset']],
  ['cloudformation:UpdateStackSet', ['stackset']],
  ['ecs:ExecuteCommand', ['task']],
  ['ssm:SendCommand', ['instance', 'managed-instance']],
  ['ssm:StartAutomationExecution', ['document', 'automation-definition']],
  ['ssm:StartSession', ['instance', 'managed-instance', 'task']],
  ['sso:AttachManagedPolicyToPermissionSet', ['PermissionSet']],
  ['sso:AttachCustomerManagedPolicyReferenceToPermissionSet', ['PermissionSet']],
  ['sso:PutInlinePolicyToPermissionSet', ['PermissionSet']],
]);

/**
 * The resource types that decide what the action reaches, when it takes several: of EC2 the instance, not what it is
 * launched from; what a snapshot is made of, not the snapshot, whose id AWS chooses.
 */
function decidingTypes({ id, service, action }: KnownAction): readonly string[] {
  const names = action.resourceTypes.map(({ name }) => name);
  const deciding = DECIDING.get(id);
  if (deciding !== undefined) return deciding;
  if (service === 'ec2' && names.includes('instance')) return ['instance'];
  const sources = /^Create\w*Snapshots?$/.test(action.name) ? names.filter((name) => !name.endsWith('snapshot')) : [];
  return sources.length > 0 ? sources : names;
}
