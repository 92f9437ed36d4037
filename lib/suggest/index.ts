import { matchesGlob } from '../core/iam/pattern';
import type { ManagedPolicyAttachment, Model } from '../core/model/model';
import { identityDocumentsOf } from '../core/model/rights';
import type { Tool } from '../core/result';
import type { Resource } from '../core/template/template';
import { Candidates } from './candidates';
import { FunctionReader } from './function-reader';
import { idOf, thingOf } from './identity';
import { attachmentsOf, OwnAccess } from './own-access';
import type { FunctionSuggestion, Suggestions } from './suggestion';

export type { FunctionSuggestion, Suggestions } from './suggestion';
export { suggestionText } from './text';

/**
 * Per function of the input, the declared access that reproduces what its role grants. Functions that CDK's own constructs
 * make are left out, as nobody can edit them.
 *
 * @param pattern of ids or names of functions, with `*` and `?`; absent for all
 */
export function suggestionsFor(model: Model, tool: Tool, pattern?: string): Suggestions {
  const documents = identityDocumentsOf(model);
  const mappings = attachmentsOf(model, 'AWS::Lambda::EventSourceMapping');
  const configurations = attachmentsOf(model, 'AWS::Lambda::EventInvokeConfig');
  const attachments = byResource(model.attachments);
  const candidates = new Candidates(model);
  const sharing = functionsByRole(model);
  const functions = model.functions
    .filter(({ resource }) => !model.isProvided(resource) && isMeant(model, resource, pattern))
    .map((fn): FunctionSuggestion => {
      const { resource, role } = fn;
      const holders = role === undefined ? [resource] : [resource, role];
      const read = new FunctionReader(
        model,
        {
          fn,
          documents: holders.flatMap((holder) => documents.get(holder) ?? []),
          attachments: holders.flatMap((holder) => attachments.get(holder) ?? []),
          own: new OwnAccess(model, fn, mappings.get(resource) ?? [], configurations.get(resource) ?? []),
        },
        candidates,
      ).read();
      const others = role === undefined ? [] : (sharing.get(role) ?? []).filter((other) => other !== resource);
      return {
        ...thingOf(model, resource),
        role: role === undefined ? null : idOf(role),
        sharesRoleWith: others.map(idOf).sort(),
        ...read,
      };
    })
    .sort((one, other) => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0));
  return { schemaVersion: 1, tool, functions, unread: unreadIn(model) };
}

function isMeant(model: Model, resource: Resource, pattern: string | undefined): boolean {
  if (pattern === undefined) return true;
  return [idOf(resource), model.nameOf(resource), resource.logicalId].some((name) => matchesGlob(pattern, name));
}

function byResource(attachments: readonly ManagedPolicyAttachment[]): ReadonlyMap<Resource, readonly ManagedPolicyAttachment[]> {
  const found = new Map<Resource, ManagedPolicyAttachment[]>();
  for (const attachment of attachments) {
    const same = found.get(attachment.resource);
    if (same === undefined) found.set(attachment.resource, [attachment]);
    else same.push(attachment);
  }
  return found;
}

function functionsByRole(model: Model): ReadonlyMap<Resource, readonly Resource[]> {
  const found = new Map<Resource, Resource[]>();
  for (const { resource, role } of model.functions) {
    if (role === undefined) continue;
    const same = found.get(role);
    if (same === undefined) found.set(role, [resource]);
    else same.push(resource);
  }
  return found;
}

function unreadIn({ problems }: Model): readonly string[] {
  return [
    ...new Set(problems.map(({ template, location, message }) => `${template}${location === '' ? '' : `#${location}`}: ${message}`)),
  ].sort();
}
