import type { CfnResource } from 'aws-cdk-lib';
import type { NagReference } from '../core/model/nag';

type ResourceClass = new (scope: CfnResource, id: string, props: unknown) => CfnResource;

/** Whether a construct is of the class that a rule knows its type by. */
export function isKnown(node: CfnResource, reference: NagReference): boolean {
  const known = classFor(node, reference);
  return known === undefined || node instanceof known;
}

/** A construct of a stack that is thrown away, as one of the class that a rule knows. All classes of a type have the same properties. */
export function asKnown(node: CfnResource, reference: NagReference): CfnResource {
  const known = classFor(node, reference);
  return known === undefined || node instanceof known ? node : new known(node, reference.rule, Reflect.get(node, 'cfnProperties'));
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
