import type { CfnResource } from 'aws-cdk-lib';
import type { NagReference } from '../core/model/nag';

type ResourceClass = abstract new (...args: never) => CfnResource;

/** Whether a construct is of the class that a rule knows its type by. */
export function isKnown(node: CfnResource, reference: NagReference): boolean {
  const known = classFor(node, reference);
  return known === undefined || node instanceof known;
}

/** A construct, seen as one of the class that a rule knows: all classes of a type keep the same properties in the same fields. */
export function asKnown(node: CfnResource, reference: NagReference): CfnResource {
  const known = classFor(node, reference);
  if (known === undefined || node instanceof known) return node;
  return Object.create(known.prototype, Object.getOwnPropertyDescriptors(node));
}

function classFor(node: CfnResource, { classes }: NagReference): ResourceClass | undefined {
  const [module = '', name = ''] = classes?.[node.cfnResourceType]?.split('.') ?? [];
  if (module === '') return undefined;
  const exported: unknown = Reflect.get(require(`aws-cdk-lib/${module}`), name);
  return isClass(exported) ? exported : undefined;
}

function isClass(value: unknown): value is ResourceClass {
  return typeof value === 'function';
}
