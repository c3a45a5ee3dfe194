import {
  addBytes,
  type Bytes,
  type Change,
  type ChangeKind,
  type ChangeReport,
  type ChangeSide,
  type FolderChange,
  type Place,
} from "@transect/core";
import { difference } from "../../src/signed.js";
import { type BytePath, bytePath, foldersAbove, pathWithin } from "./byte-path.js";
import { formerPlace, kindOfPlace, placeOfChange } from "./change-place.js";

/** A folder in which files or bytes differ, a file that changed, or what the report does not name. */
export interface ChangeNode {
  readonly kind: "folder" | "file" | "rest";
  /** Its path from the folder that holds it. */
  readonly label: string;
  /** What became of it, as seen from this folder; nothing for a folder that was there before and after. */
  readonly fate: Fate | undefined;
  readonly place: Place | undefined;
  readonly parent: ChangeNode | undefined;
  readonly bytesBefore: Bytes | undefined;
  readonly bytesAfter: Bytes | undefined;
  /** Together those of its children are as much as its own. */
  readonly bytes: Bytes;
  readonly files: number;
  readonly children: readonly ChangeNode[];
}

/** What became of a file or a folder, as seen from the folder that holds it. */
type Fate = ChangeKind | "moved here" | "moved away";

interface Growing extends Omit<ChangeNode, "parent" | "children"> {
  readonly at: BytePath;
  readonly parent: Growing | undefined;
  readonly children: Growing[];
}

/** What changed as a tree of folders, and where to find them in it. */
export interface ChangeTree {
  readonly root: ChangeNode;
  /** The folder at a path, if the report names it. */
  folder(place: Pick<Place, "path" | "pathBase64">): ChangeNode | undefined;
}

/** How much came to a folder, or left it. */
type Amounts = Pick<ChangeNode, "bytesBefore" | "bytesAfter" | "bytes" | "files">;

/**
 * Makes a tree of the folders and files that a comparison lists. What a folder came to beyond them becomes a `rest`, so
 * that the children of every folder come to exactly as much as it does, however short the lists are. What moved to
 * another folder is in both, with what it took from one and brought to the other.
 */
export function growChangeTree(report: ChangeReport): ChangeTree {
  const { list } = report.changes;
  /** By where they are in the second tree; `gone` by where they were in the first one. */
  const folders = new Map<BytePath, Growing>();
  const gone = new Map<BytePath, Growing>();
  const movedTo = new Map<BytePath, BytePath>();
  const fates = new Map<BytePath, ChangeKind>();
  const removed = new Set<BytePath>();
  for (const change of list.filter(isFolder)) {
    if (change.from !== undefined) movedTo.set(formerPath(change), bytePath(change));
    if (change.kind === "removed") removed.add(bytePath(change));
    else fates.set(bytePath(change), change.kind);
  }
  const top = grow({ ...amountsOf(rootTotals(report)), kind: "folder", at: ".", label: report.after.root });
  folders.set(".", top);
  const rows = report.folders.list
    .map((row) => ({ row, at: bytePath(row) }))
    .filter(({ at }) => at !== ".")
    .sort((a, b) => depthOf(a.at) - depthOf(b.at));
  // One path may be that of a folder which is there and of one which was, before the folder that holds it moved.
  const isGone = ({ row, at }: (typeof rows)[number]): boolean =>
    removed.has(at) && row.filesAfter === 0 && row.bytesAfter === 0 && (!fates.has(at) || row.filesBefore > 0);
  for (const { row, at } of rows.filter((one) => !isGone(one))) {
    const parent = holderOf(at);
    folders.set(
      at,
      grow({
        ...amountsOf(row),
        kind: "folder",
        at,
        parent,
        fate: fates.get(at),
        place: placeOfRow(report.after, row),
      }),
    );
  }
  for (const { row, at } of rows.filter(isGone)) {
    const parent = formerHolderOf(at);
    gone.set(
      at,
      grow({ ...amountsOf(row), kind: "folder", at, parent, fate: "removed", place: placeOfRow(report.before, row) }),
    );
  }
  for (const change of list) {
    if (!isFolder(change)) addFile(change);
    else if (change.from !== undefined && change.carried === undefined) addMovedFolder(change);
    if (change.kind === "retyped" && isFolder(change)) addFile(change);
  }
  for (const folder of [...folders.values(), ...gone.values()]) addRest(folder);
  return { root: top, folder: (place) => folders.get(bytePath(place)) ?? gone.get(bytePath(place)) };

  function addFile(change: Change): void {
    const { kind, before, after } = change;
    const is = bytePath(change);
    const was = change.from !== undefined ? formerPath(change) : is;
    const [left, right] = [fileBytes(before), fileBytes(after)];
    // A folder that was a file, or became one, is listed under the file's own path.
    const isIn = folders.get(is) ?? holderOf(is);
    const wasIn = after !== undefined && change.from === undefined ? isIn : formerHolderOf(was);
    const amounts = fileAmounts(left, right);
    if (wasIn === isIn || left === undefined || right === undefined) {
      const untold = change.carried === true && kind === "moved" && amounts.bytes === 0;
      if ((left ?? right) === undefined || untold) return;
      const parent = right === undefined ? wasIn : isIn;
      grow({
        ...amounts,
        kind: "file",
        at: right === undefined ? was : is,
        parent,
        fate: kind,
        place: placeOfChange(report, change),
      });
      return;
    }
    grow({
      ...fileAmounts(left),
      kind: "file",
      at: was,
      parent: wasIn,
      fate: "moved away",
      place: formerPlace(report, change),
    });
    grow({
      ...fileAmounts(undefined, right),
      kind: "file",
      at: is,
      parent: isIn,
      fate: "moved here",
      place: placeOfChange(report, change),
    });
  }

  /** What changed in it is told by its own row; here is what it was when it left. */
  function addMovedFolder(change: Change): void {
    const at = bytePath(change);
    const was = formerPath(change);
    const [wasIn, isIn] = [formerHolderOf(was), holderOf(at)];
    const own = folders.get(at);
    const row = rows.find((one) => one.at === at)?.row;
    const bytes = row?.bytesBefore ?? change.holds?.apparentBytes ?? 0;
    const files = row?.filesBefore ?? change.holds?.files ?? 0;
    if (wasIn !== isIn) {
      const left = {
        bytesBefore: bytes,
        bytesAfter: undefined,
        bytes: difference(bytes, 0),
        files: files === 0 ? 0 : -files,
      };
      const right = { bytesBefore: undefined, bytesAfter: bytes, bytes, files };
      grow({ ...left, kind: "folder", at: was, parent: wasIn, fate: "moved away", place: formerPlace(report, change) });
      grow({ ...right, kind: "folder", at, parent: isIn, fate: "moved here", place: placeOfChange(report, change) });
    } else if (own === undefined) {
      const same = { bytesBefore: bytes, bytesAfter: bytes, bytes: 0, files: 0 };
      grow({ ...same, kind: "folder", at, parent: isIn, fate: "moved", place: placeOfChange(report, change) });
    }
  }

  function holderOf(path: BytePath): Growing {
    for (const folder of foldersAbove(path)) {
      const holder = folders.get(folder);
      if (holder !== undefined) return holder;
    }
    return top;
  }

  /** What holds a path of the first tree, wherever that is by now. */
  function formerHolderOf(path: BytePath): Growing {
    for (const folder of foldersAbove(path)) {
      const now = movedTo.get(folder);
      const holder =
        gone.get(folder) ?? (now === undefined ? folders.get(folder) : (folders.get(now) ?? holderOf(now)));
      if (holder !== undefined) return holder;
    }
    return top;
  }
}

function grow(
  init: Partial<Growing> & Pick<Growing, "kind" | "at" | "bytes" | "files" | "bytesBefore" | "bytesAfter">,
): Growing {
  const label = init.parent === undefined ? "" : pathWithin(init.parent.at, init.at);
  const made: Growing = { fate: undefined, place: undefined, parent: undefined, label, ...init, children: [] };
  init.parent?.children.push(made);
  return made;
}

function isFolder(change: Change): boolean {
  return kindOfPlace(change) === "directory";
}

function formerPath({ from = ".", fromBase64 }: Change): BytePath {
  return bytePath({ path: from, ...(fromBase64 === undefined ? {} : { pathBase64: fromBase64 }) });
}

function placeOfRow({ root }: ChangeSide, { path, pathBase64 }: FolderChange): Place {
  return pathBase64 === undefined ? { root, path } : { root, path, pathBase64 };
}

function depthOf(path: BytePath): number {
  return path.split("/").length;
}

function rootTotals({ before, after, folders }: ChangeReport): Omit<FolderChange, "path"> {
  const listed = folders.list.find(({ path }) => path === ".");
  if (listed !== undefined) return listed;
  return {
    filesBefore: before.totals.files,
    filesAfter: after.totals.files,
    bytesBefore: before.totals.apparentBytes,
    bytesAfter: after.totals.apparentBytes,
  };
}

function amountsOf({ bytesBefore, bytesAfter, filesBefore, filesAfter }: Omit<FolderChange, "path">): Amounts {
  return { bytesBefore, bytesAfter, bytes: difference(bytesBefore, bytesAfter), files: filesAfter - filesBefore };
}

function fileAmounts(bytesBefore: Bytes | undefined, bytesAfter?: Bytes): Amounts {
  const files = (bytesAfter === undefined ? 0 : 1) - (bytesBefore === undefined ? 0 : 1);
  return { bytesBefore, bytesAfter, bytes: difference(bytesBefore ?? 0, bytesAfter ?? 0), files };
}

function fileBytes(state: Change["before"]): Bytes | undefined {
  return state?.type === "file" ? state.size : undefined;
}

function addRest(folder: Growing): void {
  const named = folder.children.reduce<Bytes>((sum, child) => addBytes(sum, child.bytes), 0);
  const files = folder.files - folder.children.reduce((sum, child) => sum + child.files, 0);
  const bytes = difference(named, folder.bytes);
  if (files === 0 && bytes === 0) return;
  const amounts = { bytesBefore: undefined, bytesAfter: undefined, bytes, files };
  grow({ ...amounts, kind: "rest", at: folder.at, label: "what is not listed", parent: folder });
}
