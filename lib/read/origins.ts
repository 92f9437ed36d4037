import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isObject, type Json, type JsonObject } from '../core/json';
import { parseDocument } from './document';
import { isFile } from './inputs';

/** Answers where the construct at a path was made: `lib/orders-stack.ts:42:7`. */
export type SourceOf = (constructPath: string) => string | undefined;

/**
 * Where the constructs of a stack were made, from the stack traces that the CDK keeps in the metadata of an assembly: in
 * the file beside the template that the manifest names, or in the manifest itself. The file is read when the first question
 * comes. Absent for a stack without metadata.
 * @param nameOf names a file as the user sees it
 */
export function sourcesOf(folder: string, artifact: JsonObject, nameOf: (file: string) => string): SourceOf | undefined {
  const { additionalMetadataFile: file, metadata } = artifact;
  if (typeof file !== 'string' && !isObject(metadata)) return undefined;
  let kept: JsonObject | undefined;
  return (constructPath) => {
    kept ??= { ...(isObject(metadata) ? metadata : {}), ...(typeof file === 'string' ? readMetadata(join(folder, file)) : {}) };
    const key = `/${constructPath}`;
    const entries = Object.hasOwn(kept, key) ? kept[key] : undefined;
    const place = Array.isArray(entries) ? firstPlace(entries) : undefined;
    return place === undefined ? undefined : `${nameOf(place.file)}:${place.position}`;
  };
}

/** A source line only helps to find the code: a file that cannot be read leaves findings to their construct paths. */
function readMetadata(file: string): JsonObject {
  try {
    const body = isFile(file) ? parseDocument(readFileSync(file, 'utf8'), file).body : undefined;
    return isObject(body) ? body : {};
  } catch {
    return {};
  }
}

/** A place in code. */
export interface Place {
  readonly file: string;
  /** `42:7` */
  readonly position: string;
}

/**
 * Where a construct was made, by its metadata: the first place in the user's own code. Versions of the CDK keep the trace as the data
 * of an entry of its own, or beside the logical id.
 */
export function firstPlace(entries: readonly unknown[]): Place | undefined {
  for (const entry of entries) {
    if (!isObject(entry)) continue;
    const trace = entry.type === 'aws:cdk:creationStack' ? entry.data : entry.type === 'aws:cdk:logicalId' ? entry.trace : undefined;
    const place = Array.isArray(trace) ? firstOwnFrame(trace) : undefined;
    if (place !== undefined) return place;
  }
  return undefined;
}

/** `new Orders (/app/lib/orders.ts:42:7)`, `at file:///app/bin/app.mjs:3:1`, `C:\app\app.js:3:1` */
const FRAME = /^(?:at )?(?:async )?(?:[^(]*\((?=.*\)$))?(.+?):(\d+:\d+)\)?$/;

/** The first frame in the user's own code. */
function firstOwnFrame(trace: readonly Json[]): Place | undefined {
  for (const frame of trace) {
    const [, location, position] = (typeof frame === 'string' ? FRAME.exec(frame.trim()) : null) ?? [];
    if (location === undefined || position === undefined) continue;
    if (location.startsWith('node:') || location.startsWith('internal/') || /[\\/]node_modules[\\/]/.test(location)) continue;
    const file = pathOf(location);
    if (file !== undefined) return { file, position };
  }
  return undefined;
}

function pathOf(location: string): string | undefined {
  if (!location.startsWith('file:')) return location;
  try {
    return fileURLToPath(location);
  } catch {
    return undefined;
  }
}
