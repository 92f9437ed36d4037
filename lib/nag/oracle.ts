import type { CfnResource } from 'aws-cdk-lib';
import type { NagOracle, NagReference, NagVerdict } from '../core/model/nag';
import type { Resource, Template } from '../core/template/template';
import { asKnown, isKnown } from './classes';
import { ruleNamed } from './installed';
import type { TemplateStack } from './template-stacks';
import { notEvaluated, verdictOf } from './verdict';

/**
 * Asks the cdk-nag that is installed.
 * @param references the rules that will be asked, for the types that they read
 * @param constructOf the construct that wrote a resource, in an app: it is asked where it says all that the template says
 */
export function nagOracle(references: readonly NagReference[], constructOf: (resource: Resource) => unknown = () => undefined): NagOracle {
  const types = new Set(references.flatMap(({ types, reads = [] }) => [...types, ...reads]));
  const stacks = new Map<Template, TemplateStack>();
  const stackOf = (template: Template): TemplateStack => {
    const known = stacks.get(template);
    if (known !== undefined) return known;
    const made = (require('./template-stacks') as typeof import('./template-stacks')).stackOf(template, types);
    stacks.set(template, made);
    return made;
  };
  return {
    judge(reference, resource): NagVerdict {
      const found = ruleNamed(reference.rule);
      if ('missing' in found) return notEvaluated('everything', found.missing);
      const written = constructOf(resource);
      if (isFaithful(written) && isKnown(written, reference)) return verdictOf(found.rule, reference, written);
      const made = stackOf(resource.template).constructOf(resource);
      return 'node' in made ? verdictOf(found.rule, reference, asKnown(made.node, reference)) : made;
    },
  };
}

/** Whether a construct of an app shows cdk-nag all that the template says: it goes by classes and their properties, so overrides and generic resources stay unseen. */
function isFaithful(construct: unknown): construct is CfnResource {
  if (typeof construct !== 'object' || construct === null) return false;
  const { CfnResource } = require('aws-cdk-lib') as typeof import('aws-cdk-lib');
  if (!CfnResource.isCfnResource(construct) || construct.constructor === CfnResource) return false;
  const overrides: unknown = Reflect.get(construct, 'rawOverrides');
  return typeof overrides === 'object' && overrides !== null && Object.keys(overrides).length === 0;
}
