import { stringify } from 'yaml';
import { checkTemplates } from '../../../lib/check';
import type { JsonObject } from '../../../lib/core/json';
import type { Finding } from '../../../lib/core/result';
import type { PackName, Rule, RuleExample, RuleMeta } from '../../../lib/core/rule';
import { buildTemplates } from '../../../lib/core/template';
import { packs } from '../../../policies/packs';
import { cell, escaped, page, table } from './markdown';

/** The page of a rule. The findings under its examples come from running the rule on them. */
export function rulePage(rule: Rule): string {
  const { meta } = rule;
  const seen = new Map([...rule.examples.invalid, ...rule.examples.valid].map((example) => [example, findingsOf(rule, example)]));
  const shown = (example: RuleExample) => exampleOf(example, seen.get(example) ?? []);
  return page([
    `# ${meta.id}`,
    `**${escaped(meta.title)}.**`,
    table([packs.map(({ name }) => name), packs.map(({ name }) => meta.severity[name])]),
    `## Why\n\n${escaped(meta.rationale)}`,
    `## What it says, and how to fix it\n\n${messagesOf(rule, seen)}`,
    section('Reported', rule.examples.invalid.map(shown)),
    section('Accepted', rule.examples.valid.map(shown)),
    configuring(meta, [...seen.values()].flat()[0]),
    `## More\n\n${[
      sourceOf(rule),
      ...(meta.peers.length === 0 ? [] : [`- The same in other tools: ${escaped(meta.peers.join(', '))}`]),
      ...(meta.catalogue.length === 0 ? [] : [`- Covers: ${meta.catalogue.map((id) => `\`${id}\``).join(', ')}`]),
      ...meta.references.map((reference) => `- <${reference}>`),
    ].join('\n')}`,
  ]);
}

function section(title: string, blocks: readonly string[]): string {
  return blocks.length === 0 ? '' : [`## ${title}`, ...blocks].join('\n\n');
}

function sourceOf({ meta: { id, source = 'own' }, nag }: Rule): string {
  if (source === 'cdk-nag')
    return `- Judged by [cdk-nag](../../cdk-nag.md), with its rule \`${nag?.rule}\`; place, words and severity: [policies/${id}.ts](../../../policies/${id}.ts)`;
  return `- Written for this package: [policies/${id}.ts](../../../policies/${id}.ts)`;
}

function configuring({ id, severity }: RuleMeta, finding: Finding | undefined): string {
  const isOptIn = severity.recommended === 'off';
  const example = finding?.findingId ?? `${id}[…]`;
  const change = { rules: [{ rule: id, severity: isOptIn ? severity.strict : 'off' }] };
  return [
    '## Accept or change',
    `Where a person decides that it is fine: \`Validations.of(construct).acknowledge({ id: 'LeastPrivilege::${example}', reason: '…' })\`, with the id that the finding shows.`,
    `${isOptIn ? 'The default pack leaves it out. To bring it in' : 'For the app as a whole'}, in [least-privilege.json](../../configuration.md):`,
    `\`\`\`json\n${JSON.stringify(change)}\n\`\`\``,
  ].join('\n\n');
}

/** Every message in the words of the first finding that an example shows for it. */
function messagesOf(rule: Rule, seen: ReadonlyMap<RuleExample, readonly Finding[]>): string {
  const rows = Object.keys(rule.messages).flatMap((message) => {
    const example = rule.examples.invalid.find(({ reports }) => reports.includes(message));
    const finding = example === undefined ? undefined : seen.get(example)?.[example.reports.indexOf(message)];
    return finding === undefined ? [] : [[cell(finding.message), cell(finding.fix)]];
  });
  return table([['it says, for example', 'fix'], ...rows]);
}

/** An example as a template, and what the rule answers to it. */
function exampleOf(example: RuleExample, findings: readonly Finding[]): string {
  const answers = findings.map(
    ({ severity, message, location, findingId }) =>
      `- **${severity}** ${escaped(message)}<br>at \`${location}\`, id \`${findingId.replaceAll('`', "'")}\``,
  );
  const template = stringify(bodyOf(example), { aliasDuplicateObjects: false, lineWidth: 120 });
  return [
    `### ${capitalised(escaped(example.title))}`,
    `\`\`\`yaml\n${template}\`\`\``,
    ...(answers.length === 0 ? [] : [answers.join('\n')]),
  ].join('\n\n');
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function bodyOf(example: RuleExample): JsonObject {
  return example.template ?? { Resources: example.resources ?? {} };
}

function findingsOf(rule: Rule, example: RuleExample): readonly Finding[] {
  const templates = buildTemplates([{ name: 'template.yaml', body: bodyOf(example) }]);
  const { findings } = checkTemplates(templates, { pack: packOf(rule.meta) }, [rule]);
  const strange = findings.find(({ ruleId }) => ruleId !== rule.meta.id);
  if (strange !== undefined) throw new Error(`"${example.title}" of ${rule.meta.id} gives ${strange.findingId}: ${strange.message}`);
  return findings;
}

/** The first pack that runs the rule. */
function packOf(meta: RuleMeta): PackName {
  return packs.find(({ name }) => meta.severity[name] !== 'off')?.name ?? 'strict';
}
