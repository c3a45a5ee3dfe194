import { Entry, reportedPlace } from "@transect/core";
import { expect, it } from "vitest";

it("the place of an entry has its exact bytes only where a name on the way is not UTF-8", () => {
  const root = new Entry({ name: "tree", type: "directory" });
  const odd = { name: "\uFFFDa", nameBytes: Uint8Array.of(0xff, 0x61), type: "directory" as const };
  const folder = new Entry({ parent: root, ...odd });
  const file = new Entry({ parent: folder, name: "é", type: "file" });
  const plain = new Entry({ parent: root, name: "é\uFFFD", type: "file" });
  const placeOf = (entry: Entry): unknown => reportedPlace(entry.root.name, entry);
  expect(placeOf(root)).toEqual({ root: "tree", path: "." });
  expect(placeOf(plain)).toEqual({ root: "tree", path: "é\uFFFD" });
  expect(placeOf(file)).toEqual({
    root: "tree",
    path: "\uFFFDa/é",
    pathBase64: Buffer.from([0xff, 0x61, 0x2f, ...Buffer.from("é")]).toString("base64"),
  });
});
