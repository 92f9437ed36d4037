import { CfnResource, Resource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** An ARN that a construct gives, under the name of what it is the ARN of: `stateMachine`. */
export interface NamedArn {
  readonly name: string;
  readonly arn: string;
}

/**
 * The ARNs of a construct: from the references that every L1 and L2 construct of CDK carries (`stateMachineRef.stateMachineArn`),
 * those of its main resource, and then from the attributes of that (`attrResourceArn`) and the properties of an L2 construct
 * (`tableStreamArn`).
 */
export function arnsOf(construct: IConstruct): readonly NamedArn[] {
  const resource = mainResource(construct);
  const below = resource === undefined || resource === construct ? [] : referencesOf(resource);
  const attributes = resource === undefined ? [] : attributesOf(resource);
  const properties = Resource.isResource(construct) ? propertiesOf(construct) : [];
  return [...referencesOf(construct), ...below, ...attributes, ...properties];
}

/** The CloudFormation type of a construct's main resource; `undefined` for imported constructs. */
export function cfnTypeOf(construct: IConstruct): string | undefined {
  return mainResource(construct)?.cfnResourceType;
}

function mainResource(construct: IConstruct): CfnResource | undefined {
  const resource = CfnResource.isCfnResource(construct) ? construct : construct.node.defaultChild;
  return resource !== undefined && CfnResource.isCfnResource(resource) ? resource : undefined;
}

const SUFFIX = 'Ref';
const ARN_SUFFIX = 'Arn';

/** The ARNs that CloudFormation returns: `attrArn` and `attrResourceArn` are those of the resource itself. */
function attributesOf(resource: CfnResource): readonly NamedArn[] {
  const own = resource.cfnResourceType.split('::')[2] ?? '';
  return propertyNames(resource).flatMap((property) => {
    const name = /^attr(\w*)A(?:rn|RN)$/.exec(property)?.[1];
    const arn = name === undefined ? undefined : read(resource, property);
    return name === undefined || typeof arn !== 'string' ? [] : [{ name: name === '' || name === 'Resource' ? own : name, arn }];
  });
}

function propertiesOf(construct: IConstruct): readonly NamedArn[] {
  return propertyNames(construct)
    .filter((property) => property.endsWith(ARN_SUFFIX))
    .flatMap((property) => {
      const arn = read(construct, property);
      return typeof arn === 'string' ? [{ name: property.slice(0, -ARN_SUFFIX.length), arn }] : [];
    });
}

function referencesOf(construct: IConstruct): readonly NamedArn[] {
  return propertyNames(construct)
    .filter((property) => property.endsWith(SUFFIX))
    .flatMap((property) => {
      const arn = arnIn(read(construct, property));
      return arn === undefined ? [] : [{ name: property.slice(0, -SUFFIX.length), arn }];
    });
}

/** Own and inherited properties, most specific class first. */
function propertyNames(construct: IConstruct): readonly string[] {
  const names = new Set<string>();
  for (
    let level: unknown = construct;
    typeof level === 'object' && level !== null && level !== Object.prototype;
    level = Object.getPrototypeOf(level)
  ) {
    for (const name of Object.getOwnPropertyNames(level)) names.add(name);
  }
  return [...names];
}

/** Some getters throw when what they name is absent. */
function read(construct: IConstruct, property: string): unknown {
  try {
    return Reflect.get(construct, property);
  } catch {
    return undefined;
  }
}

function arnIn(reference: unknown): string | undefined {
  if (typeof reference !== 'object' || reference === null) return undefined;
  for (const property of Object.keys(reference)) {
    const value: unknown = Reflect.get(reference, property);
    if (property.endsWith(ARN_SUFFIX) && typeof value === 'string') return value;
  }
  return undefined;
}
