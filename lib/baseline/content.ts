import { createHash } from 'node:crypto';
import type { BaselineEntry, StatementContent } from '../core/baseline';
import { textAt } from '../core/canonical';
import { factOf } from '../core/evaluate';
import type { Statement } from '../core/iam/statement';
import type { Model } from '../core/model/model';
import { keysOf, pointerOf } from '../core/path';
import type { Finding } from '../core/result';
import type { Fact } from '../core/rule';
import { render, type SymbolicString } from '../core/template/symbolic';
import type { Resource } from '../core/template/template';
import { type Names, namesOf, withoutHash } from './names';

/** What a finding is about, apart from its rule and evidence. */
export type Subject = Pick<BaselineEntry, 'place' | 'type' | 'statement' | 'value'>;

/** Tells what findings of a model are about. */
export interface Subjects {
  readonly names: Names;
  of(finding: Finding): Subject;
}

/** The subjects of the findings of a model. */
export function subjectsOf(model: Model): Subjects {
  const names = namesOf(model);
  const templates = new Map(model.templates.map((template) => [template.name, template]));
  const contents = new Map<Statement, StatementContent>();
  let statements: Map<Resource, Map<string, Statement>> | undefined;

  const contentOf = (statement: Statement): StatementContent => {
    let content = contents.get(statement);
    if (content === undefined) {
      content = statementContent(statement, model, names);
      contents.set(statement, content);
    }
    return content;
  };
  const statementOf = ({ statement, resource, at }: Fact): Statement | undefined => {
    if (statement !== undefined) return statement;
    statements ??= statementsByPlace(model);
    const known = statements.get(resource);
    for (let step = at; known !== undefined && step !== undefined; step = step.parent) {
      const found = known.get(pointerOf(step));
      if (found !== undefined) return found;
    }
    return undefined;
  };

  const subjects = new Map<Finding, Subject>();
  const subjectOf = (finding: Finding): Subject => {
    const template = templates.get(finding.template);
    const resource = finding.logicalId === null ? undefined : template?.resources.get(finding.logicalId);
    const fact = factOf(finding);
    const statement = fact && statementOf(fact);
    const value = fact === undefined || statement !== undefined ? undefined : digestOf(fact, model);
    return {
      place: names.placeOf(resource, template),
      ...(finding.resourceType === null ? {} : { type: finding.resourceType }),
      ...(statement === undefined ? {} : { statement: contentOf(statement) }),
      ...(value === undefined ? {} : { value }),
    };
  };

  return {
    names,
    of(finding) {
      let subject = subjects.get(finding);
      if (subject === undefined) {
        subject = subjectOf(finding);
        subjects.set(finding, subject);
      }
      return subject;
    },
  };
}

function statementsByPlace(model: Model): Map<Resource, Map<string, Statement>> {
  const byResource = new Map<Resource, Map<string, Statement>>();
  for (const document of model.documents) {
    const known = byResource.get(document.resource) ?? new Map<string, Statement>();
    byResource.set(document.resource, known);
    for (const statement of document.statements) known.set(pointerOf(statement.at), statement);
  }
  return byResource;
}

function statementContent(statement: Statement, model: Model, names: Names): StatementContent {
  const { document, effect } = statement;
  const from = document.resource.template;
  const show = (value: SymbolicString) => render(value, (hole) => names.of(hole, from));
  const list = (elements: readonly { readonly value: SymbolicString }[]) => sorted(elements.map(({ value }) => show(value)));
  const principals = (elements: Statement['principals']) =>
    sorted(elements.map(({ type, value }) => (type === '*' ? '*' : `${type}:${show(value)}`)));
  const holders = document.kind === 'identity' ? model.holdersOf(document).filter((holder) => holder !== document.resource) : [];
  return {
    ...(effect === 'Allow' ? {} : { effect }),
    ...filled('action', sorted(statement.actions.map(({ value }) => show(value).toLowerCase()))),
    ...filled('notAction', sorted(statement.notActions.map(({ value }) => show(value).toLowerCase()))),
    ...filled('resource', list(statement.resources)),
    ...filled('notResource', list(statement.notResources)),
    ...filled('principal', principals(statement.principals)),
    ...filled('notPrincipal', principals(statement.notPrincipals)),
    ...filled(
      'condition',
      sorted(
        statement.conditions.map(
          ({ operator, key, values }) => `${operator.toLowerCase()} ${key.toLowerCase()}: ${list(values).join(' | ')}`,
        ),
      ),
    ),
    ...filled('holder', sorted(holders.map((holder) => names.of(holder, from)))),
    ...filled('unresolved', sorted(statement.unresolved.map(({ element, reason }) => `${element}: ${reason}`))),
    ...(statement.optional ? { conditional: true } : {}),
  };
}

function filled<Key extends string>(key: Key, texts: readonly string[]): Partial<Record<Key, readonly string[]>> {
  if (texts.length === 0) return {};
  const content: Partial<Record<Key, readonly string[]>> = {};
  content[key] = texts;
  return content;
}

function sorted(texts: readonly string[]): readonly string[] {
  return texts.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** How many keys lead to `/Resources/<id>/Properties`: what is said there is about a property that is absent. */
const PROPERTIES = 3;

/** A digest of the value that decides, whose text may be a secret. */
function digestOf({ resource, at }: Fact, model: Model): string | undefined {
  if (keysOf(at).length <= PROPERTIES) return undefined;
  const text = textAt(resource.template, at, (named) => withoutHash(model.nameOf(named)));
  return text === undefined ? undefined : createHash('sha256').update(text).digest('hex').slice(0, 16);
}
