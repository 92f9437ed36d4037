import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';
import { type Mistake, MistakesStack, mistakes } from '../../bin/demo/mistakes-stack';
import { OrdersStack } from '../../bin/demo/orders-stack';
import { checkPaths } from '../../lib/check';
import type { Result } from '../../lib/core/result';

function resultOf(addStack: (app: App) => Stack): Result {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk-least-privilege-demo-'));
  try {
    const app = new App({ outdir });
    addStack(app);
    app.synth();
    return checkPaths([outdir], process.cwd());
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

test('the app of the demo has no errors and no warnings; its API is said to be public, as it is meant to be', () => {
  const { findings, summary } = resultOf((app) => new OrdersStack(app, 'Orders'));
  expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
  expect(findings.map(({ ruleId }) => ruleId).sort()).toEqual(['api/require-web-acl', 'endpoint/prefer-private-api']);
  expect(summary.statements).toBeGreaterThan(10);
});

describe('the mistakes of the demo', () => {
  const { findings } = resultOf((app) => new MistakesStack(app, 'Mistakes'));
  const below = (id: string) => findings.filter(({ constructPath }) => constructPath?.startsWith(`Mistakes/${id}/`));

  test.each(Object.entries<Mistake>(mistakes))('%s: one finding of its rule, and no other that blocks', (id, { rule }) => {
    const own = below(id);
    expect(own.filter(({ ruleId }) => ruleId === rule)).toHaveLength(1);
    expect(own.filter(({ ruleId, severity }) => ruleId !== rule && severity === 'error')).toEqual([]);
  });

  test('nothing else is reported', () => {
    const known = Object.keys(mistakes);
    expect(findings.filter(({ constructPath }) => !known.includes(constructPath?.split('/')[1] ?? ''))).toEqual([]);
  });
});
