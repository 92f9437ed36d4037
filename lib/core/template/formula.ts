import type { Given } from './given';

/** A CloudFormation condition over what a deployment decides. */
export type Formula =
  | { readonly kind: 'constant'; readonly value: boolean }
  /** A parameter or pseudo parameter has exactly this value. */
  | { readonly kind: 'equals'; readonly variable: string; readonly value: string }
  /** A comparison that is only known to be the same wherever it is written. */
  | { readonly kind: 'opaque'; readonly key: string }
  | { readonly kind: 'not'; readonly operand: Formula }
  | { readonly kind: 'all' | 'any'; readonly operands: readonly Formula[] };

export const TRUE: Formula = { kind: 'constant', value: true };
export const FALSE: Formula = { kind: 'constant', value: false };

/** Every entry of `operands` holds. */
export function all(operands: readonly Formula[]): Formula {
  const needed = operands.filter((operand) => operand.kind !== 'constant' || !operand.value);
  if (needed.some((operand) => operand.kind === 'constant')) return FALSE;
  const [first] = needed;
  if (first === undefined) return TRUE;
  return needed.length === 1 ? first : { kind: 'all', operands: needed };
}

/** At least one entry of `operands` holds. */
export function any(operands: readonly Formula[]): Formula {
  const needed = operands.filter((operand) => operand.kind !== 'constant' || operand.value);
  if (needed.some((operand) => operand.kind === 'constant')) return TRUE;
  const [first] = needed;
  if (first === undefined) return FALSE;
  return needed.length === 1 ? first : { kind: 'any', operands: needed };
}

export function negate(operand: Formula): Formula {
  if (operand.kind === 'constant') return operand.value ? FALSE : TRUE;
  return operand.kind === 'not' ? operand.operand : { kind: 'not', operand };
}

/** Stands for every value that no formula names. */
const OTHER = '\u0000other';
const MOST_VISITS = 20_000;

/**
 * Whether all `formulas` can be true at once, when the variables in `given` have the values they have there.
 * Answers yes where finding out would take too long: a branch is only dropped when it is certainly impossible.
 */
export function satisfiable(
  formulas: readonly Formula[],
  given: Given,
  domainOf: (variable: string) => readonly string[] | undefined,
): boolean {
  const mentioned = new Map<string, Set<string>>();
  const budget = { left: MOST_VISITS };
  for (const formula of formulas) collect(formula, mentioned, new Set());
  const variables = [...mentioned].map(([variable, values]) => ({
    variable,
    candidates: candidatesFor(variable, values, given, domainOf),
  }));
  const assignment = new Map<string, string>();

  const search = (index: number): boolean => {
    let open = false;
    for (const formula of formulas) {
      const truth = evaluateFormula(formula, assignment, budget);
      if (budget.left <= 0) return true;
      if (truth === false) return false;
      if (truth === undefined) open = true;
    }
    const next = variables[index];
    if (!open || next === undefined) return true;
    for (const candidate of next.candidates) {
      assignment.set(next.variable, candidate);
      if (search(index + 1)) return true;
    }
    assignment.delete(next.variable);
    return false;
  };
  return search(0);
}

function candidatesFor(
  variable: string,
  mentioned: ReadonlySet<string>,
  given: Given,
  domainOf: (variable: string) => readonly string[] | undefined,
): readonly string[] {
  const known = given.get(variable);
  if (known !== undefined) return [known];
  const domain = domainOf(variable);
  if (domain === undefined) return [...mentioned, OTHER];
  const named = domain.filter((value) => mentioned.has(value));
  return named.length < domain.length ? [...named, OTHER] : named;
}

function collect(formula: Formula, mentioned: Map<string, Set<string>>, seen: Set<Formula>): void {
  if (seen.has(formula)) return;
  seen.add(formula);
  switch (formula.kind) {
    case 'equals': {
      const values = mentioned.get(formula.variable) ?? new Set();
      mentioned.set(formula.variable, values.add(formula.value));
      return;
    }
    case 'opaque':
      mentioned.set(formula.key, new Set(['true']));
      return;
    case 'not':
      collect(formula.operand, mentioned, seen);
      return;
    case 'all':
    case 'any':
      for (const operand of formula.operands) collect(operand, mentioned, seen);
      return;
    case 'constant':
  }
}

function evaluateFormula(formula: Formula, assignment: ReadonlyMap<string, string>, budget: { left: number }): boolean | undefined {
  budget.left -= 1;
  if (budget.left <= 0) return undefined;
  switch (formula.kind) {
    case 'constant':
      return formula.value;
    case 'equals': {
      const value = assignment.get(formula.variable);
      return value === undefined ? undefined : value === formula.value;
    }
    case 'opaque': {
      const value = assignment.get(formula.key);
      return value === undefined ? undefined : value === 'true';
    }
    case 'not': {
      const truth = evaluateFormula(formula.operand, assignment, budget);
      return truth === undefined ? undefined : !truth;
    }
    case 'all':
    case 'any': {
      const deciding = formula.kind === 'any';
      let result: boolean | undefined = !deciding;
      for (const operand of formula.operands) {
        const truth = evaluateFormula(operand, assignment, budget);
        if (truth === deciding) return deciding;
        if (truth === undefined) result = undefined;
      }
      return result;
    }
  }
}
