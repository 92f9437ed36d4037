import fc from 'fast-check';
import { globCovers, globsIntersect, hasWildcard, matchesGlob } from '../../../lib/core/iam/pattern';

/** The definition of IAM's wildcards, written down with no thought of speed. */
function matchesByDefinition(pattern: string, text: string): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return text === '';
  const tail = rest.join('');
  if (first === '*') return matchesByDefinition(tail, text) || (text !== '' && matchesByDefinition(pattern, text.slice(1)));
  return text !== '' && (first === '?' || first === text[0]) && matchesByDefinition(tail, text.slice(1));
}

/** Every text of at most `longest` letters. */
function textsOf(letters: readonly string[], longest: number): string[] {
  const texts = [''];
  for (let last = texts; last[0] === undefined || last[0].length < longest; ) {
    last = last.flatMap((text) => letters.map((letter) => text + letter));
    texts.push(...last);
  }
  return texts;
}

const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 6 });
/** `c` is in no pattern: the letter that only a wildcard matches. Patterns of 4 and fewer are told apart by texts of 7. */
const shortPatterns = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 4 });
const texts = textsOf(['a', 'b', 'c'], 7);

function textsMatching(pattern: string): readonly string[] {
  const expression = new RegExp(`^${pattern.replaceAll('?', '.').replaceAll('*', '.*')}$`);
  return texts.filter((text) => expression.test(text));
}

describe('matchesGlob', () => {
  test.each([
    ['*', '', true],
    ['*', 'arn:aws:s3:::b/k', true],
    ['?', '', false],
    ['', '', true],
    ['', 'a', false],
    ['s3:Get*', 's3:GetObject', true],
    ['s3:Get*', 's3:Get', true],
    ['s3:Get*', 's3:PutObject', false],
    ['s3:Get*Acl', 's3:GetObjectAcl', true],
    ['s3:Get*Acl', 's3:GetObjectAclX', false],
    ['s3:GetObject', 's3:getobject', false],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b', false],
    ['arn:aws:s3:::b*', 'arn:aws:s3:::b/k', true],
    ['a.c', 'abc', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['[a]', 'a', false],
  ])('"%s" on "%s": %s', (pattern, text, expected) => {
    expect(matchesGlob(pattern, text)).toBe(expected);
  });

  test('agrees with the definition', () => {
    fc.assert(
      fc.property(patterns, fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 }), (pattern, text) => {
        expect(matchesGlob(pattern, text)).toBe(matchesByDefinition(pattern, text));
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['many stars before a letter that is missing', `${'a*'.repeat(1000)}b`, 'a'.repeat(20_000)],
    ['stars and question marks', `${'*?'.repeat(1000)}b`, 'a'.repeat(20_000)],
    ['a long literal that almost matches everywhere', `*${'a'.repeat(1000)}b`, 'a'.repeat(20_000)],
  ])('does not go back more than once: %s', (_, pattern, text) => {
    const start = performance.now();
    expect(matchesGlob(pattern, text)).toBe(false);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('globsIntersect', () => {
  test.each([
    ['s3:Get*', 's3:*Object', true],
    ['s3:Get*', 's3:Put*', false],
    ['arn:aws:s3:::a/*', 'arn:aws:s3:::a*', true],
    ['arn:aws:s3:::a/*', 'arn:aws:s3:::*/b', true],
    ['*.json', '*.xml', false],
    ['a?', '?b', true],
    ['a??', '?b', false],
    ['*', '', true],
    ['?', '', false],
  ])('"%s" and "%s": %s', (a, b, expected) => {
    expect(globsIntersect(a, b)).toBe(expected);
    expect(globsIntersect(b, a)).toBe(expected);
  });

  test('holds exactly when some text is matched by both', () => {
    fc.assert(
      fc.property(shortPatterns, shortPatterns, (a, b) => {
        const ofA = new Set(textsMatching(a));
        expect(globsIntersect(a, b)).toBe(textsMatching(b).some((text) => ofA.has(text)));
      }),
      { numRuns: 300 },
    );
  });
});

test('globsIntersect takes at most the product of the lengths', () => {
  const start = performance.now();
  expect(globsIntersect(`${'a*'.repeat(1000)}b`, `${'*a'.repeat(1000)}*b`)).toBe(true);
  expect(globsIntersect(`*${'a?'.repeat(1000)}b*`, `*${'?a'.repeat(1000)}c`)).toBe(true);
  expect(performance.now() - start).toBeLessThan(1000);
});

describe('globCovers', () => {
  test.each([
    ['*', '*', true],
    ['*', 's3:*', true],
    ['**', '*', true],
    ['?*', '*', false],
    ['*?', '?*', true],
    ['?*', '*a', true],
    ['s3:*', 's3:Get*', true],
    ['s3:Get*', 's3:*', false],
    ['a*b', 'a*c*b', true],
    ['a*c*b', 'a*b', false],
    ['*ab*', '*a?b*', false],
    ['arn:aws:s3:::b*', 'arn:aws:s3:::b/*', true],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b*', false],
    ['a?', 'a*', false],
    ['a*', 'a?', true],
  ])('"%s" covers "%s": %s', (outer, inner, expected) => {
    expect(globCovers(outer, inner)).toBe(expected);
  });

  test('holds exactly when every text of the inner one is matched by the outer one', () => {
    fc.assert(
      fc.property(shortPatterns, shortPatterns, (outer, inner) => {
        const ofOuter = new Set(textsMatching(outer));
        expect(globCovers(outer, inner)).toBe(textsMatching(inner).every((text) => ofOuter.has(text)));
      }),
      { numRuns: 300 },
    );
  });

  test('covering implies meeting, for a pattern that matches anything', () => {
    fc.assert(
      fc.property(patterns, patterns, (outer, inner) => {
        if (globCovers(outer, inner)) expect(globsIntersect(outer, inner)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('takes bounded time on patterns with many wildcards', () => {
    const start = performance.now();
    expect(globCovers(`${'?*a'.repeat(20)}b`, `${'*?a'.repeat(20)}c`)).toBe(false);
    expect(globCovers('*a*b*c*d*e*f*', `${'*a*b*c*d*e*f'.repeat(20)}*`)).toBe(true);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

test('hasWildcard tells patterns from literals', () => {
  expect([hasWildcard('a*'), hasWildcard('a?'), hasWildcard('a'), hasWildcard('')]).toEqual([true, true, false, false]);
});
