import { isObject, type Json, type JsonObject, jsonTextOf } from '../json';
import { isEcho } from '../template/symbolic';
import type { Template } from '../template/template';
import type { DocumentKind } from './statement';

/**
 * Stands for all policy documents of a template that differ in nothing but which resource of a type they name. Two
 * documents are of one form when they have the same object here.
 */
export interface DocumentForm {
  readonly isHarmless: boolean;
}

/**
 * The form of a document, for all that is given as plain JSON. It is harmless when it allows nothing but actions that are
 * written out in full, on resources that it names or to services that it names. Most of what CDK writes is so, and no rule
 * that looks for wildcards, strangers or values that cannot be read finds anything in it: they leave such documents out,
 * unread. Decided on the raw JSON, without resolving anything; whatever is not of the plainest form is not harmless. A rule
 * that is about particular actions (`iam:PassRole` on a named role) must read harmless documents too.
 */
export function formOf(
  kind: DocumentKind,
  guards: string | undefined,
  node: Json | undefined,
  template: Template,
): DocumentForm | undefined {
  if (!isObject(node)) return undefined;
  let known = forms.get(template);
  if (known === undefined) {
    known = new Map();
    forms.set(template, known);
  }
  const text = jsonTextOf(node);
  if (text === undefined) return undefined;
  const spelled = `${kind} ${guards} ${withoutIds(text, template)}`;
  let form = known.get(spelled);
  if (form === undefined) {
    form = { isHarmless: readsHarmless(kind, node, template) };
    known.set(spelled, form);
  }
  return form;
}

const forms = new WeakMap<Template, Map<string, DocumentForm>>();

/** A use of a logical id in JSON text. Quotes inside a text are escaped there, so that only an intrinsic can look like this. */
const USE_OF_ID = /"(Ref":|Fn::GetAtt":\[)"([A-Za-z0-9]+)"/g;

/**
 * A document that is JSON text, with the types of resources in place of their logical ids: nothing else of them decides.
 * JSON text holds no control characters, so those around a type keep two different documents apart.
 */
function withoutIds(document: string, template: Template): string {
  return document.replace(USE_OF_ID, (use, intrinsic: string, logicalId: string) => {
    const resource = isParameter(logicalId, template) ? undefined : template.resources.get(logicalId);
    return resource === undefined || resource.type.includes('\u0001') ? use : `"${intrinsic}\u0001${resource.type}\u0001`;
  });
}

function readsHarmless(kind: DocumentKind, node: JsonObject, template: Template): boolean {
  for (const key in node) {
    if (key === 'Statement') continue;
    if ((key !== 'Version' && key !== 'Id') || typeof node[key] !== 'string') return false;
  }
  const statements = node.Statement;
  if (!Array.isArray(statements)) return isObject(statements) && isHarmlessStatement(kind, statements, template);
  for (let index = 0; index < statements.length; index += 1) {
    const statement = statements[index];
    if (!isObject(statement) || !isHarmlessStatement(kind, statement, template)) return false;
  }
  return true;
}

/** Whether a harmless document writes an action with this prefix (`iam:`); a Deny counts as well. */
export function namesService(node: Json | undefined, prefix: string): boolean {
  const statements = isObject(node) ? node.Statement : undefined;
  const list = Array.isArray(statements) ? statements : [statements];
  return list.some((statement) => {
    const action = isObject(statement) ? statement.Action : undefined;
    return Array.isArray(action) ? action.some((member) => startsWith(member, prefix)) : startsWith(action, prefix);
  });
}

function startsWith(action: Json | undefined, prefix: string): boolean {
  return typeof action === 'string' && action.slice(0, prefix.length).toLowerCase() === prefix;
}

/** Statements of a document whose `Statement` is an object or a list of objects. */
export function statementCountOf(node: Json | undefined): number {
  const statements = isObject(node) ? node.Statement : undefined;
  return Array.isArray(statements) ? statements.length : 1;
}

function isHarmlessStatement(kind: DocumentKind, statement: JsonObject, template: Template): boolean {
  if (statement.Effect === 'Deny') return isReadableDeny(statement, template);
  let seen = 0;
  for (const key in statement) {
    const value = statement[key];
    switch (key) {
      case 'Sid':
        if (typeof value !== 'string') return false;
        break;
      case 'Effect':
        if (value !== 'Allow') return false;
        seen |= 1;
        break;
      case 'Action':
        if (!every(value, isPlainText, template)) return false;
        seen |= 2;
        break;
      case 'Resource':
        if (!every(value, isNamedResource, template)) return false;
        seen |= 4;
        break;
      case 'Principal':
        if (kind === 'identity' || !isServicePrincipal(value, template)) return false;
        seen |= 8;
        break;
      default:
        return false;
    }
  }
  return kind === 'identity' ? seen === 7 : kind === 'trust' ? seen === 11 : seen === 15;
}

const DENY_ELEMENTS = new Set(['Sid', 'Effect', 'Action', 'Resource', 'Principal', 'Condition']);

/** A Deny allows nothing, whatever it says; it only has to be free of what reading would report, such as references to nothing. */
function isReadableDeny(statement: JsonObject, template: Template): boolean {
  for (const key in statement) if (!DENY_ELEMENTS.has(key) || !isReadable(statement[key], template, 0)) return false;
  return true;
}

/** A condition is an object of objects of lists: nothing in a statement is deeper, but for intrinsics, which are not followed. */
const DEEPEST_ELEMENT = 4;

function isReadable(value: Json | undefined, template: Template, depth: number): boolean {
  if (typeof value === 'string') return !value.includes('{{');
  if (typeof value !== 'object' || value === null || depth > DEEPEST_ELEMENT) return false;
  if (Array.isArray(value)) return value.every((member) => isReadable(member, template, depth + 1));
  if (isReference(value, template)) return true;
  const join = value['Fn::Join'];
  if (join !== undefined) {
    if (!isAlone(value) || !Array.isArray(join) || join.length !== 2 || join[0] !== '' || !Array.isArray(join[1])) return false;
    return join[1].every((member) => (typeof member === 'string' ? !member.includes('{') : isReference(member, template)));
  }
  for (const key in value) {
    if (key === 'Ref' || key === 'Condition' || key.startsWith('Fn::') || !isReadable(value[key], template, depth + 1)) return false;
  }
  return true;
}

/** Whether `holds` is true of a value, or of every member of a list of values. */
function every(value: Json | undefined, holds: (member: Json, template: Template) => boolean, template: Template): boolean {
  if (!Array.isArray(value)) return value !== undefined && holds(value, template);
  for (let index = 0; index < value.length; index += 1) {
    const member = value[index];
    if (member === undefined || !holds(member, template)) return false;
  }
  return value.length > 0;
}

/** Characters of wildcards, policy variables and dynamic references. */
const SPECIAL = /[*?${]/;

function isPlainText(value: Json): boolean {
  return typeof value === 'string' && !SPECIAL.test(value);
}

function isServicePrincipal(value: Json | undefined, template: Template): boolean {
  if (!isObject(value)) return false;
  for (const key in value) if (key !== 'Service') return false;
  return every(value.Service, isService, template);
}

const SERVICE = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.amazonaws\.com$/;

function isService(value: Json): boolean {
  return typeof value === 'string' && SERVICE.test(value);
}

/** An ARN that is written out, or that CloudFormation gives for a resource of the template; `AWS::NoValue` names none. */
function isNamedResource(value: Json, template: Template): boolean {
  if (typeof value === 'string') return value.startsWith('arn:') && colonsIn(value) >= ARN_COLONS && !SPECIAL.test(value);
  if (!isObject(value)) return false;
  const reference = value.Ref;
  if (reference === 'AWS::NoValue') return isAlone(value);
  if (isReference(value, template)) return reference === undefined || !isPseudo(reference);
  const join = value['Fn::Join'];
  if (!isAlone(value) || !Array.isArray(join) || join.length !== 2 || join[0] !== '' || !Array.isArray(join[1])) return false;
  const [first] = join[1];
  if (typeof first === 'string' ? !first.startsWith('arn:') : first === undefined || isPseudo(isObject(first) ? first.Ref : undefined)) {
    return false;
  }
  let colons = 0;
  for (const member of join[1]) {
    if (typeof member === 'string' && !SPECIAL.test(member)) colons += colonsIn(member);
    else if (!isReference(member, template)) return false;
  }
  return typeof first !== 'string' || colons >= ARN_COLONS;
}

/** Of an ARN in full: AWS puts `*` for the fields that a shorter one lacks. */
const ARN_COLONS = 5;

function colonsIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) count += 1;
  return count;
}

/** Whether a value is a pseudo parameter, or what CloudFormation gives for a resource of the template. */
function isReference(value: Json | undefined, template: Template): boolean {
  if (!isObject(value) || !isAlone(value)) return false;
  const { Ref: reference, 'Fn::GetAtt': attribute } = value;
  if (typeof reference === 'string') return isPlace(reference) || isOwn(reference, template);
  if (!Array.isArray(attribute) || attribute.length !== 2) return false;
  const [logicalId, name] = attribute;
  if (typeof logicalId !== 'string' || typeof name !== 'string' || name === '' || name.startsWith('Outputs.')) return false;
  return isOwn(logicalId, template) && !isEcho(template.resources.get(logicalId)?.type, name);
}

function isPseudo(reference: Json | undefined): boolean {
  return typeof reference === 'string' && reference.startsWith('AWS::');
}

function isPlace(reference: string): boolean {
  return reference === 'AWS::Partition' || reference === 'AWS::Region' || reference === 'AWS::AccountId' || reference === 'AWS::URLSuffix';
}

/**
 * Whether AWS itself gives the value of the resource: what a custom resource returns may be anything. A parameter of the
 * same name would come before it.
 */
function isOwn(logicalId: string, template: Template): boolean {
  const type = template.resources.get(logicalId)?.type;
  return type?.startsWith('AWS::') === true && !type.startsWith('AWS::CloudFormation::') && !isParameter(logicalId, template);
}

function isParameter(name: string, { body }: Template): boolean {
  return isObject(body.Parameters) && Object.hasOwn(body.Parameters, name);
}

function isAlone(value: JsonObject): boolean {
  let count = 0;
  for (const _key in value) count += 1;
  return count === 1;
}
