/** Control characters, halves of characters, and marks that reorder text and would let a name look like another one. */
const unfit = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]/gu;

/** A name as it can be shown: on one line, and reading the way that it is written. */
export function legible(text: string): string {
  return text.replace(unfit, '\ufffd');
}
