import {
  FORBIDDEN_ACKNOWLEDGEMENT,
  NOT_EVALUATED,
  RULE_CRASHED,
  UNMATCHED_ACKNOWLEDGEMENT,
  UNREADABLE_INPUT,
} from '../../../lib/core/result';
import { page } from './markdown';

/** Findings that no rule makes: something could not be checked, and what was not checked must not pass. */
export const engineFindings: readonly { readonly id: string; readonly title: string; readonly text: string }[] = [
  {
    id: UNREADABLE_INPUT,
    title: 'A file or a part of one could not be read',
    text: 'It is missing, is not JSON or YAML, or has a shape that CloudFormation refuses. The finding names the place. Everything else was checked.',
  },
  {
    id: RULE_CRASHED,
    title: 'A rule failed on this input, so it has judged nothing',
    text: 'The finding names the rule. The other rules ran. That is a defect of the rule: report it with the template that causes it, or correct the rule when it is [your own](../../custom-rules.md).',
  },
  {
    id: 'engine/not-evaluated',
    title: 'Rules that cdk-nag runs were chosen, and have no answer',
    text: 'cdk-nag is not installed, or could not judge a resource: a value that is known only at deployment, or a template that is not written by the CDK. The finding says what was not judged. Everything else was checked. The rules that cdk-nag runs are [listed](../../../policies/README.md) with the others, and say so on their pages.',
  },
  {
    id: NOT_EVALUATED,
    title: 'Rules that cdk-nag judges have no answer',
    text: 'The finding names the rules and the reason: a value that is known at deployment only, a part that CDK does not take as a construct, or cdk-nag or aws-cdk-lib that are not installed. It is information, said once for a resource, for a template or for all. Where nothing is installed and the configuration turns one of the rules on by its name, it is an error. All other rules ran. See [cdk-nag](../../cdk-nag.md).',
  },
  {
    id: 'engine/checks-crashed',
    title: 'The checks as a whole failed inside a synth',
    text: 'Nothing was judged, and the synth fails. That is a defect of this package: report it with the message.',
  },
  {
    id: 'engine/misconfiguration',
    title: 'The configuration cannot be used',
    text: 'A mistake in `least-privilege.json`, in the props of `LeastPrivilegeChecks`, or in a file of [rules of your own](../../custom-rules.md). The finding names the place and what is expected there. It cannot be acknowledged: nothing was checked with this configuration. The command line says the same and exits with 2. See [configuration](../../configuration.md).',
  },
  {
    id: 'engine/unselected-stage',
    title: 'Stacks of a stage have findings, and the CDK CLI does not select them',
    text: '`cdk synth` without arguments leaves the stacks of a `Stage` out. The summary stands in the place of their findings, so that the synth fails; `cdk synth "**"` shows each finding, where it can be accepted.',
  },
  {
    id: UNMATCHED_ACKNOWLEDGEMENT,
    title: 'An acknowledgement covers no finding any more',
    text: 'What it accepted is gone, or its id was never that of a finding. It says what to delete: left in place, it may one day cover what nobody has looked at. It is a warning; where the rule does not run at all, it is information. Nothing is said where a rule failed, where a file could not be read, or of places that were not checked. See [accepting findings](../../adoption.md#accept-with-care).',
  },
  {
    id: FORBIDDEN_ACKNOWLEDGEMENT,
    title: 'Something is acknowledged that nobody may accept',
    text: 'The findings of some rules must be put right: those that `notAcknowledgeable` of the [configuration](../../configuration.md) names, those of rules of your own with `acknowledgeable: false`, and what the engine says of itself. The acknowledgement accepts nothing, and fails the check until it is deleted.',
  },
  {
    id: 'engine/baseline',
    title: 'Findings of the app are in its baseline',
    text: 'They were there when the [baseline](../../adoption.md#on-monday-the-baseline) was written, and do not block. A synth says how many there are.',
  },
];

/** The page of a finding of the engine. */
export function enginePage({ id, title, text }: (typeof engineFindings)[number]): string {
  return page([`# ${id}`, `**${title}.**`, text, 'No rule makes this finding: what was not checked must not pass in silence.']);
}
