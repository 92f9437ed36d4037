import fc from 'fast-check';
import { hashOf, type State, stateOf } from '../../../lib/map/page/state';
import { blastRadii, exposures } from '../../../lib/map/words';

const first: State = {
  shows: 'map',
  view: 'everything',
  query: '',
  exposures: [],
  blastRadii: [],
  stacks: [],
  selected: null,
  focus: false,
  path: null,
  opened: [],
  boxes: true,
  others: true,
  holders: false,
  provided: false,
};

const words = fc.string({ minLength: 1 });
const anyState: fc.Arbitrary<State> = fc.record({
  shows: fc.constantFrom('map', 'tables'),
  view: fc.constantFrom('stacks', 'exposed', 'everything'),
  query: fc.string(),
  exposures: fc.subarray([...exposures]),
  blastRadii: fc.subarray([...blastRadii]),
  stacks: fc.array(words),
  selected: fc.option(words),
  focus: fc.boolean(),
  path: fc.option(fc.nat()),
  opened: fc.array(words),
  boxes: fc.boolean(),
  others: fc.boolean(),
  holders: fc.boolean(),
  provided: fc.boolean(),
});

test('an address keeps everything that a reader chose', () => {
  fc.assert(
    fc.property(anyState, anyState, (state, begin) =>
      expect(
        stateOf(
          `#${hashOf(state, { ...begin, exposures: [], blastRadii: [], stacks: [], opened: [], query: '', selected: null, focus: false, path: null })}`,
          begin,
        ),
      ).toEqual(state),
    ),
  );
});

test('how the page begins is an empty address', () => {
  expect(hashOf(first, first)).toBe('');
  expect(stateOf('', first)).toEqual(first);
});

test('what an address says that cannot be is left out', () => {
  expect(stateOf('#by=everybody&by=anyone&blast=huge&view=sideways&as=song&path=-1&boxes=7', first)).toEqual({
    ...first,
    exposures: ['anyone'],
    boxes: false,
  });
  expect(stateOf('#path=one', first).path).toBe(null);
});
