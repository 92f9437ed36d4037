import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { acknowledgementsIn, FRAMEWORK_METADATA, OWN_METADATA } from '../core/acknowledgement';
import { isObject, type Json, type JsonObject } from '../core/json';
import { parseDocument } from './document';
import { addProblem, isFile, type Reading } from './inputs';

/** Adds what an artifact of an assembly says was accepted: in the file of metadata that the manifest names, or in the manifest. */
export function readAcknowledgements(reading: Reading, folder: string, artifact: JsonObject): void {
  const { additionalMetadataFile: name, metadata } = artifact;
  const manifest = join(folder, 'manifest.json');
  if (isObject(metadata)) addFrom(reading, manifest, metadata);
  if (typeof name !== 'string') return;
  const file = join(folder, name);
  const text = isFile(file) ? readFileSync(file, 'utf8') : '';
  // These files are large, and most accept nothing.
  if (!text.includes(FRAMEWORK_METADATA) && !text.includes(OWN_METADATA)) return;
  const { body } = parseDocument(text, file);
  if (isObject(body)) addFrom(reading, file, body);
  else addProblem(reading, file, 'the acknowledgements in this file cannot be read', 'synthesize the app again');
}

/** Adds what the app of a stage that is checked by itself accepts above its stacks: the manifest of the app keeps it. */
export function readOuterAcknowledgements(reading: Reading, folder: string): void {
  const manifest = join(dirname(folder), 'manifest.json');
  if (reading.assemblies.has(dirname(folder)) || !isFile(manifest)) return;
  const { body } = parseDocument(readFileSync(manifest, 'utf8'), manifest);
  if (!isObject(body) || !isObject(body.artifacts)) return;
  for (const artifact of Object.values(body.artifacts)) {
    if (isObject(artifact) && artifact.type === 'none' && isObject(artifact.metadata)) addFrom(reading, manifest, artifact.metadata);
  }
}

/** @param metadata entries by the path of the construct, which begins with a slash */
function addFrom(reading: Reading, file: string, metadata: JsonObject): void {
  for (const [path, entries] of Object.entries(metadata)) {
    for (const entry of Array.isArray(entries) ? entries : []) addEntry(reading, file, path.replace(/^\//, ''), entry);
  }
}

function addEntry(reading: Reading, file: string, path: string, entry: Json): void {
  if (!isObject(entry)) return;
  const { acknowledgements, problems } = acknowledgementsIn(entry.type, entry.data, path);
  reading.acknowledgements.push(...acknowledgements);
  for (const problem of problems) addProblem(reading, file, problem, 'synthesize the app again');
}
