import {
  addBytes,
  type Bytes,
  baseName,
  compareBytes,
  compareStrings,
  type ExtensionChange,
  extensionOf,
  subtractBytes,
} from "@transect/core";
import { typeOfRow } from "../snapshot/snapshot.js";
import { shownPath } from "./shown-path.js";
import type { TreeIndex } from "./tree-index.js";

interface Sum {
  files: number;
  bytes: Bytes;
}

/** Extensions whose files or bytes differ: those with the largest difference first, then by name in byte order. */
export function extensionChanges(before: TreeIndex, after: TreeIndex): readonly ExtensionChange[] {
  const [left, right] = [sumsOf(before), sumsOf(after)];
  const changes = [...new Set([...left.keys(), ...right.keys()])].map((extension) => {
    const { files: filesBefore, bytes: bytesBefore } = left.get(extension) ?? NOTHING;
    const { files: filesAfter, bytes: bytesAfter } = right.get(extension) ?? NOTHING;
    return { extension, filesBefore, filesAfter, bytesBefore, bytesAfter };
  });
  return changes
    .filter((one) => one.filesBefore !== one.filesAfter || one.bytesBefore !== one.bytesAfter)
    .sort((a, b) => compareBytes(differenceOf(b), differenceOf(a)) || compareStrings(a.extension, b.extension));
}

const NOTHING: Readonly<Sum> = { files: 0, bytes: 0 };

function differenceOf({ bytesBefore, bytesAfter }: ExtensionChange): Bytes {
  const difference = subtractBytes(bytesAfter, bytesBefore);
  return difference < 0 ? -difference : difference;
}

function sumsOf(tree: TreeIndex): ReadonlyMap<string, Sum> {
  const { rows, snapshot } = tree;
  const sums = new Map<string, Sum>();
  for (let row = 0; row < rows.count; row += 1) {
    if (typeOfRow(rows, row) !== "file") continue;
    const name = row === 0 ? baseName(snapshot.summary.root) : (rows.names[row] ?? "");
    const extension = extensionOf(row === 0 ? name : suffixOf(name));
    const sum = sums.get(extension) ?? { files: 0, bytes: 0 };
    sum.files += 1;
    sum.bytes = addBytes(sum.bytes, tree.bytesOf(row));
    sums.set(extension, sum);
  }
  return sums;
}

/** A name from its last dot on, as text, with one character before it: what its extension is made of. */
function suffixOf(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? "" : `_${shownPath(name.slice(dot)).path}`;
}
