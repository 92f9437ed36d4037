import type { Action, Reference } from '../../reference/reference';
import { type ActionPattern, type KnownAction, nearestAction, parseActionPattern } from './action';
import { cdkArns, usualActions } from './usual-actions';

/** A fix is read in a terminal: it offers the nearest alternatives, never the whole list. */
const FEW_ACTIONS = 5;
const MOST_ARNS = 3;

/**
 * What to write instead of a wildcard in `Action`: the one or two actions that code with these resources usually calls,
 * and what else the pattern lets through.
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
    default:
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
  const usual = servicesOf(reference, resources).flatMap((service) =>
    usualOf(parseActionPattern(reference, `${service}:*`), resources).slice(0, 2),
  );
  const example = usual.length > 0 ? `such code usually needs ${listed(usual.slice(0, 4))}` : 'for example "dynamodb:GetItem" on one table';
  return `name the actions that the code calls: ${example} ("${pattern.written}" allows every action of all ${reference.services.length} services)`;
}

/** The services that literal ARNs name. */
function servicesOf(reference: Reference, resources: readonly string[]): readonly string[] {
  const services = resources.map((resource) => resource.split(':')[2] ?? '').filter((service) => reference.services.includes(service));
  return [...new Set(services)];
}

function wildcardReplacement(reference: Reference, pattern: ActionPattern, resources: readonly string[]): string {
  const { written, actions } = pattern;
  if (actions.length === 0) return `remove "${written}": it matches no action that AWS documents as of ${reference.date}`;
  const usual = usualOf(pattern, resources);
  const named = usual.slice(0, pattern.kind === 'service-wide' ? 3 : 2);
  const others = actions.filter((action) => !named.includes(action));
  if (others.length === 0) return `name the actions: ${listed(named)} ${named.length === 1 ? 'is' : 'are'} all that "${written}" matches`;
  if (actions.length <= FEW_ACTIONS) return `name the actions that the code calls of ${listed(actions)}, which "${written}" expands to`;
  const advice = named.length === 0 ? 'name the actions that the code calls' : `name the actions: such code usually needs ${listed(named)}`;
  const examples = [...others].sort((a, b) => alarm(b.action) - alarm(a.action)).slice(0, 2);
  const also = named.length === 0 ? 'allows' : 'also allows';
  return `${advice} ("${written}" ${also} ${others.length}${named.length === 0 ? '' : ' more'}, e.g. ${listed(examples, 'and')})`;
}

/** The usual actions that a pattern matches, those that go with the given resources first. */
function usualOf(pattern: ActionPattern, resources: readonly string[]): readonly KnownAction[] {
  const usual = pattern.services.flatMap((service) => {
    const names = usualActions.get(service) ?? [];
    const byName = new Map(pattern.actions.filter((known) => known.service === service).map((known) => [known.action.name, known]));
    return names.flatMap((name) => byName.get(name) ?? []);
  });
  const fitting = usual.filter((known) => resources.some((resource) => fits(known, resource)));
  return fitting.length > 0 ? fitting : usual;
}

/** Whether an action applies to what a rendered ARN names, as far as its ending tells. */
function fits({ service, action }: KnownAction, resource: string): boolean {
  const type = typeNamed(service, resource);
  return type === undefined || action.resourceTypes.some(({ name }) => name === type);
}

function typeNamed(service: string, resource: string): string | undefined {
  if (resource === '*') return undefined;
  if (service === 's3') return resource.includes('/') ? 'object' : 'bucket';
  if (service === 'dynamodb') return resource.includes('/stream/') ? 'stream' : resource.includes('/index/') ? 'index' : 'table';
  return undefined;
}

/** Who may change permissions can take every other one; who may write can destroy. */
function alarm({ accessLevels, name }: Action): number {
  if (accessLevels.includes('Permissions management')) return 3;
  if (accessLevels.includes('Write')) return /^(Delete|Terminate|Stop|Update|Put)/.test(name) ? 2 : 1;
  return 0;
}

/**
 * What to write instead of `*` in `Resource`: the ARN form of what the actions act on, and how CDK spells it. Actions that
 * support no resource-level permissions keep `*`, in a statement of their own.
 */
export function resourceReplacement(reference: Reference, actions: readonly KnownAction[]): string {
  const types = new Map<string, ArnForm>();
  const unlimited: KnownAction[] = [];
  for (const action of actions) {
    const form = arnForm(reference, action);
    if (form === undefined) unlimited.push(action);
    else types.set(form.text, form);
  }
  const forms = [...types.values()];
  const keep =
    unlimited.length === 0 ? '' : `keep "*" for ${shortened(unlimited)} in a statement of ${unlimited.length === 1 ? 'its' : 'their'} own`;
  if (forms.length === 0)
    return keep === ''
      ? 'name the ARNs of the resources that the code uses'
      : `${keep}: AWS offers no narrower resource for ${unlimited.length === 1 ? 'it' : 'them'}`;
  const [first] = forms;
  const advice =
    forms.length === 1 && first !== undefined ? `give the ARN of the ${first.noun}: ${first.text}` : `give the ARNs: ${arnList(forms)}`;
  return keep === '' ? advice : `${advice}; ${keep}`;
}

interface ArnForm {
  readonly noun: string;
  readonly text: string;
}

function arnList(forms: readonly ArnForm[]): string {
  const shown = forms.slice(0, MOST_ARNS).map(({ text }) => text);
  const more = forms.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and those of ${more} more kinds` : joined(shown, 'and');
}

function arnForm(reference: Reference, { service, action }: KnownAction): ArnForm | undefined {
  const types = action.resourceTypes;
  const type = usualType(service, action) ?? types.find(({ required }) => required)?.name ?? types[0]?.name;
  const format = type === undefined ? undefined : reference.service(service)?.resourceTypes.get(type)?.arnFormats[0];
  if (type === undefined || format === undefined) return undefined;
  const property = cdkArns.get(`${service}:${type}`);
  const cdk = property === undefined ? '' : ` (in CDK ${property.startsWith('`') ? property : `"${property}"`})`;
  return { noun: nounOf(type), text: `"${arnText(format)}"${cdk}` };
}

/** The type that apps usually mean by an action: the first in the CDK table, the required ones before the others. */
function usualType(service: string, action: Action): string | undefined {
  const inCdk = action.resourceTypes.filter(({ name }) => cdkArns.has(`${service}:${name}`));
  return (inCdk.find(({ required }) => required) ?? inCdk[0])?.name;
}

/** `arn:${Partition}:sqs:${Region}:${Account}:${QueueName}` as `arn:aws:sqs:<region>:<account>:<queue>`. */
function arnText(format: string): string {
  return format.replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => (name === 'Partition' ? 'aws' : `<${placeholder(name)}>`));
}

function placeholder(name: string): string {
  const noun = name.replace(/WithPath$|WithoutLeadingSlash$/, '').replace(/(?<=.)(Name|Id|ID)$/, '');
  return kebab(noun);
}

function nounOf(type: string): string {
  return kebab(type).replaceAll('-', ' ');
}

function kebab(text: string): string {
  return text.replaceAll(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '-').toLowerCase();
}

function shortened(actions: readonly KnownAction[]): string {
  const more = actions.length - 2;
  return more > 1 ? `${actions.slice(0, 2).map(quoted).join(', ')} and ${more} more` : listed(actions, 'and');
}

function listed(actions: readonly KnownAction[], last = 'or'): string {
  return joined(actions.map(quoted), last);
}

function quoted({ id }: KnownAction): string {
  return `"${id}"`;
}

function joined(texts: readonly string[], last: string): string {
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} ${last} ${texts.at(-1)}`;
}
