import { type CustomRule, completed, shapeProblemsOf } from '../config/custom-rules';
import type { JsonObject } from '../core/json';
import type { Finding } from '../core/result';
import type { PackName, RuleExample, RuleMessage } from '../core/rule';
import { findingsOf } from './findings';

/** What `testRule` needs of a test framework: those of jest, vitest and node:test fit. */
export interface TestFramework {
  describe(name: string, body: () => void): unknown;
  test(name: string, body: () => void): unknown;
}

const packs: readonly PackName[] = ['recommended', 'strict', 'critical'];

/**
 * Runs the examples of a rule as tests: each valid one has no findings, each invalid one has exactly the messages that it
 * says, and every message is shown by one.
 *
 * @param framework `{ describe, test }`; those that are global, when not given
 */
export function testRule<Message extends string>(rule: CustomRule<Message>, framework: TestFramework = globalFramework()): void {
  const { describe, test } = framework;
  const { examples } = completed(rule);
  describe(`rule ${rule.meta.id}`, () => {
    test('can run', () => expectEmpty(shapeProblemsOf(rule), 'is no rule'));
    for (const example of examples.valid) {
      test(`accepts: ${example.title}`, () => expectEmpty(reported(rule, example), 'reports'));
    }
    for (const example of examples.invalid) {
      test(`reports: ${example.title}`, () => expectReports(rule, example, example.reports));
    }
    test('has an example for every message, and one that is compliant', () => {
      const shown = new Set<string>(examples.invalid.flatMap(({ reports }) => reports));
      expectEmpty(
        Object.keys(rule.messages).filter((message) => !shown.has(message)),
        'has no example for the messages',
      );
      if (examples.valid.length === 0) throw new Error('has no valid example');
    });
  });
}

function globalFramework(): TestFramework {
  const { describe, test } = globalThis as Partial<TestFramework>;
  if (typeof describe === 'function' && typeof test === 'function') return { describe, test };
  throw new TypeError('testRule takes the functions { describe, test } of a test framework, since there are no global ones');
}

function expectReports(rule: CustomRule, example: RuleExample, reports: readonly string[]): void {
  const findings = findingsIn(rule, example);
  const messages = findings.map((finding) => messagesOf(rule, finding));
  const fits = messages.length === reports.length && reports.every((report, index) => messages[index]?.includes(report) === true);
  if (fits) return;
  throw new Error(`expected ${listed(reports)}, got ${listed(findings.map(wordsOf))}`);
}

function expectEmpty(texts: readonly string[], what: string): void {
  if (texts.length > 0) throw new Error(`${what} ${listed(texts)}`);
}

function reported(rule: CustomRule, example: RuleExample): readonly string[] {
  return findingsIn(rule, example).map(wordsOf);
}

function findingsIn(rule: CustomRule, { template, resources }: RuleExample): readonly Finding[] {
  const body: JsonObject = template ?? { Resources: resources ?? {} };
  // In the first pack that runs it: examples of a rule that is off everywhere say nothing.
  const pack = packs.find((name) => rule.meta.severity[name] !== 'off');
  if (pack === undefined) throw new Error('is off in every pack');
  return findingsOf(rule, body, { pack });
}

/** The messages that the text of a finding may come from. */
function messagesOf(rule: CustomRule, { ruleId, message }: Finding): readonly string[] {
  if (ruleId !== rule.meta.id) return [];
  return Object.entries<RuleMessage>(rule.messages)
    .filter(([, { what }]) => patternOf(what).test(message))
    .map(([id]) => id);
}

function patternOf(wording: string): RegExp {
  const literal = wording.split(/\{\w+\}/).map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('[^]*')}(?: \\(written by CDK's .*\\))?$`);
}

function wordsOf({ severity, message, logicalId, location }: Finding): string {
  return `${severity} "${message}" of ${logicalId ?? 'the template'} at ${location}`;
}

function listed(texts: readonly string[]): string {
  return texts.length === 0 ? 'nothing' : texts.map((text) => `\n- ${text}`).join('');
}
