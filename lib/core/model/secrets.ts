/** What a text gives away. */
export interface FoundSecret {
  /** What it is, for a sentence: `an AWS access key id`. */
  readonly kind: string;
  /** The secret itself: for its beginning and length only, never to be shown. */
  readonly text: string;
  /** Documented as an example, a test key, or a token that may be meant to be public. */
  readonly weak: boolean;
}

interface TokenForm {
  readonly kind: string;
  /** Texts of which one must occur, so that the pattern need not run over everything. */
  readonly marks: readonly string[];
  readonly pattern: RegExp;
  readonly weak?: boolean;
}

/** Forms of tokens that nothing else has. The patterns have no repetition within a repetition: their time is linear. */
const tokenForms: readonly TokenForm[] = [
  { kind: 'an AWS access key id', marks: ['AKIA', 'ASIA'], pattern: /(?<![A-Za-z0-9/+_-])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9/+=_-])/ },
  { kind: 'a private key', marks: ['PRIVATE KEY'], pattern: /-----BEGIN [A-Z0-9 ]{0,24}PRIVATE KEY(?: BLOCK)?-----/ },
  { kind: 'a GitHub token', marks: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], pattern: /(?<![A-Za-z0-9_])gh[pousr]_[A-Za-z0-9]{36,255}/ },
  { kind: 'a GitHub token', marks: ['github_pat_'], pattern: /(?<![A-Za-z0-9_])github_pat_[A-Za-z0-9_]{40,255}/ },
  { kind: 'a GitLab token', marks: ['glpat-'], pattern: /(?<![A-Za-z0-9])glpat-[A-Za-z0-9_-]{20,64}/ },
  {
    kind: 'a Slack token',
    marks: ['xoxb-', 'xoxp-', 'xoxa-', 'xoxr-', 'xoxs-', 'xoxe-', 'xoxe.'],
    pattern: /(?<![A-Za-z0-9])xox[abeprs][-.][A-Za-z0-9.-]{10,250}/,
  },
  { kind: 'a Slack token', marks: ['xapp-'], pattern: /(?<![A-Za-z0-9])xapp-\d-[A-Za-z0-9-]{20,200}/ },
  {
    kind: 'a Slack webhook',
    marks: ['hooks.slack.com/'],
    pattern:
      /hooks\.slack\.com\/(?:services|workflows|triggers)\/(?=[A-Za-z0-9/_-]*\d)[A-Za-z0-9_-]{8,40}\/[A-Za-z0-9_-]{8,40}\/[A-Za-z0-9_-]{16,64}/,
  },
  { kind: 'a Discord webhook', marks: ['/api/webhooks/'], pattern: /discord(?:app)?\.com\/api\/webhooks\/\d{16,20}\/[A-Za-z0-9_-]{50,80}/ },
  { kind: 'a Stripe key', marks: ['sk_live_', 'rk_live_'], pattern: /(?<![A-Za-z0-9])[rs]k_live_[A-Za-z0-9]{16,250}/ },
  { kind: 'a Stripe test key', marks: ['sk_test_', 'rk_test_'], pattern: /(?<![A-Za-z0-9])[rs]k_test_[A-Za-z0-9]{16,250}/, weak: true },
  { kind: 'a Stripe signing secret', marks: ['whsec_'], pattern: /(?<![A-Za-z0-9])whsec_[A-Za-z0-9+/]{24,250}/ },
  { kind: 'a Google API key', marks: ['AIza'], pattern: /(?<![A-Za-z0-9_-])AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/ },
  { kind: 'a Google client secret', marks: ['GOCSPX-'], pattern: /(?<![A-Za-z0-9_-])GOCSPX-[A-Za-z0-9_-]{28}/ },
  { kind: 'an OpenAI key', marks: ['T3BlbkFJ'], pattern: /(?<![A-Za-z0-9])sk-[A-Za-z0-9_-]{10,120}T3BlbkFJ[A-Za-z0-9_-]{10,120}/ },
  { kind: 'an Anthropic key', marks: ['sk-ant-'], pattern: /(?<![A-Za-z0-9])sk-ant-[A-Za-z0-9_-]{32,200}/ },
  { kind: 'a SendGrid key', marks: ['SG.'], pattern: /(?<![A-Za-z0-9])SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}/ },
  { kind: 'an npm token', marks: ['npm_'], pattern: /(?<![A-Za-z0-9_])npm_[A-Za-z0-9]{36}(?![A-Za-z0-9_])/ },
  { kind: 'a PyPI token', marks: ['pypi-AgEIcHlwaS5vcmc'], pattern: /pypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50,500}/ },
  {
    kind: 'a Shopify token',
    marks: ['shpat_', 'shpca_', 'shppa_', 'shpss_'],
    pattern: /(?<![A-Za-z0-9])shp(?:at|ca|pa|ss)_[A-Fa-f0-9]{32}/,
  },
  { kind: 'a DigitalOcean token', marks: ['dop_v1_', 'doo_v1_', 'dor_v1_'], pattern: /(?<![A-Za-z0-9])do[opr]_v1_[a-f0-9]{64}/ },
  { kind: 'a Hugging Face token', marks: ['hf_'], pattern: /(?<![A-Za-z0-9_])hf_[A-Za-z]{34}(?![A-Za-z0-9_])/ },
  { kind: 'a Databricks token', marks: ['dapi'], pattern: /(?<![A-Za-z0-9])dapi[a-f0-9]{32}/ },
  { kind: 'a New Relic key', marks: ['NRAK-'], pattern: /(?<![A-Za-z0-9])NRAK-[A-Z0-9]{27}/ },
  { kind: 'a Vault token', marks: ['hvs.'], pattern: /(?<![A-Za-z0-9])hvs\.[A-Za-z0-9_-]{24,250}/ },
  { kind: 'a Docker Hub token', marks: ['dckr_pat_'], pattern: /(?<![A-Za-z0-9])dckr_pat_[A-Za-z0-9_-]{27,64}/ },
  { kind: 'an Atlassian token', marks: ['ATATT3'], pattern: /(?<![A-Za-z0-9])ATATT3[A-Za-z0-9_=-]{60,300}/ },
  { kind: 'a Grafana token', marks: ['glsa_'], pattern: /(?<![A-Za-z0-9])glsa_[A-Za-z0-9]{32}_[a-f0-9]{8}/ },
  { kind: 'a Linear key', marks: ['lin_api_'], pattern: /(?<![A-Za-z0-9])lin_api_[A-Za-z0-9]{40}/ },
  { kind: 'a Postman key', marks: ['PMAK-'], pattern: /(?<![A-Za-z0-9])PMAK-[a-f0-9]{24}-[a-f0-9]{34}/ },
  { kind: 'a PlanetScale token', marks: ['pscale_'], pattern: /(?<![A-Za-z0-9])pscale_(?:tkn|oauth|pw)_[A-Za-z0-9._-]{32,64}/ },
  { kind: 'a Telegram bot token', marks: [':AA'], pattern: /(?<![A-Za-z0-9])\d{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])/ },
  { kind: 'an Azure storage key', marks: ['AccountKey='], pattern: /AccountKey=[A-Za-z0-9+/]{86}==/ },
  { kind: 'an age secret key', marks: ['AGE-SECRET-KEY-1'], pattern: /AGE-SECRET-KEY-1[A-Z0-9]{58}/ },
  {
    kind: 'a JSON web token',
    marks: ['eyJ'],
    pattern: /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{16,1000}/,
    weak: true,
  },
];

const SHORTEST_TOKEN = 16;

let anyMark: RegExp | undefined;

/** Whether any form has a mark in the text: most texts have none, and are done with in one pass. */
function hasMark(text: string): boolean {
  anyMark ??= new RegExp(
    [...new Set(tokenForms.flatMap(({ marks }) => marks)), '://'].map((mark) => mark.replace(/[.+]/g, '\\$&')).join('|'),
  );
  return anyMark.test(text);
}

/** What is in every name of a secret, and in the names of properties that hold scripts. */
const NAME_MARK =
  /pass|pwd|pw"|secret|token|credential|encryption|(?:api|access|private|signing|auth|account|license|master|client|shared)[ _.:/-]?key|connection[ _.:/-]?string|userdata|buildspec|content|command|script/i;

/** Whether JSON text may hold a secret at all: most resources do not, and need no walk through their values. */
export function mayHoldSecret(json: string): boolean {
  return NAME_MARK.test(json) || hasMark(json);
}

/** Tokens of known forms in a text of any length, each kind once. */
export function tokensIn(text: string): readonly FoundSecret[] {
  if (text.length < SHORTEST_TOKEN || !hasMark(text)) return [];
  const found: FoundSecret[] = [];
  for (const { kind, marks, pattern, weak = false } of tokenForms) {
    if (!marks.some((mark) => text.includes(mark))) continue;
    const token = pattern.exec(text)?.[0];
    if (token !== undefined && !isFiller(token)) found.push({ kind, text: token, weak: weak || isExample(token) });
  }
  const password = passwordInUrl(text);
  if (password !== undefined) found.push({ kind: 'a password in a URL', text: password, weak: false });
  return found;
}

const URL_WITH_PASSWORD = /[A-Za-z][A-Za-z0-9+.-]{1,20}:\/\/[^\s/:@"'<>]{0,100}:([^\s/:@"'<>]{3,200})@[^\s/:@"'<>$]/;

function passwordInUrl(text: string): string | undefined {
  if (!text.includes('://') || !text.includes('@')) return undefined;
  const password = URL_WITH_PASSWORD.exec(text)?.[1];
  return password === undefined || isPlaceholder(password) ? undefined : password;
}

/** Words that make a name one of a secret. */
const SECRET_NAME =
  /pass(?:word|wd|phrase|code)|(?:^|_)(?:pass|pwd|pw)$|pwd|secret|token|credential|api_?key|access_?key|private_?key|signing_?key|encryption_?key|auth_?key|account_?key|license_?key|master_?key|client_?key|connection_?string/;

/** Words after which the name is of something about a secret: where it is, how long it lives, what it is called. */
const ABOUT_SECRET =
  /(?:^|_)(?:arns?|names?|ids?|urls?|uris?|paths?|prefix|suffix|endpoints?|hosts?|files?|dir|folder|param(?:eter)?s?|tables?|indexe?s?|region|alias|headers?|types?|issuers?|algorithms?|versions?|stages?|labels?|keys?_?ids?|key_?names?|ttl|expiry|expir(?:es|ation)|exp|life_?time|validity|age|days|hours|minutes|seconds|ms|timeout|lengths?|size|counts?|limits?|max|min|quota|budget|enabled|disabled|required|policy|rotation|mode|format|fields?|columns?|attributes?|scopes?|audience|providers?|sources?|store|manager|services?|bucket|queue|topic|function|lambda|role|kms|user(?:name)?|email|domain|location|reference|ref|schema|extension(?:_.*)?|cache(?:_.*)?)$/;

/** Words at the front by which a name is about secrets in general: limits, settings of libraries, public halves. */
const ABOUT_FRONT =
  /^(?:max|min|num|enable|disable|use|is|has|require|allow|reset|rotate|public|next_public|vite|react_app|parameters_secrets_extension|secrets_extension|powertools)_/;

const snake = (name: string) =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[\s.:/-]+/g, '_')
    .toLowerCase();

/** Whether a variable, parameter or key of this name is likely to hold a secret itself. */
export function isSecretName(name: string): boolean {
  const words = snake(name);
  return SECRET_NAME.test(words) && !ABOUT_SECRET.test(words) && !ABOUT_FRONT.test(words);
}

/** Whether the name says that the value is a password, which need not look random. */
export function isPasswordName(name: string): boolean {
  return isSecretName(name) && /pass(?:word|wd|phrase|code)|pwd|(?:^|_)(?:pass|pw)$/.test(snake(name));
}

/** Whether a literal under a name of a secret is one: long and without pattern. Words, names, ARNs, URLs and paths are not. */
export function looksRandom(value: string): boolean {
  if (value.length < SHORTEST_TOKEN || value.length > 4096 || !isOneWord(value)) return false;
  if (isReference(value) || isPlaceholder(value) || isExample(value)) return false;
  if (!/\d/.test(value) || !/[A-Za-z]/.test(value)) return false;
  return entropyOf(value) >= (value.length < 24 ? 3 : 3.2) && !isWordy(value);
}

/** Whether a literal under a name of a password is one, and not what the password is called or kept in. */
export function looksLikePassword(value: string): boolean {
  if (value.length < 4 || value.length > 256 || !isOneWord(value)) return false;
  return !isReference(value) && !isPlaceholder(value) && !/^(?:\d+|true|false|yes|no|on|off|null)$/i.test(value) && !isWordy(value);
}

/** Variables that the tools of AWS take credentials from: whatever they hold is one. */
const CREDENTIALS = new Set(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']);

/** What the name of a variable promises of its value. */
export type VariableKind = 'credential' | 'password' | 'secret' | 'other';

export function variableKindOf(name: string): VariableKind {
  if (CREDENTIALS.has(name)) return 'credential';
  if (name.includes(':') || !isSecretName(name)) return 'other';
  return isPasswordName(name) ? 'password' : 'secret';
}

/** What a literal under such a name is: what looks like a secret, what may be a password or key, or neither. Tokens of known forms are found by {@link tokensIn}. */
export function secretUnder(kind: VariableKind, text: string): 'secretValue' | 'passwordValue' | undefined {
  if (kind === 'other') return undefined;
  if (looksRandom(text)) return 'secretValue';
  if (kind === 'credential' && text !== '' && !isReference(text)) return 'passwordValue';
  return kind === 'password' && looksLikePassword(text) ? 'passwordValue' : undefined;
}

const isOneWord = (value: string) => !/\s/.test(value);

/** Where something is, instead of what it is: ARNs, URLs, paths, hosts, dynamic references, expressions of templates and code. */
export function isReference(value: string): boolean {
  return (
    /^(?:arn:|[a-z][a-z0-9+.-]{0,20}:\/\/|\/|\.{1,2}\/|~\/|[{$%<@#])/i.test(value) ||
    value.includes('{{') ||
    value.includes('${') ||
    /^[\w-]+(?:\.[\w-]+){2,}$/.test(value) ||
    isPath(value)
  );
}

function isPath(value: string): boolean {
  const pieces = value.split('/');
  return pieces.length > 1 && pieces.every((piece) => /^[\w.@-]{1,40}$/.test(piece) && !isMixed(piece));
}

/** Whether a text has small and capital letters and digits, as no word has. */
function isMixed(text: string): boolean {
  return /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text);
}

const PLACEHOLDER =
  /^(?:.*(?:change[-_ ]?(?:me|it|this)|replace[-_ ]?(?:me|this|with)|place[-_ ]?holder|your[-_ ]|to[-_]be[-_]|dummy|fixme|redacted|\*\*\*|\.\.\.).*|to[-_]?do|example|n\/?a|none|null|empty|unset|undefined|default|password|passwd|secret|token|value|string|test|local|demo|mock|fake|foo|bar)$/i;

/** What people write where a secret goes later. */
export function isPlaceholder(value: string): boolean {
  const text = value.trim();
  return text === '' || PLACEHOLDER.test(text) || isFiller(text);
}

/** One character again and again, as in `AKIAXXXXXXXXXXXXXXXX` and `0000…`. */
function isFiller(value: string): boolean {
  return /(.)\1{7}/.test(value);
}

/** Keys of AWS's own documentation, and what else says that it is an example. */
function isExample(token: string): boolean {
  return /EXAMPLE/i.test(token);
}

/** Words put together by separators or capitals: names of things, such as `orders-db-password` and `prod/OrdersDb/v2`. */
function isWordy(value: string): boolean {
  const pieces = value.split(/[-_./:@=,+]+|(?<=[a-z])(?=[A-Z])/).filter((piece) => piece !== '');
  const words = pieces.filter((piece) => /^(?:[A-Za-z]?[a-z]+|[A-Z]+|\d{1,4}|v\d{1,3}|[A-Za-z][a-z]{0,12}\d{1,3})$/.test(piece));
  return pieces.length > 1 && words.length === pieces.length && pieces.some((piece) => /^[A-Za-z]{3,}$/.test(piece));
}

/** Bits per character (Shannon). */
function entropyOf(value: string): number {
  const counts = new Map<string, number>();
  for (const char of value) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
}

/** A secret for people: its beginning and its length. */
export function hint(secret: string): string {
  const shown = secret.slice(0, Math.min(4, Math.floor(secret.length / 3)));
  return `${shown}… (${secret.length} characters)`;
}

/** A name and the text that is assigned to it in a script or a JSON text. */
export interface Assignment {
  readonly name: string;
  readonly value: string;
}

const ASSIGNMENT = /(?:^|[\s;&"'`({,])([A-Za-z][A-Za-z0-9_.-]{2,60})["']?[ \t]{0,3}[=:][ \t]{0,3}["']?([^\s"'`;&,)}]{4,512})/g;

/** What a script or a JSON text assigns to names of secrets. */
export function secretAssignments(text: string): readonly Assignment[] {
  const found: Assignment[] = [];
  for (const [, name = '', value = ''] of text.matchAll(ASSIGNMENT)) {
    if (isSecretName(name)) found.push({ name, value });
  }
  return found;
}
