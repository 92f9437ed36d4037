import type { Model } from '../model/model';
import { below, type Path } from '../path';
import { type KnownAction, needsEveryResource, parseActionPattern } from './action';
import { type Grant, grantsOf, isEverythingBut, listForEvidence, listForSentence, namesOf, resourceFix, resourcePin } from './grant';
import { reachOf } from './reach';
import type { ConditionTest, Statement } from './statement';

/** The actions of one statement that it allows on every resource of their kind. */
export interface WideGrant {
  readonly statement: Statement;
  /** Each once, sorted by service and name. */
  readonly actions: readonly KnownAction[];
  /** The first element that lets them reach everything, as a person would write it. */
  readonly resource: string;
  readonly at: Path | undefined;
  /** The condition that narrows what they reach, where there is one. */
  readonly pin: ConditionTest | undefined;
}

/**
 * The statements that allow actions of a kind on every resource, one entry each. Actions that support no resource-level
 * permissions are left out, as they need `*`; so are statements with `NotAction` and those that make their holder an
 * administrator, of which rules of their own say everything.
 */
export function* wideGrantsOf(model: Model, isOfKind: (known: KnownAction) => boolean): Iterable<WideGrant> {
  for (const grant of grantsOf(model)) {
    if (grant.administrative || !mayBeWide(grant)) continue;
    const wanted = actionsOf(model, grant, isOfKind);
    if (wanted.length > 0) yield* widelyGranted(model, grant, wanted);
  }
}

function mayBeWide({ statement, resources }: Grant): boolean {
  return resources.some(({ scope }) => scope.kind === 'everything' || scope.kind === 'service-wide') || isEverythingBut(statement);
}

function actionsOf(model: Model, { actions }: Grant, isOfKind: (known: KnownAction) => boolean): readonly KnownAction[] {
  const found = new Set<KnownAction>();
  for (const { value } of actions) {
    for (const known of parseActionPattern(model.reference, value).actions) {
      if (isOfKind(known) && !needsEveryResource(known)) found.add(known);
    }
  }
  return [...found].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function* widelyGranted(model: Model, { statement, resources }: Grant, wanted: readonly KnownAction[]): Iterable<WideGrant> {
  const pin = resourcePin(model.reference, statement);
  if (isEverythingBut(statement)) {
    const others = listForEvidence(namesOf(model, statement, statement.notResources));
    yield { statement, actions: wanted, resource: `all but ${others}`, at: below(statement.at, 'NotResource'), pin };
    return;
  }
  const reaches = resources.map((element) => ({
    element,
    actions: wanted.filter((known) => reachOf(model.reference, known, element) === 'any'),
  }));
  const [first] = reaches.filter(({ actions }) => actions.length > 0);
  if (first === undefined) return;
  const actions = wanted.filter((known) => reaches.some((reached) => reached.actions.includes(known)));
  yield { statement, actions, resource: model.show(first.element, statement.document.resource), at: first.element.at, pin };
}

/** What the rules on wide grants have in common: the place, the evidence and the words of a finding. */
export function wideFact(model: Model, { statement, actions, resource, at, pin }: WideGrant) {
  const names = actions.map(({ id }) => id);
  return {
    resource: statement.document.resource,
    at,
    evidence: `${listForEvidence(names)} on ${resource}`,
    data: {
      actions: listForSentence(names),
      resource,
      narrowed: pin === undefined ? '' : `, narrowed only by the condition on "${pin.key}"`,
      replacement: resourceFix(model.reference, actions),
    },
    statement,
    ...(pin === undefined ? {} : { atMost: 'info' as const }),
  };
}
