import {
  addBytes,
  type Bytes,
  baseName,
  extensionOf,
  type Place,
  type Report,
  type Totals,
  toBytes,
} from "@transect/core";
import type { Amounts, MapNode } from "./map-node.js";
import { holdersOf, keyOf } from "./place-key.js";

/** A node while it is made. */
interface Growing extends Omit<MapNode, "parent" | "extension" | "children"> {
  extension: string | undefined;
  parent: Growing | undefined;
  readonly children: Growing[];
}

/** The folders and files that a report names, as a tree, and where to find them in it. */
export interface FolderTree {
  readonly root: MapNode;
  /** The folder at a place, if the report names it. */
  folder(place: Place): MapNode | undefined;
}

/**
 * Makes a tree of a report's `tree` and `largestFiles`. What a folder counts beyond that becomes a `rest`, so that the
 * children of every folder are exactly as much as the folder: nothing is dropped, however short the lists are.
 */
export function growFolderTree(report: Report): FolderTree {
  const folders = new Map<string, Growing>();
  const roots = report.roots.filter((root) => root.inside === undefined && root.type !== "missing");
  const all = grow({
    kind: "all",
    label: report.roots.length === 1 ? (report.roots[0]?.root ?? "") : "All roots",
    amounts: amountsOf(report.totals),
  });
  for (const { root, type, totals } of roots) {
    const place = { root, path: "." };
    const kind = type === "directory" ? "folder" : "file";
    const extension = kind === "file" ? extensionOf(baseName(root)) : undefined;
    const node = grow({ kind, label: root, place, extension, amounts: amountsOf(totals), parent: all });
    if (kind === "folder") folders.set(keyOf(place), node);
  }
  for (const row of report.tree.list) {
    const key = keyOf(row);
    if (folders.has(key)) continue;
    const parent = holderOf(row, folders);
    if (parent === undefined) continue;
    const place = placeOf(row);
    const amounts = amountsOf(row.totals);
    folders.set(key, grow({ kind: "folder", label: labelIn(parent, row), place, amounts, parent }));
  }
  for (const file of report.largestFiles.list) {
    const parent = holderOf(file, folders);
    if (parent === undefined) continue;
    grow({
      kind: "file",
      label: labelIn(parent, file),
      place: placeOf(file),
      extension: extensionOf(baseName(file.path)),
      mtimeMs: file.mtimeMs,
      amounts: { allocated: file.allocatedBytes, apparent: file.apparentBytes, files: 1, folders: 0 },
      parent,
    });
  }
  for (const folder of folders.values()) addRest(folder);
  nameMainExtensions([...folders.values()].reverse());
  const [only] = all.children;
  const root = only?.kind === "folder" && all.children.length === 1 ? only : all;
  root.parent = undefined;
  return { root, folder: (place) => folders.get(keyOf(place)) };
}

function grow(init: Partial<Growing> & Pick<Growing, "kind" | "label" | "amounts">): Growing {
  const made: Growing = {
    place: undefined,
    extension: undefined,
    mtimeMs: undefined,
    parent: undefined,
    ...init,
    children: [],
  };
  init.parent?.children.push(made);
  return made;
}

function holderOf(place: Place, folders: ReadonlyMap<string, Growing>): Growing | undefined {
  for (const key of holdersOf(place)) {
    const holder = folders.get(key);
    if (holder !== undefined) return holder;
  }
  return undefined;
}

function labelIn(parent: MapNode, { path }: Place): string {
  const above = parent.place?.path ?? ".";
  return above === "." ? path : path.slice(above.length + 1);
}

function placeOf({ root, path, pathBase64 }: Place): Place {
  return pathBase64 === undefined ? { root, path } : { root, path, pathBase64 };
}

function amountsOf(totals: Totals): Amounts {
  const { allocatedBytes: allocated, apparentBytes: apparent, files, directories: folders } = totals;
  return { allocated, apparent, files, folders };
}

function addRest(folder: Growing): void {
  const named = sumAmounts(folder.children.map((child) => child.amounts));
  const amounts = {
    allocated: less(folder.amounts.allocated, named.allocated),
    apparent: less(folder.amounts.apparent, named.apparent),
    files: Math.max(0, folder.amounts.files - named.files),
    folders: Math.max(0, folder.amounts.folders - 1 - named.folders),
  };
  const nothing = amounts.files === 0 && amounts.folders === 0;
  if (nothing && amounts.allocated === 0 && amounts.apparent === 0) return;
  grow({ kind: "rest", label: "the rest", amounts, parent: folder });
}

/** @param folders each behind all that it holds. */
function nameMainExtensions(folders: readonly Growing[]): void {
  const sums = new Map<Growing, Map<string, number>>();
  for (const folder of folders) {
    const own = new Map<string, number>();
    const add = (extension: string, bytes: number): void => void own.set(extension, (own.get(extension) ?? 0) + bytes);
    for (const child of folder.children) {
      if (child.kind === "file") add(child.extension ?? "", Number(child.amounts.apparent));
      for (const [extension, bytes] of sums.get(child) ?? []) add(extension, bytes);
    }
    for (const [extension, bytes] of own) {
      if (bytes > Number(folder.amounts.apparent) / 2) folder.extension = extension;
    }
    sums.set(folder, own);
  }
}

/** Adds up amounts, exactly. */
export function sumAmounts(list: readonly Amounts[]): Amounts {
  return list.reduce(
    (sum, one) => ({
      allocated: addBytes(sum.allocated, one.allocated),
      apparent: addBytes(sum.apparent, one.apparent),
      files: sum.files + one.files,
      folders: sum.folders + one.folders,
    }),
    { allocated: 0, apparent: 0, files: 0, folders: 0 },
  );
}

function less(a: Bytes, b: Bytes): Bytes {
  return a <= b ? 0 : toBytes(BigInt(a) - BigInt(b));
}
