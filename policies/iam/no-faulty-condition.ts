import { parseOperator } from '../../lib/core/iam/condition';
import { type ConditionKeyType, type KeyKind, typeOfKey } from '../../lib/core/iam/condition-key';
import { claimOfKey } from '../../lib/core/iam/federation';
import { factsByForm } from '../../lib/core/iam/forms';
import { hasWildcard } from '../../lib/core/iam/pattern';
import type { ConditionTest, PolicyDocument, Statement } from '../../lib/core/iam/statement';
import type { Model } from '../../lib/core/model/model';
import { placeInTemplate } from '../../lib/core/model/resource-policies';
import { parseCidr } from '../../lib/core/network';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Element } from '../../lib/core/template/resolver';
import { partsOf, type SymbolicString } from '../../lib/core/template/symbolic';
import { rolePolicy, rolePolicyDocument } from '../example-resources';

type Message =
  | 'unknownOperator'
  | 'wrongOperator'
  | 'wrongValue'
  | 'literalWildcard'
  | 'optionalGuard'
  | 'optionalMfa'
  | 'nullQualifier'
  | 'contradiction'
  | 'sameKeyTwice'
  | 'oldVersion';

const OBJECTS = 'arn:aws:s3:::media/*';

const allow = (condition: { [operator: string]: { [key: string]: string } }) =>
  rolePolicy({ Effect: 'Allow', Action: 's3:GetObject', Resource: OBJECTS, Condition: condition });

/** A condition that says less than it seems to. Values with holes are judged as far as they are known. */
export default defineRule<Message>({
  meta: {
    id: 'iam/no-faulty-condition',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'Conditions use operators that suit their keys and values',
    rationale:
      'IAM takes nearly every condition, and one that does not mean what it seems to fails in silence: an Allow that lets everybody or nobody in, a Deny that never denies.',
    references: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html',
    ],
    catalogue: ['IAM-CONDITION-OPERATOR'],
    peers: [
      'IAM Access Analyzer "Invalid condition operator"',
      'IAM Access Analyzer "Data type mismatch"',
      'IAM Access Analyzer "Wildcard without like operator"',
      'IAM Access Analyzer "Duplicate keys with different case"',
      'IAM Access Analyzer "Variable unsupported in version"',
      'parliament UNKNOWN_OPERATOR',
      'parliament MISMATCHED_TYPE',
      'parliament BAD_PATTERN_FOR_MFA',
      'parliament OLD_VERSION',
    ],
  },
  messages: {
    unknownOperator: {
      what: 'condition operator "{operator}" does not exist',
      fix: 'use one of IAM, such as "StringEquals", "StringLike", "ArnLike", "IpAddress" or "Bool"; "Null" takes no "IfExists"',
    },
    wrongOperator: {
      what: 'condition operator "{operator}" does not suit "{key}", whose values are of type {kind}',
      fix: 'use "{suitable}" with "{key}"',
    },
    wrongValue: {
      what: 'condition operator "{operator}" cannot compare "{key}" with "{value}"',
      fix: 'write {expected}',
    },
    literalWildcard: {
      what: 'condition operator "{operator}" takes the wildcard in "{value}" for an ordinary character, so that "{key}" never equals it',
      fix: 'use "{suitable}" for a pattern, or write the value in full',
    },
    optionalGuard: {
      what: 'condition operator "{operator}" in an Allow also holds for requests without "{key}"',
      fix: 'drop "IfExists": use "{suitable}", so that only requests with the key are allowed',
    },
    optionalMfa: {
      what: 'condition operator "Bool" in a Deny does not deny requests without "{key}", such as those with long-term keys',
      fix: 'use "BoolIfExists" in the Deny',
    },
    nullQualifier: {
      what: 'condition operator "{operator}" has a qualifier, which says nothing about whether "{key}" is there',
      fix: 'write "Null": {"{key}": "true"} or "false" without a qualifier',
    },
    contradiction: {
      what: 'condition demands that "{key}" is absent and, with "{operator}", that it has a value: it never holds',
      fix: 'remove one of the two, or write a statement for each',
    },
    sameKeyTwice: {
      what: 'condition operator "{operator}" names "{key}" twice, in different case: keys do not depend on case, and one of the two is ignored',
      fix: 'write one key with the list of all values',
    },
    oldVersion: {
      what: 'policy variable "{variable}" is ordinary text in a document of version "{version}"',
      fix: 'set "Version" of the policy document to "2012-10-17"; CDK\'s "iam.PolicyDocument" does it',
    },
  },
  examples: {
    valid: [
      { title: 'a pattern under an operator for patterns', resources: allow({ StringLike: { 's3:ExistingObjectTag/team': 'orders-*' } }) },
      {
        title: 'ArnEquals takes patterns, as ArnLike does',
        resources: allow({ ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/ci-*' } }),
      },
      {
        title: 'a Deny without MFA, however the caller signs in',
        resources: rolePolicy({
          Effect: 'Deny',
          Action: 's3:DeleteBucket',
          Resource: '*',
          Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
        }),
      },
    ],
    invalid: [
      {
        title: 'an operator that does not exist',
        resources: allow({ StringMatches: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }),
        reports: ['unknownOperator'],
      },
      {
        title: 'an address compared as text',
        resources: allow({ StringEquals: { 'aws:SourceIp': '198.51.100.0/24' } }),
        reports: ['wrongOperator'],
      },
      { title: 'neither true nor false', resources: allow({ Bool: { 'aws:SecureTransport': 'yes' } }), reports: ['wrongValue'] },
      {
        title: 'a pattern under StringEquals',
        resources: allow({ StringEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/ci-*' } }),
        reports: ['literalWildcard'],
      },
      {
        title: 'an Allow for requests without the key',
        resources: allow({ StringEqualsIfExists: { 'aws:SourceVpce': 'vpce-0a1b2c3d' } }),
        reports: ['optionalGuard'],
      },
      {
        title: 'a Deny that long-term keys pass',
        resources: rolePolicy({
          Effect: 'Deny',
          Action: 's3:DeleteBucket',
          Resource: '*',
          Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } },
        }),
        reports: ['optionalMfa'],
      },
      { title: 'a qualifier on Null', resources: allow({ 'ForAnyValue:Null': { 'aws:TagKeys': 'false' } }), reports: ['nullQualifier'] },
      {
        title: 'absent, and with a value',
        resources: allow({ Null: { 'aws:SourceVpce': 'true' }, StringEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d' } }),
        reports: ['contradiction'],
      },
      {
        title: 'one key in two spellings',
        resources: allow({ StringEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d', 'aws:sourceVpce': 'vpce-1b2c3d4e' } }),
        reports: ['sameKeyTwice'],
      },
      {
        title: 'a variable without a version',
        resources: rolePolicyDocument({
          Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::media/${aws:username}/cover' }],
        }),
        reports: ['oldVersion'],
      },
    ],
  },
  check(model) {
    return factsByForm(model.documents, (document) => factsIn(model, document));
  },
});

function* factsIn(model: Model, { resource, statements }: PolicyDocument): Iterable<Fact<Message>> {
  for (const statement of statements) {
    for (const fault of faultsIn(model, statement)) yield { resource, statement, ...fault, at: placeInTemplate(resource, fault.at) };
  }
}

type Fault = Pick<Fact<Message>, 'message' | 'at' | 'evidence' | 'data'>;

function* faultsIn(model: Model, statement: Statement): Iterable<Fault> {
  const { conditions, document } = statement;
  const seen = new Map<string, string>();
  for (const test of conditions) {
    const spelled = `${test.operator.toLowerCase()} ${test.key.toLowerCase()}`;
    const earlier = seen.get(spelled);
    if (earlier !== undefined && earlier !== test.key) yield fault('sameKeyTwice', test);
    seen.set(spelled, test.key);
    yield* faultsOf(model, statement, test);
  }
  // The version is asked for last: it reads the document.
  const variable = variableIn(statement);
  if (variable !== undefined && document.version === '2008-10-17') {
    yield {
      message: 'oldVersion',
      at: variable.at ?? statement.at,
      evidence: variable.text,
      data: { variable: variable.text, version: document.version },
    };
  }
}

function* faultsOf(model: Model, statement: Statement, test: ConditionTest): Iterable<Fault> {
  const operator = parseOperator(test.operator);
  if (!operator.known) {
    yield { message: 'unknownOperator', at: test.at, evidence: `${test.operator} ${test.key}`, data: { operator: test.operator } };
    return;
  }
  const { base, qualifier, ifExists, negated } = operator;
  if (base === 'Null') {
    if (qualifier !== undefined) yield fault('nullQualifier', test);
    yield* wrongValues(test, isTruth, '"true" or "false"');
    return;
  }
  const type = typeOfKey(model.reference, test.key);
  const suitable = type === undefined ? undefined : suitableFor(type.kind, base);
  if (type !== undefined && suitable !== undefined && !isArnText(type, base, test)) {
    yield fault('wrongOperator', test, { kind: type.kind, suitable });
    return;
  }
  const [isRight, expected] = VALUES.find(([names]) => names.test(base))?.[1] ?? [];
  if (isRight !== undefined && expected !== undefined) yield* wrongValues(test, isRight, expected);
  if (EXACT.test(base)) yield* literalWildcards(model, statement, test, type?.kind);
  if (statement.effect !== 'Deny' && ifExists && !negated && isGuard(test.key)) {
    yield fault('optionalGuard', test, { suitable: test.operator.replace(/IfExists$/i, '') });
  }
  if (statement.effect === 'Deny' && base === 'Bool' && !ifExists && isMfa(test) && !isMet(statement, test))
    yield fault('optionalMfa', test);
  if (!ifExists && !negated && qualifier !== 'ForAllValues' && isAbsent(statement, test.key)) yield fault('contradiction', test);
}

function fault(message: Message, { operator, key, at }: ConditionTest, more: Readonly<Record<string, string>> = {}): Fault {
  return { message, at, evidence: `${operator} ${key}`, data: { operator, key, ...more } };
}

function* wrongValues(test: ConditionTest, isRight: (text: string) => boolean, expected: string): Iterable<Fault> {
  for (const { value, at } of test.values) {
    // A parameter that defaults to nothing is filled in at deployment.
    if (typeof value !== 'string' || value === '' || value.includes('${') || isRight(value)) continue;
    const { operator, key } = test;
    yield { message: 'wrongValue', at, evidence: `${operator} ${key} ${value}`, data: { operator, key, value, expected } };
  }
}

const EXACT = /^String(Not)?Equals(IgnoreCase)?$/;

function* literalWildcards(model: Model, statement: Statement, test: ConditionTest, kind: KeyKind | undefined): Iterable<Fault> {
  for (const element of test.values) {
    if (!holdsWildcard(element.value)) continue;
    const { operator, key } = test;
    const value = model.show(element, statement.document.resource);
    const not = /Not/.test(operator) ? 'Not' : '';
    const suitable = kind === 'ARN' ? `Arn${not}Like` : `String${not}Like`;
    yield { message: 'literalWildcard', at: element.at, evidence: `${operator} ${key} ${value}`, data: { operator, key, value, suitable } };
  }
}

/** A wildcard that is written out: `${*}` is the character itself, and meant to be. */
function holdsWildcard(value: SymbolicString): boolean {
  return partsOf(value).some((part) => typeof part === 'string' && hasWildcard(part.replace(/\$\{[^}]*\}/g, '')));
}

/** An operator that suits the type, when this one does not. Text operators also compare ARNs. */
function suitableFor(kind: KeyKind, base: string): string | undefined {
  const not = /Not/.test(base) ? 'Not' : '';
  switch (kind) {
    case 'String':
      return /^(String|Binary)/.test(base) ? undefined : `String${not}Equals`;
    case 'ARN':
      return /^(String|Arn)/.test(base) ? undefined : `Arn${not}Like`;
    case 'Bool':
      // Requests hold "true" or "false", which text operators compare as well.
      return /^(Bool|String)/.test(base) ? undefined : 'Bool';
    case 'Numeric':
      return /^(Numeric|Date|StringEquals$)/.test(base) ? undefined : 'NumericEquals';
    case 'Date':
      return /^(Date|Numeric)/.test(base) ? undefined : 'DateLessThan';
    case 'IPAddress':
      return /IpAddress$/.test(base) ? undefined : `${not}IpAddress`;
  }
}

/** ARN operators also compare text that is an ARN, such as a value of an encryption context. */
function isArnText({ kind }: ConditionKeyType, base: string, { values }: ConditionTest): boolean {
  return kind === 'String' && base.startsWith('Arn') && values.every(({ value }) => typeof value !== 'string' || isArn(value));
}

type ValueTest = readonly [isRight: (text: string) => boolean, expected: string];

const VALUES: readonly (readonly [operators: RegExp, ValueTest])[] = [
  [/^Bool$/, [isTruth, '"true" or "false"']],
  [/IpAddress$/, [(text) => parseCidr(text) !== undefined, 'an address or a range in CIDR notation, such as "198.51.100.0/24"']],
  [/^Numeric/, [(text) => /^[+-]?\d+(\.\d+)?$/.test(text.trim()), 'a number']],
  [
    /^Date/,
    [
      (text) => /^\d{4}(-\d\d(-\d\d(T[\d:.]+(Z|[+-]\d\d:?\d\d)?)?)?)?$/.test(text) || /^\d+$/.test(text),
      'a date such as "2030-01-31T00:00:00Z"',
    ],
  ],
  [/^Arn/, [isArn, 'an ARN such as "arn:aws:iam::111122223333:role/ci-*"']],
];

function isTruth(text: string): boolean {
  return /^(true|false)$/i.test(text);
}

function isArn(text: string): boolean {
  return text.startsWith('arn:') || text.startsWith('*') || text.startsWith('?');
}

/** Keys by which an Allow says who calls, from where and how: requests without them are those to keep out. */
const GUARDS = new Set([
  'aws:multifactorauthage',
  'aws:multifactorauthpresent',
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceip',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:sourceowner',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:userid',
  'kms:calleraccount',
  'sts:externalid',
]);

function isGuard(key: string): boolean {
  const claim = claimOfKey(key);
  return GUARDS.has(key.toLowerCase()) || ((claim === 'sub' || claim === 'aud') && !key.toLowerCase().startsWith('kms:'));
}

function isMfa({ key, values }: ConditionTest): boolean {
  return key.toLowerCase() === 'aws:multifactorauthpresent' && values.some(({ value }) => value === 'false');
}

/** Whether requests without the key are told apart by a test of their own. */
function isMet({ conditions, document }: Statement, { key }: ConditionTest): boolean {
  const isAsked = conditions.some((test) => test.key.toLowerCase() === key.toLowerCase() && parseOperator(test.operator).base === 'Null');
  return isAsked || document.statements.some((other) => other.effect === 'Deny' && isAbsent(other, key));
}

function isAbsent({ conditions }: Statement, key: string): boolean {
  return conditions.some(
    (test) =>
      test.key.toLowerCase() === key.toLowerCase() &&
      parseOperator(test.operator).base === 'Null' &&
      test.values.length > 0 &&
      test.values.every(({ value }) => typeof value === 'string' && value.toLowerCase() === 'true'),
  );
}

/** The first policy variable of the statement, as written. */
function variableIn({ resources, notResources, conditions }: Statement): { readonly text: string; readonly at: Element['at'] } | undefined {
  for (const elements of [resources, notResources, ...conditions.map(({ values }) => values)]) {
    for (const { value, at } of elements) {
      for (const part of partsOf(value)) {
        if (typeof part !== 'string' || !part.includes('${')) continue;
        const [text] = /\$\{[A-Za-z][\w.-]*:[^}]+\}/.exec(part) ?? [];
        if (text !== undefined) return { text, at };
      }
    }
  }
  return undefined;
}
