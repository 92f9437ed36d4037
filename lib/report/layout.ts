/**
 * Text for a terminal: wrapping that leaves ARNs and paths whole, and templates' own text made safe to print.
 */

/** The words of `text` in lines of at most `width` columns; a longer word has a line of its own. No width: one line. */
export function wrapped(text: string, width: number | undefined): string[] {
  if (width === undefined) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line === '') line = word;
    else if (line.length + 1 + word.length <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  lines.push(line);
  return lines;
}

/**
 * `text` with control characters written out (`\n`, `\u001b`). Values of a template end up in messages, and a template from
 * elsewhere must not be able to move the cursor or recolour the report.
 */
export function printable(text: string): string {
  let safe = '';
  let copied = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (!isControl(code)) continue;
    safe += text.slice(copied, index) + (code === 10 ? '\\n' : `\\u${code.toString(16).padStart(4, '0')}`);
    copied = index + 1;
  }
  return copied === 0 ? text : safe + text.slice(copied);
}

/** C0 and C1 controls, and the bidirectional overrides that reorder what is shown. */
function isControl(code: number): boolean {
  return code < 32 || (code >= 127 && code < 160) || (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

/** `1 error`, `2 errors`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `text` with U+FFFD for halves of a surrogate pair, which neither XML nor addresses can hold. */
export function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}
