import { type KnownAction, parseActionPattern } from '../core/iam/action';
import { hasWildcard } from '../core/iam/pattern';
import type { Reference } from '../reference/reference';
import { type Change, testsInWords } from './compare';
import type { LockedGrant } from './lock';

/** What a change comes to, as people say it, and the exact statement behind it. */
export interface ChangeInWords {
  /** `PlaceOrder may now delete objects in Receipts`. */
  readonly sentence: string;
  /** `s3:DeleteObject on <Orders/Receipts.Arn>/*`; empty when the sentence says it all. */
  readonly exactly: string;
}

/** A change as a sentence. */
export function inWords(change: Change, reference: Reference): ChangeInWords {
  return { sentence: sentenceOf(change, reference), exactly: change.grant === undefined ? '' : exactly(change) };
}

function sentenceOf(change: Change, reference: Reference): string {
  const { kind, direction, grant, before, after, presence } = change;
  const subject = subjectOf(change);
  const isMore = direction !== 'narrowed';
  switch (kind) {
    case 'permission':
      return `${presence === 'added' ? `${subject} is new, and may` : `${subject} may ${isMore ? 'now' : 'no longer'}`} ${phrase(grant, reference)}${onlyWhen(grant)}${otherwise(change)}`;
    case 'boundary':
      if (grant === undefined)
        return after === undefined
          ? `${subject} is no longer limited by the permissions boundary ${nameOf(before ?? '')}`
          : `${subject} is limited by the permissions boundary ${nameOf(after)}${before === undefined ? '' : ` instead of ${nameOf(before)}`}`;
      return `the permissions boundary of ${subject} ${leaves(change)} ${phrase(grant, reference)}${onlyWhen(grant)}`;
    case 'denial':
      return `${grant?.who === undefined && grant?.whoExcept === undefined ? subject : whoOf(grant)} is ${isMore ? 'no longer denied' : 'now denied'} to ${phrase(grant, reference)}${onlyWhen(grant)}`;
    case 'trust':
      return `${whoOf(grant)} may ${isMore ? 'now' : 'no longer'} take on ${change.functions.length === 0 ? '' : 'the role of '}${subject}${onlyWhen(grant)}${otherwise(change)}`;
    case 'access':
      return `${whoOf(grant)} may ${isMore ? 'now' : 'no longer'} ${phrase(grant, reference)}${onlyWhen(grant)}${otherwise(change)}`;
    case 'managed-policy':
      return `${subject} ${isMore ? 'now has' : 'no longer has'} the managed policy ${after ?? before ?? ''}`;
    case 'role':
      return `${subject} now runs with ${nameOf(after ?? '')} instead of ${nameOf(before ?? '')}${direction === 'widened' ? ', whose permissions are not in the input' : ''}`;
    case 'exposure':
      return exposureSentence(change, subject, 'started');
    case 'entry-point':
      if (before?.startsWith('starts ') || before?.startsWith('authentication '))
        return `${change.subject}: ${before.replace(/^starts/, 'started')} before, now ${after ?? ''}`;
      return exposureSentence(change, change.subject, 'reached');
    case 'unread':
      return isMore
        ? `what ${subject} allows cannot be read in full any more: ${after ?? ''}`
        : `what ${subject} allows can be read again: ${before ?? ''}`;
  }
}

function leaves({ before, after, direction }: Change): string {
  if (before === 'denied') return 'no longer denies to';
  if (after === 'denied') return 'now denies to';
  return direction === 'narrowed' ? 'no longer lets it' : 'now lets it';
}

function exposureSentence({ before, after }: Change, subject: string, verb: string): string {
  if (after === undefined) return `${subject} is gone; it could be ${verb} by ${exposureInWords(before ?? '')}`;
  if (before === undefined) return `${subject} is new, and can be ${verb} by ${exposureInWords(after)}`;
  return `${subject} can now be ${verb} by ${exposureInWords(after)}, before by ${exposureInWords(before)}`;
}

const EXPOSURES: Readonly<Record<string, string>> = {
  anyone: 'anyone on the internet',
  unknown: 'callers that the templates do not tell',
  'any-account': 'anyone with an AWS account',
  'signed-in': 'every signed-in user',
  'other-account': 'other accounts',
  organization: 'the organization',
  account: 'this account',
  app: 'the app itself',
};

function exposureInWords(exposure: string): string {
  return EXPOSURES[exposure] ?? exposure;
}

/** The functions that run with a role, when they are not many; else the role. */
function subjectOf({ functions, subject }: Change): string {
  return functions.length === 0 || functions.length > 3 ? nameOf(subject) : enumerated(functions.map(nameOf));
}

/** The last part of a construct path, or what people named in a template. */
function nameOf(id: string): string {
  const plain = id.replace(/^<(.*?)(?:\.\w+)?>$/, '$1');
  if (plain.startsWith('arn:') || plain.startsWith('${')) return plain;
  const path = plain.replace(/\/(?:ServiceRole|Role|Policy|DefaultPolicy)$/, '');
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('#')) + 1);
}

function whoOf(grant: LockedGrant | undefined): string {
  if (grant?.whoExcept !== undefined) return `everyone but ${grant.whoExcept.map(principalInWords).join(' and ')}`;
  return principalInWords(grant?.who ?? '');
}

function principalInWords(who: string): string {
  const [type = '', value = ''] = [who.slice(0, who.indexOf(' ')), who.slice(who.indexOf(' ') + 1)];
  if (value === '*') return 'anyone';
  const account = /^(?:arn:[^:]*:iam::)?(\d{12}|\$\{AWS::AccountId\})(?::root)?$/.exec(value)?.[1];
  if (account !== undefined) return account.startsWith('$') ? 'this account' : `account ${account}`;
  return type === 'AWS' ? nameOf(value) : value;
}

function onlyWhen(grant: LockedGrant | undefined): string {
  return grant?.when === undefined ? '' : `, ${testsInWords(grant.when)}`;
}

/** What the tests were before, or are now, where they are what changed. */
function otherwise({ direction, before, after }: Change): string {
  const other = direction === 'narrowed' ? after : before;
  return other === undefined ? '' : `; ${direction === 'narrowed' ? 'now' : 'before'} ${other}`;
}

function exactly({ grant = {}, subject }: Change): string {
  const actions = grant.actions?.join(', ') ?? `every action but ${grant.actionsExcept?.join(', ') ?? ''}`;
  const on = grant.on ?? (grant.onExcept === undefined ? subject : `everything but ${grant.onExcept.join(', ')}`);
  return `${actions} on ${on}`;
}

/** What people call an operation, by the first that fits; `{}` is the resource. */
const OPERATIONS: readonly (readonly [action: RegExp, phrase: string])[] = [
  [/^s3:GetObject/i, 'read objects in {}'],
  [/^s3:(?:PutObject|RestoreObject|AbortMultipartUpload)/i, 'write objects in {}'],
  [/^s3:DeleteObject/i, 'delete objects in {}'],
  [/^s3:List/i, 'list objects in {}'],
  [/^dynamodb:(?:GetItem|BatchGetItem|Query|Scan|ConditionCheckItem|PartiQLSelect)$/i, 'read items in {}'],
  [/^dynamodb:(?:PutItem|UpdateItem|BatchWriteItem|PartiQLInsert|PartiQLUpdate)$/i, 'write items in {}'],
  [/^dynamodb:(?:DeleteItem|PartiQLDelete)$/i, 'delete items in {}'],
  [/^sqs:SendMessage/i, 'send messages to {}'],
  [/^sqs:(?:ReceiveMessage|ChangeMessageVisibility)/i, 'receive messages from {}'],
  [/^sqs:DeleteMessage/i, 'remove messages from {}'],
  [/^sns:Publish/i, 'publish to {}'],
  [/^events:PutEvents/i, 'put events on {}'],
  [/^lambda:Invoke/i, 'call {}'],
  [/^states:Start/i, 'start {}'],
  [/^kms:Decrypt/i, 'decrypt with {}'],
  [/^kms:(?:Encrypt|GenerateDataKey)/i, 'encrypt with {}'],
  [/^kms:Sign/i, 'sign with {}'],
  [/^secretsmanager:(?:Batch)?GetSecretValue/i, 'read the secret {}'],
  [/^ssm:GetParameter/i, 'read the parameter {}'],
  [/^iam:PassRole/i, 'pass the role {} to a service'],
  [/^sts:AssumeRole/i, 'take on the role {}'],
  [/^logs:(?:PutLogEvents|CreateLogStream|CreateLogGroup)/i, 'write logs to {}'],
  [/^xray:Put/i, 'send traces'],
  [/^cloudwatch:PutMetricData/i, 'write metrics'],
  [/^kinesis:Put/i, 'write records to {}'],
  [/^kinesis:(?:Get|Subscribe)/i, 'read records from {}'],
  [/^ses:Send/i, 'send mail from {}'],
  [/^execute-api:(?:Invoke|ManageConnections)/i, 'call the API {}'],
  [/^rds-db:connect/i, 'connect to the database {}'],
  [/^bedrock:InvokeModel/i, 'call the model {}'],
];

const DELETING = /^(?:BatchDelete|Delete|Remove|Purge|Terminate|Destroy|Deregister)/;

/** Actions on a resource in words: `read and delete objects in Receipts`. */
function phrase(grant: LockedGrant | undefined, reference: Reference): string {
  if (grant === undefined) return '';
  const on = resourceInWords(grant);
  if (grant.actions === undefined) return `use every action but ${listed(grant.actionsExcept ?? [])} on ${on}`;
  const phrases = new Set(grant.actions.map((action) => operation(action, reference)));
  return joined([...phrases]).replaceAll('{}', on);
}

function operation(action: string, reference: Reference): string {
  if (/^\*+(?::\**)?$/.test(action)) return 'do everything with {}';
  const [service = '', name = ''] = action.split(':');
  if (/^\*+$/.test(name)) return `do everything of ${service} with {}`;
  if (hasWildcard(action)) return `use every "${action}" on {}`;
  const known = OPERATIONS.find(([pattern]) => pattern.test(action));
  if (known !== undefined) return known[1];
  const [found] = parseActionPattern(reference, action).actions;
  return found === undefined ? `use "${action}" on {}` : byLevel(found);
}

function byLevel({ action, id }: KnownAction): string {
  if (action.accessLevels.includes('Permissions management')) return `change permissions (${id}) of {}`;
  if (DELETING.test(action.name)) return `delete (${id}) {}`;
  if (action.accessLevels.includes('Write')) return `change (${id}) {}`;
  if (action.accessLevels.includes('Tagging')) return 'tag {}';
  if (action.accessLevels.includes('List')) return `list (${id}) {}`;
  return `read (${id}) {}`;
}

function resourceInWords({ on, onExcept }: LockedGrant): string {
  if (onExcept !== undefined) return `everything but ${listed(onExcept)}`;
  if (on === undefined || on === '*') return on === undefined ? 'it' : 'every resource';
  const below = /^(<[^>]+>)\/(.+)$/.exec(on);
  if (below === null) return nameOf(on);
  const [, resource = '', path = ''] = below;
  return path === '*' || path === 'index/*' ? nameOf(resource) : `${nameOf(resource)} at "${path}"`;
}

/** `read and write items in Orders, and call Audit`: what has the same end is joined. */
function joined(phrases: readonly string[]): string {
  const ends = new Map<string, string[]>();
  for (const one of phrases) {
    const space = one.indexOf(' ');
    const [verb, end] = space === -1 ? [one, ''] : [one.slice(0, space), one.slice(space + 1)];
    ends.set(end, [...(ends.get(end) ?? []), verb]);
  }
  return enumerated([...ends].map(([end, verbs]) => `${enumerated(verbs)} ${end}`.trimEnd()));
}

function enumerated(texts: readonly string[]): string {
  if (texts.length < 2) return texts.join('');
  return `${texts.slice(0, -1).join(', ')} and ${texts.at(-1) ?? ''}`;
}

function listed(texts: readonly string[]): string {
  return texts.map((text) => `"${text}"`).join(', ');
}
