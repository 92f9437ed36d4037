import type { WrittenStatement } from '../stacks';
import { managedPoliciesOf, newPlain, newSecure, permissionsOf, stackWith, statementsFor, textOf } from './holdings';
import type { Integration } from './integration';

/** The tables of the guide: what the role of a plain function holds for each integration, and what that of a secure one does. */
export function guideTables(groups: Readonly<Record<string, readonly Integration[]>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(groups).map(([name, group]) => [name, tableOf(group)]));
}

function tableOf(group: readonly Integration[]): string {
  const rows = group.map((integration) => {
    const plain = stackWith(integration, newPlain);
    const granted = [
      ...statementsFor(integration, newPlain).map(cellOf),
      ...managedPoliciesOf(plain).map((name) => `the policy \`${name}\``),
      ...callersOf(integration, newPlain),
    ];
    const ours = [...statementsFor(integration, newSecure).map(cellOf), ...callersOf(integration, newSecure)];
    const isForLambda = statementsFor(integration, newSecure).some(({ Condition }) => Condition !== undefined);
    const equal = isForLambda ? 'the same, for Lambda alone' : 'the same';
    const same = cell(ours) === cell(granted) && ours.length > 0 ? equal : cell(ours);
    return `| ${integration.name} | ${cell(granted)} | ${same} | [AWS](${integration.source}) |`;
  });
  return ['| Construct | `lambda.Function` | `SecureFunction` | Source |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function cell(parts: readonly string[]): string {
  return parts.length === 0 ? 'nothing' : [...new Set(parts)].join('<br>').replaceAll('|', '\\|');
}

function cellOf({ Action, Resource, Condition }: WrittenStatement): string {
  const actions = [Action].flat().map((action) => `\`${action}\``);
  const resources = [Resource].flat().map((resource) => `\`${short(textOf(resource))}\``);
  const via = /"kms:ViaService":"(\w+)/.exec(JSON.stringify(Condition ?? {}))?.[1];
  return `${actions.join(', ')} on ${resources.join(', ')}${via === undefined ? '' : `, through \`${via}\``}`;
}

function callersOf(integration: Integration, make: typeof newPlain): readonly string[] {
  return permissionsOf(stackWith(integration, make)).map(({ principal, source }) => {
    const from = source === '' ? 'anyone' : `\`${short(source)}\``;
    return `\`${principal}\` may invoke it for ${from}`;
  });
}

/** Without what ARNs begin with, and without the ids that CDK makes. */
function short(resource: string): string {
  const text = /"Fn::Sub":\["(.*?)"/.exec(resource)?.[1]?.replaceAll('${AWS::', '<AWS::').replaceAll('}', '>') ?? resource;
  return text
    .replace(/arn:<AWS::Partition>:[\w-]+:(?:[\w-]*|<AWS::Region>):(?:\d*|<AWS::AccountId>):/g, '…')
    .replace(', account 111122223333', ', in the account')
    .replace('account 111122223333', 'the account')
    .replace(/<\w+Stage\w*>/g, '<Stage>')
    .replace(/<\w*Api\w*>/g, '<Api>')
    .replace('${registryName>', 'orders');
}
