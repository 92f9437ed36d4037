import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packRules } from '../lib/check';
import { problemsIn, unknownRulesIn } from '../lib/config/validate';
import { runIn } from './cli/shell';

const page = readFileSync(join(__dirname, '..', 'docs', 'adoption.md'), 'utf8');

function fences(language: string): readonly string[] {
  return [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, name, text = '']) => (name === language ? [text] : []));
}

test.each(fences('json'))('the configuration is one: %s', (text) => {
  const configuration = JSON.parse(text);
  expect(problemsIn(configuration)).toEqual([]);
  expect(
    unknownRulesIn(
      configuration,
      packRules().map(({ meta }) => meta.id),
    ),
  ).toEqual([]);
});

const commands = fences('sh')
  .flatMap((text) => text.trim().split('\n'))
  .filter((line) => line.startsWith('npx cdk-least-privilege '));

test('the page shows how to begin, and what a pull request runs', () => expect(commands).toHaveLength(2));

test.each(commands)('the command runs: %s', (command) => {
  const template = JSON.stringify({ Resources: { Wait: { Type: 'AWS::CloudFormation::WaitConditionHandle' } } });
  const baseline = '{ "schemaVersion": 1, "findings": [] }';
  const files = { 'cdk.out/Shop.template.json': template, 'least-privilege.baseline.json': baseline };
  expect(runIn(files, command.split(' ').slice(2)).exitCode).toBe(0);
});
