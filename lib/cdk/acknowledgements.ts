import { Validations } from 'aws-cdk-lib';
import { type AppTree, pathsUpwards } from './app-tree';

/** Name of the plugin: the part before `::` of everything that a user acknowledges. */
export const PLUGIN_NAME = 'LeastPrivilege';

/** What people accepted with `Validations.of(construct).acknowledge({ id, reason })`, by id and by the path of the construct. */
export interface Acknowledgements {
  /** Whether `id` is accepted on the construct at `path` or on one above it. */
  covers(id: string, path: string): boolean;
  /** Whether `id` is accepted there by its bare name, as packs of cdk-nag have it: the framework does not know what that is about. */
  coversBare(id: string, path: string): boolean;
  /** Whether `id` is accepted anywhere in the app. */
  mentions(id: string): boolean;
}

/**
 * Reads the acknowledgements off the construct tree, where the framework records them as metadata.
 * @param prefix what the names of rules begin with
 */
export function acknowledgementsOf(tree: AppTree, prefix: string): Acknowledgements {
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
  const isCovered = (qualifiedId: string, path: string) => {
    const paths = pathsById.get(qualifiedId);
    if (paths === undefined) return false;
    for (const above of pathsUpwards(path)) if (paths.has(above)) return true;
    return false;
  };
  return {
    covers: (id, path) => isCovered(qualified(PLUGIN_NAME, prefix + id), path),
    // Before 2.262.1 the framework wrote the first letter small.
    coversBare: (id, path) => ['Annotation', 'annotation'].some((qualifier) => isCovered(qualified(qualifier, prefix + id), path)),
    mentions: (id) => pathsById.has(qualified(PLUGIN_NAME, prefix + id)),
  };
}

/** An id as the framework records it. */
function qualified(qualifier: string, id: string): string {
  return `${qualifier}::${id}`.replaceAll(' ', '-');
}
