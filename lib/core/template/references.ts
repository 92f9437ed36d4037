import { isObject, type Json } from '../json';
import { below, belowAll, type Path } from '../path';
import { assuming, feasible, formulaOf, together } from './conditions';
import type { Formula } from './formula';
import { conditionKey, hasCondition, isConditionKey, NOTHING, variableKey } from './given';
import type { Shallow } from './resolver';
import {
  type Alternative,
  type Alternatives,
  type Context,
  cannotTell,
  derivedList,
  type Export,
  type Exports,
  evaluate,
  memberOf,
  mistake,
  only,
  type Scope,
  type Workspace,
} from './scope';
import { isList, isText, joined, membersOf, misshapen, stringsOf } from './strings';
import { holed, isEcho, render, type SymbolicString } from './symbolic';
import type { Template } from './template';
import { PSEUDO_PARAMETERS, sameText, split } from './text';
import { generatedType, macrosOf } from './transforms';

/** What `Ref` of `name` gives: a pseudo parameter, a parameter, or a resource, in CloudFormation's order. */
export function referenceTo(context: Context, name: string, at: Path | undefined): Alternatives {
  if (name === 'AWS::NoValue') return only(context, undefined, at);
  if (PSEUDO_PARAMETERS.has(name)) return pseudo(context, name, at);
  const parameter = memberOf(context.scope.parameters, name);
  if (isObject(parameter)) return parameterValue(context, name, parameter, at);
  return resourceValue(context, name, 'Ref', at);
}

function pseudo(context: Context, name: string, at: Path | undefined): Alternatives {
  const known = context.given.get(variableKey('', name));
  return only(context, known ?? holed({ kind: 'pseudo', name }), at);
}

/** What `Fn::GetAtt` of a resource gives. */
export function attributeOf(context: Context, logicalId: string, attribute: string, at: Path | undefined): Alternatives {
  if (attribute.startsWith('Outputs.')) {
    const output = nestedOutput(context, logicalId, attribute.slice('Outputs.'.length), at);
    if (output !== undefined) return output;
  }
  return echoedValue(context, logicalId, attribute, at) ?? resourceValue(context, logicalId, attribute, at);
}

/** The property that the attribute gives back, where it has a text. */
function echoedValue(context: Context, logicalId: string, attribute: string, at: Path | undefined): Alternatives | undefined {
  const { scope } = context;
  const { template, workspace } = scope;
  const resource = template.resources.get(logicalId);
  if (!isEcho(resource?.type, attribute)) return undefined;
  const node = memberOf(resource?.properties, attribute);
  const key = `E\u0000${template.name}\u0000${logicalId}`;
  if (node === undefined || workspace.busy.has(key)) return undefined;
  workspace.busy.add(key);
  try {
    const place = belowAll(undefined, 'Resources', logicalId, 'Properties', attribute);
    const values = elsewhere(context, scope, node, place, resource?.condition, at);
    return values.length > 0 ? values : undefined;
  } finally {
    workspace.busy.delete(key);
  }
}

function resourceValue(context: Context, logicalId: string, attribute: string, at: Path | undefined): Alternatives {
  const { template } = context.scope;
  const resource = template.resources.get(logicalId);
  const resourceType = resource?.type ?? generatedType(template, logicalId);
  if (resourceType !== undefined)
    return only(context, holed({ kind: 'resource', template: template.name, logicalId, resourceType, attribute }), at);
  const [macro] = macrosOf(template.body);
  if (macro !== undefined)
    return cannotTell(context, `"${logicalId}" is not in the template; macro "${macro}" may add it at deployment`, at);
  return mistake(context, `"${logicalId}" is neither a resource nor a parameter of the template`, at);
}

/** The value of a parameter: what every nested stack that deploys the template passes, else every allowed value and the default. */
function parameterValue(context: Context, name: string, parameter: Json, at: Path | undefined): Alternatives {
  const { template } = context.scope;
  const type = memberOf(parameter, 'Type');
  const typeName = typeof type === 'string' ? type : 'String';
  const passed = passedValues(context, name, at);
  const isAlwaysPassed = passed.length > 0 && passed.length === template.parents?.length;
  const values = passed.flat();
  if (typeName.startsWith('AWS::SSM::Parameter::Value<')) {
    const stored = values.map((each): Alternative<Shallow> => ({ ...each, value: storedParameter(each.value) }));
    const initial = scalarText(memberOf(parameter, 'Default')) ?? `\${${name}}`;
    return isAlwaysPassed ? stored : [...stored, ...only(context, storedParameter(initial), at)];
  }
  const isListType = typeName === 'CommaDelimitedList' || typeName.includes('List<');
  const given = isListType ? values.flatMap((each) => asList(context, each)) : values;
  return isAlwaysPassed ? given : [...given, ...ownValues(context, name, parameter, isListType, at)];
}

/** A value that CloudFormation reads from Systems Manager. */
function storedParameter(name: SymbolicString): SymbolicString {
  return holed({ kind: 'dynamic', reference: `resolve:ssm:${render(name)}` });
}

/** The values of a parameter that nobody in the input passes. */
function ownValues(context: Context, name: string, parameter: Json, isListType: boolean, at: Path | undefined): Alternatives {
  const { workspace, template } = context.scope;
  const key = variableKey(template.name, name);
  const hole = holed({ kind: 'parameter', template: template.name, name });
  const initial = scalarText(memberOf(parameter, 'Default'));
  const allowed = memberOf(parameter, 'AllowedValues');
  const choices = Array.isArray(allowed) ? allowed.flatMap((value) => scalarText(value) ?? []) : [];
  if (isListType) {
    const lists = [
      ...(initial === undefined ? [] : [initial.split(',').map((item) => item.trim())]),
      ...(choices.length > 0 ? [choices] : []),
    ];
    if (lists.length === 0) return only(context, hole, at);
    return lists.flatMap((items) => only(context, literalList(workspace, items), at));
  }
  if (choices.length > 0) {
    const values = [...new Set(initial === undefined ? choices : [initial, ...choices])];
    workspace.domains.set(key, values);
    return chooseVariable(context, key, values, at);
  }
  const known = context.given.get(key);
  if (known !== undefined) return only(context, known, at);
  if (context.open) return only(context, hole, at);
  const implied = impliedValues(context, key, initial);
  return implied === undefined ? only(context, initial ?? hole, at) : implied.flatMap((value) => only(context, value, at));
}

function literalList(workspace: Workspace, items: readonly string[]): readonly Json[] {
  const list = [...items];
  workspace.derived.add(list);
  return list;
}

/** Each value with the assumption that the variable has it; all of them when the assumptions are impossible to begin with. */
export function chooseVariable(context: Context, key: string, values: readonly string[], at: Path | undefined): Alternatives<string> {
  const { workspace } = context.scope;
  const feasibleChoices: Alternative<string>[] = [];
  for (const value of values) {
    const given = assuming(workspace, context.given, key, value);
    if (given !== undefined) feasibleChoices.push({ value, at, given });
  }
  return feasibleChoices.length > 0 ? feasibleChoices : values.map((value) => ({ value, at, given: context.given }));
}

/**
 * The values that the assumed conditions leave for a parameter that anything can be passed for, when they rule out its
 * default: where a condition says that it equals `prod`, it is `prod`.
 */
function impliedValues(context: Context, key: string, initial: string | undefined): readonly string[] | undefined {
  const { given, scope } = context;
  if (!hasCondition(given)) return undefined;
  const { workspace } = scope;
  const isPossible = (value: string) => feasible(workspace, new Map(given).set(key, value));
  if (isPossible(initial ?? '\u0000any')) return undefined;
  const named = new Set<string>();
  for (const name of given.keys()) {
    if (!isConditionKey(name)) continue;
    const [, template = '', condition = ''] = name.split('\u0000');
    const declaring = workspace.templateByName.get(template);
    const formula = declaring === undefined ? undefined : formulaOf(workspace.scopeOf(declaring), condition);
    if (formula !== undefined) namedValues(formula, key, named);
  }
  const possible = [...named].filter(isPossible);
  return possible.length > 0 ? possible : undefined;
}

function namedValues(formula: Formula, variable: string, into: Set<string>): void {
  switch (formula.kind) {
    case 'equals':
      if (formula.variable === variable) into.add(formula.value);
      return;
    case 'not':
      namedValues(formula.operand, variable, into);
      return;
    case 'all':
    case 'any':
      for (const operand of formula.operands) namedValues(operand, variable, into);
      return;
    case 'constant':
    case 'opaque':
  }
}

function scalarText(node: Json | undefined): string | undefined {
  if (typeof node === 'string') return node;
  return typeof node === 'number' || typeof node === 'boolean' ? String(node) : undefined;
}

/** A text with commas as the list it is passed for. */
function asList(context: Context, alternative: Alternative<SymbolicString>): Alternatives {
  const { value, at, given } = alternative;
  const { certain, rest } = split(value, ',');
  if (certain.length === 0 && rest !== undefined) return [alternative];
  const items = [...certain, ...(rest === undefined ? [] : [rest])].map((item) => (typeof item === 'string' ? item.trim() : item));
  return [
    {
      value: derivedList(
        context.scope.workspace,
        items.map((item) => ({ value: item, at, given: NOTHING })),
      ),
      at,
      given,
    },
  ];
}

/** What the stacks that nest this template pass for a parameter: one entry for each that passes something. */
function passedValues(context: Context, name: string, at: Path | undefined): readonly Alternatives<SymbolicString>[] {
  const { template, workspace } = context.scope;
  const key = variableKey(template.name, name);
  const passed: Alternatives<SymbolicString>[] = [];
  for (const parent of template.parents ?? []) {
    const nested = parent.template.resources.get(parent.logicalId);
    const node = memberOf(nested?.properties.Parameters, name);
    if (node === undefined) continue;
    if (workspace.busy.has(key)) return [mistake(context, `parameter "${name}" refers to itself through nested stacks`, at)];
    workspace.busy.add(key);
    try {
      const place = belowAll(undefined, 'Resources', parent.logicalId, 'Properties', 'Parameters', name);
      const values = elsewhere(context, workspace.scopeOf(parent.template), node, place, nested?.condition, at);
      if (values.length > 0) passed.push(values);
    } finally {
      workspace.busy.delete(key);
    }
  }
  return passed;
}

/** The texts of a node of another template, at the place that asks for them. A list is joined by commas, as a deployment does. */
export function elsewhere(
  context: Context,
  scope: Scope,
  node: Json,
  place: Path | undefined,
  condition: string | undefined,
  at: Path | undefined,
): Alternatives<SymbolicString> {
  const owned =
    condition === undefined
      ? context.given
      : assuming(scope.workspace, context.given, conditionKey(scope.template.name, condition), 'true');
  const there: Context = { scope, given: owned ?? context.given, open: context.open, depth: context.depth + 1 };
  const values: Alternative<SymbolicString>[] = [];
  for (const { value, given, at: from } of evaluate(there, node, place)) {
    if (isText(value)) values.push({ value, at, given });
    else if (isList(value)) values.push(...joined({ ...there, given }, membersOf(scope.workspace, value, from), ',', at));
    else if (value !== undefined && value !== null) values.push(...cannotTell(context, 'an object where text belongs', at));
  }
  return values;
}

/** The template that a nested-stack resource deploys. */
function nestedTemplate(scope: Scope, logicalId: string): Template | undefined {
  return scope.workspace.nested.get(scope.template)?.get(logicalId);
}

function nestedOutput(context: Context, logicalId: string, output: string, at: Path | undefined): Alternatives | undefined {
  const { workspace } = context.scope;
  const child = nestedTemplate(context.scope, logicalId);
  if (child === undefined) return undefined;
  const scope = workspace.scopeOf(child);
  const declared = memberOf(scope.outputs, output);
  if (!isObject(declared)) return mistake(context, `nested stack "${logicalId}" has no output "${output}"`, at);
  return outputValue(context, scope, output, at);
}

/** The value of an output, wherever it is declared. */
export function outputValue(context: Context, scope: Scope, output: string, at: Path | undefined): Alternatives<SymbolicString> {
  const { workspace } = scope;
  const declared = memberOf(scope.outputs, output);
  const key = `O\u0000${scope.template.name}\u0000${output}`;
  if (workspace.busy.has(key)) return mistake(context, `output "${output}" refers to itself through other stacks`, at);
  workspace.busy.add(key);
  try {
    const condition = memberOf(declared, 'Condition');
    const place = belowAll(undefined, 'Outputs', output, 'Value');
    return elsewhere(context, scope, memberOf(declared, 'Value') ?? null, place, typeof condition === 'string' ? condition : undefined, at);
  } finally {
    workspace.busy.delete(key);
  }
}

/** `Fn::ImportValue`: the output that exports the name, in whichever template; also those that may. */
export function importedValue(context: Context, argument: Json, at: Path | undefined): Alternatives {
  const found: Alternative<SymbolicString>[] = [];
  const { workspace, template } = context.scope;
  for (const { value: name, given } of stringsOf(context, argument, below(at, 'Fn::ImportValue'))) {
    const here = { ...context, given };
    const { byName, patterns } = exportsOf(workspace);
    const candidates =
      typeof name === 'string' ? [...(byName.get(name) ?? []), ...patterns] : [...[...byName.values()].flat(), ...patterns];
    let certain = false;
    for (const candidate of candidates) {
      if (!canImport(template, candidate.scope.template)) continue;
      const answer = hasLiteral(name) && hasLiteral(candidate.name.value) ? sameText(name, candidate.name.value) : 'no';
      const merged = answer === 'no' ? undefined : together(workspace, given, candidate.name.given);
      if (merged === undefined) continue;
      certain ||= answer === 'yes';
      found.push(...outputValue({ ...here, given: merged }, candidate.scope, candidate.output, at));
    }
    const isUnknown = typeof name !== 'string' && name.parts.some((part) => typeof part !== 'string' && part.kind === 'unknown');
    if (!certain) found.push(...only(here, isUnknown ? name : holed({ kind: 'import', name: render(name) }), at));
  }
  return found;
}

/**
 * `Fn::GetStackOutput`: an output of a stack by the name of the stack, in this region or in the one that is given
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getstackoutput.html).
 */
export function stackOutput(context: Context, argument: Json, at: Path | undefined): Alternatives {
  const place = below(at, 'Fn::GetStackOutput');
  const { StackName: stackNode, OutputName: outputNode } = isObject(argument) ? argument : {};
  if (stackNode === undefined || outputNode === undefined) {
    return misshapen(context, 'Fn::GetStackOutput', '"StackName" and "OutputName"', at);
  }
  return stringsOf(context, stackNode, below(place, 'StackName')).flatMap(({ value: stack, given }) =>
    stringsOf({ ...context, given }, outputNode, below(place, 'OutputName')).flatMap((output): Alternatives => {
      const here = { ...context, given: output.given };
      const found = outputsOf(here, argument, place, stack, output.value).flatMap(({ scope, name }) => outputValue(here, scope, name, at));
      return found.length > 0 ? found : only(here, holed({ kind: 'import', name: `${render(stack)}.${render(output.value)}` }), at);
    }),
  );
}

/** The outputs of that name of the stacks of that name. The account is that of the role that reads them, when there is one. */
function outputsOf(
  context: Context,
  argument: Json,
  place: Path | undefined,
  stack: SymbolicString,
  name: SymbolicString,
): readonly { readonly scope: Scope; readonly name: string }[] {
  const { workspace, template } = context.scope;
  if (typeof stack !== 'string' || typeof name !== 'string') return [];
  const region = memberOf(argument, 'Region');
  const regions = region === undefined ? [template.region] : stringsOf(context, region, below(place, 'Region')).map(({ value }) => value);
  const isHere = memberOf(argument, 'RoleArn') === undefined;
  return workspace.templates.flatMap((candidate) => {
    const reader = { account: isHere ? template.account : undefined };
    const isReached = regions.some((one) => canImport({ ...reader, region: typeof one === 'string' ? one : undefined }, candidate));
    if (candidate.stackName !== stack || candidate.parent !== undefined || !isReached) return [];
    const scope = workspace.scopeOf(candidate);
    return memberOf(scope.outputs, name) === undefined ? [] : [{ scope, name }];
  });
}

function hasLiteral(value: SymbolicString): boolean {
  return typeof value === 'string' || value.parts.some((part) => typeof part === 'string');
}

interface Environment {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
}

/** Exports are visible in their own account and region. */
function canImport(importing: Environment, exporting: Environment): boolean {
  const differ = (left: string | undefined, right: string | undefined) => left !== undefined && right !== undefined && left !== right;
  return !differ(importing.account, exporting.account) && !differ(importing.region, exporting.region);
}

function exportsOf(workspace: Workspace): Exports {
  if (workspace.exports !== undefined) return workspace.exports;
  const byName = new Map<string, Export[]>();
  const patterns: Export[] = [];
  workspace.exports = { byName, patterns };
  for (const template of workspace.templates) {
    const scope = workspace.scopeOf(template);
    for (const [output, declared] of Object.entries(scope.outputs)) {
      const name = memberOf(memberOf(declared, 'Export'), 'Name');
      if (name === undefined) continue;
      const context: Context = { scope, given: NOTHING, open: false, depth: 0 };
      for (const alternative of stringsOf(context, name, belowAll(undefined, 'Outputs', output, 'Export', 'Name'))) {
        const entry = { scope, output, name: alternative };
        if (typeof alternative.value !== 'string') patterns.push(entry);
        else byName.set(alternative.value, [...(byName.get(alternative.value) ?? []), entry]);
      }
    }
  }
  return workspace.exports;
}
