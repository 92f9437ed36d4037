import { Command, Option } from 'commander';
import { refuseUnreadable } from './app-input';
import { type Exit, type Shell, UsageError } from './command';

/** `suggest`: writes the declared access of functions that have plain roles today. */
export function suggestCommand(shell: Shell, exit: Exit): Command {
  return new Command('suggest')
    .description('write the declared access that reproduces what the role of each function grants; exit code 0, or 2: could not run')
    .argument('[paths...]', 'assemblies (cdk.out), folders of templates, template files (JSON or YAML)', ['cdk.out'])
    .addOption(new Option('-f, --format <format>', 'TypeScript to paste, or JSON').choices(['text', 'json']).default('text'))
    .addOption(new Option('--function <pattern>', 'only functions whose path, name or logical id is this; "*" stands for any text'))
    .addHelpText('after', examples)
    .action((paths: string[], flags: SuggestFlags) => {
      exit(suggest(paths, flags, shell));
    });
}

interface SuggestFlags {
  readonly format: 'text' | 'json';
  readonly function?: string;
}

function suggest(paths: readonly string[], { format, function: pattern }: SuggestFlags, shell: Shell): number {
  const { modelOf, toolOf } = require('../check') as typeof import('../check');
  const { suggestionsFor, suggestionText } = require('../suggest') as typeof import('../suggest');
  const model = modelOf(paths, shell.cwd);
  refuseUnreadable(model, paths);
  const suggestions = suggestionsFor(model, toolOf(), pattern);
  if (pattern !== undefined && suggestions.functions.length === 0) {
    throw new UsageError(`no function is called "${pattern}": give a construct path, a name or a logical id, with "*" for any text`);
  }
  shell.stdout.write(format === 'json' ? `${JSON.stringify(suggestions, undefined, 2)}\n` : suggestionText(suggestions));
  return 0;
}

const examples = `
Examples:
  $ cdk-least-privilege suggest                                   every function of the assembly in cdk.out
  $ cdk-least-privilege suggest --function 'Orders/*'             the functions of one stack
  $ cdk-least-privilege suggest cdk.out --format json | jq '.functions[].choices'
`;
