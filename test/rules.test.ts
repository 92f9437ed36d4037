import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import nodeTest from 'node:test';
import { transformSync } from 'esbuild';
import * as rulesApi from '../lib/rules';
import { type CustomRule, findingsOf, type Rule, type TestFramework, testRule } from '../lib/rules';
import { runIn } from './cli/shell';

const root = join(__dirname, '..');
const page = readFileSync(join(root, 'docs', 'custom-rules.md'), 'utf8');

/** The TypeScript blocks of the page, by the file that their first line names. */
const blocks = new Map(
  [...page.matchAll(/^```ts\n\/\/ (\S+)\n([\s\S]*?)^```$/gm)].map((match): [string, string] => [match[1] ?? '', match[2] ?? '']),
);

function blockOf(name: string): string {
  const block = blocks.get(name);
  if (block === undefined) throw new Error(`docs/custom-rules.md has no block "${name}"`);
  return block;
}

function compiled(name: string): string {
  return transformSync(blockOf(name), { loader: 'ts', format: 'cjs' }).code;
}

/** What a compiled block exports, with this package in the place of its imports. */
function loaded(name: string): { readonly default: Rule } {
  const module: { exports: { default: Rule } } = { exports: { default: rule() } };
  new Function('module', 'exports', 'require', compiled(name))(module, module.exports, () => rulesApi);
  return module.exports;
}

/** A rule that wants names of queues. */
function rule(more: Partial<CustomRule> = {}): Rule {
  return rulesApi.defineRule({
    meta: {
      id: 'acme/require-name',
      title: 'Queues have names',
      rationale: 'They are looked for by name.',
      severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    },
    messages: { nameless: { what: 'queue "{queue}" has no name', fix: 'set "QueueName"' } },
    examples: {
      valid: [{ title: 'a name', resources: { Orders: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'orders' } } } }],
      invalid: [{ title: 'no name', resources: { Orders: { Type: 'AWS::SQS::Queue' } }, reports: ['nameless'] }],
    },
    *check(model) {
      for (const resource of model.resourcesOfType('AWS::SQS::Queue')) {
        const [reading] = model.readingsOf(resource);
        if (reading?.lacks('QueueName'))
          yield { message: 'nameless', resource, at: reading.at, evidence: 'QueueName absent', data: { queue: model.nameOf(resource) } };
      }
    },
    ...more,
  });
}

/** What the tests of a rule come to, by name. */
function outcomesOf(tested: CustomRule): Readonly<Record<string, string>> {
  const outcomes: Record<string, string> = {};
  const framework: TestFramework = {
    describe: (_name, body) => body(),
    test: (name, body) => {
      try {
        body();
        outcomes[name] = 'passes';
      } catch (error) {
        outcomes[name] = error instanceof Error ? error.message : String(error);
      }
    },
  };
  testRule(tested, framework);
  return outcomes;
}

describe('the worked example', () => {
  const program = loaded('policies/require-our-organization.ts');

  testRule(program.default);

  test('runs in a check as the page says', () => {
    const source = compiled('policies/require-our-organization.ts').replace(
      '"cdk-least-privilege/rules"',
      JSON.stringify(join(root, 'lib', 'rules', 'index.ts')),
    );
    const folder = mkdtempSync(join(tmpdir(), 'cdk-least-privilege-rules-'));
    const configuration = /```json\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
    try {
      const invalid = program.default.examples.invalid[0]?.resources ?? {};
      const files = {
        'cdk.out/A.template.json': JSON.stringify({ Resources: invalid }),
        'policies/require-our-organization.js': source,
      };
      for (const [more, args] of [
        [{ 'least-privilege.json': configuration }, []],
        [{}, (/```sh\nnpx cdk-least-privilege (.*)\n```/.exec(page)?.[1] ?? '').split(' ').slice(1)],
      ] as const) {
        const { stdout, stderr } = runIn({ ...files, ...more }, ['check', ...args, '--format', 'json']);
        expect(stderr).toBe('');
        const { findings } = JSON.parse(stdout);
        expect(findings.map(({ findingId }: { findingId: string }) => findingId)).toContain('acme/require-our-organization[o-a1b2c3d4e5]');
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('every link leads to a file', () => {
    for (const [, link = ''] of page.matchAll(/\]\((?!https:|#)([^)#]+)/g))
      expect([link, existsSync(join(root, 'docs', link))]).toEqual([link, true]);
  });
});

describe('testRule', () => {
  test('passes what is right', () => {
    expect(Object.entries(outcomesOf(rule()))).toEqual([
      ['can run', 'passes'],
      ['accepts: a name', 'passes'],
      ['reports: no name', 'passes'],
      ['has an example for every message, and one that is compliant', 'passes'],
    ]);
  });

  test('fails a rule that says nothing', () => {
    expect(outcomesOf(rule({ *check() {} }))['reports: no name']).toMatch(/^expected \n- nameless, got nothing$/);
  });

  test('fails a rule that reports what is compliant', () => {
    const { valid, invalid } = rule().examples;
    const wrong = outcomesOf(rule({ examples: { valid: invalid, invalid: valid.map((example) => ({ ...example, reports: [] })) } }));
    expect(wrong['accepts: no name']).toBe('reports \n- warning "queue "Orders" has no name" of Orders at /Resources/Orders/Properties');
    expect(wrong['has an example for every message, and one that is compliant']).toMatch(/has no example for the messages \n- nameless/);
  });

  test('fails a rule that throws', () => {
    const broken = rule({
      // biome-ignore lint/correctness/useYield: it fails before
      *check() {
        throw new Error('no luck');
      },
    });
    expect(outcomesOf(broken)['accepts: a name']).toContain('rule "acme/require-name" failed: no luck');
    expect(outcomesOf(broken)['reports: no name']).toContain('no luck');
  });

  test('fails a rule without examples, and one that is none', () => {
    const { examples, ...bare } = rule();
    expect(outcomesOf(bare)['has an example for every message, and one that is compliant']).toContain('nameless');
    expect(outcomesOf({ ...rule(), meta: { ...rule().meta, id: 'Name' } })['can run']).toContain('"meta.id" takes a domain and a name');
  });

  test('takes the functions of node:test', () => {
    const framework: TestFramework = { describe: nodeTest.describe, test: nodeTest.test };
    expect(typeof framework.describe).toBe('function');
  });
});

test('findingsOf answers the findings, with the pack and the settings that are given', () => {
  const template = { Resources: { Orders: { Type: 'AWS::SQS::Queue' } } };
  expect(findingsOf(rule(), template)).toMatchObject([{ findingId: 'acme/require-name[QueueName-absent]', severity: 'warning' }]);
  expect(findingsOf(rule(), template, { pack: 'strict' })).toMatchObject([{ severity: 'error' }]);
  expect(findingsOf(rule(), template, { pack: 'critical' })).toEqual([]);
});
