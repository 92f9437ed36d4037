import type { Hole, SymbolicString } from '../template/symbolic';
import { isComputed, soleHole } from '../template/symbolic';
import { parseArn } from './arn';
import { hasWildcard } from './pattern';
import type { Principal } from './statement';

/**
 * Who a principal is.
 * - `anyone`: everybody, without credentials too
 * - `any-account-member`: everybody with an AWS account
 * - `account`, `own-account`: an account as a whole, which delegates to its own policies
 * - `service`: an AWS service
 * - `federated`: identities that a SAML or OIDC provider vouches for
 * - `identity`: one role, user or session
 * - `cloudfront`: an origin access identity
 * - `malformed`: AWS refuses it (a wildcard in a part of an ARN)
 * - `unknown`: a hole decides
 */
export type PrincipalKind =
  | 'anyone'
  | 'any-account-member'
  | 'account'
  | 'own-account'
  | 'service'
  | 'federated'
  | 'identity'
  | 'cloudfront'
  | 'malformed'
  | 'unknown';

export interface PrincipalScope {
  readonly kind: PrincipalKind;
  /** Twelve digits, where they are known and not the stack's own. */
  readonly account?: string;
  /** `service`: as written where it is literal, `s3.amazonaws.com`. */
  readonly service?: string;
  /** `federated`: the provider's host (`accounts.google.com`) or ARN resource, where it is literal. */
  readonly provider?: string;
  /** `unknown`: the hole that decides. */
  readonly hole?: Hole;
}

/** The account that the stack is deployed to, where the input pins it. */
export interface OwnAccount {
  readonly account?: string;
}

const ANYONE: PrincipalScope = { kind: 'anyone' };
const MALFORMED: PrincipalScope = { kind: 'malformed' };
const IDENTITY: PrincipalScope = { kind: 'identity' };
const CLOUDFRONT: PrincipalScope = { kind: 'cloudfront' };
const OWN_ACCOUNT: PrincipalScope = { kind: 'own-account' };

/** Who `principal` is (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html). */
export function principalScope(principal: Principal, own?: OwnAccount): PrincipalScope {
  const { value, type } = principal;
  if (value === '*') return ANYONE;
  const hole = soleHole(value);
  if (hole !== undefined && isOpen(hole)) {
    const federated = hole.kind === 'resource' && type === 'Federated';
    return federated ? { kind: 'federated' } : { kind: 'unknown', hole };
  }
  switch (type) {
    case 'Service':
      return serviceScope(value);
    case 'Federated':
      return federatedScope(value);
    case 'CanonicalUser':
      return canonicalScope(value);
    default:
      return hole === undefined ? awsScope(value, type, own) : holeScope(hole);
  }
}

/** Whether a person or code chooses the value at deployment: it may be `*`. */
function isOpen(hole: Hole): boolean {
  if (hole.kind === 'pseudo') return false;
  if (hole.kind !== 'resource') return true;
  return isComputed(hole);
}

function serviceScope(value: SymbolicString): PrincipalScope {
  if (typeof value !== 'string') return value.parts.some((part) => typeof part === 'string') ? { kind: 'service' } : MALFORMED;
  return hasWildcard(value) ? MALFORMED : { kind: 'service', service: value };
}

function federatedScope(value: SymbolicString): PrincipalScope {
  const arn = parseArn(value);
  if (arn !== undefined) {
    const { resource } = arn;
    if (holdsWildcard(value)) return MALFORMED;
    return typeof resource === 'string' ? { kind: 'federated', provider: resource.replace(/^oidc-provider\//, '') } : { kind: 'federated' };
  }
  if (typeof value !== 'string') return { kind: 'federated' };
  return hasWildcard(value) ? MALFORMED : { kind: 'federated', provider: value };
}

function canonicalScope(value: SymbolicString): PrincipalScope {
  if (typeof value === 'string') return hasWildcard(value) ? MALFORMED : { kind: 'account' };
  return CLOUDFRONT;
}

function holeScope(hole: Hole): PrincipalScope {
  if (hole.kind === 'pseudo') return hole.name === 'AWS::AccountId' ? OWN_ACCOUNT : MALFORMED;
  if (hole.kind !== 'resource') return { kind: 'unknown', hole };
  return hole.resourceType === 'AWS::CloudFront::CloudFrontOriginAccessIdentity' ? CLOUDFRONT : IDENTITY;
}

function awsScope(value: SymbolicString, type: Principal['type'], own: OwnAccount | undefined): PrincipalScope {
  const arn = parseArn(value);
  if (arn === undefined) {
    if (typeof value !== 'string') return partialScope(value);
    if (/^\d{12}$/.test(value)) return accountScope(value, own);
    if (/^A(IDA|ROA|GPA|IPA|NPA|NVA)[A-Z0-9]{8,}$/.test(value)) return IDENTITY;
    return type === 'other' && /^[\w.-]+\.amazon(aws)?\.com(\.cn)?$/.test(value) ? { kind: 'service', service: value } : MALFORMED;
  }
  const { service, account, resource } = arn;
  if (service !== 'iam' && service !== 'sts') return MALFORMED;
  if (account === 'cloudfront') return CLOUDFRONT;
  if (account === '*') {
    const hole = soleHole(resource);
    if (hole !== undefined) return { kind: 'unknown', hole };
    return resource === 'root' ? { kind: 'any-account-member' } : MALFORMED;
  }
  if (holdsWildcard(account) || holdsWildcard(resource)) return MALFORMED;
  if (resource === 'root') return accountScope(account, own);
  return typeof account === 'string' ? { kind: 'identity', account } : IDENTITY;
}

/** Text around holes that is no ARN as far as can be seen. A hole at the start may hold most of one. */
function partialScope(value: Exclude<SymbolicString, string>): PrincipalScope {
  const [first] = value.parts;
  if (first === undefined || typeof first === 'string') return MALFORMED;
  return isOpen(first) ? { kind: 'unknown', hole: first } : IDENTITY;
}

function holdsWildcard(value: SymbolicString): boolean {
  if (typeof value === 'string') return hasWildcard(value);
  return value.parts.some((part) => typeof part === 'string' && hasWildcard(part));
}

/**
 * An account. A hole in the place of the twelve digits is an account that the deployment chooses: AWS takes nothing
 * else there.
 */
function accountScope(account: SymbolicString, own: OwnAccount | undefined): PrincipalScope {
  if (typeof account === 'string') return account === own?.account ? OWN_ACCOUNT : { kind: 'account', account };
  const hole = soleHole(account);
  return hole?.kind === 'pseudo' && hole.name === 'AWS::AccountId' ? OWN_ACCOUNT : { kind: 'account' };
}
