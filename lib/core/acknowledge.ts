import { type Acceptance, type Acknowledgement, FRAMEWORK_CALL, OWN_CALL, ruleOf } from './acknowledgement';
import { type Covers, coverage } from './coverage';
import { daysBetween } from './day';
import { docsOf, restated } from './evaluate';
import { nearest } from './nearest';
import { isTemplate, namesRule } from './overrides';
import { type Finding, FORBIDDEN_ACKNOWLEDGEMENT, RULE_CRASHED, UNMATCHED_ACKNOWLEDGEMENT, UNREADABLE_INPUT } from './result';

/** A finding, and where it is in the app. */
export interface Located {
  readonly finding: Finding;
  /** Path of the construct that wrote it, else of its stack, else of the app (empty). */
  readonly path: string;
}

/** How far a rule ran: in full, without what is mere information, or not at all. */
export type Extent = 'full' | 'brief' | 'off';

/** What decides about acknowledgements. */
export interface Terms {
  /** The day of the check. What expires does not hold where the day is not known. */
  readonly today: string | undefined;
  /** Whether a person may accept what this rule finds. */
  isAcknowledgeable(ruleId: string): boolean;
  /** How far each rule ran that there is. */
  extents(): ReadonlyMap<string, Extent>;
  /** Whether the whole app was read, so that what names nothing in it names nothing at all. */
  readonly isWhole: boolean;
  /** Names of the templates that were read. */
  readonly templates: readonly string[];
}

/** What came of acknowledgements. */
export interface Acknowledged<Item extends Located> {
  /** All items in their order, those that were accepted with the reason. */
  readonly items: readonly Item[];
  /** By which acknowledgement each finding was accepted. */
  readonly acceptedBy: ReadonlyMap<Finding, Acknowledgement>;
  /** What is to be said of the acknowledgements themselves. */
  readonly remarks: readonly Located[];
}

/**
 * Accepts findings. An acknowledgement that expired accepts nothing, and its findings say since when; one that covers no
 * finding, and one of what nobody may accept, become findings themselves.
 */
export function acknowledge<Item extends Located>(
  items: readonly Item[],
  acknowledgements: readonly Acknowledgement[],
  terms: Terms,
): Acknowledged<Item> {
  if (acknowledgements.length === 0) return { items, acceptedBy: new Map(), remarks: [] };
  const forbidden = new Set(acknowledgements.filter(({ rule }) => !mayBeNamed(rule, terms)));
  const byRule = new Map<string, Acknowledgement[]>();
  for (const each of acknowledgements) {
    if (forbidden.has(each)) continue;
    const known = byRule.get(each.rule);
    if (known === undefined) byRule.set(each.rule, [each]);
    else known.push(each);
  }
  const covers = coverage();
  const used = new Set<Acknowledgement>();
  const acceptedBy = new Map<Finding, Acknowledgement>();
  const settled = items.map((item) => {
    const { finding } = item;
    const [exact = [], general = []] = [byRule.get(finding.findingId), byRule.get(finding.ruleId)];
    if (exact.length + general.length === 0 || finding.acknowledged !== null) return item;
    const fitting = [...exact, ...general].filter((each) => covers(each, item));
    if (fitting.length === 0) return item;
    for (const each of fitting) used.add(each);
    if (!isAcceptable(finding, terms)) {
      for (const each of fitting) forbidden.add(each);
      return item;
    }
    const holding = fitting.filter(({ expires }) => !isExpired(expires, terms.today));
    const [best] = holding.toSorted((a, b) => (b.scope ?? '').length - (a.scope ?? '').length);
    const changed: Finding =
      best === undefined
        ? restated(finding, { message: `${finding.message} (${expiryOf(fitting, terms.today)})` })
        : restated(finding, { acknowledged: termsOf(best) });
    if (best !== undefined) acceptedBy.set(changed, best);
    return { ...item, finding: changed };
  });
  const idle = acknowledgements.filter((each) => !used.has(each) && !forbidden.has(each));
  return {
    items: settled,
    acceptedBy,
    remarks: [...[...forbidden].map((each) => forbiddenRemark(each)), ...idleRemarks(idle, items, terms, covers)],
  };
}

/** The reason as a person gave it, with how long it holds and whom to ask. */
export function termsOf({ reason, expires, owner, ticket }: Acceptance): string {
  const terms = [
    ...(expires === undefined ? [] : [`until ${expires}`]),
    ...(owner === undefined ? [] : [`owner ${owner}`]),
    ...(ticket === undefined ? [] : [`ticket ${ticket}`]),
  ];
  return terms.length === 0 ? reason : `${reason} (${terms.join(', ')})`;
}

/**
 * Whether a person may accept a finding. What the engine says of itself nobody can: it judged nothing. But for a piece of a
 * template that it cannot read, such as what a macro writes: that a person can know.
 */
export function isAcceptable({ ruleId, location }: Finding, terms: Pick<Terms, 'isAcknowledgeable'>): boolean {
  if (isOfEngine(ruleId)) return ruleId === UNREADABLE_INPUT && location !== '';
  return terms.isAcknowledgeable(ruleId);
}

/** Whether a finding is one of the engine itself: it could not judge something, or judges what people wrote for it. */
export function isOfEngine(ruleId: string): boolean {
  return ruleId.startsWith('engine/');
}

function mayBeNamed(id: string, terms: Terms): boolean {
  const rule = ruleOf(id);
  return isOfEngine(rule) ? rule === UNREADABLE_INPUT && id !== rule : terms.isAcknowledgeable(rule);
}

function isExpired(expires: string | undefined, today: string | undefined): boolean {
  return expires !== undefined && (today === undefined || today > expires);
}

/** Of several that expired, the one that held longest. */
function expiryOf(acknowledgements: readonly Acknowledgement[], today: string | undefined): string {
  const [last] = acknowledgements.toSorted((a, b) => compare(b.expires ?? '', a.expires ?? ''));
  if (last?.expires === undefined) return '';
  const { reason, owner, ticket } = last;
  const days = today === undefined ? undefined : daysBetween(last.expires, today);
  const since = days === undefined ? 'the day of the check is not known' : `expired ${days === 1 ? '1 day' : `${days} days`} ago`;
  return `acknowledged until ${last.expires} (${since}), reason "${termsOf({ rule: last.rule, reason, ...given({ owner, ticket }) })}"`;
}

function given(fields: { readonly owner: string | undefined; readonly ticket: string | undefined }): Partial<Acceptance> {
  return {
    ...(fields.owner === undefined ? {} : { owner: fields.owner }),
    ...(fields.ticket === undefined ? {} : { ticket: fields.ticket }),
  };
}

function forbiddenRemark(acknowledgement: Acknowledgement): Located {
  return remark(acknowledgement, {
    ruleId: FORBIDDEN_ACKNOWLEDGEMENT,
    severity: 'error',
    message: `"${acknowledgement.rule}" is acknowledged (reason "${acknowledgement.reason}"), and nobody may accept it`,
    why: 'What is marked as not acknowledgeable must be put right: an acknowledgement of it accepts nothing, and must not look as if it did.',
    fix: `${removalOf(acknowledgement)}, and correct what the rule finds`,
  });
}

/** What acknowledgements that covered nothing come to; nothing, where that cannot be known. */
function idleRemarks(idle: readonly Acknowledgement[], items: readonly Located[], terms: Terms, covers: Covers): readonly Located[] {
  if (idle.length === 0) return [];
  const byRule = new Map<string, Located[]>();
  const crashed = new Set<string>();
  for (const item of items) {
    const { ruleId, evidence, location } = item.finding;
    // A rule that failed, a template that was not read and a part of an app leave open what would have been found.
    if (ruleId === UNREADABLE_INPUT && location === '') return [];
    if (ruleId === RULE_CRASHED) crashed.add(evidence);
    const others = byRule.get(ruleId);
    if (others === undefined) byRule.set(ruleId, [item]);
    else others.push(item);
  }
  return idle.flatMap((each) => {
    const rule = ruleOf(each.rule);
    if (crashed.has(rule) || !isReadWhere(each, terms)) return [];
    // One of a whole rule that covered any of its findings would not be idle.
    const others = each.rule === rule ? [] : (byRule.get(rule) ?? []).filter((item) => covers(each, item));
    return [idleRemark(each, [...new Set(others.map(({ finding }) => finding.findingId))], terms)];
  });
}

function isReadWhere({ templates }: Acknowledgement, terms: Terms): boolean {
  return terms.isWhole || (templates !== undefined && terms.templates.some((name) => isTemplate(templates, name)));
}

/** @param others what the rule finds there today */
function idleRemark(acknowledgement: Acknowledgement, others: readonly string[], terms: Terms): Located {
  const { rule: id } = acknowledgement;
  const rule = ruleOf(id);
  const about = {
    ruleId: UNMATCHED_ACKNOWLEDGEMENT,
    why: 'An acknowledgement that covers nothing today may cover tomorrow what nobody has looked at.',
  };
  const extents = terms.extents();
  const extent = extents.get(rule);
  if (extent === undefined) {
    const close = nearest(rule, [...extents.keys()]);
    const hint = close === undefined ? '' : `, did you mean "${close}"`;
    const message = `"${id}" is acknowledged, and there is no rule "${rule}"${hint}`;
    return remark(acknowledgement, { ...about, severity: 'warning', message, fix: `correct the id, or ${removalOf(acknowledgement)}` });
  }
  if (extent === 'off') {
    const message = `"${id}" is acknowledged, and the rule does not run here`;
    const fix = `${removalOf(acknowledgement)}, unless another pack or configuration runs the rule`;
    return remark(acknowledgement, { ...about, severity: 'info', message, fix });
  }
  const found = others.slice(0, 3).map((other) => `"${other}"`);
  return remark(acknowledgement, {
    ...about,
    severity: extent === 'brief' ? 'info' : 'warning',
    message: `"${id}" is acknowledged (reason "${acknowledgement.reason}"), and matches no finding any more${found.length === 0 ? '' : `; the rule finds ${found.join(', ')} there`}`,
    fix: found.length === 0 ? removalOf(acknowledgement) : `${removalOf(acknowledgement)}, or look at what the rule finds there now`,
  });
}

/** What to delete. */
function removalOf({ rule, scope, madeBy }: Acknowledgement): string {
  if (scope === undefined) return `delete the entry at ${madeBy}`;
  const where = scope === '' ? 'the app' : `"${scope}"`;
  if (madeBy === FRAMEWORK_CALL) return `delete "Validations.of(…).acknowledge({ id: 'LeastPrivilege::${rule}' })" on ${where}`;
  return `delete "${OWN_CALL.replace('.', '.of(…).')}({ rule: '${rule}' })" on ${where}`;
}

type Remark = Pick<Finding, 'ruleId' | 'severity' | 'message' | 'why' | 'fix'>;

function remark({ rule, scope, madeBy }: Acknowledgement, said: Remark): Located {
  const path = scope ?? '';
  return {
    path,
    finding: {
      ...said,
      findingId: `${said.ruleId}[${rule}]`,
      template: '',
      stack: null,
      logicalId: null,
      resourceType: null,
      constructPath: path === '' ? null : path,
      location: '',
      evidence: rule,
      source: scope === undefined ? madeBy : null,
      acknowledged: null,
      docs: docsOf(said.ruleId),
    },
  };
}

/** Whether patterns of a configuration forbid to accept what a rule finds. */
export function isForbidden(patterns: readonly string[], ruleId: string): boolean {
  return patterns.some((rule) => namesRule({ rule }, ruleId));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
