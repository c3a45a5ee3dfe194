import ms from "ms";

/** What {@link parseDuration} takes, for messages. */
export const DURATION_SYNTAX = "a duration such as 500ms, 30s, 5m, 2h or 7d";

/** What {@link parseMoment} takes, for messages. */
export const MOMENT_SYNTAX = "a date such as 2026-01-31 or 2026-01-31T12:00:00Z, or an age such as 12h, 7d or 1y";

/** Reads a span of time with its unit, in milliseconds; `undefined` for anything else. */
export function parseDuration(text: string): number | undefined {
  if (!/^\d+(\.\d+)? ?[a-z]+$/i.test(text)) return undefined;
  const duration = ms(text as ms.StringValue);
  return Number.isFinite(duration) ? duration : undefined;
}

/** Reads a date, or an age before `now`; `undefined` for anything else. A date without a time is midnight in UTC. */
export function parseMoment(text: string, now: number): Date | undefined {
  const age = parseDuration(text);
  if (age !== undefined) return new Date(now - age);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return undefined;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
