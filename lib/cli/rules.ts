import { Command, Option } from 'commander';
import { type CheckFlags, configOption, optionsFrom, packOption, rulesOption, type Shell } from './command';
import type { ListFormat } from './rule-list';

const formats: readonly ListFormat[] = ['text', 'json'];

/** `rules`: lists what is checked, and how grave it is. */
export function rulesCommand(shell: Shell): Command {
  return new Command('rules')
    .description('list the rules with their severity in each pack, and what the configuration makes of it')
    .addOption(new Option('-f, --format <format>', 'form of the list').choices(formats).default('text'))
    .addOption(packOption())
    .addOption(configOption())
    .addOption(rulesOption())
    .action((flags: CheckFlags & { readonly format: ListFormat }) => {
      const { packRules } = require('../check') as typeof import('../check');
      const { listRules, ruleLists } = require('./rule-list') as typeof import('./rule-list');
      shell.stdout.write(ruleLists[flags.format](listRules(packRules(), optionsFrom(flags, shell))));
    });
}
