import type { Bytes } from "./bytes.js";

/**
 * What an entry is. `other` is anything that is never opened: a FIFO, a socket, a block or character device.
 */
export type EntryType = "file" | "directory" | "symlink" | "other";

/**
 * What a source knows of an entry beside its name. Field names and meanings are those of `stat(2)` and of Node's
 * `fs.Stats`; only what is used is kept, since a walk holds one of these for each directory on its way.
 */
export interface EntryStat {
  /** Apparent size in bytes (`st_size`). */
  readonly size: Bytes;
  /** Allocated blocks of 512 bytes (`st_blocks`, always in 512-byte units whatever the file system's block size). */
  readonly blocks: number;
  /** Time of last modification in milliseconds since 1970, with a fraction where the file system has one. */
  readonly mtimeMs: number;
  /** Number of hard links. */
  readonly nlink: number;
  /** Number of the device that holds the entry. */
  readonly dev: number;
  /** Number of the inode, rounded where a double cannot hold it; {@link Entry.identity} is exact. */
  readonly ino: number;
  /** Type and permission bits. */
  readonly mode: number;
}

/** How an {@link Entry} is made; see its fields. */
export interface EntryInit {
  readonly parent?: Entry | undefined;
  readonly name: string;
  readonly nameBytes?: Uint8Array | undefined;
  readonly type: EntryType;
  readonly stat?: EntryStat | undefined;
  readonly identity?: string | undefined;
}

/**
 * One thing met on a walk: a file, a directory, a symbolic link or something else, at one place in one tree.
 *
 * An entry is a link in a chain up to its root, so a walk makes no path strings; {@link Entry.path} makes one when
 * asked. An entry never opens what it stands for and does not change when the disk does.
 */
export class Entry {
  /** The directory that holds this entry; `undefined` for a root. */
  readonly parent: Entry | undefined;
  /** The last part of the path; for a root the path as it was given. Bytes that are not UTF-8 read as U+FFFD. */
  readonly name: string;
  /** The exact bytes of the name, only where it is not valid UTF-8. */
  readonly nameBytes: Uint8Array | undefined;
  readonly type: EntryType;
  /** 0 for a root, 1 for what lies directly in it, as `find -printf %d`. */
  readonly depth: number;
  /** What `stat(2)` says; `undefined` where the walk did not ask for it. */
  readonly stat: EntryStat | undefined;
  /**
   * Names the object behind the entry, wherever the same object may be met again under another path in this walk
   * (several hard links, or links being followed). `undefined` where it cannot.
   */
  readonly identity: string | undefined;

  constructor(init: EntryInit) {
    const { parent } = init;
    this.parent = parent;
    this.name = init.name;
    this.nameBytes = init.nameBytes;
    this.type = init.type;
    this.depth = parent === undefined ? 0 : parent.depth + 1;
    this.stat = init.stat;
    this.identity = init.identity;
  }

  /** The root of the tree that this entry lies in; the entry itself where it is the root. */
  get root(): Entry {
    let entry: Entry = this;
    while (entry.parent !== undefined) entry = entry.parent;
    return entry;
  }

  /** The path from the root, separated by `/`; `.` for the root itself. Made anew at each call. */
  get path(): string {
    if (this.parent === undefined) return ".";
    const names: string[] = [];
    for (let entry: Entry = this; entry.parent !== undefined; entry = entry.parent) names.push(entry.name);
    return names.reverse().join("/");
  }

  /** The exact bytes of {@link Entry.path}, only where that is not valid UTF-8; `undefined` everywhere else. */
  get pathBytes(): Uint8Array | undefined {
    const names: (string | Uint8Array)[] = [];
    let exact = false;
    for (let entry: Entry = this; entry.parent !== undefined; entry = entry.parent) {
      names.push(entry.nameBytes ?? entry.name);
      if (entry.nameBytes !== undefined) exact = true;
    }
    return exact ? joinBytes(names.reverse()) : undefined;
  }
}

/** Joins the names of a path with `/` into bytes. */
export function joinBytes(names: readonly (string | Uint8Array)[]): Uint8Array {
  const parts = names.map((name) => (typeof name === "string" ? encoder.encode(name) : name));
  const length = parts.reduce((sum, part) => sum + part.length + 1, -1);
  const joined = new Uint8Array(Math.max(0, length));
  let offset = 0;
  for (const part of parts) {
    if (offset > 0) joined[offset++] = SLASH;
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

const SLASH = 0x2f;
const encoder = new TextEncoder();
