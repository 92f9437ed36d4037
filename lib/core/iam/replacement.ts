import type { Action, Reference } from '../../reference/reference';
import { type ActionPattern, type KnownAction, nearestAction, needsEveryResource, parseActionPattern } from './action';
import { callsWithoutResource, type UsualForm, usualActions, usualForms, usualResources, usualServices } from './usual-actions';

/** A fix is read in a terminal: it offers the nearest alternatives, and the whole list only when that is short. */
const LONGEST = 300;

/**
 * What to write instead of a wildcard in `Action`: the one or two actions that code with these resources usually calls,
 * and what else the pattern lets through. Patterns without a wildcard get a correction of their spelling.
 *
 * @param resources the ARNs of the statement, rendered; they tell a bucket from its objects, a table from its index.
 */
export function actionReplacement(reference: Reference, pattern: ActionPattern, resources: readonly string[]): string {
  switch (pattern.kind) {
    case 'malformed':
      return `write a service prefix, a colon and an action, e.g. "s3:GetObject", not "${pattern.written}"`;
    case 'exact':
      return exactReplacement(reference, pattern);
    case 'all':
      return everythingReplacement(reference, pattern, resources);
    case 'service-wide':
    case 'partial':
      return wildcardReplacement(reference, pattern, resources);
  }
}

function exactReplacement(reference: Reference, pattern: ActionPattern): string {
  if (pattern.actions.length > 0) return `keep "${pattern.written}": it names one action`;
  const nearest = nearestAction(reference, pattern.written);
  const unknown = `"${pattern.written}" is no action that AWS documents as of ${reference.date}`;
  return nearest === undefined ? `check the spelling: ${unknown}` : `write "${nearest}": ${unknown}`;
}

function everythingReplacement(reference: Reference, pattern: ActionPattern, resources: readonly string[]): string {
  const services = servicesNamed(reference.services, resources);
  const usual = services.flatMap((service) => usualOf(parseActionPattern(reference, `${service}:*`), resources).slice(0, 2));
  const advice =
    usual.length > 0 ? `such code usually needs ${listed(usual.slice(0, 4), 'or')}` : 'for example "dynamodb:GetItem" on one table';
  return `name the actions that the code calls: ${advice} ("${pattern.written}" allows every action of all ${reference.services.length} services)`;
}

function wildcardReplacement(reference: Reference, pattern: ActionPattern, resources: readonly string[]): string {
  const { written, actions, kind } = pattern;
  if (actions.length === 0) return `check the spelling: "${written}" matches no action that AWS documents as of ${reference.date}`;
  const named = usualOf(pattern, resources).slice(0, kind === 'service-wide' || pattern.services.length > 1 ? 3 : 2);
  if (named.length === actions.length) return `write ${listed(named, 'and')}, which "${written}" stands for`;
  const others = actions.filter((action) => !named.includes(action));
  const advice =
    named.length === 0 ? 'name the actions that the code calls' : `name the actions: such code usually needs ${listed(named, 'or')}`;
  const allows = `"${written}" ${named.length === 0 ? 'allows' : 'also allows'}`;
  const complete = `${advice} (${allows} ${listed(others, 'and')})`;
  if (complete.length <= LONGEST && pattern.services.length === 1) return complete;
  const counted = `${others.length}${named.length === 0 ? '' : ' more'}${scopeOf(pattern, others, resources)}`;
  return `${advice} (${allows} ${counted}, e.g. ${listed(mostAlarming(others, resources), 'and')})`;
}

function scopeOf(pattern: ActionPattern, others: readonly KnownAction[], resources: readonly string[]): string {
  if (pattern.services.length > 1) return ` in ${pattern.services.length} services`;
  const applying = others.filter((known) => appliesTo(known, resources)).length;
  return applying === 0 || applying === others.length
    ? ''
    : `, ${applying} of them on ${resources.length === 1 ? 'this resource' : 'these resources'}`;
}

/** The usual actions that a pattern matches, those that apply to the given resources first; of several services, one each. */
function usualOf(pattern: ActionPattern, resources: readonly string[]): readonly KnownAction[] {
  const services = servicesNamed(pattern.services, resources);
  const candidates = services.length > 0 ? services : pattern.services;
  if (candidates.length === 1) return usualIn(pattern, candidates[0] ?? '', resources);
  const common = usualServices.filter((service) => candidates.includes(service));
  return [...new Set([...common, ...candidates])].flatMap((service) => usualIn(pattern, service, resources).slice(0, 1));
}

function usualIn(pattern: ActionPattern, service: string, resources: readonly string[]): readonly KnownAction[] {
  const tiers = usualActions.get(service) ?? [];
  if (tiers.length === 0) return [];
  const byName = new Map(pattern.actions.filter((known) => known.service === service).map((known) => [known.action.name, known]));
  const matching = tiers.map((tier) => tier.flatMap((name) => byName.get(name) ?? []));
  const fitting = matching.map((tier) => tier.filter((known) => appliesTo(known, resources)));
  return [...fitting, ...matching].find((tier) => tier.length > 0) ?? [];
}

/** The services that literal ARNs name, among `services`. */
function servicesNamed(services: readonly string[], resources: readonly string[]): readonly string[] {
  const named = new Set(resources.map((resource) => withoutValues(resource).split(':')[2] ?? ''));
  return services.filter((service) => named.has(service));
}

/** A rendered ARN without the values that are unknown until deployment; what is the ARN of a resource stays: `<Receipts.Arn>`. */
function withoutValues(resource: string): string {
  return resource.replaceAll(/\$\{[^}]*\}|\{\{[^}]*\}\}|<import [^>]*>|<unknown>/g, '');
}

function appliesTo(known: KnownAction, resources: readonly string[]): boolean {
  return resources.some((resource) => {
    const type = typeNamed(known.service, resource);
    return type === undefined || known.action.resourceTypes.some(({ name }) => name === type);
  });
}

/** What a rendered ARN names, as far as its ending tells. */
function typeNamed(service: string, resource: string): string | undefined {
  const text = withoutValues(resource);
  if (text === '' || text === '*') return undefined;
  if (service === 's3') return text.includes('/') ? 'object' : 'bucket';
  if (service === 'dynamodb') return /\/(index|stream)\//.exec(text)?.[1] ?? 'table';
  return undefined;
}

/**
 * The worst two: what applies to the statement's own resources, and well-known services, before the rest; then who may change permissions, who may
 * destroy or overwrite, who may read secrets; short names first, as those are the general ones.
 */
function mostAlarming(actions: readonly KnownAction[], resources: readonly string[]): readonly KnownAction[] {
  const applying = actions.filter((known) => appliesTo(known, resources));
  const usual = applying.filter(({ service }) => usualServices.includes(service));
  const sorted = [...([usual, applying].find((some) => some.length > 1) ?? actions)].sort(
    (a, b) => alarm(b.action) - alarm(a.action) || a.action.name.length - b.action.name.length,
  );
  const [worst, second] = sorted;
  if (worst === undefined || second === undefined) return sorted;
  const other = sorted.find(({ action }) => isDestructive(action) !== isDestructive(worst.action) && alarm(action) > 1);
  return [worst, other ?? second];
}

function alarm(action: Action): number {
  if (action.accessLevels.includes('Permissions management'))
    return /^(Add|Attach|Put|Set)/.test(action.name) ? 5 : action.name.startsWith('Allow') ? 1 : 4;
  if (isDestructive(action) || /SecretValue|Credential/.test(action.name)) return 3;
  if (action.accessLevels.includes('Write')) return 2;
  return /Token|Policy|Acl/.test(action.name) ? 1 : 0;
}

function isDestructive({ accessLevels, name }: Action): boolean {
  return accessLevels.includes('Write') && /^(Delete|Terminate|Purge|Disable|ScheduleKeyDeletion)/.test(name);
}

/**
 * What to write instead of `*` in `Resource`: the ARN form of what the actions act on, and how CDK spells it. Actions that
 * cannot be limited to a resource keep `*`, in a statement of their own.
 */
export function resourceReplacement(reference: Reference, actions: readonly KnownAction[]): string {
  const forms = new Map<string, UsualForm>();
  const unlimited: KnownAction[] = [];
  for (const known of actions) {
    const found = needsEveryResource(known) ? [] : arnForms(reference, known);
    if (found.length === 0) unlimited.push(known);
    for (const form of found) forms.set(form.text, form);
  }
  if (forms.size === 0) return unlimited.length === 0 ? 'name the ARNs of the resources that the code uses' : keptWildcard(unlimited);
  const kept =
    unlimited.length === 0
      ? ''
      : `; keep "*" for ${shortened(unlimited)} in a statement of ${unlimited.length === 1 ? 'its' : 'their'} own`;
  return `${arnAdvice([...forms.values()], LONGEST - kept.length)}${kept}`;
}

function keptWildcard(actions: readonly KnownAction[]): string {
  const keep = `keep "*" for ${shortened(actions)}`;
  const [key] = actions.flatMap(({ id }) => callsWithoutResource.get(id) ?? []);
  if (key !== undefined && actions.length === 1) return `${keep} and limit the condition key "${key}": its calls name no resource`;
  return `${keep}: AWS offers no narrower resource for ${actions.length === 1 ? 'it' : 'them'}`;
}

/** As many ARNs as `length` allows, at most three, at least one. */
function arnAdvice(forms: readonly UsualForm[], length: number): string {
  const [first] = forms;
  if (first !== undefined && forms.length === 1) return `give the ARN of the ${first.noun}: ${first.text}`;
  const texts = forms.map(({ text }) => text);
  let advice = '';
  for (let shown = 1; shown <= Math.min(3, texts.length); shown++) {
    const more = texts.length - shown;
    const list = more === 0 ? joined(texts, 'and') : `${texts.slice(0, shown).join(', ')} and ${more} more`;
    const longer = `give the ARNs: ${list}`;
    if (advice === '' || longer.length <= length) advice = longer;
  }
  return advice;
}

function arnForms(reference: Reference, { service, action, id }: KnownAction): readonly UsualForm[] {
  const own = usualForms.get(id);
  if (own !== undefined) return [own];
  const types = reference.service(service)?.resourceTypes;
  return usualTypes(service, action).flatMap((name): UsualForm[] => {
    const format = types?.get(name)?.arnFormats[0];
    if (format === undefined) return [];
    const usual = usualResources.get(`${service}:${name}`);
    const cdk = usual === undefined ? '' : ` (in CDK "${usual.arn}")`;
    return [{ noun: usual?.noun ?? kebab(name).replaceAll('-', ' '), text: `"${arnText(format)}"${cdk}` }];
  });
}

/** The required types, those that CDK has before the others; an action without a required one takes any: its first. */
function usualTypes(service: string, action: Action): readonly string[] {
  const required = action.resourceTypes.filter((type) => type.required);
  const candidates = (required.length > 0 ? required : action.resourceTypes).map(({ name }) => name);
  const inCdk = candidates.filter((name) => usualResources.has(`${service}:${name}`));
  const found = inCdk.length > 0 ? inCdk : candidates;
  return required.length > 0 ? found : found.slice(0, 1);
}

/** `arn:${Partition}:sqs:${Region}:${Account}:${QueueName}` as `arn:aws:sqs:<region>:<account>:<queue>`. */
function arnText(format: string): string {
  return format.replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => (name === 'Partition' ? 'aws' : `<${placeholder(name)}>`));
}

function placeholder(name: string): string {
  return kebab(name.replace(/WithPath$|WithoutLeadingSlash$/, '').replace(/(?<=.)(Name|Id|ID)$/, ''));
}

function kebab(text: string): string {
  return text.replaceAll(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '-').toLowerCase();
}

function shortened(actions: readonly KnownAction[]): string {
  if (actions.length <= 3) return listed(actions, 'and');
  return `${actions.slice(0, 2).map(quoted).join(', ')} and ${actions.length - 2} more`;
}

function listed(actions: readonly KnownAction[], last: 'and' | 'or'): string {
  return joined(actions.map(quoted), last);
}

function quoted({ id }: KnownAction): string {
  return `"${id}"`;
}

function joined(texts: readonly string[], last: 'and' | 'or'): string {
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} ${last} ${texts.at(-1)}`;
}
