import { type BigIntStats, constants, Dirent, lstatSync, type Stats, statSync } from "node:fs";
import { Entry, type EntryStat, type EntryType, type SourceRequest, toBytes, type WalkError } from "@transect/core";
import { type AccessPath, appendName } from "./access-path.js";
import { errorOf, isVanished } from "./local-error.js";
import type { ReadName } from "./local-names.js";

/** A directory being listed. */
export interface ListedDirectory {
  readonly directory: Entry;
  /** What to put before a name to reach it. */
  readonly prefix: AccessPath;
  readonly request: SourceRequest;
  /** Takes what needs no entry; without it, everything gets one. */
  readonly count?: NameCounter | undefined;
}

/** Takes what is no directory, cannot be met again under another name, and whose name and size need no second look. */
export type NameCounter = (name: string, type: PlainType, stat: EntryStat | undefined) => void;

/** What holds nothing to walk. */
type PlainType = Exclude<EntryType, "directory">;

/** Looks at one name: an entry, an error, or `undefined` where it has vanished or was counted. */
export function lookAtName(listed: ListedDirectory, read: ReadName): Entry | WalkError | undefined {
  if (typeof read === "string") return lookAt(listed, read, undefined);
  const { dirent, nameBytes } = read instanceof Dirent ? { dirent: read, nameBytes: undefined } : read;
  const type = listed.request.stat ? undefined : typeOfDirent(dirent);
  if (type === undefined) return lookAt(listed, read.name, nameBytes);
  if (type !== "directory" && nameBytes === undefined && listed.count !== undefined) {
    listed.count(read.name, type, undefined);
    return undefined;
  }
  return new Entry({ parent: listed.directory, name: read.name, nameBytes, type });
}

function lookAt(
  { directory: parent, prefix, request, count }: ListedDirectory,
  name: string,
  nameBytes: Uint8Array | undefined,
): Entry | WalkError | undefined {
  const plain = nameBytes === undefined && typeof prefix === "string";
  const access = plain ? prefix + name : appendName(prefix, nameBytes ?? name);
  try {
    const stats = lstatSync(access, NO_THROW);
    if (stats === undefined) return undefined;
    const type = typeOfMode(stats.mode);
    if (count === undefined || type === "directory" || !plain || !isPlain(stats, request)) {
      return makeEntry(parent, name, nameBytes, stats, access, request);
    }
    count(name, type, stats);
    return undefined;
  } catch (cause) {
    if (isVanished(cause)) return undefined;
    return errorOf(new Entry({ parent, name, nameBytes, type: "other" }), "lstat", cause);
  }
}

/** Whether nothing is to be kept of it beside what the system said. */
function isPlain({ nlink, size }: Stats, { identify }: SourceRequest): boolean {
  return nlink <= 1 && size <= Number.MAX_SAFE_INTEGER && identify === "links";
}

/** An entry at the place of another, with what was found there. */
export function toEntry(at: Entry, stats: Stats, access: AccessPath, request: SourceRequest): Entry {
  return makeEntry(at.parent, at.name, at.nameBytes, stats, access, request);
}

function makeEntry(
  parent: Entry | undefined,
  name: string,
  nameBytes: Uint8Array | undefined,
  stats: Stats,
  access: AccessPath,
  request: SourceRequest,
): Entry {
  const type = typeOfMode(stats.mode);
  const shared = request.identify === "all" || (stats.nlink > 1 && type !== "directory");
  return new Entry({
    parent,
    name,
    nameBytes,
    type,
    stat: stats.size <= Number.MAX_SAFE_INTEGER ? keep(stats) : keepExact(stats, access),
    identity: shared ? identityOf(stats, access) : undefined,
  });
}

const NO_THROW = { throwIfNoEntry: false } as const;

/** The type a listing tells; `undefined` where it does not say. */
function typeOfDirent(dirent: Dirent): EntryType | undefined {
  if (dirent.isFile()) return "file";
  if (dirent.isDirectory()) return "directory";
  if (dirent.isSymbolicLink()) return "symlink";
  const known = dirent.isFIFO() || dirent.isSocket() || dirent.isBlockDevice() || dirent.isCharacterDevice();
  return known ? "other" : undefined;
}

function typeOfMode(mode: number): EntryType {
  switch (mode & constants.S_IFMT) {
    case constants.S_IFREG:
      return "file";
    case constants.S_IFDIR:
      return "directory";
    case constants.S_IFLNK:
      return "symlink";
    default:
      return "other";
  }
}

/** Node's object holds four dates and is eight times as large: it must not live longer than the call. */
function keep({ size, blocks, mtimeMs, nlink, dev, ino, mode }: Stats): EntryStat {
  return { size, blocks, mtimeMs, nlink, dev, ino, mode };
}

/** As {@link keep}, for a size that a double would round. */
function keepExact(stats: Stats, access: AccessPath): EntryStat {
  return { ...keep(stats), size: toBytes(exactStats(stats, access).size) };
}

/** Device and inode number, exact even where a double would round them. */
function identityOf(stats: Stats, access: AccessPath): string {
  if (stats.ino <= Number.MAX_SAFE_INTEGER && stats.dev <= Number.MAX_SAFE_INTEGER) return `${stats.dev}:${stats.ino}`;
  const exact = exactStats(stats, access);
  return `${exact.dev}:${exact.ino}`;
}

/** Looks again at what was looked at, through a link if that was looked through. */
function exactStats(stats: Stats, access: AccessPath): BigIntStats {
  return typeOfMode(stats.mode) === "symlink" ? lstatSync(access, BIGINT) : statSync(access, BIGINT);
}

const BIGINT = { bigint: true } as const;
