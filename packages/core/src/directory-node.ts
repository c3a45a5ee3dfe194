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
  /** Its place in the profile's list of directories, behind the one that holds it. */
  readonly index: number;
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
  /** A handful of children is searched; more are looked up. */
  #children: DirectoryNode[] | undefined;
  #byName: Map<string, DirectoryNode> | undefined;

  /** Makes a directory of a profile and puts it at the end of the profile's list. */
  constructor(nodes: DirectoryNode[], parent: DirectoryNode | undefined, name: string, nameBytes?: Uint8Array) {
    this.index = nodes.push(this) - 1;
    this.parent = parent;
    this.name = name;
    this.nameBytes = nameBytes;
    this.depth = parent === undefined ? 0 : parent.depth + 1;
  }

  /** The child of that name, if there is one. */
  child(name: string, nameBytes: Uint8Array | undefined): DirectoryNode | undefined {
    if (this.#byName !== undefined) return this.#byName.get(childKey(name, nameBytes));
    if (nameBytes === undefined)
      return this.#children?.find((child) => child.name === name && child.nameBytes === undefined);
    const key = childKey(name, nameBytes);
    return this.#children?.find((child) => childKey(child.name, child.nameBytes) === key);
  }

  /** Makes a child. The caller has looked that there is none of that name. */
  addChild(nodes: DirectoryNode[], name: string, nameBytes: Uint8Array | undefined): DirectoryNode {
    const child = new DirectoryNode(nodes, this, name, nameBytes);
    this.#children ??= [];
    this.#children.push(child);
    if (this.#byName !== undefined) this.#byName.set(childKey(name, nameBytes), child);
    else if (this.#children.length > HANDFUL) {
      this.#byName = new Map(this.#children.map((known) => [childKey(known.name, known.nameBytes), known]));
    }
    return child;
  }

  /** Those of its children that are in a set, in byte order of their names. */
  childrenIn(set: ReadonlySet<DirectoryNode>): DirectoryNode[] {
    const children = this.#children?.filter((child) => set.has(child)) ?? [];
    return children.sort((a, b) =>
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

const HANDFUL = 8;

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

/** As {@link compareLocated} for two directories themselves. */
export function compareDirectories(a: DirectoryNode, b: DirectoryNode): number {
  if (a.parent !== b.parent || a === b) return compareLocated({ node: a }, { node: b });
  return compareParts(a, false, b, false);
}

/** Orders places by root as given, then by path, both by their bytes. Makes no paths: it looks where they part. */
export function compareLocated(a: Located, b: Located): number {
  let left = a.node;
  let right = b.node;
  let leftName: Named | undefined = a.name === undefined ? undefined : { name: a.name, nameBytes: a.nameBytes };
  let rightName: Named | undefined = b.name === undefined ? undefined : { name: b.name, nameBytes: b.nameBytes };
  let leftGoesOn = false;
  let rightGoesOn = false;
  while (left !== right) {
    const { depth } = left;
    if (depth >= right.depth) {
      if (left.parent === undefined) return compareStrings(left.name, right.root.name);
      leftGoesOn = leftName !== undefined;
      leftName = left;
      left = left.parent;
    }
    if (right.depth >= depth && right.parent !== undefined) {
      rightGoesOn = rightName !== undefined;
      rightName = right;
      right = right.parent;
    }
  }
  if (leftName === undefined || rightName === undefined) return rankOfNone(leftName) - rankOfNone(rightName);
  return compareParts(leftName, leftGoesOn, rightName, rightGoesOn);
}

interface Named {
  readonly name: string;
  readonly nameBytes?: Uint8Array | undefined;
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
