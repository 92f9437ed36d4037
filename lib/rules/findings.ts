import { buildTemplates, checkTemplates } from '../check';
import { type CustomRule, completed } from '../config/custom-rules';
import type { JsonObject } from '../core/json';
import type { CheckOptions } from '../core/options';
import type { Finding } from '../core/result';

/** How `findingsOf` checks: the pack and the settings that a rule may ask for. */
export type FindingsOptions = Pick<CheckOptions, 'pack' | 'settings'>;

/**
 * What one rule finds in a template: the parsed document, such as `Template.fromStack(stack).toJSON()`.
 *
 * Findings of the domain `engine` are among them: the template could not be read in full, or the rule failed.
 */
export function findingsOf(rule: CustomRule, template: JsonObject, options: FindingsOptions = {}): readonly Finding[] {
  return checkTemplates(buildTemplates([{ name: 'template.json', body: template }]), options, [completed(rule)]).findings;
}
