import { REPORT_VERSION, type Report } from "./report.js";

/** How a report is written as JSON. */
export interface SerializeOptions {
  /** Spaces by which each level is indented; 0 puts everything on one line. Default 0. */
  readonly indent?: number | undefined;
}

/**
 * Writes a report as JSON (RFC 8259). Byte counts are integers however large, never rounded and never strings; a
 * reader that keeps numbers as doubles, as `JSON.parse` does, rounds those from 2^53 on. {@link parseReport} does not.
 *
 * Two reports of the same tree differ in `run` alone; see {@link canonicalReport}.
 */
export function serializeReport(report: Report, options: SerializeOptions = {}): string {
  return stringifyExact(report, options.indent ?? 0);
}

/** Writes any plain value as JSON, with each `bigint` as an integer. */
export function stringifyExact(value: unknown, indent = 0): string {
  try {
    // Several times faster, and right unless there is a bigint, which JSON refuses.
    return JSON.stringify(value, undefined, indent);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
  }
  const json = JSON.stringify(
    value,
    (_key, member: unknown) => (typeof member === "bigint" ? `${MARK}${member}` : member),
    indent,
  );
  return json.replace(MARKED, "$1");
}

/**
 * Reads a report that {@link serializeReport} wrote, with every integer exact.
 *
 * Throws a `SyntaxError` for what is no JSON, and a `TypeError` for JSON that is no report of this version. It does
 * not check every field: the JSON Schema in `REPORT_SCHEMA` does.
 */
export function parseReport(json: string): Report {
  const value = parseExact(json);
  if (!isReport(value)) throw new TypeError(`not a Transect report of version ${REPORT_VERSION}`);
  return value;
}

/** Reads JSON with every integer exact: a `bigint` from 2^53 on. Throws a `SyntaxError` for what is no JSON. */
export function parseExact(json: string): unknown {
  if (!LONG_INTEGER.test(json)) return JSON.parse(json);
  const marked = json.replace(STRING_OR_INTEGER, (token) =>
    token.startsWith('"') || Number.isSafeInteger(Number(token)) ? token : `"${ESCAPED_MARK}${token}"`,
  );
  return JSON.parse(marked, (_key, member: unknown) =>
    typeof member === "string" && member.startsWith(MARK) ? BigInt(member.slice(MARK.length)) : member,
  );
}

/** The report without what differs between two runs over the same tree, as JSON: equal trees give equal bytes. */
export function canonicalReport(report: Report): string {
  const { run: _run, ...rest } = report;
  return stringifyExact(rest);
}

/** Whether plain data is a report of this version. It does not check every field. */
export function isReport(value: unknown): value is Report {
  if (typeof value !== "object" || value === null) return false;
  const { format, version } = value as { format?: unknown; version?: unknown };
  return format === "transect-report" && version === REPORT_VERSION;
}

/** No path holds NUL, so no string of a report begins with the mark. */
const MARK = "\0bigint:";
const ESCAPED_MARK = "\\u0000bigint:";
const MARKED = /"\\u0000bigint:(-?\d+)"/g;
/** Nothing shorter can be beyond a safe integer, and no value stands elsewhere: most texts are done with this look. */
const LONG_INTEGER = /[:[,]\s*-?\d{16}|^\s*-?\d{16}/;
const STRING_OR_INTEGER = /"(?:[^"\\]|\\.)*"|(?<![\d.])-?\d{16,}(?![\d.eE])/g;
