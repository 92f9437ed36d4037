import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PolicyViolation, Stack, Stage } from 'aws-cdk-lib';
import { isObject } from '../core/json';
import type { AppTree } from './app-tree';
import { textOf } from './crash';
import type { PlacedFinding } from './violations';

/** Id of the summary: the engine failed closed, there is no rule file. */
const UNSELECTED_STAGE = 'engine/unselected-stage';

/** How many findings the summary names. */
const NAMED = 10;

/**
 * The CDK CLI drops the violations of stacks that were not selected, and `cdk synth` without arguments does not select
 * the stacks of a `Stage` unless the stage asks to be validated on synthesis: a wildcard in there would pass in silence.
 * So where findings of such stacks would block, one summary stands for them, in a place that is always selected.
 * Nothing is added outside of the CLI, which is what selects, and nothing where `--exclusively` names the stacks.
 */
export function guardStages(tree: AppTree, findings: readonly PlacedFinding[]): readonly PolicyViolation[] {
  if (!runsUnderCli(tree) || namesItsStacks(tree)) return [];
  const dropped = findings.filter(({ finding }) => finding.severity !== 'info').filter((placed) => isDropped(tree, placed));
  if (dropped.length === 0) return [];
  const blocking = dropped.filter(({ finding }) => finding.severity === 'error');
  return [blocking.length > 0 ? summaryOf(tree, blocking, 'fatal') : summaryOf(tree, dropped, 'warning')];
}

/** @param severity fatal cannot be acknowledged: what is to be acknowledged are the findings, each where it is. */
function summaryOf(tree: AppTree, findings: readonly PlacedFinding[], severity: 'fatal' | 'warning'): PolicyViolation {
  const stages = [...new Set(findings.map(({ path }) => stageAt(tree, path)?.node.path ?? ''))].sort();
  const named = findings.slice(0, NAMED).map(({ finding, path }) => `- ${path}: ${finding.message}`);
  const more = findings.length > NAMED ? [`- and ${findings.length - NAMED} more`] : [];
  const shown = stages.map((stage) => `"${stage}"`).join(', ');
  return {
    ruleName: `${UNSELECTED_STAGE}[${stages.join(', ').replace(/[()[\]{}]/g, '_')}]`,
    description: `${findings.length === 1 ? '1 finding' : `${findings.length} findings`} in ${stages.length === 1 ? 'stage' : 'stages'} ${shown}, whose stacks "cdk synth" without arguments does not select`,
    fix: [`run "cdk synth '**'" to see each with its fix:`, ...named, ...more].join('\n'),
    severity,
    violatingResources: [{ locations: [], ...placeOfSummary(tree) }],
  };
}

/**
 * `cdk synth` without arguments selects every stack outside of stages. Where there is one, the summary stands at the
 * first of them, so that naming the stacks of a healthy stage is not blocked by another; else it has no place, which
 * the CLI keeps for every selection.
 */
function placeOfSummary(tree: AppTree): { readonly constructPath: string } | Record<string, never> {
  const first = tree.stacks().find((stack) => stack.nestedStackParent === undefined && Stage.of(stack) === tree.root);
  return first === undefined ? {} : { constructPath: first.node.path };
}

function isDropped(tree: AppTree, { path }: PlacedFinding): boolean {
  const stage = stageAt(tree, path);
  return stage !== undefined && stage !== tree.root && !isValidatedOnSynth(tree, stage, path);
}

function stageAt(tree: AppTree, path: string): Stage | undefined {
  const construct = tree.at(path);
  if (construct === undefined) return undefined;
  return Stage.isStage(construct) ? construct : Stage.of(construct);
}

/** Whether the manifest of the stage asks the CLI to validate the stack at `path`, and the CLI was not told not to. */
function isValidatedOnSynth(tree: AppTree, stage: Stage, path: string): boolean {
  if (process.env.CDK_VALIDATION === 'false') return false;
  const stack = topStackAt(tree, path);
  const manifest = join(stage.outdir, 'manifest.json');
  if (stack === undefined || !existsSync(manifest)) return false;
  try {
    const { artifacts } = JSON.parse(readFileSync(manifest, 'utf8'));
    const artifact: unknown = isObject(artifacts) ? artifacts[stack.artifactId] : undefined;
    return isObject(artifact) && isObject(artifact.properties) && artifact.properties.validateOnSynth === true;
  } catch (error) {
    throw new Error(`manifest "${manifest}" cannot be read: ${textOf(error)}`);
  }
}

/** The stack that the CLI knows: of nested stacks, the outermost. */
function topStackAt(tree: AppTree, path: string): Stack | undefined {
  const scopes = tree.at(path)?.node.scopes.filter((construct) => Stack.isStack(construct)) ?? [];
  return scopes.findLast((stack) => stack.nestedStackParent === undefined);
}

/** The CLI tells the app to leave failing to it, and fails by itself for the stacks that were selected. */
function runsUnderCli(tree: AppTree): boolean {
  const failsItself: unknown = tree.root.node.tryGetContext('@aws-cdk/core:failSynthOnValidationErrors');
  return failsItself === false || failsItself === 'false';
}

/** Under `--exclusively` the CLI passes the selected stacks on, as the stacks to bundle assets for. */
function namesItsStacks(tree: AppTree): boolean {
  const selected: unknown = tree.root.node.tryGetContext('aws:cdk:bundling-stacks');
  return Array.isArray(selected) && selected.length > 0 && !selected.includes('**');
}
