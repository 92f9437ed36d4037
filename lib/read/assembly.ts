import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isObject, type Json, type JsonObject } from '../core/json';
import { readAcknowledgements } from './acknowledgements';
import { parseDocument } from './document';
import { addProblem, isFile, type Reading, readTemplate, sourceNameOf } from './inputs';
import { sourcesOf } from './origins';

/**
 * Reads the stacks of a cloud assembly, the assemblies nested in it (stages), and the nested-stack templates beside them.
 * Answers false when the folder is none.
 */
export function readAssembly(reading: Reading, folder: string): boolean {
  if (reading.assemblies.has(folder)) return true;
  const file = join(folder, 'manifest.json');
  if (!isFile(file)) return false;
  const { body, problems } = parseDocument(readFileSync(file, 'utf8'), file);
  if (body === undefined && isFile(join(folder, 'cdk.out'))) {
    for (const message of problems) addProblem(reading, file, message);
    return false;
  }
  if (!isObject(body) || typeof body.version !== 'string' || !isObject(body.artifacts)) return false;

  const artifacts = Object.entries(body.artifacts).flatMap(([id, artifact]) => (isObject(artifact) ? [{ id, artifact }] : []));
  reading.assemblies.set(
    folder,
    assetFiles(
      folder,
      artifacts.map(({ artifact }) => artifact),
    ),
  );
  for (const { id, artifact } of artifacts) {
    if (artifact.type === 'aws:cloudformation:stack') readStack(reading, folder, id, artifact);
    else if (artifact.type === 'cdk:cloud-assembly') readNestedAssembly(reading, folder, id, artifact);
    readAcknowledgements(reading, folder, artifact);
  }
  for (const name of readdirSync(folder).sort()) {
    if (name.endsWith('.nested.template.json')) readTemplate(reading, join(folder, name), {});
  }
  return true;
}

/** Whether a folder was read as the assembly of a whole app: that of a stage lies in the one of its app. */
export function isWholeAssembly(reading: Reading, folder: string): boolean {
  return reading.assemblies.has(folder) && !isFile(join(dirname(folder), 'manifest.json'));
}

function propertyOf(artifact: JsonObject, name: string): Json | undefined {
  return isObject(artifact.properties) ? artifact.properties[name] : undefined;
}

const SYNTHESIZE = 'synthesize the app again: a part of this assembly is gone';

const ENVIRONMENT = /^aws:\/\/([^/]+)\/([^/]+)$/;

function readStack(reading: Reading, folder: string, id: string, artifact: JsonObject): void {
  const name = propertyOf(artifact, 'templateFile');
  const file = typeof name === 'string' ? join(folder, name) : undefined;
  if (file === undefined || !isFile(file)) {
    addProblem(reading, join(folder, 'manifest.json'), `the template of stack "${id}" does not exist`, SYNTHESIZE);
    return;
  }
  const [, account, region] = ENVIRONMENT.exec(typeof artifact.environment === 'string' ? artifact.environment : '') ?? [];
  const stackName = propertyOf(artifact, 'stackName');
  const sourceOf = sourcesOf(folder, artifact, (source) => sourceNameOf(reading, source));
  readTemplate(reading, file, {
    stack: typeof artifact.displayName === 'string' ? artifact.displayName : id,
    stackName: typeof stackName === 'string' ? stackName : id,
    ...(account === undefined || account === 'unknown-account' ? {} : { account }),
    ...(region === undefined || region === 'unknown-region' ? {} : { region }),
    ...(sourceOf === undefined ? {} : { sourceOf }),
  });
}

function readNestedAssembly(reading: Reading, folder: string, id: string, artifact: JsonObject): void {
  const name = propertyOf(artifact, 'directoryName');
  const nested = typeof name === 'string' ? join(folder, name) : undefined;
  if (nested === undefined || !readAssembly(reading, nested)) {
    addProblem(reading, join(folder, 'manifest.json'), `nested assembly "${id}" does not exist or has no manifest`, SYNTHESIZE);
  }
}

/** File names of the assets that the asset manifests of an assembly publish, by hash. */
function assetFiles(folder: string, artifacts: readonly JsonObject[]): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const artifact of artifacts) {
    const name = propertyOf(artifact, 'file');
    if (artifact.type !== 'cdk:asset-manifest' || typeof name !== 'string' || !isFile(join(folder, name))) continue;
    const { body } = parseDocument(readFileSync(join(folder, name), 'utf8'), name);
    const published = isObject(body) && isObject(body.files) ? body.files : {};
    for (const [hash, asset] of Object.entries(published)) {
      const path = isObject(asset) && isObject(asset.source) ? asset.source.path : undefined;
      if (typeof path === 'string') files.set(hash, path);
    }
  }
  return files;
}
