/**
 * Symbolic strings: what a CloudFormation value is once its intrinsics are resolved. A plain JavaScript string is a
 * value that is known in full; a {@link Holed} value is literal text with holes, and each hole knows what it stands for.
 */

/** The value of a resource in the input: `Ref` (attribute `Ref`) or `Fn::GetAtt`. */
export interface ResourceHole {
  readonly kind: 'resource';
  /** `Template.name` of the template that declares the resource. */
  readonly template: string;
  readonly logicalId: string;
  /** CloudFormation type, e.g. `AWS::S3::Bucket`. */
  readonly resourceType: string;
  /** `Ref`, or the attribute of `Fn::GetAtt` (`Arn`, `Outputs.X` only when the nested template is not in the input). */
  readonly attribute: string;
}

/** `AWS::Region`, `AWS::AccountId`, `AWS::Partition`, `AWS::URLSuffix`, `AWS::StackName`, `AWS::StackId`, `AWS::NotificationARNs`. */
export interface PseudoHole {
  readonly kind: 'pseudo';
  readonly name: string;
}

/** A template parameter without a default or allowed values: whoever deploys chooses the value. */
export interface ParameterHole {
  readonly kind: 'parameter';
  readonly template: string;
  readonly name: string;
}

/** `Fn::ImportValue` of an export that no template of the input declares. */
export interface ImportHole {
  readonly kind: 'import';
  readonly name: string;
}

/** A dynamic reference, `{{resolve:ssm:…}}`, and parameters of the `AWS::SSM::Parameter::Value<…>` types. */
export interface DynamicHole {
  readonly kind: 'dynamic';
  /** The text between the braces, e.g. `resolve:ssm:/app/role-arn`. */
  readonly reference: string;
}

/** A value that cannot be read off the template: a macro's output, an unknown intrinsic, a circular reference. */
export interface UnknownHole {
  readonly kind: 'unknown';
  /** What stood in the way, in words for a finding: `macro "AWS::Include" writes this value at deployment`. */
  readonly reason: string;
}

export type Hole = ResourceHole | PseudoHole | ParameterHole | ImportHole | DynamicHole | UnknownHole;

/** Text with at least one hole. Adjacent literals are always joined and no literal part is empty. */
export interface Holed {
  readonly parts: readonly (string | Hole)[];
}

/** A resolved string: known in full (`string`), or text with holes. */
export type SymbolicString = string | Holed;

/** What code or a person decides, instead of AWS: `Ref` and attributes of these may hold anything, `*` too. */
const COMPUTED_TYPES = new Set(['AWS::CloudFormation::CustomResource', 'AWS::CloudFormation::Macro', 'AWS::CloudFormation::WaitCondition']);

/**
 * Whether code, another template or a person decides the value: custom resources, types and modules that are not AWS's,
 * data of wait conditions, outputs of nested stacks outside the input, and attributes that only repeat a property.
 */
export function isComputed({ resourceType, attribute }: ResourceHole): boolean {
  return (
    !resourceType.startsWith('AWS::') ||
    COMPUTED_TYPES.has(resourceType) ||
    attribute.startsWith('Outputs.') ||
    isEcho(resourceType, attribute)
  );
}

/** Whether the attribute of the resource only gives back what its properties say. */
export function isEcho(resourceType: string | undefined, attribute: string): boolean {
  return resourceType === 'AWS::SSM::Parameter' && attribute === 'Value';
}

/** Joins values into one, keeping the normal form of {@link Holed}. */
export function concat(values: readonly SymbolicString[]): SymbolicString {
  const parts: (string | Hole)[] = [];
  let literal = '';
  for (const value of values) {
    if (typeof value === 'string') {
      literal += value;
      continue;
    }
    for (const part of value.parts) {
      if (typeof part === 'string') {
        literal += part;
        continue;
      }
      if (literal !== '') parts.push(literal);
      literal = '';
      parts.push(part);
    }
  }
  if (parts.length === 0) return literal;
  if (literal !== '') parts.push(literal);
  return { parts };
}

/** A symbolic string that is one hole and nothing else. */
export function holed(hole: Hole): Holed {
  return { parts: [hole] };
}

/** The hole, when `value` is exactly one hole. */
export function soleHole(value: SymbolicString): Hole | undefined {
  if (typeof value === 'string' || value.parts.length !== 1) return undefined;
  const [part] = value.parts;
  return typeof part === 'string' ? undefined : part;
}

/** The parts of `value`; a plain string is one literal part, the empty string none. */
export function partsOf(value: SymbolicString): readonly (string | Hole)[] {
  if (typeof value !== 'string') return value.parts;
  return value === '' ? [] : [value];
}

/**
 * `value` for people and for finding ids: literals as they are, holes in angle brackets or as CloudFormation writes them:
 * `<Receipts.Arn>/*`, `arn:${AWS::Partition}:s3:::x`. `nameOf` turns a resource into the name a person gave it
 * (a construct's id); it defaults to the logical id.
 */
export function render(value: SymbolicString, nameOf: (hole: ResourceHole) => string = (hole) => hole.logicalId): string {
  if (typeof value === 'string') return value;
  return value.parts.map((part) => (typeof part === 'string' ? part : renderHole(part, nameOf))).join('');
}

function renderHole(hole: Hole, nameOf: (hole: ResourceHole) => string): string {
  switch (hole.kind) {
    case 'resource':
      return hole.attribute === 'Ref' ? `<${nameOf(hole)}>` : `<${nameOf(hole)}.${hole.attribute}>`;
    case 'pseudo':
    case 'parameter':
      return `\${${hole.name}}`;
    case 'import':
      return `<import ${hole.name}>`;
    case 'dynamic':
      return `{{${hole.reference}}}`;
    case 'unknown':
      return '<unknown>';
  }
}
