import type { Model } from './model/model';
import type { Unjudged } from './model/nag';
import type { SeverityOverride } from './options';
import { type Severities, severitiesOf } from './overrides';
import { pointerOf } from './path';
import { type Finding, NOT_EVALUATED, RULE_CRASHED, type Severity, type Summary, UNREADABLE_INPUT } from './result';
import type { Fact, PackName, Rule, RuleMessage } from './rule';
import { writtenPlace } from './template/globals';
import type { InputProblem, Resource } from './template/template';

/** Where the generated pages of the rules live. */
const DOCS = 'https://github.com/cdk-least-privilege/cdk-least-privilege/blob/main/docs/rules';

/** The page of a rule of the package, or of a finding that the engine makes itself. */
export function docsOf(ruleId: string): string {
  return `${DOCS}/${ruleId}.md`;
}

/**
 * Runs `rules` over `model` and words what they find. A rule that throws becomes an error finding that names it; the
 * other rules still run. The findings are sorted and free of doubles, so two runs over the same input are equal.
 */
export function evaluate(
  model: Model,
  rules: readonly Rule[],
  pack: PackName,
  overrides: readonly SeverityOverride[] = [],
): readonly Finding[] {
  const findings = new Map<string, Finding>();
  const add = (finding: Finding) => {
    const key = `${finding.findingId}\n${finding.template}\n${finding.logicalId}\n${finding.location}`;
    const twin = findings.get(key);
    if (twin === undefined || weight(finding.severity) > weight(twin.severity)) findings.set(key, finding);
  };
  for (const rule of rules) {
    const severities = severitiesOf(rule.meta, pack, overrides);
    if (!severities.run) continue;
    const isBrief = leavesNotesOut(rule, pack, severities);
    try {
      for (const fact of rule.check(model, { notes: !isBrief })) {
        const severity = severities.at(fact.resource);
        if (severity === 'off' || (isBrief && lower(severity, fact.atMost) === 'info')) continue;
        const finding = factFinding(rule, fact, severity, model);
        if (isBrief && finding.severity === 'info') continue;
        facts.set(finding, fact);
        add(finding);
      }
    } catch (error) {
      add(crashFinding(rule, error));
    }
  }
  // Last, since resolving what the rules asked for meets further problems.
  for (const problem of model.problems) add(problemFinding(problem, model));
  for (const finding of unjudgedFindings(model, rules, pack, overrides)) add(finding);
  return [...findings.values()].sort(inOrder);
}

/** What each finding words: kept apart, since reports know nothing of the model. */
const facts = new WeakMap<Finding, Fact>();

/** The fact that a finding of a rule words. */
export function factOf(finding: Finding): Fact | undefined {
  return facts.get(finding);
}

/** A finding of which something else is said: it still words the same fact. */
export function restated(finding: Finding, said: Partial<Finding>): Finding {
  const changed = { ...finding, ...said };
  const fact = facts.get(finding);
  if (fact !== undefined) facts.set(changed, fact);
  return changed;
}

/** How far each rule runs, by id: in full, without what is mere information, or not at all. */
export function extentsOf(
  rules: readonly Rule[],
  pack: PackName,
  overrides: readonly SeverityOverride[] = [],
): ReadonlyMap<string, 'full' | 'brief' | 'off'> {
  return new Map(
    rules.map((rule) => {
      const severities = severitiesOf(rule.meta, pack, overrides);
      return [rule.meta.id, !severities.run ? 'off' : leavesNotesOut(rule, pack, severities) ? 'brief' : 'full'];
    }),
  );
}

/** Domains of good housekeeping: what they only mention would fill a report, and hide what matters. */
const ADVICE = /^(?:data|observability|resilience|supply-chain)\//;

/** Whether findings of the rule that are mere information are left out: in the default pack, unless the user asked for the rule. */
function leavesNotesOut({ meta }: Rule, pack: PackName, { everywhere }: Severities): boolean {
  return pack === 'recommended' && ADVICE.test(meta.id) && everywhere === meta.severity.recommended;
}

/** Counts for the head of every report. */
export function summarise(model: Model, findings: readonly Finding[]): Summary {
  let resources = 0;
  for (const template of model.templates) resources += template.resources.size;
  let statements = 0;
  for (const document of model.documents) statements += document.statementCount;
  const open = findings.filter((finding) => finding.acknowledged === null);
  const count = (severity: Severity) => open.filter((finding) => finding.severity === severity).length;
  return {
    templates: model.templates.length,
    resources,
    statements,
    errors: count('error'),
    warnings: count('warning'),
    infos: count('info'),
    acknowledged: findings.length - open.length,
  };
}

function factFinding(rule: Rule, fact: Fact, packSeverity: Severity, model: Model): Finding {
  const message = rule.messages[fact.message];
  if (message === undefined) throw new Error(`declares no message "${fact.message}"`);
  const evidence = printable(fact.evidence);
  const worded = word(message, fact.data ?? {});
  const { what, fix, severity } = judged({ ...worded, severity: lower(packSeverity, fact.atMost) }, fact, model);
  return {
    ruleId: rule.meta.id,
    findingId: findingIdOf(rule.meta.id, evidence),
    severity,
    message: what,
    why: rule.meta.rationale,
    fix,
    ...placeOf(fact.resource),
    location: pointerOf(writtenPlace(fact.resource, fact.at)),
    evidence,
    acknowledged: null,
    docs: rule.meta.docs ?? docsOf(rule.meta.id),
  };
}

interface Judgement extends RuleMessage {
  readonly severity: Severity;
}

/** What a fact amounts to where the user did not write the statement itself: CDK did, or a policy template stands for it. */
function judged(judgement: Judgement, fact: Fact, model: Model): Judgement {
  const { what, fix, severity } = judgement;
  const provider = fact.provider ?? (fact.statement && model.providerOf(fact.statement));
  if (provider !== undefined) return { what: `${what} (written by CDK's ${provider.name})`, fix: provider.advice, severity: 'info' };
  const origin = fact.statement?.document.origin;
  if (origin === undefined) return judgement;
  const isChoice = origin.choiceAt !== undefined && pointerOf(fact.at).startsWith(pointerOf(origin.choiceAt));
  return {
    what: `${what} (${origin.name})`,
    fix: isChoice ? origin.choiceFix : `${origin.fix}: ${fix}`,
    severity: isChoice ? severity : lower(severity, origin.atMost),
  };
}

function placeOf(resource: Resource) {
  return {
    template: resource.template.name,
    stack: resource.template.stack ?? null,
    logicalId: resource.logicalId,
    resourceType: resource.type,
    constructPath: resource.constructPath ?? null,
    source: resource.source ?? null,
  };
}

function problemFinding(problem: InputProblem, model: Model): Finding {
  const template = model.templates.find(({ name }) => name === problem.template);
  const resource = problem.logicalId === undefined ? undefined : template?.resources.get(problem.logicalId);
  return {
    ruleId: UNREADABLE_INPUT,
    findingId: findingIdOf(UNREADABLE_INPUT, problem.location || problem.template),
    severity: 'error',
    message: problem.message,
    why: 'What cannot be read cannot be judged, and what was not judged must not pass.',
    fix: problem.fix ?? `correct the template${problem.location === '' ? '' : ' at this place'}, so that it can be checked`,
    template: problem.template,
    stack: template?.stack ?? null,
    logicalId: problem.logicalId ?? null,
    resourceType: resource?.type ?? null,
    constructPath: resource?.constructPath ?? null,
    location: problem.location,
    evidence: printable(problem.location || problem.template),
    source: resource?.source ?? null,
    acknowledged: null,
    docs: docsOf(UNREADABLE_INPUT),
  };
}

function crashFinding(rule: Rule, error: unknown): Finding {
  return {
    ruleId: RULE_CRASHED,
    findingId: findingIdOf(RULE_CRASHED, rule.meta.id),
    severity: 'error',
    message: `rule "${rule.meta.id}" failed: ${error instanceof Error ? error.message : String(error)}`,
    why: 'A rule that failed has judged nothing, and what was not judged must not pass. The other rules ran.',
    fix: 'report the failure with the template that causes it, or correct the rule when it is your own',
    template: '',
    stack: null,
    logicalId: null,
    resourceType: null,
    constructPath: null,
    location: '',
    evidence: rule.meta.id,
    source: null,
    acknowledged: null,
    docs: docsOf(RULE_CRASHED),
  };
}

/** One finding for each place that cdk-nag has no answer for, with the reasons and the rules that were asked. */
function* unjudgedFindings(
  model: Model,
  rules: readonly Rule[],
  pack: PackName,
  overrides: readonly SeverityOverride[],
): Iterable<Finding> {
  const places = new Map<object, { readonly first: Unjudged; readonly rulesByReason: Map<string, Set<string>> }>();
  const everything = {};
  for (const each of model.nag.unjudged) {
    const { reference, resource, verdict } = each;
    const rule = rules.find(({ nag }) => nag === reference);
    if (rule === undefined || severitiesOf(rule.meta, pack, overrides).at(resource) === 'off') continue;
    const place = verdict.concerns === 'everything' ? everything : verdict.concerns === 'template' ? resource.template : resource;
    const known = places.get(place) ?? { first: each, rulesByReason: new Map<string, Set<string>>() };
    places.set(place, known);
    const asked = known.rulesByReason.get(verdict.reason) ?? new Set();
    known.rulesByReason.set(verdict.reason, asked.add(rule.meta.id));
  }
  for (const { first, rulesByReason } of places.values()) {
    const asked = [...rulesByReason.values()].flatMap((ids) => [...ids]);
    const { concerns } = first.verdict;
    // Whoever names a rule of cdk-nag means to have it; who chose a pack gets what can be had.
    const isNamed = overrides.some(({ rule, severity }) => severity !== 'off' && asked.includes(rule));
    yield unjudgedFinding(model, first, rulesByReason, concerns === 'everything' && isNamed ? 'error' : 'info');
  }
}

function unjudgedFinding(
  model: Model,
  { resource, verdict: { concerns } }: Unjudged,
  rulesByReason: ReadonlyMap<string, ReadonlySet<string>>,
  severity: Severity,
): Finding {
  const { template, stack } = placeOf(resource);
  const nothing = { logicalId: null, resourceType: null, constructPath: null, source: null };
  const reasons = [...rulesByReason].map(([reason, ids]) => `${enumerated([...ids])}: ${reason}`);
  return {
    ruleId: NOT_EVALUATED,
    findingId: findingIdOf(NOT_EVALUATED, 'cdk-nag'),
    severity,
    message: `not evaluated: ${reasons.join('; ')}`,
    why: 'These rules leave the judgement to cdk-nag, which has none here. They were chosen, so that they are missing must be known.',
    fix:
      concerns === 'everything'
        ? 'install what is missing ("npm install --save-dev cdk-nag aws-cdk-lib constructs"), or switch the rules off'
        : 'look at the values yourself, write them so that they are known before the deployment, or switch the rules off here',
    ...(concerns === 'resource' ? placeOf(resource) : { ...nothing, template, stack }),
    ...(concerns === 'everything' ? { template: '', stack: null } : {}),
    location: concerns === 'resource' ? pointerOf(model.propertiesOf(resource)) : '',
    evidence: 'cdk-nag',
    acknowledged: null,
    docs: docsOf(NOT_EVALUATED),
  };
}

/** How many rules are named, before the rest is counted. */
const NAMED = 3;

function enumerated(ids: readonly string[]): string {
  const rest = ids.length - NAMED;
  return [...ids.slice(0, NAMED).map((id) => `"${id}"`), ...(rest > 0 ? [`${rest} more ${rest === 1 ? 'rule' : 'rules'}`] : [])].join(', ');
}

function word(message: RuleMessage, data: Readonly<Record<string, string>>): RuleMessage {
  return { what: fill(message.what, data), fix: fill(message.fix, data) };
}

/** The pieces of a wording: text, and between two texts the name of what stands there. By wording: a rule says the same many times. */
const pieces = new Map<string, readonly string[]>();

function fill(wording: string, data: Readonly<Record<string, string>>): string {
  let known = pieces.get(wording);
  if (known === undefined) {
    known = wording.split(/\{(\w+)\}/);
    pieces.set(wording, known);
  }
  let text = '';
  for (let index = 0; index < known.length; index += 1) {
    const piece = known[index] ?? '';
    text += index % 2 === 0 ? piece : (data[piece] ?? `{${piece}}`);
  }
  return text;
}

/** `ruleId[evidence]`, as CDK records it when it is acknowledged: without spaces, so that every report names it alike. */
function findingIdOf(ruleId: string, evidence: string): string {
  return `${ruleId}[${printable(evidence).replaceAll(' ', '-')}]`;
}

/** One line, with brackets in balance, since CDK refuses to acknowledge any other id. */
function printable(text: string): string {
  if (/^[\w .,:/*-]*$/.test(text)) return text;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
  const line = text.replace(/[\u0000-\u001f\u007f]+/g, ' ');
  return isBalanced(line) ? line : line.replace(/[()[\]{}]/g, '_');
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

function isBalanced(text: string): boolean {
  const open: string[] = [];
  for (const char of text) {
    const closing = CLOSING[char];
    if (closing !== undefined) open.push(closing);
    else if ((char === ')' || char === ']' || char === '}') && open.pop() !== char) return false;
  }
  return open.length === 0;
}

function weight(severity: Severity): number {
  return severity === 'error' ? 2 : severity === 'warning' ? 1 : 0;
}

function lower(severity: Severity, cap: Severity | undefined): Severity {
  return cap === undefined || weight(severity) <= weight(cap) ? severity : cap;
}

/** The order of findings in every report. */
export function inOrder(a: Finding, b: Finding): number {
  return (
    compare(a.template, b.template) ||
    compare(a.logicalId ?? '', b.logicalId ?? '') ||
    compare(a.location, b.location) ||
    compare(a.ruleId, b.ruleId) ||
    compare(a.evidence, b.evidence) ||
    compare(a.constructPath ?? '', b.constructPath ?? '')
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
