import { progressOn } from '../../lib/cli/progress';

function terminal(change: { readonly isTTY?: boolean; readonly columns?: number } = {}) {
  let text = '';
  return { isTTY: true, ...change, write: (written: string) => (text += written), text: () => text };
}

/** A clock that a test moves. */
function clock() {
  let time = 0;
  return { now: () => time, pass: (milliseconds: number) => (time += milliseconds) };
}

test.each([
  ['a pipe', terminal({ isTTY: false }), {}],
  ['CI', terminal(), { CI: 'true' }],
  ['a terminal that cannot clear a line', terminal(), { TERM: 'dumb' }],
])('nobody waits at %s', (_title, output, env) => {
  expect(progressOn(output, env)).toBeUndefined();
});

test('says what is done once a person would ask, not at every step, and takes the line away', () => {
  const output = terminal();
  const { now, pass } = clock();
  const progress = progressOn(output, { CI: 'false' }, now);
  progress?.watch('reading templates', 1);
  expect(output.text()).toBe('');
  pass(500);
  progress?.watch('reading templates', 2);
  progress?.watch('reading templates', 3);
  pass(100);
  progress?.watch('resolving values', 0);
  pass(100);
  progress?.watch('running rules', 7, 120);
  progress?.end();
  progress?.end();
  expect(output.text().split('\r\u001b[K')).toEqual(['', 'reading templates: 2 …', 'resolving values …', 'running rules: 7 of 120 …', '']);
});

test('the line never wraps', () => {
  const output = terminal({ columns: 12 });
  const { now, pass } = clock();
  const progress = progressOn(output, {}, now);
  pass(1000);
  progress?.watch('reading templates', 2);
  expect(output.text()).toBe('\r\u001b[Kreading tem');
});

test('a terminal that does not know its width gets the whole line', () => {
  const output = terminal({ columns: 0 });
  const { now, pass } = clock();
  const progress = progressOn(output, {}, now);
  pass(1000);
  progress?.watch('reading templates', 2);
  expect(output.text()).toBe('\r\u001b[Kreading templates: 2 …');
});

test('a short check shows nothing, and clears nothing', () => {
  const output = terminal();
  const progress = progressOn(output, {}, () => 0);
  progress?.watch('running rules', 1, 2);
  progress?.end();
  expect(output.text()).toBe('');
});
