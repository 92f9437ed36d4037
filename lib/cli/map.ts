import { Command, Option } from 'commander';
import type { Inventory } from '../inventory/inventory';
import { readApp } from './app-input';
import { type CheckFlags, configOption, type Exit, type Shell, UsageError } from './command';
import { writeFor } from './file-access';

const formats = ['text', 'json', 'mermaid', 'markdown', 'html'] as const;
type MapFormat = (typeof formats)[number];

interface MapFlags extends CheckFlags {
  readonly format?: MapFormat;
  readonly output?: string;
  readonly function?: readonly string[];
  readonly exposed?: boolean;
}

/** `map`: what an app holds, who can reach it, and what each function may do. */
export function mapCommand(shell: Shell, exit: Exit): Command {
  return new Command('map')
    .description('show every function: who can reach it, and what it may do to what; exit code 0: done, 2: could not run')
    .argument('[paths...]', 'assemblies (cdk.out), folders of templates, template files', ['cdk.out'])
    .addOption(new Option('-f, --format <format>', 'form of the map (default: by the end of --output, else "text")').choices(formats))
    .option('-o, --output <file>', 'write to a file instead of the terminal')
    .addOption(
      new Option('--function <pattern>', 'only functions of this id or name ("*" stands for any text); may be given again').argParser(
        (pattern: string, patterns: readonly string[] = []) => [...patterns, pattern],
      ),
    )
    .option('--exposed', 'only functions that anyone, or any AWS account, can reach, or of which it is not known')
    .addOption(configOption())
    .addHelpText('after', examples)
    .action((paths: string[], flags: MapFlags) => {
      exit(map(paths, flags, shell));
    });
}

function map(paths: readonly string[], flags: MapFlags, shell: Shell): number {
  const { selected } = require('../map/selection') as typeof import('../map/selection');
  const { inventory } = readApp(paths, flags, shell);
  const patterns = flags.function ?? [];
  const part = selected(inventory, { functions: patterns, exposed: flags.exposed === true });
  if (patterns.length > 0 && part.functions.length === 0) {
    throw new UsageError(`no function of ${paths.join(', ')} matches ${patterns.map((pattern) => `"${pattern}"`).join(' or ')}`);
  }
  const text = rendered(part, flags.format ?? formatOf(flags.output));
  if (flags.output === undefined) {
    shell.stdout.write(text);
    return 0;
  }
  writeFor(shell, flags.output, text);
  shell.stderr.write(`wrote ${flags.output}\n`);
  return 0;
}

const ENDS: readonly (readonly [end: string, format: MapFormat])[] = [
  ['.json', 'json'],
  ['.mmd', 'mermaid'],
  ['.mermaid', 'mermaid'],
  ['.md', 'markdown'],
  ['.markdown', 'markdown'],
  ['.html', 'html'],
  ['.htm', 'html'],
];

function formatOf(file: string | undefined): MapFormat {
  const name = file?.toLowerCase() ?? '';
  return ENDS.find(([end]) => name.endsWith(end))?.[1] ?? 'text';
}

/** Each form is loaded when it is asked for: a page is large. */
function rendered(inventory: Inventory, format: MapFormat): string {
  switch (format) {
    case 'json':
      return (require('../map/json') as typeof import('../map/json')).jsonMap(inventory);
    case 'mermaid':
      return (require('../map/mermaid') as typeof import('../map/mermaid')).mermaidMap(inventory);
    case 'markdown':
      return (require('../map/markdown') as typeof import('../map/markdown')).markdownMap(inventory);
    case 'html':
      return (require('../map/html') as typeof import('../map/html')).htmlMap(inventory);
    case 'text':
      return (require('../map/overview') as typeof import('../map/overview')).overview(inventory);
  }
}

const examples = `
Examples:
  $ npx cdk synth --quiet && npx cdk-least-privilege map            the app in short
  $ npx cdk-least-privilege map --output map.html                   one page to look around in, without a network
  $ npx cdk-least-privilege map --exposed --format mermaid          a chart of what strangers can reach
  $ npx cdk-least-privilege map --function "Orders/*" -f markdown   tables for a review
  $ npx cdk-least-privilege map --format json | jq '.functions[] | select(.exposure == "anyone").id'
`;
