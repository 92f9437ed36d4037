import type { CustomRule } from '../config/custom-rules';
import type { LeastPrivilegeChecks } from './least-privilege-checks';

const rules = new WeakMap<object, readonly unknown[]>();

/**
 * Gives rules of one's own to checks, beside those of the package, and answers the checks:
 * `Aspects.of(app).add(useRules(new LeastPrivilegeChecks(), [requireOwner]))`.
 */
export function useRules(checks: LeastPrivilegeChecks, custom: readonly CustomRule[]): LeastPrivilegeChecks {
  if (typeof checks?.validate !== 'function' || !Array.isArray(custom)) {
    throw new TypeError('useRules takes a LeastPrivilegeChecks and a list of rules');
  }
  rules.set(checks, [...(rules.get(checks) ?? []), ...custom]);
  return checks;
}

/** The rules that were given to these checks. */
export function customRulesOf(checks: object): readonly unknown[] | undefined {
  return rules.get(checks);
}
