/** The values that pass a test, and the others. */
export function parted<T>(values: readonly T[], test: (value: T) => boolean): readonly [passing: readonly T[], others: readonly T[]] {
  return [values.filter(test), values.filter((value) => !test(value))];
}
