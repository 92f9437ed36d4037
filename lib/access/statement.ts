/** Condition operators with their keys and values: `{ StringLike: { 's3:prefix': ['in/*'] } }`. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** One Allow statement of a role: every action on every resource, when all conditions hold. */
export interface AccessStatement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: Conditions;
}

/** All of these must hold. The same key under the same operator is not given twice. */
export function joinConditions(...all: readonly Conditions[]): Conditions {
  const joined: Record<string, Readonly<Record<string, readonly string[]>>> = {};
  for (const conditions of all) {
    for (const [operator, tests] of Object.entries(conditions)) joined[operator] = { ...joined[operator], ...tests };
  }
  return joined;
}

/** A key of several values: each of them is one of these, and there is one. `ForAllValues` alone also holds when there is none. */
export function everyValue(key: string, values: readonly string[]): Conditions {
  return { 'ForAllValues:StringEquals': { [key]: values }, Null: { [key]: ['false'] } };
}

/**
 * An id that says what the statement is: the service, the actions, and the keys and values of the conditions, in letters and
 * digits, the only ones that IAM takes. Statements that differ in one of these have different ids.
 */
export function sidOf({ actions, conditions }: AccessStatement): string {
  const [first = ''] = actions;
  const service = first.slice(0, first.indexOf(':'));
  const operations = actions.map((action) => action.slice(action.indexOf(':') + 1));
  return [service, ...operations].map(inLettersAndDigits).join('') + sidOfConditions(conditions);
}

/** The part of an id that says under which conditions. */
export function sidOfConditions(conditions: Conditions): string {
  const tests = Object.values(conditions).flatMap((keys) =>
    Object.entries(keys).flatMap(([key, values]) => [key.slice(key.indexOf(':') + 1), ...values]),
  );
  return tests.map(inLettersAndDigits).join('');
}

function inLettersAndDigits(text: string): string {
  const escaped = text.replace(/[^A-Za-z0-9]/g, (sign) => (sign === '-' ? '' : `x${sign.codePointAt(0)?.toString(16) ?? ''}`));
  return `${escaped.charAt(0).toUpperCase()}${escaped.slice(1)}`;
}

/**
 * The same permissions in the fewest statements that keep every pair of action and resource exactly as it was given:
 * resources that allow the same actions share a statement, or actions that are allowed on the same resources do, whichever
 * needs fewer; then statements that differ in the values of one condition share one that has them all. Statements and resources
 * keep the order of their first appearance, actions are sorted.
 */
export function mergeStatements(statements: readonly AccessStatement[]): readonly AccessStatement[] {
  const joined = joinValues(joinPairs(statements));
  return joined.length < statements.length ? mergeStatements(joined) : joined;
}

function joinPairs(statements: readonly AccessStatement[]): readonly AccessStatement[] {
  return [...byConditions(statements).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const perResource = joinEqual(relationOf(group, ({ resources, actions }) => [resources, actions]));
    const perAction = joinEqual(relationOf(group, ({ resources, actions }) => [actions, resources]));
    const rows =
      perAction.length < perResource.length
        ? perAction.map(([actions, resources]) => ({ actions, resources }))
        : perResource.map(([resources, actions]) => ({ actions, resources }));
    return rows.map(({ actions, resources }) => ({ actions: [...actions].sort(), resources, conditions: first.conditions }));
  });
}

/** Operators that hold when the key has one of the values, so that two lists hold when their union does. */
const ANY_VALUE: ReadonlySet<string> = new Set(['ArnEquals', 'ArnLike', 'StringEquals', 'StringLike']);

/** Statements with the same actions and resources whose conditions differ in the values of one key, as one. */
function joinValues(statements: readonly AccessStatement[]): readonly AccessStatement[] {
  const joined: AccessStatement[] = [];
  const places = new Map<string, number>();
  for (const statement of statements) {
    const forms = testsOf(statement.conditions).map((test) => ({ test, form: formWithout(statement, test) }));
    const found = forms.find(({ form }) => places.has(form));
    const at = found === undefined ? undefined : places.get(found.form);
    const before = at === undefined ? undefined : joined[at];
    if (found === undefined || at === undefined || before === undefined) {
      for (const { form } of forms) places.set(form, joined.length);
      joined.push(statement);
      continue;
    }
    // What was joined by one key is not joined by another.
    for (const test of testsOf(before.conditions)) places.delete(formWithout(before, test));
    places.set(found.form, at);
    joined[at] = { ...before, conditions: withValues(before.conditions, found.test, valuesOf(statement.conditions, found.test)) };
  }
  return joined;
}

interface Test {
  readonly operator: string;
  readonly key: string;
}

function testsOf(conditions: Conditions): readonly Test[] {
  return Object.entries(conditions)
    .filter(([operator]) => ANY_VALUE.has(operator))
    .flatMap(([operator, tests]) => Object.keys(tests).map((key) => ({ operator, key })));
}

function valuesOf(conditions: Conditions, { operator, key }: Test): readonly string[] {
  return conditions[operator]?.[key] ?? [];
}

function withValues(conditions: Conditions, test: Test, values: readonly string[]): Conditions {
  const all = [...new Set([...valuesOf(conditions, test), ...values])];
  return { ...conditions, [test.operator]: { ...conditions[test.operator], [test.key]: all } };
}

function formWithout({ actions, resources, conditions }: AccessStatement, { operator, key }: Test): string {
  const rest = { ...conditions, [operator]: { ...conditions[operator], [key]: [] } };
  return JSON.stringify([actions, [...resources].sort(), keyOf(rest), operator, key]);
}

function byConditions(statements: readonly AccessStatement[]): ReadonlyMap<string, AccessStatement[]> {
  const groups = new Map<string, AccessStatement[]>();
  for (const statement of statements) {
    const key = keyOf(statement.conditions);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [statement]);
    else group.push(statement);
  }
  return groups;
}

function keyOf(conditions: Conditions): string {
  return JSON.stringify(
    Object.keys(conditions)
      .sort()
      .map((operator) => [
        operator,
        Object.entries(conditions[operator] ?? {})
          .map(([key, values]) => [key, [...values].sort()] as const)
          .sort(([one], [other]) => (one < other ? -1 : 1)),
      ]),
  );
}

function relationOf(
  statements: readonly AccessStatement[],
  sidesOf: (statement: AccessStatement) => readonly [readonly string[], readonly string[]],
): ReadonlyMap<string, ReadonlySet<string>> {
  const relation = new Map<string, Set<string>>();
  for (const statement of statements) {
    const [left, right] = sidesOf(statement);
    for (const one of left) {
      const others = relation.get(one) ?? new Set();
      relation.set(one, others);
      for (const other of right) others.add(other);
    }
  }
  return relation;
}

/** Joins the keys whose sets are equal. */
function joinEqual(relation: ReadonlyMap<string, ReadonlySet<string>>): readonly (readonly [readonly string[], readonly string[]])[] {
  const rows = new Map<string, [string[], readonly string[]]>();
  for (const [one, others] of relation) {
    const key = JSON.stringify([...others].sort());
    const row = rows.get(key);
    if (row === undefined) rows.set(key, [[one], [...others]]);
    else row[0].push(one);
  }
  return [...rows.values()];
}
