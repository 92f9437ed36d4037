import type { Model } from '../model/model';
import { soleHole } from '../template/symbolic';
import { patternAllows } from './action';
import { parseArn } from './arn';
import { parseOperator } from './condition';
import { allowsIn, factsByForm } from './forms';
import { leavesIn } from './grant';
import { principalScope } from './principal';
import type { ConditionTest, PolicyDocument, Principal, Statement } from './statement';

const statements = new WeakMap<Model, readonly Statement[]>();

/**
 * The statements of trust policies that let somebody assume a role, in template order; without the harmless ones, which let
 * in nobody but services that they name.
 */
export function trustStatements(model: Model): readonly Statement[] {
  let found = statements.get(model);
  if (found === undefined) {
    found = model.documents.filter(({ kind, harmless }) => kind === 'trust' && !harmless).flatMap(allowsIn);
    statements.set(model, found);
  }
  return found;
}

/** What `judge` finds in the statements of all trust policies that let somebody assume a role, services included; see {@link factsByForm}. */
export function trustFacts<Found>(
  model: Model,
  judge: (statement: Statement) => Iterable<Found>,
  concerns: (document: PolicyDocument) => boolean = () => true,
): Iterable<Found> {
  const documents = model.documents.filter((document) => document.kind === 'trust' && concerns(document));
  return factsByForm(documents, (document) => allowsIn(document).flatMap((statement) => [...judge(statement)]));
}

/** Whether the statement allows the action, or may: an action that is only known at deployment may be any. */
export function mayAllow(statement: Statement, action: string): boolean {
  return leavesIn(statement, action) || statement.actions.some(({ value }) => typeof value !== 'string' || patternAllows(value, action));
}

/** Whether a part of the statement's conditions could not be read: then it may well be the one that a rule misses. */
export function hasUnreadCondition(statement: Statement): boolean {
  return statement.unresolved.some(({ element }) => element === 'Condition');
}

/**
 * Whether a Deny beside the statement refuses the action to everyone for whom one test holds that `refusesOthers` says
 * refuses all but a few.
 */
export function isDeniedUnless(statement: Statement, action: string, refusesOthers: (test: ConditionTest) => boolean): boolean {
  return statement.document.statements.some(
    (deny) =>
      deny.effect === 'Deny' &&
      !deny.optional &&
      deny.principals.some(({ value }) => value === '*') &&
      mayAllow(deny, action) &&
      deny.conditions.length === 1 &&
      deny.conditions.every((test) => parseOperator(test.operator).qualifier !== 'ForAnyValue' && refusesOthers(test)),
  );
}

/**
 * Where a principal lives.
 * - `own`: in the stack's account, or it is a resource of the input
 * - `input`: in the account of another stack of the input
 * - `trusted`: in an account that the settings name
 * - `other`: in another account
 * - `chosen`: in an account that whoever deploys chooses
 */
export type Home = 'own' | 'input' | 'trusted' | 'other' | 'chosen';

/** A principal of the kind `AWS` that is not everyone. */
export interface Party {
  readonly principal: Principal;
  readonly home: Home;
  /** Whether it is an account as a whole, instead of one identity in it. */
  readonly whole: boolean;
  /** Twelve digits, where they are known and not the stack's own. */
  readonly account?: string;
}

/** The accounts and identities that a statement names. */
export function partiesOf(model: Model, statement: Statement): readonly Party[] {
  const { account: own } = statement.document.resource.template;
  return statement.principals.flatMap((principal): Party[] => {
    if (principal.type === 'Service' || principal.type === 'Federated' || principal.type === 'CanonicalUser') return [];
    const scope = principalScope(principal, own === undefined ? undefined : { account: own });
    switch (scope.kind) {
      case 'own-account':
        return [{ principal, home: 'own', whole: true }];
      case 'account':
        return [{ principal, whole: true, ...homeOf(model, scope.account, own) }];
      case 'identity':
        return [{ principal, whole: false, ...(isNamedElsewhere(principal) ? homeOf(model, scope.account, own) : { home: 'own' }) }];
      default:
        return [];
    }
  });
}

/** Whether the account stands in the ARN: that of a resource of the input, or of `AWS::AccountId`, is the stack's own. */
function isNamedElsewhere({ value }: Principal): boolean {
  const account = parseArn(value)?.account;
  if (account === undefined) return false;
  const hole = soleHole(account);
  return hole?.kind !== 'pseudo';
}

function homeOf(model: Model, account: string | undefined, own: string | undefined): Pick<Party, 'home' | 'account'> {
  if (account === undefined) return { home: 'chosen' };
  if (account === own) return { home: 'own' };
  if (model.templates.some((template) => template.account === account)) return { home: 'input', account };
  return { home: model.settings.trustedAccounts.includes(account) ? 'trusted' : 'other', account };
}
