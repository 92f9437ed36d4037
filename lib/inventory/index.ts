import { EffectiveRights, type Holder } from '../core/iam/effective';
import { holdsSeed, openPathsOf } from '../core/iam/open-paths';
import type { Model } from '../core/model/model';
import type { Tool } from '../core/result';
import type { Resource } from '../core/template/template';
import { readApis } from './apis';
import { type Blast, type BlastContext, blastOf } from './blast-radius';
import { EffectReader } from './effects';
import { readEntryPoints } from './entry-points';
import { widestExposure } from './exposures';
import { readFlows } from './flows';
import { type FunctionFacts, holderIdOf, readFunctionFacts } from './functions';
import { readHolders } from './holders';
import type { Exposure, Inventory, InventoryApp, InventoryFunction, InventoryPermission } from './inventory';
import { addTo, byText, sortedBy, sortedOnce } from './order';
import { readOutbound } from './outbound';
import { type Permissions, readPermissions } from './permissions';
import { openingsOf, type Reached, reachedFrom } from './reach';
import { ResourceIndex } from './resource-index';
import { assumedRoleStarters } from './starters/assumed-roles';
import { invocationStarters } from './starters/invocations';
import { readSteps } from './steps';
import { ExposureReader } from './store-exposure';
import { readStores } from './stores';
import { stackOf, Things } from './things';
import { readUnread } from './unread';

export type * from './inventory';
export { type AnonymousPath, pathsFromAnyone, stepsOf, storesOf } from './paths';
export type { Step } from './steps';

/** What the app of a model holds, who can reach it, and what each function may do. Pure: the same model gives the same inventory. */
export function inventoryOf(model: Model, tool: Tool): Inventory {
  const things = new Things(model);
  const exposures = new ExposureReader(model);
  const index = new ResourceIndex(model);
  const permissions = readPermissions(model, things, index);
  const stores = readStores(model, things, exposures);
  const entryPoints = readEntryPoints(
    {
      model,
      exposureOf: (store) => {
        const { writing, writingReasons } = exposures.exposureOf(store);
        return { exposure: writing, reasons: writingReasons };
      },
    },
    things,
    (connected) => [
      ...invocationStarters(
        permissions.all,
        model.functions.map((own) => ({ resource: own.resource, name: model.nameOf(own.resource), role: holderIdOf(own, things) })),
        new Map(model.functions.map(({ resource }) => [things.idOf(resource), resource])),
      ),
      ...assumedRoleStarters(model, things, permissions.all, connected),
    ],
  );
  const facts = readFunctionFacts(model, things, entryPoints);
  const flows = readFlows(model, things);
  const steps = readSteps({ functions: facts, stores, permissions: permissions.all, flows, entryPoints });
  const writing = new Map<string, Exposure>();
  for (const type of new Set(stores.map((store) => store.type))) {
    for (const store of model.resourcesOfType(type)) writing.set(things.idOf(store), exposures.exposureOf(store).writing);
  }
  const reached = reachedFrom(entryPoints, openingsOf(writing), steps);
  const blast = new BlastReader(model, things, permissions, {
    effects: new EffectReader(model.reference),
    stores: new Map(stores.map((store) => [store.id, store])),
    functions: new Map(facts.map((fact) => [fact.id, fact])),
  });
  const functions = facts.map((fact) => functionOf(fact, reached.get(fact.id), blast.of(fact)));
  return {
    schemaVersion: 1,
    tool,
    apps: appsOf(model),
    functions: sortedBy(functions, ({ id }) => id),
    entryPoints,
    apis: readApis(model, things, entryPoints),
    stores,
    holders: readHolders(model, things, permissions, facts),
    permissions: permissions.all,
    flows,
    outbound: readOutbound(model, things, permissions, exposures),
    unread: readUnread(model, things, permissions, facts),
  };
}

function functionOf(fact: FunctionFacts, reached: Reached | undefined, { radius, reasons }: Blast): InventoryFunction {
  return {
    ...fact,
    exposure: reached?.exposure ?? 'app',
    directExposure: reached?.directExposure ?? widestExposure([]),
    exposedThrough: reached?.through ?? [],
    blastRadius: radius,
    blastReasons: reasons,
  };
}

function appsOf(model: Model): readonly InventoryApp[] {
  const apps = model.templates.map(
    (template): InventoryApp => ({
      id: stackOf(template),
      template: template.name,
      account: template.account ?? null,
      region: template.region ?? null,
      resources: template.resources.size,
    }),
  );
  return [...apps].sort((a, b) => byText(a.id, b.id) || byText(a.template, b.template));
}

/** Judges each role once, however many functions share it. */
class BlastReader {
  private readonly byHolder = new Map<string, InventoryPermission[]>();
  private readonly holders = new Map<string, Holder>();
  private readonly known = new Map<string, Blast>();

  constructor(
    private readonly model: Model,
    things: Things,
    { all, holders }: Permissions,
    private readonly context: BlastContext,
  ) {
    for (const permission of all) addTo(this.byHolder, permission.holder, permission);
    for (const [resource, holder] of holders) this.holders.set(things.idOf(resource), holder);
  }

  of({ role }: FunctionFacts): Blast {
    if (role === null) return { radius: 'high', reasons: ['its role is not in the input: what it may do is not known'] };
    let blast = this.known.get(role);
    if (blast === undefined) {
      blast = blastOf(this.byHolder.get(role) ?? [], this.escalationsOf(this.holders.get(role)), this.context);
      this.known.set(role, blast);
    }
    return blast;
  }

  private escalationsOf(holder: Holder | undefined): readonly string[] {
    const { model } = this;
    if (holder === undefined || !holder.documents.some((document) => holdsSeed(model, document))) return [];
    const stories = openPathsOf(model, new EffectiveRights(model, holder)).filter(({ gravity }) => gravity === 'open');
    return sortedOnce(stories.map(({ path: { story } }) => story.replace('{role}', 'a role')));
  }
}

/** The resources of a model by their ids in the inventory. */
export function resourcesById(model: Model): ReadonlyMap<string, Resource> {
  const things = new Things(model);
  return new Map(model.templates.flatMap(({ resources }) => [...resources.values()].map((resource) => [things.idOf(resource), resource])));
}
