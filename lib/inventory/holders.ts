import { principalScope } from '../core/iam/principal';
import type { PolicyDocument } from '../core/iam/statement';
import type { Model } from '../core/model/model';
import type { Resource } from '../core/template/template';
import type { FunctionFacts } from './functions';
import type { InventoryHolder } from './inventory';
import { addTo, sortedBy, sortedOnce } from './order';
import type { Permissions } from './permissions';
import type { Things } from './things';

const IDENTITIES = ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group', 'AWS::SSO::PermissionSet'] as const;

/** Roles, users, groups and permission sets that no function acts with, and policies whose holders are not in the input; sorted. */
export function readHolders(
  model: Model,
  things: Things,
  { all, holders }: Permissions,
  functions: readonly FunctionFacts[],
): readonly InventoryHolder[] {
  const ofFunctions = new Set(functions.flatMap(({ role }) => role ?? []));
  const trust = new Map<Resource, PolicyDocument[]>();
  for (const document of model.documents) if (document.kind === 'trust') addTo(trust, document.resource, document);
  const holding = new Set(all.map(({ holder }) => holder));
  const others = [...holders.keys()].filter((resource) => holding.has(things.idOf(resource)));
  const resources = new Set([...IDENTITIES.flatMap((type) => model.resourcesOfType(type)), ...others]);
  const found = [...resources].flatMap((resource): InventoryHolder[] => {
    const thing = things.thingOf(resource);
    if (ofFunctions.has(thing.id)) return [];
    return [{ ...thing, trusts: sortedOnce((trust.get(resource) ?? []).flatMap((document) => trustedBy(model, document))) }];
  });
  return sortedBy(found, ({ id }) => id);
}

/** Who a trust policy lets take on its role, in words. */
export function trustedBy(model: Model, { resource, statements }: PolicyDocument): readonly string[] {
  const { account } = resource.template;
  return statements.flatMap((statement) => {
    if (statement.effect === 'Deny') return [];
    if (statement.notPrincipals.length > 0) return ['everyone but those that it names'];
    return statement.principals.map((principal) => {
      const shown = model.show(principal, resource);
      const scope = principalScope(principal, account === undefined ? undefined : { account });
      switch (scope.kind) {
        case 'anyone':
        case 'any-account-member':
          return statement.conditions.length > 0 ? 'anyone, under conditions' : 'anyone';
        case 'own-account':
          return 'identities of the account';
        case 'account':
          return scope.account === undefined ? shown : `account ${scope.account}`;
        case 'federated':
          return `users of ${shown}`;
        case 'unknown':
          return `${shown}, which is only known at deployment`;
        default:
          return shown;
      }
    });
  });
}
