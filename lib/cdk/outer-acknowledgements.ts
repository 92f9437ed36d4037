import { App, attachCustomSynthesis, Stack } from 'aws-cdk-lib';
import { ArtifactType, type MetadataEntry } from 'aws-cdk-lib/cloud-assembly-schema';
import { Construct, type IConstruct } from 'constructs';
import { FRAMEWORK_METADATA, OWN_METADATA } from '../core/acknowledgement';

/** What the manifest calls the artifact that keeps them. */
const ARTIFACT = 'LeastPrivilegeAcknowledgements';

const kept = new WeakSet<IConstruct>();

/**
 * Has the assembly of an app keep what is acknowledged above its stacks, on the app itself, on stages and on what groups stacks.
 * The framework writes metadata of stacks and of what is below them, and forgets the rest; `check` reads the assembly.
 */
export function keepOuterAcknowledgements(root: IConstruct): void {
  if (!App.isApp(root) || kept.has(root)) return;
  kept.add(root);
  const synthesis: Parameters<typeof attachCustomSynthesis>[1] = {
    onSynthesize: ({ assembly }) => {
      const metadata = Object.fromEntries(entriesAboveStacks(root));
      if (Object.keys(metadata).length > 0) assembly.addArtifact(ARTIFACT, { type: ArtifactType.NONE, metadata });
    },
  };
  try {
    attachCustomSynthesis(root, synthesis);
  } catch {
    // A construct can have one such hook, and somebody else's may be on the app.
    attachCustomSynthesis(new Construct(root, ARTIFACT), synthesis);
  }
}

function* entriesAboveStacks(construct: IConstruct): Generator<[string, MetadataEntry[]]> {
  if (Stack.isStack(construct)) return;
  const entries = construct.node.metadata.filter(({ type }) => type === OWN_METADATA || type === FRAMEWORK_METADATA);
  if (entries.length > 0) yield [`/${construct.node.path}`, entries.map(({ type, data }) => ({ type, data }))];
  for (const child of construct.node.children) yield* entriesAboveStacks(child);
}
