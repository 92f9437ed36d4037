import { renderingFor } from '../../lib/cli/terminal';

const terminal = { write: () => true, isTTY: true, columns: 80 };
const pipe = { write: () => true };

test.each([
  ['a terminal', terminal, {}, true],
  ['a pipe', pipe, {}, false],
  ['a terminal with NO_COLOR', terminal, { NO_COLOR: '1' }, false],
  ['a terminal with an empty NO_COLOR, which says nothing', terminal, { NO_COLOR: '' }, true],
  ['a pipe with FORCE_COLOR', pipe, { FORCE_COLOR: '1' }, true],
  ['a pipe with an empty FORCE_COLOR', pipe, { FORCE_COLOR: '' }, true],
  ['a terminal with FORCE_COLOR=0', terminal, { FORCE_COLOR: '0' }, false],
  ['NO_COLOR beside FORCE_COLOR', pipe, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
  ['a terminal that cannot', terminal, { TERM: 'dumb' }, false],
])('colours for %s: %#', (_title, output, env, colour) => {
  expect(renderingFor(output, env).colour).toBe(colour);
});

test.each([
  ['a terminal has its width', terminal, 80],
  ['a wide terminal is not filled', { ...terminal, columns: 300 }, 120],
  ['a pipe has none', pipe, undefined],
  ['a terminal that does not know its width has none', { ...terminal, columns: 0 }, undefined],
])('%s', (_title, output, width) => {
  expect(renderingFor(output, {}).width).toBe(width);
});
