import * as fc from 'fast-check';
import { escaped, MOST_EDGES, MOST_TEXT, mermaidMap } from '../../lib/map/mermaid';
import { allow, arnOf, functionWith, inventoryWith, openUrl, Table } from '../inventory/inventories';

const SAFE = /^(?:[\p{L}\p{N} _/.,()+=-]|#\d+;)+$/u;

test('a label holds nothing that Mermaid takes for its own, whatever the name', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (name) => SAFE.test(escaped(name))));
  expect(escaped('a "b" [c] #quot; %%{init}%% `d` <e> style:#f;')).toMatch(SAFE);
  expect(escaped('say "hi"')).toBe('say #34;hi#34;');
});

test('entry points, functions and stores, with what each may do to the next', () => {
  const chart = mermaidMap(inventoryWith({ Table, ...functionWith([allow('dynamodb:GetItem', arnOf('Table'))]), ...openUrl() }));
  expect(chart).toMatch(/^flowchart LR\n {2}subgraph s1\["a.json"\]\n/);
  expect(chart).toContain('[("Table (DynamoDB table)")]');
  expect(chart).toContain('-->|"read"|');
  expect(chart).toMatch(/class n\d+ reach_anyone/);
});

test('what would be more than Mermaid draws is collapsed, and the chart says so', () => {
  const names = Array.from({ length: 300 }, (_, index) => `Fn${index}`);
  const given = Object.assign(
    { Table, Other: Table },
    ...names.map((name) => functionWith([allow('dynamodb:GetItem', [arnOf('Table'), arnOf('Other')])], name)),
  );
  const chart = mermaidMap(inventoryWith(given));
  expect(chart.length).toBeLessThanOrEqual(MOST_TEXT);
  expect(chart.split('\n').filter((line) => line.includes('-->')).length).toBeLessThanOrEqual(MOST_EDGES);
  expect(chart).toContain('note["collapsed');
  expect(chart).toContain('300 functions (this app, low)');
});
