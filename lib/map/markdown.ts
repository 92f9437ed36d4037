import type { Inventory, InventoryEntryPoint } from '../inventory/inventory';
import { pathsFromAnyone } from '../inventory/paths';
import { checklistOf } from './checklist';
import { legible } from './legible';
import { summaryOf } from './overview';
import { authenticationInWords, effectsInWords, encryptionWords, exposureWords, yesNo } from './words';

/** The inventory as tables, and the answers to an API-security review. */
export function markdownMap(inventory: Inventory): string {
  const names = namesOf(inventory);
  const called = (id: string) => code(names.get(id) ?? id);
  const { apis, functions } = checklistOf(inventory);
  const parts = [
    '# App map',
    summaryOf(inventory).map(text).join(' \n'),
    section(
      'Functions',
      ['Function', 'Stack', 'Reached by', 'Blast radius', 'Why', 'Role shared with'],
      inventory.functions.map((each) => [
        `${code(each.name)}${each.provided ? ' (made by CDK)' : ''}`,
        code(each.stack),
        text(exposureWords[each.exposure]),
        each.blastRadius,
        text(each.blastReasons.join('; ')),
        each.sharesRoleWith.map(called).join(', '),
      ]),
    ),
    section(
      'Entry points',
      ['Entry point', 'Service', 'Leads to', 'Who', 'Authentication', 'TLS'],
      inventory.entryPoints.map((each) => [
        code(each.label),
        text(each.service),
        targetsOf(each).map(called).join(', '),
        text(each.who),
        text(authenticationInWords(each.authentication)),
        yesNo(each.tls),
      ]),
    ),
    section(
      'Stores',
      ['Store', 'Kind', 'Encryption', 'Lets in'],
      inventory.stores.map((each) => [
        code(each.name),
        text(each.kind),
        encryptionWords[each.encrypted],
        text(each.exposedBy.length === 0 ? exposureWords[each.exposure] : each.exposedBy.join('; ')),
      ]),
    ),
    section(
      'Permissions',
      ['Holder', 'May', 'On', 'By', 'If'],
      inventory.permissions.map((each) => [
        called(each.holder),
        effectsInWords(each.effects),
        code(each.resource),
        each.actions.map(code).join(', ') + (each.note === null ? '' : ` ${text(each.note)}`),
        text(each.conditions.join('; ')),
      ]),
    ),
    section(
      'From anyone to data',
      ['Entry point', 'Through', 'Store', 'May'],
      pathsFromAnyone(inventory).map((path) => [
        `${called(path.entryPoint)}${path.certain ? '' : ' (who can use it is not known)'}`,
        path.through.map(called).join(' → '),
        called(path.store),
        effectsInWords(path.effects),
      ]),
    ),
    section(
      'What leaves the account',
      ['From', 'How', 'To'],
      inventory.outbound.map(({ from, how, to }) => [called(from), text(how), text(to)]),
    ),
    section(
      'Checklist: APIs',
      ['API', 'Protocol', 'Definition', 'Authentication', 'TLS', 'Consumers', 'Functions', 'Access logs', 'To ask about'],
      apis.map(({ api, functions: behind, gaps }) => [
        code(api.name),
        api.protocol,
        yesNo(api.definition),
        text(authenticationInWords(api.authentication)),
        yesNo(api.tls),
        text(api.consumers.join('; ')),
        behind.map(called).join(', '),
        yesNo(api.accessLogs),
        text(gaps.join('; ')),
      ]),
    ),
    section(
      'Checklist: functions',
      [
        'Function',
        'App',
        'Entry points',
        'Definition',
        'Authentication',
        'TLS',
        'Consumers',
        'Data sources',
        'Error handling',
        'Logging',
        'To ask about',
      ],
      functions.map((each) => [
        code(each.function.name),
        code(each.app),
        each.entryPoints.map(({ label }) => code(label)).join(', '),
        each.definition,
        text(each.authentication),
        each.tls,
        text(each.consumers.join('; ')),
        text(each.dataSources.join('; ')),
        text(each.errorHandling),
        text(each.logging),
        text(each.gaps.join('; ')),
      ]),
    ),
    inventory.unread.length === 0 ? '' : `## Not known\n\n${inventory.unread.map((each) => `- ${text(each)}`).join('\n')}`,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function targetsOf({ function: started, store }: InventoryEntryPoint): readonly string[] {
  return [started, store].flatMap((id) => id ?? []);
}

function namesOf({ functions, stores, holders, apis, entryPoints }: Inventory): ReadonlyMap<string, string> {
  return new Map([
    ...[...functions, ...stores, ...holders, ...apis].map(({ id, name }) => [id, name] as const),
    ...entryPoints.map(({ id, service, label }) => [id, `${service} ${label}`] as const),
  ]);
}

function section(title: string, columns: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [`## ${title}`, '', line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Text that stands for itself in a table: no markup, no mentions, on one line. */
function text(words: string): string {
  return legible(words)
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]<>|#~@]/g, (character) => `&#${character.codePointAt(0) ?? 0};`);
}

/** A name as code: nothing in it is markup, whatever it holds. */
function code(name: string): string {
  const flat = legible(name).replace(/\s+/g, ' ').trim();
  if (flat === '') return '';
  if (/[`|\\]/.test(flat)) return `<code>${text(flat)}</code>`;
  return `\`${flat}\``;
}
