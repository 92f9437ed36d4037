import { type KnownAction, parseActionPattern } from '../core/iam/action';
import type { GrantedResource } from '../core/iam/grant';
import { mayActOn } from '../core/iam/resource-match';
import { render } from '../core/template/symbolic';
import type { AccessLevel, Reference } from '../reference/reference';
import type { Effect } from './inventory';
import { sortedOnce } from './order';
import { type StoreKind, storeKindsFor } from './store-kinds';

const EFFECTS: Readonly<Record<AccessLevel, Effect>> = {
  List: 'list',
  Read: 'read',
  Write: 'write',
  'Permissions management': 'permissions',
  Tagging: 'tag',
};

export const ALL_EFFECTS: readonly Effect[] = ['delete', 'list', 'permissions', 'read', 'tag', 'write'];

const DELETES =
  /^(?:Batch|Bulk|Admin|PartiQL|Schedule)?(?:Delete|Remove|Purge|Terminate|Destroy|Drop)|^ScheduleKeyDeletion$|^PartiQLDelete$/;

/** What is taken off a queue has been read. */
const CONSUMES: ReadonlySet<string> = new Set(['sqs:DeleteMessage', 'sqs:DeleteMessageBatch']);

/** Actions of the level Read that show how something is set up, and not what is in it. */
const LOOKS =
  /^(?:Describe|Get(?:Bucket|Queue|Topic|Subscription|Account|Function|Policy|Role)[A-Z]?\w*|Get\w*(?:Configuration|Attributes|Policy|Status|Tags|Tagging)$)/;
const LOOKS_DEEPER: ReadonlySet<string> = new Set(['lambda:GetFunction', 'states:DescribeExecution', 's3:GetObjectAttributes']);

/** What people call what an action does. */
export function effectsOfAction({ id, action }: KnownAction): readonly Effect[] {
  return action.accessLevels.map((level): Effect => {
    const effect = EFFECTS[level];
    if (effect === 'write' && DELETES.test(action.name) && !CONSUMES.has(id)) return 'delete';
    if (effect === 'read' && LOOKS.test(action.name) && !LOOKS_DEEPER.has(id)) return 'list';
    return effect;
  });
}

/** What one action pattern comes to on one value of `Resource`. */
export interface PatternEffects {
  readonly effects: readonly Effect[];
  /** The actions that it allows there; none for `*`, which allows all. */
  readonly actions: readonly KnownAction[];
  /** Whether it allows every action of every service. */
  readonly everything: boolean;
  /** Whether the reference knows no such action. */
  readonly unknown: boolean;
  /** The kinds of stores that the actions reach. */
  readonly kinds: readonly StoreKind[];
}

const NOTHING: Omit<PatternEffects, 'unknown'> = { effects: [], actions: [], everything: false, kinds: [] };

/**
 * Reads what action patterns come to, by the service authorization reference: an action counts on a resource that it can
 * act on, so that `s3:GetObject` on a bucket's own ARN comes to nothing. Remembered by the form of the resource, since
 * the grants of an app are alike.
 */
export class EffectReader {
  private readonly known = new Map<string, PatternEffects>();

  constructor(private readonly reference: Reference) {}

  effectsOf(pattern: string, resource: GrantedResource): PatternEffects {
    const key = `${pattern} ${render(resource.value, ({ resourceType }) => resourceType)}`;
    let found = this.known.get(key);
    if (found === undefined) {
      found = this.read(pattern, resource);
      this.known.set(key, found);
    }
    return found;
  }

  private read(pattern: string, resource: GrantedResource): PatternEffects {
    const { kind, actions } = parseActionPattern(this.reference, pattern);
    if (kind === 'all') return { effects: ALL_EFFECTS, actions: [], everything: true, unknown: false, kinds: [] };
    if (kind === 'malformed' || actions.length === 0) return { ...NOTHING, unknown: true };
    const reaching = actions.filter((action) => this.reaches(action, resource));
    return {
      effects: sortedOnce(reaching.flatMap(effectsOfAction)),
      actions: reaching,
      everything: false,
      unknown: false,
      kinds: [...new Set(reaching.flatMap(kindsOf))],
    };
  }

  private reaches(action: KnownAction, { value, scope }: GrantedResource): boolean {
    if (scope.kind === 'everything') return true;
    return action.action.resourceTypes.length > 0 && mayActOn(this.reference, action, value);
  }
}

function kindsOf({ service, action }: KnownAction): readonly StoreKind[] {
  return action.resourceTypes.flatMap(({ name }) => storeKindsFor(service, name));
}
