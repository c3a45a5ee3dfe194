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
  // The directories just below those, once there are any.
  let leftBelow = NO_DIRECTORY;
  let rightBelow = NO_DIRECTORY;
  while (left !== right) {
    const depth = table.depth(left);
    const otherDepth = table.depth(right);
    if (depth >= otherDepth) {
      if (depth === 0) return compareStrings(table.name(left), table.name(table.root(right)));
      leftBelow = left;
      left = table.parent(left);
    }
    if (otherDepth >= depth && otherDepth > 0) {
      rightBelow = right;
      right = table.parent(right);
    }
  }
  const leftName = partBelow(table, a, leftBelow);
  const rightName = partBelow(table, b, rightBelow);
  if (leftName === undefined || rightName === undefined) return rankOfNone(leftName) - rankOfNone(rightName);
  return compareParts(leftName, goesOn(a, leftBelow), rightName, goesOn(b, rightBelow));
}

/** The part of a path behind where two part: a directory on the way, else the name in the directory, else none. */
function partBelow(table: DirectoryTable, located: Located, below: DirectoryId): Named | undefined {
  if (below !== NO_DIRECTORY) return named(table, below);
  return located.name === undefined ? undefined : { name: located.name, nameBytes: located.nameBytes };
}

/** Whether a path has more than that part. */
function goesOn({ directory, name }: Located, below: DirectoryId): boolean {
  return below !== NO_DIRECTORY && (below !== directory || name !== undefined);
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
