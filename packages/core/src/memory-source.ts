import { Entry, type EntryStat, type EntryType } from "./entry.js";
import type { Listing, ListingChunk, Source, SourceRequest } from "./source.js";
import { WalkError } from "./walk-error.js";

/** Something in a tree that lives in memory. */
export interface MemoryNode {
  /** A string, or bytes for a name that is not valid UTF-8. */
  readonly name: string | Uint8Array;
  /** Default `file`, or `directory` where there are children. */
  readonly type?: EntryType | undefined;
  /** What a directory holds. */
  readonly children?: readonly MemoryNode[] | undefined;
  /** What `stat(2)` would say. Default: size and blocks 0, modified 1970, one link, device 1. */
  readonly stat?: Partial<EntryStat> | undefined;
  /** Nodes with the same identity are hard links of one file: give them the same `stat`, with its `nlink`. */
  readonly identity?: string | undefined;
  /** The path of a symbolic link's target from the top of the tree, such as `docs/guide.txt`. */
  readonly target?: string | undefined;
  /** What a file holds, for ignore files; the size stays what `stat` says. */
  readonly content?: string | undefined;
  /** An error code, such as `EACCES`, with which listing this directory fails. */
  readonly unreadable?: string | undefined;
}

const DEFAULT_STAT: EntryStat = { size: 0, blocks: 0, mtimeMs: 0, nlink: 1, dev: 1, ino: 0, mode: 0 };

/**
 * A source over a tree in memory, for tests, for plans, and for listings that came from elsewhere.
 *
 * @param top what lies at the top; a root is a path from there, such as `project/docs`, or `.` for the top itself.
 */
export function memorySource(top: readonly MemoryNode[]): Source {
  const tree: MemoryNode = { name: ".", type: "directory", children: top };
  const nodes = new WeakMap<Entry, MemoryNode>();

  function remember(entry: Entry, node: MemoryNode): Entry {
    nodes.set(entry, node);
    return entry;
  }

  function* list(directory: Entry, request: SourceRequest): Generator<ListingChunk> {
    const node = nodes.get(directory);
    if (node?.unreadable !== undefined) {
      const error = new WalkError({ entry: directory, operation: "readdir", code: node.unreadable });
      yield { items: [error], names: 0 };
      return;
    }
    const children = node?.children ?? [];
    const kept = children.filter((child) => request.keepName?.(readable(child.name)) ?? true);
    yield {
      items: kept.map((child) => remember(entryOf(child, directory, request), child)),
      names: children.length,
    };
  }

  return {
    name: "memory",
    root(path, request) {
      const found = lookUp(tree, path, request.follow);
      if (found !== undefined) return remember(entryOf({ ...found, name: path }, undefined, request), found);
      const entry = new Entry({ name: path, type: "other" });
      return new WalkError({ entry, operation: "lstat", code: "ENOENT", message: `no such entry: ${path}` });
    },
    list: (directory, request): Listing => list(directory, request),
    follow(link, request) {
      const path = nodes.get(link)?.target;
      const target = path === undefined ? undefined : lookUp(tree, path, true);
      if (target === undefined) return undefined;
      return remember(entryOf({ ...target, name: link.nameBytes ?? link.name }, link.parent, request), target);
    },
    release() {},
    place: (root) => partsOf(root.name).join("/"),
    ignoreAccess: {
      readFile(directory, name) {
        const content = nodes.get(directory)?.children?.find((child) => readable(child.name) === name)?.content;
        return content === undefined ? undefined : new TextEncoder().encode(content);
      },
      isRepository: (directory) => nodes.get(directory)?.children?.some((child) => child.name === ".git") ?? false,
      contextOf: () => ({ files: [], below: [], ignoreCase: false }),
    },
  };

  function entryOf(node: MemoryNode, parent: Entry | undefined, request: SourceRequest): Entry {
    const stat = { ...DEFAULT_STAT, ...node.stat };
    const type = typeOf(node);
    const identify = request.identify === "all" || (stat.nlink > 1 && type !== "directory");
    return new Entry({
      parent,
      name: readable(node.name),
      nameBytes: invalidBytes(node.name),
      type,
      stat,
      identity: identify ? (node.identity ?? identityOf(node)) : undefined,
    });
  }
}

/** Follows a path from the top of a tree, and links where asked; a chain of links that is too long leads nowhere. */
function lookUp(tree: MemoryNode, path: string, follow: boolean, hops = 0): MemoryNode | undefined {
  let node: MemoryNode | undefined = tree;
  for (const part of partsOf(path)) {
    node = node?.children?.find((child) => readable(child.name) === part);
  }
  if (node?.target === undefined || !follow) return node;
  return hops < MAX_HOPS ? lookUp(tree, node.target, true, hops + 1) : undefined;
}

function partsOf(path: string): string[] {
  return path.split("/").filter((part) => part !== "" && part !== ".");
}

/** As Linux, `path_resolution(7)`. */
const MAX_HOPS = 40;

function typeOf(node: MemoryNode): EntryType {
  return node.type ?? (node.children !== undefined ? "directory" : node.target !== undefined ? "symlink" : "file");
}

const identities = new WeakMap<object, string>();
let lastIdentity = 0;

/** A node is its own identity; one that was copied to go by another name shares its `children` or its `stat`. */
function identityOf(node: MemoryNode): string {
  const key = node.children ?? node.stat ?? node;
  const known = identities.get(key);
  if (known !== undefined) return known;
  lastIdentity += 1;
  const identity = `memory:${lastIdentity}`;
  identities.set(key, identity);
  return identity;
}

function readable(name: string | Uint8Array): string {
  return typeof name === "string" ? name : new TextDecoder("utf-8", { ignoreBOM: true }).decode(name);
}

function invalidBytes(name: string | Uint8Array): Uint8Array | undefined {
  if (typeof name === "string") return undefined;
  const again = new TextEncoder().encode(readable(name));
  const same = again.length === name.length && again.every((byte, index) => byte === name[index]);
  return same ? undefined : name;
}
