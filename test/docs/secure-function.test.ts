/**
 * The guide to SecureFunction is held to what it says: every block is compiled and synthesized, and the policies and numbers that it
 * shows are those that come of it. `UPDATE_GUIDE=1 npx jest test/docs/secure-function.test.ts` writes them into the page.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import * as cdk from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import ts from 'typescript';
import { identityDocumentsOf } from '../../lib/core/model/rights';
import { pairsOf } from '../../lib/suggest/pairs';
import { statementsOf } from '../cdk/stacks';
import { modelFrom } from '../suggest/model-from';
import { examples, examplesText, guide, guideFile, introduction, resources, scope, sections } from './guide';

/** A stack in which blocks have run as they stand in the constructor of one. */
function stackOf(...blocks: readonly string[]): cdk.Stack {
  const app = new cdk.App({ context: { 'aws:cdk:enable-path-metadata': true } });
  const stack = new cdk.Stack(app, 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });
  const { outputText } = ts.transpileModule(blocks.join('\n'), { compilerOptions: { target: ts.ScriptTarget.ES2022 } });
  new Function(...Object.keys(scope), outputText).apply(stack, Object.values(scope));
  return stack;
}

/** What the role of the example's function holds, and how many pairs that is, without logs and traces. */
function holdings(block: string) {
  const id = /new (?:lambda\.Function|SecureFunction)\(this, '(\w+)'/.exec(block)?.[1] ?? '';
  const stack = stackOf(resources, block);
  const model = modelFrom(Template.fromStack(stack).toJSON());
  const fn = model.functions.find(({ resource }) => model.nameOf(resource) === id);
  const { named, unnamed } = pairsOf(model, fn?.role === undefined ? [] : (identityDocumentsOf(model).get(fn.role) ?? []));
  const own = (pairs: ReadonlySet<string>) => [...pairs].filter((pair) => !/^(?:logs|xray):/.test(pair)).length;
  const statements = statementsOf(stack, `${id}ServiceRole`).filter(({ Action }) => !/^(?:logs|xray):/.test([Action].flat()[0] ?? ''));
  return { named: own(named), unnamed: own(unnamed), statements };
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

const compared = examples.map(({ title, before, after }) => ({ title, before: holdings(before), after: holdings(after) }));

function resultOf({ before, after }: (typeof compared)[number]): string {
  const broad = before.unnamed === 0 ? '' : `, and ${counted(before.unnamed, 'action')} on resources that nobody named`;
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: after.statements }, undefined, 2);
  return `\`\`\`json\n${policy}\n\`\`\`\n\nThe grants allow ${counted(before.named, 'pair')}${broad}; the declared access allows ${after.named}.`;
}

/** The page with what comes of its examples. */
function page(): string {
  const results = new Map(compared.map((each) => [each.title, resultOf(each)]));
  const shown = sections.map((section) => {
    const title = section.slice(0, section.indexOf('\n'));
    const end = section.lastIndexOf('```ts\n');
    const prose = section.slice(0, section.indexOf('\n```\n', end) + '\n```\n'.length);
    return `${prose}\n${results.get(title)}\n`;
  });
  const rows = compared.map(({ title, before, after }) => [
    title.replace(/^\d+\. /, ''),
    `${before.named}${before.unnamed === 0 ? '' : ` + ${before.unnamed} on \`*\``}`,
    String(after.named),
  ]);
  const sum = (of: (each: (typeof compared)[number]) => number) => compared.reduce((total, each) => total + of(each), 0);
  rows.push([
    '**all**',
    `**${sum((each) => each.before.named)} + ${sum((each) => each.before.unnamed)} on \`*\`**`,
    `**${sum((each) => each.after.named)}**`,
  ]);
  const head = introduction.slice(0, introduction.indexOf('lets through on that resource.') + 'lets through on that resource.'.length);
  const examplesPage = [`${head}\n\n${table(rows)}\n`, ...shown].join('\n### ');
  return guide.replace(examplesText, () => examplesPage);
}

function table(rows: readonly (readonly string[])[]): string {
  const all = [['function', 'grants of CDK: pairs', 'declared: pairs'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const [heading = [], ...body] = all;
  const rule = `| ${'-'.repeat(widths[0] ?? 0)} | ${'-'.repeat((widths[1] ?? 1) - 1)}: | ${'-'.repeat((widths[2] ?? 1) - 1)}: |`;
  return [line(heading), rule, ...body.map(line)].join('\n');
}

test('the page has ten functions', () => {
  expect(examples).toHaveLength(10);
});

test('the policies and the numbers of the guide are those that the examples get', () => {
  const expected = page();
  if (process.env.UPDATE_GUIDE !== undefined) writeFileSync(guideFile, expected);
  expect(readFileSync(guideFile, 'utf8')).toBe(expected);
});

test('declared access is never more than the grants, and names every resource', () => {
  for (const { before, after } of compared) {
    expect(after.named).toBeLessThanOrEqual(before.named + before.unnamed);
    expect(after.unnamed).toBe(0);
    expect(after.statements.length).toBeGreaterThan(0);
  }
});
