/** Text that is HTML already: made by {@link html} alone, so that whatever else is put into a page is escaped. */
export class Markup {
  public constructor(public readonly text: string) {}
}

export type Insertable = Markup | string | number | readonly Insertable[];

/** A template whose values are escaped unless they are markup. */
export function html(parts: TemplateStringsArray, ...values: readonly Insertable[]): Markup {
  return new Markup(parts.map((part, index) => (index === 0 ? part : textOf(values[index - 1] ?? '') + part)).join(''));
}

function textOf(value: Insertable): string {
  if (value instanceof Markup) return value.text;
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number') return String(value);
  return value.map(textOf).join('');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** Data for a script of type `application/json`: no text in it can end the script. */
export function embeddedJson(data: unknown): Markup {
  return new Markup(JSON.stringify(data).replace(/</g, '\\u003c').replace(/>/g, '\\u003e'));
}
