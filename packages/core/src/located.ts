import { type DirectoryId, type DirectoryTable, NO_DIRECTORY } from "./directory-table.js";
import { joinBytes } from "./entry.js";
import { comparePaths, compareStrings, type OrderedPath } from "./path-order.js";

/** Something at a place in a profile: a name in a directory, or the directory itself where there is no name. */
export interface Located {
  readonly directory: DirectoryId;
  readonly name?: string | undefined;
  readonly nameBytes?: Uint8Array | undefined;
}

/** The path from the root; `.` for a root itself. */
export function pathOf(table: DirectoryTable, located: Located): OrderedPath {
  const names: (string | Uint8Array)[] = [];
  const readable: string[] = [];
  let exact = false;
  const put = (name: string, nameBytes: Uint8Array | undefined): void => {
    readable.push(name);
    names.push(nameBytes ?? name);
    if (nameBytes !== undefined) exact = true;
  };
  if (located.name !== undefined) put(located.name, located.nameBytes);
  for (let id = located.directory; table.parent(id) !== NO_DIRECTORY; id = table.parent(id)) {
    put(table.name(id), table.nameBytes.get(id));
  }
  if (readable.length === 0) return { path: "." };
  const path = readable.reverse().join("/");
  return exact ? { path, pathBytes: joinBytes(names.reverse()) } : { path };
}

/** As {@link compareLocated} for two directories themselves. */
export function compareDirectories(table: DirectoryTable, a: DirectoryId, b: DirectoryId): number {
  if (table.parent(a) !== table.parent(b) || a === b) return compareLocated(table, { directory: a }, { directory: b });
  if (table.nameBytes.size === 0) return compareStrings(table.name(a), table.name(b));
  return compareParts(named(table, a), false, named(table, b), false);
}

/** Orders places by root as given, then by path, both by their bytes. Makes no paths: it looks where they part. */
export function compareLocated(table: DirectoryTable, a: Located, b: Located): number {
  let left = a.directory;
  let right = b.directory;
  let leftName: Named | undefined = a.name === undefined ? undefined : { name: a.name, nameBytes: a.nameBytes };
  let rightName: Named | undefined = b.name === undefined ? undefined : { name: b.name, nameBytes: b.nameBytes };
  let leftGoesOn = false;
  let rightGoesOn = false;
  while (left !== right) {
    const depth = table.depth(left);
    const otherDepth = table.depth(right);
    if (depth >= otherDepth) {
      if (depth === 0) return compareStrings(table.name(left), table.name(table.root(right)));
      leftGoesOn = leftName !== undefined;
      leftName = named(table, left);
      left = table.parent(left);
    }
    if (otherDepth >= depth && otherDepth > 0) {
      rightGoesOn = rightName !== undefined;
      rightName = named(table, right);
      right = table.parent(right);
    }
  }
  if (leftName === undefined || rightName === undefined) return rankOfNone(leftName) - rankOfNone(rightName);
  return compareParts(leftName, leftGoesOn, rightName, rightGoesOn);
}

interface Named {
  readonly name: string;
  readonly nameBytes?: Uint8Array | undefined;
}

function named(table: DirectoryTable, id: DirectoryId): Named {
  return { name: table.name(id), nameBytes: table.nameBytes.get(id) };
}

/** A directory comes before what lies in it. */
function rankOfNone(name: Named | undefined): number {
  return name === undefined ? 0 : 1;
}

/** Compares two names where two paths part; a slash counts where a path goes on, for it is one of the path's bytes. */
function compareParts(a: Named, aGoesOn: boolean, b: Named, bGoesOn: boolean): number {
  if (a.nameBytes !== undefined || b.nameBytes !== undefined) {
    return comparePaths(partOf(a, aGoesOn), partOf(b, bGoesOn));
  }
  return compareStrings(aGoesOn ? `${a.name}/` : a.name, bGoesOn ? `${b.name}/` : b.name);
}

function partOf({ name, nameBytes }: Named, goesOn: boolean): OrderedPath {
  if (!goesOn) return { path: name, pathBytes: nameBytes };
  return { path: `${name}/`, pathBytes: nameBytes && joinBytes([nameBytes, ""]) };
}
