import { type Bytes, CHANGE_KINDS, type Change, type ChangeReport, compareBytes, type Totals } from "@transect/core";
import { counted, grouped, humanBytes, moment } from "./quantity.js";
import { safeText } from "./safe-text.js";
import { difference, signedBytes, signedCount } from "./signed.js";

const ARROW = "→";

/** What stands in a list for a change: those that came along with their directory are told with it. */
export function listedChanges({ changes }: ChangeReport): readonly Change[] {
  return changes.list.filter(({ carried }) => carried === undefined);
}

/** How many of each kind there are, in words; what there is none of is left out. */
export function kindCounts({ counts, unknown }: ChangeReport): readonly string[] {
  const kinds = CHANGE_KINDS.filter((kind) => counts[kind].entries > 0);
  return [
    ...kinds.map((kind) => `${grouped(counts[kind].entries)} ${kind}`),
    ...(unknown > 0 ? [`${grouped(unknown)} unknown`] : []),
  ];
}

/** How many bytes a change made larger or smaller; nothing for what only moved or was modified. */
export function changedBytes({ kind, before, after, holds }: Change): Bytes | undefined {
  if (kind === "modified" || (kind === "moved" && before?.size === after?.size)) return undefined;
  if (holds !== undefined) {
    if (kind === "moved") return undefined;
    return kind === "removed" ? difference(holds.apparentBytes, 0) : holds.apparentBytes;
  }
  const sizeOf = (state: Change["before"]): Bytes => (state?.type === "file" ? state.size : 0);
  return difference(sizeOf(before), sizeOf(after));
}

/** Where a change is, and where it was before. */
export function placeOf({ path, from, before, after }: Change, arrow: string = ARROW): string {
  const folder = (after ?? before)?.type === "directory" ? "/" : "";
  return from === undefined ? `${path}${folder}` : `${from}${folder} ${arrow} ${path}${folder}`;
}

/** What else is to be said of a change, if anything. */
export function noteOf({ kind, before, after, holds }: Change, arrow: string = ARROW): string | undefined {
  if (holds !== undefined) return counted(holds.files, "file");
  if (kind === "retyped") return `${before?.type} ${arrow} ${after?.type}`;
  if (kind === "grown" || kind === "shrunk") return `now ${humanBytes(after?.size ?? 0)}`;
  return undefined;
}

/** Two sides of a comparison, as far as their totals go. */
export interface ComparedTotals {
  readonly before: { readonly totals: Totals };
  readonly after: { readonly totals: Totals };
}

/** Totals before and after, a row each: name, before, after, difference. */
export function totalRows({ before, after }: ComparedTotals): readonly (readonly [string, string, string, string])[] {
  const { totals: was } = before;
  const { totals: is } = after;
  const count = (name: string, left: number, right: number) =>
    [name, grouped(left), grouped(right), signedCount(right - left)] as const;
  const bytes = (name: string, left: Bytes, right: Bytes) => {
    const more = difference(left, right);
    const exact = compareBytes(more, 0) === 0 ? "0 B" : `${signedBytes(more)} (${signedCount(more)} bytes)`;
    return [name, humanBytes(left), humanBytes(right), exact] as const;
  };
  return [
    count("files", was.files, is.files),
    count("folders", was.directories, is.directories),
    bytes("in files", was.apparentBytes, is.apparentBytes),
    bytes("on disk", was.allocatedBytes, is.allocatedBytes),
  ];
}

/** The two sides by name, with when they were walked. */
export function sideNames({ before, after }: ChangeReport): readonly [string, string] {
  return [
    `${safeText(before.name)} (${moment(before.takenAtMs)} UTC)`,
    `${safeText(after.name)} (${moment(after.takenAtMs)} UTC)`,
  ];
}
