/** A placeholder of `Fn::Sub`. */
export interface Placeholder {
  readonly name: string;
}

/** The literal parts and placeholders of the text of an `Fn::Sub`; `${!Literal}` is the text `${Literal}`. */
export function parseSubstitution(text: string): readonly (string | Placeholder)[] {
  const parts: (string | Placeholder)[] = [];
  let literal = '';
  let from = 0;
  for (;;) {
    const opening = text.indexOf('${', from);
    const closing = opening < 0 ? -1 : text.indexOf('}', opening);
    if (closing < 0) break;
    literal += text.slice(from, opening);
    const name = text.slice(opening + 2, closing);
    from = closing + 1;
    if (name.startsWith('!')) {
      literal += `\${${name.slice(1)}}`;
    } else if (name.trim() === '') {
      literal += text.slice(opening, from);
    } else {
      if (literal !== '') parts.push(literal);
      literal = '';
      parts.push({ name: name.trim() });
    }
  }
  literal += text.slice(from);
  if (literal !== '') parts.push(literal);
  return parts;
}
