import { type Bytes, compareBytes, type Place, type Report } from "@transect/core";
import { fullPath } from "../../src/full-path.js";
import { humanBytes } from "../../src/quantity.js";
import { keyOf } from "../map/place-key.js";

/** Something that a report names and a search can find. */
export interface Findable {
  readonly place: Place;
  readonly kind: "file" | "directory";
  /** How much it is, in words. */
  readonly said: string | undefined;
  /** What the words of a search are looked for in: the full path, in lower case. */
  readonly text: string;
}

/** All places that a report names, each once, the largest first. */
export function findablePlaces(report: Report): Findable[] {
  const found = new Map<string, Findable & { readonly bytes: Bytes }>();
  const add = (place: Place, kind: Findable["kind"], bytes: Bytes | undefined): void => {
    const key = keyOf(place);
    if (found.has(key)) return;
    const said = bytes === undefined ? undefined : humanBytes(bytes);
    found.set(key, { place, kind, said, bytes: bytes ?? 0, text: fullPath(place).toLowerCase() });
  };
  for (const row of report.largestFiles.list) add(row, "file", row.allocatedBytes);
  for (const row of report.tree.list) add(row, "directory", row.totals.allocatedBytes);
  for (const row of report.largestDirectories.list) add(row, "directory", row.totals.allocatedBytes);
  for (const row of report.busiestDirectories.list) add(row, "directory", undefined);
  for (const row of report.emptyDirectories.list) add(row, "directory", undefined);
  for (const row of report.completeness.errors.list) add(row, "directory", undefined);
  return [...found.values()].sort((a, b) => compareBytes(b.bytes, a.bytes));
}

/** A test for paths that hold every word of a query, in any order and case. `undefined` for a query without words. */
export function pathTest(query: string): ((path: string) => boolean) | undefined {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return undefined;
  return (path) => {
    const text = path.toLowerCase();
    return words.every((word) => text.includes(word));
  };
}
