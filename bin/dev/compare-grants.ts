/**
 * `node -r <TypeScript loader> bin/dev/compare-grants.ts <cdk.out…>`: prints, as a Markdown table, what the roles of plain functions allow
 * and what the suggested access allows: pairs of one action and one resource.
 */
import { keyOperations } from '../../lib/access/key-operations';
import { modelOf, toolOf } from '../../lib/check';
import { identityDocumentsOf } from '../../lib/core/model/rights';
import { suggestionsFor } from '../../lib/suggest';
import { pairsOf } from '../../lib/suggest/pairs';
import type { FunctionSuggestion } from '../../lib/suggest/suggestion';

interface Row {
  readonly id: string;
  readonly before: number;
  readonly unnamed: number;
  readonly policies: number;
  readonly after: number;
  readonly choices: readonly string[];
  readonly leftOut: readonly string[];
}

/** What the function itself, its tracing, its network and its event sources bring: the same in both. */
const BY_ITSELF = /^SecureFunction |^the event source|^a dead-letter/;

function rowsOf(path: string): readonly Row[] {
  const model = modelOf([path], process.cwd());
  const documents = identityDocumentsOf(model);
  const { functions } = suggestionsFor(model, toolOf());
  const byLogicalId = new Map(model.functions.map((fn) => [`${fn.resource.template.name}#${fn.resource.logicalId}`, fn]));
  return functions.map((suggestion) => {
    const fn = byLogicalId.get(`${suggestion.template}#${suggestion.logicalId}`);
    const own = fn === undefined ? [] : [fn.resource, ...(fn.role === undefined ? [] : [fn.role])];
    const { named, unnamed, everything } = pairsOf(
      model,
      own.flatMap((holder) => documents.get(holder) ?? []),
    );
    const itself = new Set(
      suggestion.leftOut.flatMap(({ actions, resource, because }) =>
        BY_ITSELF.test(because) ? actions.map((action) => `${action} ${resource}`) : [],
      ),
    );
    const without = (pairs: ReadonlySet<string>) => [...pairs].filter((pair) => !itself.has(pair)).length;
    return {
      id: suggestion.id,
      before: without(named),
      unnamed: everything ? Number.POSITIVE_INFINITY : without(unnamed),
      policies:
        (fn === undefined ? [] : model.attachments.filter(({ resource }) => own.includes(resource))).length - policiesOf(suggestion),
      after: declaredBy(suggestion),
      choices: suggestion.choices.map(({ what }) => what),
      leftOut: suggestion.leftOut
        .filter(({ because }) => !BY_ITSELF.test(because))
        .map(({ actions, resource, because }) => `${actions.join(', ')} on ${resource}: ${because}`),
    };
  });
}

/** Policies of AWS that the function needs to run, and no more. */
function policiesOf({ leftOut }: FunctionSuggestion): number {
  return leftOut.filter(({ resource }) => resource === null).length;
}

function declaredBy({ access, initialPolicy, leftOut }: FunctionSuggestion): number {
  const pairs = new Set(
    [...access, ...initialPolicy].flatMap(({ grants }) =>
      grants.flatMap(({ actions, resource }) => actions.map((action) => `${action} ${resource}`)),
    ),
  );
  const keys = new Set(leftOut.flatMap(({ resource, because }) => (because.endsWith('brings what its key needs') ? [resource] : [])));
  const operations = keyOperations([...pairs].map((pair) => pair.slice(0, pair.indexOf(' '))));
  return pairs.size + keys.size * operations.length;
}

function report(rows: readonly Row[]): string {
  const number = (count: number) => (count === Number.POSITIVE_INFINITY ? '∞' : count === 0 ? '' : String(count));
  const lines = rows.map(
    ({ id, before, unnamed, policies, after, choices }) =>
      `| ${id} | ${before} | ${unnamed === 0 ? '' : `${number(unnamed)} × \`*\``} | ${number(policies)} | ${after} | 0 | ${number(choices.length)} |`,
  );
  const sum = (of: (row: Row) => number) => rows.map(of).reduce((total, count) => total + count, 0);
  const total = `| **${rows.length} functions** | **${sum((row) => row.before)}** | **${number(sum((row) => row.unnamed))} × \`*\`** | **${number(sum((row) => row.policies))}** | **${sum((row) => row.after)}** | **0** | **${sum((row) => row.choices.length)}** |`;
  const reasons = rows.flatMap(({ id, choices }) => choices.map((what) => `- ${id}: ${what}`));
  const left = rows.flatMap(({ id, leftOut }) => leftOut.map((what) => `- ${id}: ${what}`));
  return [
    '| function | role today: pairs | on unnamed resources | AWS managed policies | declared: pairs | on unnamed resources | choices left |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...lines,
    total,
    '',
    '## What a person has to choose',
    '',
    ...reasons,
    '',
    '## What is left out',
    '',
    ...left,
    '',
  ].join('\n');
}

const rows = process.argv.slice(2).flatMap(rowsOf);
process.stdout.write(report(rows.filter(({ before, unnamed, policies }) => before + unnamed + policies > 0)));
