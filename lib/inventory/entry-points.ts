import type { Model } from '../core/model/model';
import type { Resource } from '../core/template/template';
import { DEFAULT_BUS } from './default-bus';
import type { InventoryEntryPoint } from './inventory';
import { byText } from './order';
import { apiStarters } from './starters/apis';
import { graphStarters } from './starters/graphql';
import { loadBalancerStarters } from './starters/load-balancers';
import { permittedStarts } from './starters/permissions';
import { serviceStarters } from './starters/services';
import { signInStarters } from './starters/sign-in';
import type { Starter, StarterContext } from './starters/starter';
import { stateMachineStarters } from './starters/state-machines';
import { triggerStarters } from './starters/triggers';
import { stackOf, type Things } from './things';

/** Every entry point of the input, sorted by id; `permittedBy` gives those that follow from permissions. */
export function readEntryPoints(
  context: StarterContext,
  things: Things,
  permittedBy: (connected: readonly Starter[]) => Iterable<Starter>,
): readonly InventoryEntryPoint[] {
  const { model } = context;
  const connected = [
    ...apiStarters(context),
    ...graphStarters(model),
    ...loadBalancerStarters(model),
    ...signInStarters(model),
    ...stateMachineStarters(model),
    ...serviceStarters(context),
    ...triggerStarters(context),
  ];
  const starters = withoutRepeats([...connected, ...permittedBy(connected), ...onlyPermitted(model, connected)]);
  const taken = new Map<string, number>();
  return starters
    .map((starter) => ({ starter, id: idOf(starter, things) }))
    .sort((a, b) => byText(a.id, b.id) || byText(a.starter.label, b.starter.label) || byText(a.starter.service, b.starter.service))
    .map(({ starter, id }): InventoryEntryPoint => {
      const count = (taken.get(id) ?? 0) + 1;
      taken.set(id, count);
      return entryPointOf(starter, count === 1 ? id : `${id} ${count}`, things);
    })
    .sort((a, b) => byText(a.id, b.id));
}

/** What makes it, and what it starts: a rule may start several functions, an API has many routes. */
function idOf({ by, label, kind, function: started, store }: Starter, things: Things): string {
  const target = started ?? store;
  const own = things.idOf(by);
  const route = kind === 'trigger' || kind === 'function-url' || kind === 'rest-method' ? own : `${own} ${label}`;
  return target === undefined || target === by ? route : `${route} → ${target === DEFAULT_BUS ? DEFAULT_BUS : things.idOf(target)}`;
}

function entryPointOf(starter: Starter, id: string, things: Things): InventoryEntryPoint {
  const { kind, invocation, service, label, exposure, authentication, who, tls, by } = starter;
  const idOrNull = (named: Resource | typeof DEFAULT_BUS | undefined) =>
    named === undefined || named === DEFAULT_BUS ? (named ?? null) : things.idOf(named);
  return {
    id,
    kind,
    invocation,
    service,
    label,
    exposure,
    authentication,
    who,
    tls,
    function: idOrNull(starter.function),
    store: idOrNull(starter.store),
    ...(starter.effects === undefined ? {} : { effects: starter.effects }),
    from: idOrNull(starter.from),
    stack: stackOf(by.template),
    template: by.template.name,
    logicalId: by.logicalId,
  };
}

/** Starts that a permission allows and nothing else of the input tells about. */
function onlyPermitted(model: Model, connected: readonly Starter[]): readonly Starter[] {
  const known = new Set(connected.map(({ function: started, service }) => `${place(started)} ${service.split(' ')[0]}`));
  return [...permittedStarts(model)].flatMap(({ starter, service }) =>
    service !== undefined && known.has(`${place(starter.function)} ${starter.service.split(' ')[0]}`) ? [] : [starter],
  );
}

/** A permission and what it is for say the same start twice: the first, which is the connection itself, counts. */
function withoutRepeats(starters: readonly Starter[]): readonly Starter[] {
  const found = new Map<string, Starter>();
  const ordered = [...starters].sort((a, b) => Number(isPermission(a)) - Number(isPermission(b)));
  for (const starter of ordered) {
    const { kind, service, function: started, store, from, by, label } = starter;
    const connection = kind === 'trigger' && started !== undefined && from !== undefined;
    const key = connection
      ? [
          service,
          place(started),
          place(from),
          typeof from === 'string' || from.type.startsWith('AWS::Events') || from.type.startsWith('AWS::Lambda') ? place(by) : '',
        ].join('\n')
      : [kind, service, place(started), place(store), place(by), label].join('\n');
    if (!found.has(key)) found.set(key, starter);
  }
  return [...found.values()];
}

function isPermission({ by }: Starter): boolean {
  return by.type === 'AWS::Lambda::Permission';
}

function place(resource: Resource | string | undefined): string {
  if (typeof resource === 'string') return resource;
  return resource === undefined ? '' : `${resource.template.name}#${resource.logicalId}`;
}
