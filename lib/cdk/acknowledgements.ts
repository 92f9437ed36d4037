import { Validations } from 'aws-cdk-lib';
import { type AppTree, pathsUpwards } from './app-tree';

/** Name of the plugin: the part before `::` of everything that a user acknowledges. */
export const PLUGIN_NAME = 'LeastPrivilege';

/** What people accepted with `Validations.of(construct).acknowledge({ id, reason })`, by id and by the path of the construct. */
export interface Acknowledgements {
  /** Whether `id` is accepted on the construct at `path` or on one above it. */
  covers(id: string, path: string): boolean;
  /** Whether `id` is accepted anywhere in the app. */
  mentions(id: string): boolean;
}

/** Reads the acknowledgements off the construct tree, where the framework records them as metadata. */
export function acknowledgementsOf(tree: AppTree): Acknowledgements {
  const pathsById = new Map<string, Set<string>>();
  for (const construct of tree.constructs()) {
    for (const { type, data } of construct.node.metadata) {
      if (type !== Validations.ACKNOWLEDGED_RULES_METADATA_KEY || typeof data !== 'object' || data === null) continue;
      for (const id of Object.keys(data)) {
        const paths = pathsById.get(id);
        if (paths === undefined) pathsById.set(id, new Set([construct.node.path]));
        else paths.add(construct.node.path);
      }
    }
  }
  return {
    covers(id, path) {
      const paths = pathsById.get(qualified(id));
      if (paths === undefined) return false;
      for (const above of pathsUpwards(path)) if (paths.has(above)) return true;
      return false;
    },
    mentions: (id) => pathsById.has(qualified(id)),
  };
}

/** An id as the framework records it. */
function qualified(id: string): string {
  return `${PLUGIN_NAME}::${id}`.replaceAll(' ', '-');
}
