import { Validations } from 'aws-cdk-lib';
import { type Acknowledgement, acknowledgementsIn, FRAMEWORK_CALL, ID_PREFIX } from '../core/acknowledgement';
import { type AppTree, pathsUpwards } from './app-tree';

/** What the constructs of an app accept, and what the framework will take for accepted. */
export interface AppAcknowledgements {
  /** In the words of the engine, without the prefix of a pack. */
  readonly acknowledgements: readonly Acknowledgement[];
  /** What cannot be read of them. */
  readonly problems: readonly string[];
  /** Whether an id of the plugin is accepted on the construct at `path` or on one above it. */
  covers(id: string, path: string): boolean;
  /** Whether `id` is accepted there by its bare name, as packs of cdk-nag have it: the framework does not know what that is about. */
  coversBare(id: string, path: string): boolean;
  /** Whether an id of the plugin is accepted anywhere in the app. */
  mentions(id: string): boolean;
  /** Has the framework accept an id of the plugin on the construct at `path`, and record the reason. */
  record(id: string, path: string, reason: string): void;
}

/** Records that were made here, for the framework: they are no acknowledgements of a person. */
const ours = new WeakSet<object>();

/**
 * Reads the acknowledgements off the construct tree, where they are kept as metadata.
 * @param prefix what the names of rules begin with
 */
export function acknowledgementsOf(tree: AppTree, prefix: string): AppAcknowledgements {
  const acknowledgements: Acknowledgement[] = [];
  const problems: string[] = [];
  const pathsById = new Map<string, Set<string>>();
  const remember = (id: string, path: string) => {
    const paths = pathsById.get(id);
    if (paths === undefined) pathsById.set(id, new Set([path]));
    else paths.add(path);
  };
  for (const construct of tree.constructs()) {
    const { path, metadata } = construct.node;
    for (const { type, data } of metadata) {
      if (typeof data === 'object' && data !== null && ours.has(data)) continue;
      if (type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY && typeof data === 'object' && data !== null) {
        for (const id of Object.keys(data)) remember(id, path);
      }
      const read = acknowledgementsIn(type, data, path);
      problems.push(...read.problems);
      acknowledgements.push(...read.acknowledgements.flatMap((each) => withoutPrefix(each, prefix)));
    }
  }
  const isCovered = (qualifiedId: string, path: string) => {
    const paths = pathsById.get(qualifiedId);
    if (paths === undefined) return false;
    for (const above of pathsUpwards(path)) if (paths.has(above)) return true;
    return false;
  };
  return {
    acknowledgements,
    problems,
    covers: (id, path) => isCovered(ID_PREFIX + recorded(id), path),
    // Before 2.262.1 the framework wrote the first letter small.
    coversBare: (id, path) => ['Annotation', 'annotation'].some((qualifier) => isCovered(`${qualifier}::${recorded(prefix + id)}`, path)),
    mentions: (id) => pathsById.has(ID_PREFIX + recorded(id)),
    record: (id, path, reason) => {
      const data = { [ID_PREFIX + recorded(id)]: reason };
      ours.add(data);
      (tree.at(path) ?? tree.root).node.addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, data);
      remember(ID_PREFIX + recorded(id), path);
    },
  };
}

/** What the framework keeps carries the prefix of a pack, where there is one; ids of other packs are not for this one. */
function withoutPrefix(acknowledgement: Acknowledgement, prefix: string): readonly Acknowledgement[] {
  const { rule, madeBy } = acknowledgement;
  if (madeBy !== FRAMEWORK_CALL) return [acknowledgement];
  if (prefix !== '') return rule.startsWith(prefix) ? [{ ...acknowledgement, rule: rule.slice(prefix.length) }] : [];
  return /^[\w-]+\//.test(rule) && !rule.startsWith('LeastPrivilege-') ? [acknowledgement] : [];
}

/** An id as the framework records it. */
function recorded(id: string): string {
  return id.replaceAll(' ', '-');
}
