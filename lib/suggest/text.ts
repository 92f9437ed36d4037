import { counted } from '../core/counted';
import type { FunctionSuggestion, Suggestions } from './suggestion';

/** Suggestions as TypeScript to paste: the properties of one function after the other, with comments where a person decides. */
export function suggestionText({ functions, unread }: Suggestions): string {
  const blocks = functions.map((each) => `${blockOf(each).join('\n')}\n`);
  const missing = unread.map((problem) => `// could not be read: ${problem}\n`);
  return [...missing, ...(functions.length === 0 ? ['// no functions\n'] : blocks), `${summaryOf(functions)}\n`].join('\n');
}

function blockOf(suggestion: FunctionSuggestion): readonly string[] {
  const { id, source, sharesRoleWith, constructs, access, initialPolicy, choices, leftOut } = suggestion;
  const lines = [`// ${id}${source === null ? '' : ` (${source})`}`];
  if (sharesRoleWith.length > 0) lines.push(`// shares its role with ${sharesRoleWith.join(', ')}: keep what this function calls`);
  const width = Math.max(0, ...constructs.map(({ variable }) => variable.length));
  for (const { variable, id: path, type } of constructs) lines.push(`//   ${variable.padEnd(width)}  ${path} (${type})`);
  if (access.length === 0 && choices.length === 0) lines.push('access: [],');
  else {
    lines.push('access: [');
    for (const { code } of access) lines.push(`  ${code},`);
    for (const { what, candidates } of choices) {
      lines.push(`  // choose: ${what}`);
      for (const candidate of candidates) lines.push(`  //   ${candidate}${candidate.startsWith('Access.') ? ',' : ''}`);
    }
    lines.push('],');
  }
  if (initialPolicy.length > 0) lines.push('initialPolicy: [', ...initialPolicy.map(({ code }) => `  ${code},`), '],');
  for (const { actions, resource, because } of leftOut) {
    lines.push(`// left out: ${actions.join(', ')}${resource === null ? '' : ` on ${resource}`}: ${because}`);
  }
  return lines;
}

function summaryOf(functions: readonly FunctionSuggestion[]): string {
  const declared = functions.reduce((sum, { access, initialPolicy }) => sum + access.length + initialPolicy.length, 0);
  const choices = functions.reduce((sum, each) => sum + each.choices.length, 0);
  return `// ${counted(functions.length, 'function')}, ${counted(declared, 'declaration')}, ${counted(choices, 'choice')} to make`;
}
