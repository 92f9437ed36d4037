import { parseArn } from '../../lib/core/iam/arn';
import { parseOperator, restrictsCaller } from '../../lib/core/iam/condition';
import { claimOfKey } from '../../lib/core/iam/federation';
import { hasWildcard } from '../../lib/core/iam/pattern';
import type { ConditionTest, PolicyDocument, Statement } from '../../lib/core/iam/statement';
import type { Model } from '../../lib/core/model/model';
import { placeInTemplate } from '../../lib/core/model/resource-policies';
import { containsNetwork, isBroad, isPrivate, type Network, parseCidr } from '../../lib/core/network';
import { defineRule, type Fact } from '../../lib/core/rule';
import { partsOf, type SymbolicString } from '../../lib/core/template/symbolic';
import { trustingRole } from '../example-trust';

type Message = 'anyValue' | 'anyAccount' | 'anyOwner' | 'broadNetwork';

const trust = (condition: { [operator: string]: { [key: string]: string } }) =>
  trustingRole({ AWS: '*' }, 'sts:AssumeRole', { Condition: condition });

/** Keys whose value is one id: a wildcard in it admits ids of others. */
const ID_KEYS = new Set([
  'aws:principalaccount',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:resourceaccount',
  'aws:resourceorgid',
  'aws:sourceaccount',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:sourceowner',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:vpceaccount',
  'aws:vpceorgid',
  'aws:vpceorgpaths',
  'iam:passedtoservice',
  'kms:calleraccount',
  'kms:viaservice',
  's3:dataaccesspointaccount',
  's3:resourceaccount',
  'sts:externalid',
]);

const ARN_KEYS = new Set(['aws:principalarn', 'aws:sourcearn', 'aws:sourcevpcarn', 's3:dataaccesspointarn', 'lambda:sourcefunctionarn']);

/** Keys of which a pattern may name several values of one owner: `s3.*.amazonaws.com`, `orders-*`. */
const NAMES = new Set(['iam:passedtoservice', 'kms:viaservice', 'aws:principalorgpaths', 'aws:sourceorgpaths', 'aws:vpceorgpaths']);

/**
 * A subject of a token is left to the rules of trust policies, and the source of a permission to call a function to those
 * of permissions. A tag that must be there, whatever its value, is an idiom.
 */
export default defineRule<Message>({
  meta: {
    id: 'iam/no-wildcard-condition',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'Conditions that restrict access have fixed values',
    rationale:
      'A condition that any value meets restricts nothing, and looks as if it did. AWS counts a policy as public whose conditions have wildcards in place of the account, the organisation or the network.',
    references: [
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html',
    ],
    catalogue: ['IAM-CONDITION-WILDCARD-VALUE'],
    peers: ['S3 Block Public Access "The meaning of public"', 'prowler has_restrictive_source_arn_condition'],
  },
  messages: {
    anyValue: {
      what: 'condition on "{key}" with "{value}" is met by values of anybody',
      fix: 'write the whole id: the account, organisation, VPC endpoint or service that is meant, under "StringEquals"',
    },
    anyAccount: {
      what: 'condition on "{key}" with "{value}" is met in every account',
      fix: 'write the account into the ARN ("AWS::AccountId", in CDK "stack.account"), or add a condition on "aws:SourceAccount", "aws:PrincipalAccount" or "aws:PrincipalOrgID"',
    },
    anyOwner: {
      what: 'condition on "{key}" with "{value}" has no account: names that match it may belong to anybody',
      fix: 'add a condition on "aws:SourceAccount" with your account, or write the name in full',
    },
    broadNetwork: {
      what: 'condition on "{key}" with {values} lets in a large part of the internet',
      fix: 'name the networks that are meant, no broader than /8 (IPv4) or /32 (IPv6)',
    },
  },
  examples: {
    valid: [
      { title: 'one organisation', resources: trust({ StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }) },
      { title: 'roles of one account', resources: trust({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/ci-*' } }) },
      {
        title: 'a role of every account of one organisation',
        resources: trust({
          ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/ci' },
          StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
        }),
      },
    ],
    invalid: [
      { title: 'any organisation', resources: trust({ StringLike: { 'aws:PrincipalOrgID': 'o-*' } }), reports: ['anyValue'] },
      {
        title: 'a role of any account',
        resources: trust({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/ci' } }),
        reports: ['anyAccount'],
      },
      {
        title: 'buckets of any account',
        resources: trust({ ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::media-*' } }),
        reports: ['anyOwner'],
      },
      { title: 'everywhere', resources: trust({ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }), reports: ['broadNetwork'] },
    ],
  },
  *check(model): Iterable<Fact<Message>> {
    for (const document of model.documents) {
      if (document.harmless || document.resource.type === 'AWS::Lambda::Permission') continue;
      for (const statement of document.statements) if (statement.effect !== 'Deny') yield* openTests(model, document, statement);
    }
  },
});

function* openTests(model: Model, document: PolicyDocument, statement: Statement): Iterable<Fact<Message>> {
  const { resource, guards } = document;
  const question = guards === undefined ? {} : { guards };
  for (const test of statement.conditions) {
    const { known, negated, base } = parseOperator(test.operator);
    const { key } = test;
    if (!known || negated) continue;
    const common = { resource, statement };
    if (base === 'IpAddress') {
      const networks = broadNetworks(model, test);
      if (networks.length === 0) continue;
      const values = networks.map((value) => `"${value}"`).join(', ');
      yield {
        ...common,
        message: 'broadNetwork',
        at: placeInTemplate(resource, test.at),
        evidence: `${key} ${networks.join(', ')}`,
        data: { key, values },
      };
      continue;
    }
    if (base !== 'StringLike' && base !== 'ArnLike' && base !== 'ArnEquals') continue;
    const findings = test.values.flatMap((element) => {
      const message = openness(key, element.value);
      return message === undefined || (message === 'anyAccount' && isNamedCaller(statement, key)) ? [] : [{ message, element }];
    });
    if (findings.length === 0) continue;
    // Another test that says who calls leaves a pattern to choose among the owner's own.
    const others = statement.conditions.filter((other) => other !== test);
    if (restrictsCaller(others, undefined, question) === 'yes') continue;
    for (const { message, element } of findings) {
      const value = model.show(element, resource);
      yield { ...common, message, at: placeInTemplate(resource, element.at), evidence: `${key} ${value}`, data: { key, value } };
    }
  }
}

/** Whether the account of the caller is named by the principal, or by who holds the policy: then the ARN only chooses within it. */
function isNamedCaller({ principals }: Statement, key: string): boolean {
  return key.toLowerCase() === 'aws:principalarn' && !principals.some(({ value }) => isEveryone(value));
}

function isEveryone(value: SymbolicString): boolean {
  return value === '*' || holdsWildcard(parseArn(value)?.account ?? '');
}

/** Why values of others meet the pattern too. */
function openness(key: string, value: SymbolicString): Exclude<Message, 'broadNetwork'> | undefined {
  const name = key.toLowerCase();
  if (ARN_KEYS.has(name)) return opennessOfArn(value);
  const isClaim = claimOfKey(key) === 'aud' && !name.startsWith('kms:');
  if (!ID_KEYS.has(name) && !isClaim) return undefined;
  if (!NAMES.has(name)) return holdsWildcard(value) ? 'anyValue' : undefined;
  // Of names and paths the part before the first separator says whose they are.
  const [first] = partsOf(value);
  if (typeof first !== 'string') return undefined;
  const end = first.search(/[./]/);
  return hasWildcard(end < 0 ? first : first.slice(0, end)) && !/^[a-z]/.test(first.replace(/^o-/, '')) ? 'anyValue' : undefined;
}

function opennessOfArn(value: SymbolicString): 'anyValue' | 'anyAccount' | 'anyOwner' | undefined {
  const arn = parseArn(value);
  if (arn === undefined) return typeof value === 'string' && hasWildcard(value) ? 'anyValue' : undefined;
  if (arn.service === 's3' && isEmptyOrStar(arn.account)) {
    const [name] = partsOf(arn.resource);
    const slash = typeof name === 'string' ? name.indexOf('/') : 0;
    const bucket = typeof name === 'string' ? (slash < 0 ? name : name.slice(0, slash)) : '';
    return hasWildcard(bucket) ? (/^[*?]+$/.test(bucket) ? 'anyValue' : 'anyOwner') : undefined;
  }
  if (holdsWildcard(arn.account)) return holdsWildcard(arn.service) ? 'anyValue' : 'anyAccount';
  return undefined;
}

function isEmptyOrStar(account: SymbolicString): boolean {
  return account === '' || account === '*';
}

function holdsWildcard(value: SymbolicString): boolean {
  return partsOf(value).some((part) => typeof part === 'string' && hasWildcard(part));
}

/** The networks of the test, when together they are as good as the internet. */
function broadNetworks(model: Model, { key, values }: ConditionTest): readonly string[] {
  if (key.toLowerCase() !== 'aws:sourceip') return [];
  const trusted = model.settings.trustedNetworks.flatMap((text) => parseCidr(text) ?? []);
  const networks: Network[] = [];
  const shown: string[] = [];
  for (const { value } of values) {
    const network = typeof value === 'string' ? parseCidr(value) : undefined;
    if (network === undefined || isPrivate(network) || trusted.some((own) => containsNetwork(own, network))) continue;
    networks.push(network);
    if (typeof value === 'string') shown.push(value);
  }
  if (!isBroad(networks)) return [];
  const broad = shown.filter((_text, index) => {
    const network = networks[index];
    return network !== undefined && isBroad([network]);
  });
  return broad.length > 0 ? broad : shown;
}
