import type { Statement } from '../iam/statement';
import type { Resource } from '../template/template';
import type { Model } from './model';
import { identityDocumentsOf } from './rights';

const guestRoles = new WeakMap<Model, ReadonlyMap<Resource, readonly (Resource | undefined)[]>>();

/**
 * The roles that an identity pool gives to guests, by its role attachments in any template; `undefined` stands for a role
 * that is not in the input.
 */
export function guestRolesOf(model: Model, pool: Resource): readonly (Resource | undefined)[] {
  let known = guestRoles.get(model);
  if (known === undefined) {
    known = readGuestRoles(model);
    guestRoles.set(model, known);
  }
  return known.get(pool) ?? [];
}

function readGuestRoles(model: Model): ReadonlyMap<Resource, readonly (Resource | undefined)[]> {
  const found = new Map<Resource, (Resource | undefined)[]>();
  for (const attachment of model.resourcesOfType('AWS::Cognito::IdentityPoolRoleAttachment')) {
    const resolver = model.resolverOf(attachment.template);
    const roles = model.values(attachment, 'Roles', 'unauthenticated').map(({ value }) => resolver.target(value));
    for (const { value } of model.values(attachment, 'IdentityPoolId')) {
      const pool = resolver.target(value);
      if (pool === undefined) continue;
      const known = found.get(pool);
      if (known === undefined) found.set(pool, [...roles]);
      else known.push(...roles);
    }
  }
  return found;
}

/** What a page must be able to do before anybody signs in: send telemetry of its own, and draw maps. */
const GUEST_ACTIONS = new Set([
  'rum:putrumevents',
  'geo:getmap*',
  'geo:getmapglyphs',
  'geo:getmapsprites',
  'geo:getmapstyledescriptor',
  'geo:getmaptile',
  'geo-maps:getstaticmap',
  'geo-maps:gettile',
]);

/**
 * Whether a role of the input lets its holder do nothing but send telemetry and draw maps. A role without any policy does
 * not count: what it holds is elsewhere.
 */
export function isLimitedToGuests(model: Model, role: Resource): boolean {
  if (model.attachments.some(({ resource, arn }) => resource === role && !isOwnPolicy(model, role, arn.value))) return false;
  const documents = identityDocumentsOf(model).get(role) ?? [];
  if (documents.some(({ unresolved }) => unresolved.length > 0)) return false;
  const statements = documents.flatMap((document) => document.statements);
  return statements.length > 0 && statements.every(allowsGuestActionsOnly);
}

/** A managed policy of the input is among the documents of the role. */
function isOwnPolicy(model: Model, role: Resource, arn: Parameters<ReturnType<Model['resolverOf']>['target']>[0]): boolean {
  return model.resolverOf(role.template).target(arn)?.type === 'AWS::IAM::ManagedPolicy';
}

function allowsGuestActionsOnly({ effect, actions, notActions, unresolved }: Statement): boolean {
  if (effect === 'Deny') return true;
  if (effect === 'unknown' || notActions.length > 0 || unresolved.length > 0 || actions.length === 0) return false;
  return actions.every(({ value }) => typeof value === 'string' && GUEST_ACTIONS.has(value.toLowerCase()));
}
