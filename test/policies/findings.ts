import { checkTemplates } from '../../lib/check';
import type { JsonObject } from '../../lib/core/json';
import type { Finding } from '../../lib/core/result';
import type { PackName, Rule } from '../../lib/core/rule';
import { buildTemplates } from '../../lib/core/template';

/** What `rule` alone finds in a template, in the given pack. */
export function findingsIn(rule: Rule, template: JsonObject, pack: PackName = 'recommended'): readonly Finding[] {
  return checkTemplates(buildTemplates([{ name: 'test.template.json', body: template }]), { pack }, [rule]).findings;
}

/** What `rule` alone finds in some resources, as `error s3:Get*`. */
export function reportsOn(rule: Rule, resources: JsonObject, rest: JsonObject = {}): string[] {
  return findingsIn(rule, { ...rest, Resources: resources }).map(({ severity, evidence }) => `${severity} ${evidence}`);
}
