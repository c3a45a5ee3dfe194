import type { Bytes } from "./bytes.js";
import { joinBytes } from "./entry.js";
import { comparePaths, compareStrings, type OrderedPath } from "./path-order.js";

/**
 * One directory of a profile: what lies directly in it. Subtree totals are made from these at the end, so that two
 * profiles that each saw a part of a directory add up.
 */
export class DirectoryNode {
  /** `undefined` for a root. */
  readonly parent: DirectoryNode | undefined;
  /** The last part of the path; for a root the root as it was given. */
  readonly name: string;
  readonly nameBytes: Uint8Array | undefined;
  readonly depth: number;
  /** Whether the directory itself was counted: one that a filter leaves out still holds what is below it. */
  counted = false;
  /** Whether all it holds was seen. */
  listed = false;
  /** Whether its listing yielded nothing at all. */
  empty = false;
  /** Its own allocated bytes. */
  ownBytes: Bytes = 0;
  /** What lies directly in it; directories are nodes of their own. */
  files = 0;
  symlinks = 0;
  others = 0;
  apparentBytes: Bytes = 0;
  allocatedBytes: Bytes = 0;
  #children: Map<string, DirectoryNode> | undefined;

  constructor(parent: DirectoryNode | undefined, name: string, nameBytes: Uint8Array | undefined) {
    this.parent = parent;
    this.name = name;
    this.nameBytes = nameBytes;
    this.depth = parent === undefined ? 0 : parent.depth + 1;
  }

  /** The child of that name, if there is one. */
  child(name: string, nameBytes: Uint8Array | undefined): DirectoryNode | undefined {
    return this.#children?.get(childKey(name, nameBytes));
  }

  /** Makes a child. The caller has looked that there is none of that name. */
  addChild(name: string, nameBytes: Uint8Array | undefined): DirectoryNode {
    const child = new DirectoryNode(this, name, nameBytes);
    this.#children ??= new Map();
    this.#children.set(childKey(name, nameBytes), child);
    return child;
  }

  /** The children in byte order of their names. */
  get children(): DirectoryNode[] {
    return [...(this.#children?.values() ?? [])].sort((a, b) =>
      comparePaths({ path: a.name, pathBytes: a.nameBytes }, { path: b.name, pathBytes: b.nameBytes }),
    );
  }

  /** The root that this directory lies in; the directory itself where it is the root. */
  get root(): DirectoryNode {
    let node: DirectoryNode = this;
    while (node.parent !== undefined) node = node.parent;
    return node;
  }
}

/** Two names that read alike can differ in bytes; NUL is in no name. */
function childKey(name: string, nameBytes: Uint8Array | undefined): string {
  return nameBytes === undefined ? name : `\0${nameBytes.join()}`;
}

/** Something at a place in a profile: a name in a directory, or the directory itself where there is no name. */
export interface Located {
  readonly node: DirectoryNode;
  readonly name?: string | undefined;
  readonly nameBytes?: Uint8Array | undefined;
}

/** The path from the root; `.` for a root itself. */
export function pathOf(located: Located): OrderedPath {
  const names: (string | Uint8Array)[] = [];
  const readable: string[] = [];
  let exact = false;
  const put = (name: string, nameBytes: Uint8Array | undefined): void => {
    readable.push(name);
    names.push(nameBytes ?? name);
    if (nameBytes !== undefined) exact = true;
  };
  if (located.name !== undefined) put(located.name, located.nameBytes);
  for (let node = located.node; node.parent !== undefined; node = node.parent) put(node.name, node.nameBytes);
  if (readable.length === 0) return { path: "." };
  const path = readable.reverse().join("/");
  return exact ? { path, pathBytes: joinBytes(names.reverse()) } : { path };
}

/** Orders places by root as given, then by path, both by their bytes. */
export function compareLocated(a: Located, b: Located): number {
  if (a.node === b.node && a.name !== undefined && b.name !== undefined) {
    return comparePaths({ path: a.name, pathBytes: a.nameBytes }, { path: b.name, pathBytes: b.nameBytes });
  }
  return compareStrings(a.node.root.name, b.node.root.name) || comparePaths(pathOf(a), pathOf(b));
}
