/** A day of the calendar, in UTC: `2026-01-31`. */
const DAY = /^\d{4}-\d{2}-\d{2}$/;

const LENGTH = 24 * 60 * 60 * 1000;

/** Whether a text is a day that exists: `2026-02-30` is none. */
export function isDay(text: string): boolean {
  const time = DAY.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** How many days lie between two days. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / LENGTH);
}
