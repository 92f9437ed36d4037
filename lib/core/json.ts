/** Anything `JSON.parse` may return. */
export type Json = string | number | boolean | null | Json[] | JsonObject;

/** A JSON object. Templates are read with `JSON.parse`, so a key `__proto__` is an own key like any other. */
export interface JsonObject {
  [key: string]: Json;
}

/** Whether `node` is a JSON object (not an array, not null). */
export function isObject(node: unknown): node is JsonObject {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}

/** `node` as JSON text: equal texts are equal values. `undefined` when it is nested too deeply to be written. */
export function jsonTextOf(node: Json): string | undefined {
  try {
    return JSON.stringify(node);
  } catch {
    return undefined;
  }
}
