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

test('the app of the demo has no findings, of any severity', () => {
  const { findings, summary } = resultOf((app) => new OrdersStack(app, 'Orders'));
  expect(findings).toEqual([]);
  expect(summary.statements).toBeGreaterThan(10);
});

describe('the mistakes of the demo', () => {
  const byMistake = new Map<string, string[]>();

  beforeAll(() => {
    for (const { constructPath, ruleId } of resultOf((app) => new MistakesStack(app, 'Mistakes')).findings) {
      const id = constructPath?.split('/')[1] ?? '';
      byMistake.set(id, [...(byMistake.get(id) ?? []), ruleId]);
    }
  });

  test.each(Object.entries<Mistake>(mistakes))('%s: exactly one finding, of its rule', (id, { rule }) => {
    expect(byMistake.get(id)).toEqual([rule]);
  });

  test('nothing else is reported', () => {
    expect([...byMistake.keys()].sort()).toEqual(Object.keys(mistakes).sort());
  });
});
