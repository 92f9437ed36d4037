/** An element of an XML document, as the tests of reports need it. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

const NAME = String.raw`[A-Za-z_][\w.:-]*`;
const OPENING = new RegExp(String.raw`^<(${NAME})((?:\s+${NAME}="[^"<]*")*)\s*(/?)>`);
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what XML forbids
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const HALF = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Parses XML, and throws on what is not well-formed: characters, references, nesting, doubled attributes. */
export function parseXml(document: string): Element {
  if (FORBIDDEN.test(document) || HALF.test(document)) throw new Error('holds a character that XML forbids');
  const source = document
    .replace(/^<\?xml [^?]*\?>\s*/, '')
    .replace(/<!--(?:(?!--)[\s\S])*-->/g, '')
    .trimStart();
  const { element, rest } = elementIn(source);
  if (rest.trim() !== '') throw new Error(`text after the root: ${rest.slice(0, 40)}`);
  return element;
}

function elementIn(source: string): { readonly element: Element; readonly rest: string } {
  const [opening, name = '', written = '', empty] = OPENING.exec(source) ?? [];
  if (opening === undefined) throw new Error(`expected an element: ${source.slice(0, 60)}`);
  const attributes: Record<string, string> = {};
  for (const [, key = '', value = ''] of written.matchAll(new RegExp(`(${NAME})="([^"]*)"`, 'g'))) {
    if (Object.hasOwn(attributes, key)) throw new Error(`attribute "${key}" stands twice`);
    attributes[key] = decoded(value.replace(/[\n\t\r]/g, ' '));
  }
  let rest = source.slice(opening.length);
  if (empty === '/') return { element: { name, attributes, children: [], text: '' }, rest };
  const children: Element[] = [];
  let text = '';
  while (!rest.startsWith('</')) {
    const end = rest.indexOf('<');
    if (end < 0) throw new Error(`"${name}" does not end`);
    text += decoded(rest.slice(0, end));
    rest = rest.slice(end);
    if (rest.startsWith('</')) break;
    const child = elementIn(rest);
    children.push(child.element);
    rest = child.rest;
  }
  const closing = `</${name}>`;
  if (!rest.startsWith(closing)) throw new Error(`"${name}" ends with ${rest.slice(0, 30)}`);
  return { element: { name, attributes, children, text }, rest: rest.slice(closing.length) };
}

function decoded(text: string): string {
  if (text.includes(']]>')) throw new Error('"]]>" in text');
  return text.replace(/&(?:#(\d+)|#x([0-9a-fA-F]+)|(\w+));|&/g, (reference, decimal, hex, name) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    const entity = ENTITIES[name];
    if (entity === undefined) throw new Error(`unknown reference "${reference}"`);
    return entity;
  });
}

/** What a document does that an XML Schema does not allow. Knows what the schema of JUnit uses, and throws on anything else. */
export function schemaErrors(element: Element, schema: Element): readonly string[] {
  const declaration = named(schema, 'element', element.name);
  return declaration === undefined ? [`element "${element.name}" is not declared`] : errorsOf(element, declaration, schema);
}

function named(schema: Element, kind: string, name: string): Element | undefined {
  return schema.children.find((child) => child.name === `xs:${kind}` && child.attributes.name === name);
}

function errorsOf(element: Element, declaration: Element, schema: Element): readonly string[] {
  const { type } = declaration.attributes;
  if (type === 'xs:string') return element.children.map(({ name }) => `"${element.name}" holds text, got "${name}"`);
  const shape =
    type === undefined ? declaration.children.find(({ name }) => name === 'xs:complexType') : named(schema, 'complexType', type);
  if (shape === undefined) throw new Error(`type of "${element.name}" is not known`);
  const content = shape.children.filter(({ name }) => name === 'xs:sequence' || name === 'xs:choice');
  const isMixed = shape.attributes.mixed === 'true';
  const allowed = content.flatMap((part) => elementsIn(part));
  const attributes = shape.children.filter(({ name }) => name === 'xs:attribute');
  return [
    ...(!isMixed && element.text.trim() !== '' ? [`"${element.name}" holds the text "${element.text.trim()}"`] : []),
    ...Object.entries(element.attributes).flatMap(([name, value]) => {
      const known = attributes.find((each) => each.attributes.name === name);
      if (known === undefined) return [`"${element.name}" has no attribute "${name}"`];
      return isOfType(value, known.attributes.type ?? '', schema) ? [] : [`"${element.name}" has ${name}="${value}"`];
    }),
    ...attributes.flatMap(({ attributes: { name = '', use } }) =>
      use === 'required' && !Object.hasOwn(element.attributes, name) ? [`"${element.name}" lacks "${name}"`] : [],
    ),
    ...element.children.flatMap((child) =>
      allowed.includes(child.name) ? schemaErrors(child, schema) : [`"${element.name}" holds "${child.name}"`],
    ),
  ];
}

/** Every list of elements in the schema is repeated without end, in any order. */
function elementsIn(part: Element): readonly string[] {
  return part.children.flatMap((child) => {
    if (child.name === 'xs:choice' || child.name === 'xs:sequence') return elementsIn(child);
    if (child.name !== 'xs:element') throw new Error(`"${child.name}" is not known`);
    return [child.attributes.ref ?? child.attributes.name ?? ''];
  });
}

function isOfType(value: string, type: string, schema: Element): boolean {
  if (type === 'xs:string') return true;
  const pattern = named(schema, 'simpleType', type)?.children[0]?.children[0]?.attributes.value;
  if (pattern === undefined) throw new Error(`type "${type}" is not known`);
  return new RegExp(`^(?:${pattern})$`).test(value);
}
