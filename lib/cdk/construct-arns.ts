import { CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** An ARN that a construct gives, under the name of what it is the ARN of: `stateMachine`. */
export interface NamedArn {
  readonly name: string;
  readonly arn: string;
}

/**
 * The ARNs of a construct, from the references that every L1 and L2 construct of CDK carries: `stateMachineRef.stateMachineArn`.
 * Those of the construct come first, then those of its default child.
 */
export function arnsOf(construct: IConstruct): readonly NamedArn[] {
  const child = construct.node.defaultChild;
  const own = referencesOf(construct);
  return child === undefined || child === construct ? own : [...own, ...referencesOf(child)];
}

/** The CloudFormation type of a construct's main resource; `undefined` for imported constructs. */
export function cfnTypeOf(construct: IConstruct): string | undefined {
  const resource = CfnResource.isCfnResource(construct) ? construct : construct.node.defaultChild;
  return resource !== undefined && CfnResource.isCfnResource(resource) ? resource.cfnResourceType : undefined;
}

const SUFFIX = 'Ref';

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
    if (property.endsWith('Arn') && typeof value === 'string') return value;
  }
  return undefined;
}
