import { isObject, type Json } from '../json';
import { below, belowAll, type Path } from '../path';
import { all, any, FALSE, type Formula, negate, satisfiable, TRUE } from './formula';
import { assume, conditionKey, type Given, hasCondition, isConditionKey, merge, NOTHING, signature, variableKey } from './given';
import { type Context, DEEPEST, memberOf, report, type Scope, type Workspace } from './scope';
import { stringsOf } from './strings';
import { type Hole, type SymbolicString, soleHole } from './symbolic';
import { identityOf, sameText } from './text';

/** The condition `name` as a formula; `undefined` when the template does not declare it. */
export function formulaOf(scope: Scope, name: string): Formula | undefined {
  const known = scope.formulas.get(name);
  if (known !== undefined) return known;
  const expression = memberOf(scope.conditions, name);
  if (expression === undefined) return undefined;
  const at = belowAll(undefined, 'Conditions', name);
  const key = conditionKey(scope.template.name, name);
  const { busy } = scope.workspace;
  if (busy.has(key)) {
    report(scope, `condition "${name}" refers to itself`, at);
    return { kind: 'opaque', key };
  }
  busy.add(key);
  try {
    const formula = compile({ scope, given: NOTHING, open: true, depth: 0 }, expression, at);
    scope.formulas.set(name, formula);
    return formula;
  } finally {
    busy.delete(key);
  }
}

function compile(context: Context, expression: Json, at: Path | undefined): Formula {
  const { scope } = context;
  const operator = isObject(expression) && Object.keys(expression).length === 1 ? Object.keys(expression)[0] : undefined;
  if (!isObject(expression) || operator === undefined || context.depth > DEEPEST) {
    report(scope, 'not a condition: expected one of Fn::Equals, Fn::And, Fn::Or, Fn::Not, Condition', at);
    return opaque(expression);
  }
  const deeper = { ...context, depth: context.depth + 1 };
  const operand = expression[operator] ?? null;
  const place = below(at, operator);
  const operands = Array.isArray(operand) ? operand : [operand];
  const compiled = () => operands.map((each, index) => compile(deeper, each, Array.isArray(operand) ? below(place, index) : place));
  switch (operator) {
    case 'Fn::And':
      return all(compiled());
    case 'Fn::Or':
      return any(compiled());
    case 'Fn::Not':
      return negate(all(compiled()));
    case 'Fn::Equals':
      return equality(context, operands, place);
    case 'Condition': {
      const formula = typeof operand === 'string' ? formulaOf(scope, operand) : undefined;
      if (formula === undefined) report(scope, `condition ${JSON.stringify(operand)} is not declared`, place);
      return formula ?? opaque(expression);
    }
    default:
      if (!operator.startsWith('Fn::Transform')) report(scope, `"${operator}" has no meaning in a condition`, at);
      return opaque(expression);
  }
}

/** The operands stand for themselves: conditions that compare the same are the same. */
function opaque(expression: Json): Formula {
  try {
    return { kind: 'opaque', key: JSON.stringify(expression) };
  } catch {
    return { kind: 'opaque', key: 'nested too deeply' };
  }
}

function equality(context: Context, operands: readonly Json[], at: Path | undefined): Formula {
  const [left, right] = operands;
  if (left === undefined || right === undefined || operands.length !== 2) {
    report(context.scope, 'Fn::Equals compares two values', at);
    return opaque([...operands]);
  }
  const choices: Formula[] = [];
  for (const a of stringsOf(context, left, below(at, 0))) {
    for (const b of stringsOf(context, right, below(at, 1))) {
      const given = merge(a.given, b.given);
      if (given === undefined) continue;
      const assumptions = [...given].map(([variable, value]): Formula => ({ kind: 'equals', variable, value }));
      choices.push(all([...assumptions, comparison(a.value, b.value)]));
    }
  }
  return any(choices);
}

function comparison(left: SymbolicString, right: SymbolicString): Formula {
  const answer = sameText(left, right);
  if (answer !== 'unknown') return answer === 'yes' ? TRUE : FALSE;
  const [a, b] = typeof left === 'string' ? [right, left] : [left, right];
  const variable = variableOf(soleHole(a));
  if (variable !== undefined && typeof b === 'string') return { kind: 'equals', variable, value: b };
  const sides = [identityOf(left), identityOf(right)];
  return { kind: 'opaque', key: sides.includes(undefined) ? JSON.stringify([left, right]) : sides.sort().join(' = ') };
}

/** What a deployment decides, when the hole is that. */
export function variableOf(hole: Hole | undefined): string | undefined {
  switch (hole?.kind) {
    case 'parameter':
      return variableKey(hole.template, hole.name);
    case 'pseudo':
      return variableKey('', hole.name);
    case 'dynamic':
      return variableKey('', `{{${hole.reference}}}`);
    case 'import':
      return variableKey('', `import ${hole.name}`);
    default:
      return undefined;
  }
}

/** Whether everything in `given` can hold at once. */
export function feasible(workspace: Workspace, given: Given): boolean {
  if (!hasCondition(given)) return true;
  const key = signature(given);
  const known = workspace.satisfiable.get(key);
  if (known !== undefined) return known;
  const formulas: Formula[] = [];
  for (const [name, truth] of given) {
    if (!isConditionKey(name)) continue;
    const [, template = '', condition = ''] = name.split('\u0000');
    const declaring = workspace.templateByName.get(template);
    const formula = declaring === undefined ? undefined : formulaOf(workspace.scopeOf(declaring), condition);
    if (formula !== undefined) formulas.push(truth === 'true' ? formula : negate(formula));
  }
  const answer = satisfiable(formulas, given, (variable) => workspace.domains.get(variable));
  workspace.satisfiable.set(key, answer);
  return answer;
}

/** `given` and that `key` has `value`, when that can be. */
export function assuming(workspace: Workspace, given: Given, key: string, value: string): Given | undefined {
  const assumed = assume(given, key, value);
  if (assumed === undefined || assumed === given) return assumed;
  return feasible(workspace, assumed) ? assumed : undefined;
}

/** Both together, when they can hold together; each can on its own. */
export function together(workspace: Workspace, left: Given, right: Given): Given | undefined {
  const merged = merge(left, right);
  if (merged === undefined || merged === left || merged === right) return merged;
  return feasible(workspace, merged) ? merged : undefined;
}
