import type { Rule } from '../../../lib/core/rule';
import { cell, page, table } from './markdown';

/** Which rule is judged by this package and which by cdk-nag, and why where both could. */
export function ruleSources(rules: readonly Rule[]): string {
  const judged = rules.filter(({ meta }) => meta.source === 'cdk-nag').length;
  const both = rules.filter((rule) => rule.meta.source !== 'cdk-nag' && peersOf(rule).length > 0).length;
  return page([
    '# Where the rules come from',
    `${rules.length - judged} rules are written for this package; ${judged} leave the judgement to [cdk-nag](https://github.com/cdklabs/cdk-nag) and take place, words, severity and acknowledgement from here. All are switched, acknowledged and reported alike. [How the two work together](cdk-nag.md).`,
    `## Why a rule of ours runs where cdk-nag has one\n\n${[
      `${both} rules of this package have a counterpart in cdk-nag. Ours runs, in every pack, because the two read different things:`,
      '- cdk-nag asks the constructs of an app for their properties. Ours reads the templates that are deployed: property overrides, resources without a class (`CfnResource`, custom resources), SAM, templates of others and nested stacks are judged as they will be.',
      '- cdk-nag takes a value that is an intrinsic function for an error of the rule. Ours follows `Ref`, `Fn::If`, `Fn::Sub`, `Fn::FindInMap`, parameters and their defaults through all stacks of the app, and says what it could not decide.',
      '- A finding of ours names the property, the value and what to write instead.',
      '- Ours needs neither constructs nor `aws-cdk-lib`, so the command line runs it on any template within the same second.',
    ].join('\n')}`,
    `## Why other rules are left to cdk-nag\n\nThey are about single properties of services beside the serverless ones, and cdk-nag judges them well. They need the constructs of the app, or constructs made of a template, and are in the pack \`strict\` alone; a [configuration](configuration.md) can turn each on or off. What cdk-nag cannot evaluate is said once for each resource or template, as [engine/not-evaluated](rules/engine/not-evaluated.md).`,
    `## All rules\n\n${table([
      ['rule', 'judged by', 'in cdk-nag'],
      ...rules.map((rule) => {
        const { meta, nag } = rule;
        const counterparts = [...(nag === undefined ? [] : [`\`${nag.rule}\``]), ...peersOf(rule).map(cell)];
        return [
          `[${meta.id}](rules/${meta.id}.md)`,
          meta.source === 'cdk-nag' ? 'cdk-nag' : 'this package',
          [...new Set(counterparts)].join(', ') || '–',
        ];
      }),
    ])}`,
  ]);
}

/** Its counterparts in cdk-nag, as packs there name them. */
function peersOf({ meta, nag }: Rule): readonly string[] {
  const names = meta.peers.flatMap((peer) => /^cdk-nag (\S+)$/.exec(peer)?.[1] ?? []);
  return names.filter((name) => nag === undefined || !nag.rule.endsWith(`.${name}`));
}
