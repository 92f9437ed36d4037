import type { CfnResource } from 'aws-cdk-lib';
import type { NagReference, NagVerdict, NotEvaluated } from '../core/model/nag';
import { quietly } from './quietly';

/** A rule of cdk-nag, as it exports them. */
export type NagFunction = (node: CfnResource) => unknown;

/** How much of an unknown value or error is shown. */
const SHOWN = 160;

/** What a rule says of the construct of a resource. */
export function verdictOf(rule: NagFunction, { exempts }: NagReference, node: CfnResource): NagVerdict {
  let answer: unknown;
  try {
    answer = quietly(() => rule(node));
  } catch (error) {
    return notEvaluated('resource', reasonOf(error));
  }
  if (Array.isArray(answer)) return answer.length === 0 ? { kind: 'compliant' } : { kind: 'violation', findings: answer.map(String) };
  if (answer === 'Non-Compliant') return { kind: 'violation', findings: [] };
  // It is asked about the types that it judges alone: what it takes for another was not recognised.
  if (answer === 'N/A' && exempts === undefined) {
    return notEvaluated('resource', `cdk-nag does not know the construct of ${node.cfnResourceType}`);
  }
  return { kind: 'compliant' };
}

/** Nothing was judged, and why. */
export function notEvaluated(concerns: NotEvaluated['concerns'], reason: string): NotEvaluated {
  return { kind: 'not-evaluated', concerns, reason };
}

/** An error as a reason: one line, without what cdk-nag says around the value. */
export function reasonOf(error: unknown): string {
  const text = (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').trim();
  const value = /non-primitive value "(.*)", therefore/.exec(text)?.[1];
  if (value !== undefined) return `${shortened(value)} is known at deployment only`;
  return `cdk-nag failed: ${shortened(text)}`;
}

function shortened(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
