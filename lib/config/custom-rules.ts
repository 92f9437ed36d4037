import { isObject } from '../core/json';
import type { Rule, RuleMeta } from '../core/rule';

/** A rule of the app's owners. What only the documentation of a rule needs may be left out. */
export interface CustomRule<Message extends string = string> extends Omit<Rule<Message>, 'meta' | 'examples'> {
  readonly meta: CustomRuleMeta;
  readonly examples?: Rule<Message>['examples'];
}

/** Who a rule of the app's owners is. */
export type CustomRuleMeta = Pick<RuleMeta, 'id' | 'severity' | 'title' | 'rationale'> & Partial<RuleMeta>;

/** Where a finding of a rule leads that names no page and no reference of its own. */
const DOCS = 'https://github.com/cdk-least-privilege/cdk-least-privilege/blob/main/docs/custom-rules.md';

/** The rule in full. */
export function completed<Message extends string>(rule: CustomRule<Message>): Rule<Message> {
  const { references = [], catalogue = [], peers = [], docs = references[0] ?? DOCS } = rule.meta;
  return {
    messages: rule.messages,
    check: (model) => rule.check(model),
    meta: { ...rule.meta, references, catalogue, peers, docs, source: 'custom' },
    examples: rule.examples ?? { valid: [], invalid: [] },
  };
}

/** The rules that a module exports: as `default` or `rules`, or as the module itself; one, or a list. */
export function rulesExportedBy(module: unknown): readonly unknown[] {
  if (Array.isArray(module)) return module;
  if (!isRecord(module)) return [];
  const exported = module.default ?? module.rules ?? module;
  if (Array.isArray(exported)) return exported;
  if (!isRecord(exported)) return [exported];
  // What a compiled module exports as default may hold a default once more.
  if ('default' in exported && exported !== module) return rulesExportedBy(exported);
  return 'meta' in exported ? [exported] : [];
}

/** Why a value cannot run as a rule; empty when it can. */
export function shapeProblemsOf(value: unknown): readonly string[] {
  if (!isRecord(value)) return [`expected a rule, got ${typeof value}`];
  const { meta, messages, check } = value;
  if (!isRecord(meta)) return ['expected a rule, got an object without "meta"'];
  const problems: string[] = [];
  const name = typeof meta.id === 'string' ? `rule "${meta.id}"` : 'rule';
  if (typeof meta.id !== 'string' || !/^[a-z][a-z-]*\/[a-z][a-z0-9-]*$/.test(meta.id)) {
    problems.push(`${name}: "meta.id" takes a domain and a name in lower case, such as "acme/require-owner"`);
  } else if (meta.id.startsWith('engine/')) problems.push(`${name}: the domain "engine" is not for rules`);
  const { severity } = meta;
  for (const pack of ['recommended', 'strict', 'critical']) {
    if (!isRecord(severity) || !['error', 'warning', 'info', 'off'].includes(String(severity[pack]))) {
      problems.push(`${name}: "meta.severity.${pack}" takes "error", "warning", "info" or "off"`);
    }
  }
  for (const key of ['title', 'rationale']) {
    if (typeof meta[key] !== 'string' || meta[key] === '') problems.push(`${name}: "meta.${key}" is missing`);
  }
  if (!isRecord(messages) || Object.keys(messages).length === 0) problems.push(`${name}: "messages" is missing`);
  else {
    for (const [id, message] of Object.entries(messages)) {
      if (!isRecord(message) || typeof message.what !== 'string' || typeof message.fix !== 'string') {
        problems.push(`${name}: message "${id}" takes "what" and "fix"`);
      }
    }
  }
  if (typeof check !== 'function') problems.push(`${name}: "check" is missing`);
  return problems;
}

/** Whether a value can run as a rule. */
export function isCustomRule(value: unknown): value is CustomRule {
  return shapeProblemsOf(value).length === 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return isObject(value);
}
