/**
 * Source text with what is no code taken out: comments, and the insides of strings, templates and regular expressions, are blanks.
 * Every other character keeps its place, so that what is found in it can be edited in the text itself.
 */
export function masked(source: string): string {
  let code = '';
  let at = 0;
  /** What stood last in the code, which tells a division from a regular expression. */
  let last = '';
  const keep = (to: number) => {
    const text = source.slice(at, to);
    if (text.trim() !== '') last = text.trim();
    code += text;
    at = to;
  };
  const blank = (to: number) => {
    code += source.slice(at, to).replace(/[^\r\n]/g, ' ');
    at = to;
  };
  const blankInside = (to: number) => {
    keep(at + 1);
    blank(Math.max(at, to - 1));
    keep(to);
  };
  if (source.startsWith('#!')) blank(endOfLine(source, 0));
  while (at < source.length) {
    const character = source.charAt(at);
    const two = source.slice(at, at + 2);
    if (two === '//') blank(endOfLine(source, at));
    else if (two === '/*') blank(after(source, '*/', at + 2));
    else if (character === '"' || character === "'") blankInside(endOfString(source, at));
    else if (character === '`') blankInside(endOfTemplate(source, at));
    else if (character === '/' && BEFORE_REGEX.test(last)) blankInside(endOfRegex(source, at));
    else keep(at + 1);
  }
  return code;
}

/** A slash after one of these, or at the start, begins a regular expression. */
const BEFORE_REGEX = /(?:^|[=(,:;!&|?{}[+<>~*%^-])$/;

function endOfLine(source: string, from: number): number {
  const end = source.indexOf('\n', from);
  return end < 0 ? source.length : end;
}

function after(source: string, sign: string, from: number): number {
  const start = source.indexOf(sign, from);
  return start < 0 ? source.length : start + sign.length;
}

function endOfString(source: string, start: number): number {
  for (let at = start + 1; at < source.length; at += 1) {
    const character = source.charAt(at);
    if (character === '\\') at += 1;
    else if (character === source.charAt(start) || character === '\n') return at + 1;
  }
  return source.length;
}

/** Templates may hold code that holds templates. */
function endOfTemplate(source: string, start: number): number {
  for (let at = start + 1; at < source.length; at += 1) {
    const character = source.charAt(at);
    if (character === '\\') at += 1;
    else if (character === '`') return at + 1;
    else if (source.startsWith('${', at)) at = endOfHole(source, at + 2) - 1;
  }
  return source.length;
}

function endOfHole(source: string, start: number): number {
  let depth = 1;
  for (let at = start; at < source.length; at += 1) {
    const character = source.charAt(at);
    if (character === '{') depth += 1;
    else if (character === '}') depth -= 1;
    else if (character === '`') at = endOfTemplate(source, at) - 1;
    else if (character === '"' || character === "'") at = endOfString(source, at) - 1;
    if (depth === 0) return at + 1;
  }
  return source.length;
}

function endOfRegex(source: string, start: number): number {
  let isInClass = false;
  for (let at = start + 1; at < source.length; at += 1) {
    const character = source.charAt(at);
    if (character === '\\') at += 1;
    else if (character === '\n') return at;
    else if (character === '[') isInClass = true;
    else if (character === ']') isInClass = false;
    else if (character === '/' && !isInClass) return at + 1;
  }
  return source.length;
}
