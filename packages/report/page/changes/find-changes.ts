import type { ChangeReport } from "@transect/core";
import { changedBytes } from "../../src/change-words.js";
import { fullPath } from "../../src/full-path.js";
import { difference, signedBytes } from "../../src/signed.js";
import { keyOf } from "../map/place-key.js";
import type { Findable } from "../search/find-places.js";
import { formerPlace, kindOfPlace, placeOfChange } from "./change-place.js";

/** All places that a comparison names, each once: what changed first, then folders that hold such. */
export function findableChanges(report: ChangeReport): Findable[] {
  const found = new Map<string, Findable>();
  for (const change of report.changes.list) {
    const place = placeOfChange(report, change);
    const former = formerPlace(report, change);
    const bytes = changedBytes(change);
    const said = bytes === undefined || bytes === 0 ? change.kind : `${change.kind} ${signedBytes(bytes)}`;
    const text = [place, former].map((one) => (one === undefined ? "" : fullPath(one).toLowerCase())).join("\n");
    found.set(keyOf(place), { place, kind: kindOfPlace(change), said, text });
  }
  for (const { path, pathBase64, bytesBefore, bytesAfter } of report.folders.list) {
    const place = { root: report.after.root, path, ...(pathBase64 === undefined ? {} : { pathBase64 }) };
    const key = keyOf(place);
    if (found.has(key) || found.has(keyOf({ ...place, root: report.before.root }))) continue;
    const said = signedBytes(difference(bytesBefore, bytesAfter));
    found.set(key, { place, kind: "directory", said, text: fullPath(place).toLowerCase() });
  }
  return [...found.values()];
}
