/** Order of texts, the same on every machine. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Texts sorted, each once. */
export function sortedOnce<Text extends string>(texts: Iterable<Text>): readonly Text[] {
  return [...new Set(texts)].sort(byText);
}

/** Things by a text of theirs. */
export function sortedBy<Value>(values: Iterable<Value>, textOf: (value: Value) => string): readonly Value[] {
  return [...values]
    .map((value) => ({ value, text: textOf(value) }))
    .sort((a, b) => byText(a.text, b.text))
    .map(({ value }) => value);
}

/** Adds a value to the list of a key. */
export function addTo<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}
