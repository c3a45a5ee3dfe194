import {
  type BigIntStats,
  closeSync,
  constants,
  type Dirent,
  existsSync,
  lstatSync,
  opendirSync,
  openSync,
  readdirSync,
  realpathSync,
  type Stats,
  statSync,
} from "node:fs";
import path from "node:path";
import {
  Entry,
  type EntryStat,
  type EntryType,
  type Listing,
  type ListingChunk,
  type Source,
  type SourceRequest,
  toBytes,
  WalkError,
  type WalkOperation,
} from "@transect/core";
import { type AccessPath, appendName, decodeName, isExactName } from "./access-path.js";

/** Names are looked at in chunks of this many, so that a walk can be stopped between two of them. */
const CHUNK = 1024;

/**
 * A directory whose own size says that it holds more than a few thousand names is read piece by piece, so that memory
 * stays flat. Smaller ones are read at once, which is faster.
 */
const STREAMING_BYTES = 256 * 1024;

/** Linux takes no path of more than 4,095 bytes (PATH_MAX): from here on, and well before, paths start anew. */
const ANCHOR_BYTES = 3500;

/** An open directory stands for its whole path; only Linux has this. */
const DESCRIPTORS = "/proc/self/fd";

/** A listed directory: what to put before the names in it. */
interface OpenDirectory {
  readonly prefix: AccessPath;
  /** Held where the prefix starts at an open directory. */
  readonly descriptor: number | undefined;
}

/**
 * The local disk. Every call is synchronous: a walk pays no promise for an entry.
 *
 * Only directories are ever opened. Names that are not valid UTF-8 keep their bytes. On Linux paths may be longer
 * than PATH_MAX; elsewhere what lies too deep is an error with the code `ENAMETOOLONG`.
 */
export function localSource(): Source {
  const open = new Map<Entry, OpenDirectory>();
  const reachesOn = existsSync(DESCRIPTORS);

  function accessOf(entry: Entry): AccessPath {
    if (entry.parent === undefined) return entry.name;
    return appendName(enter(entry.parent).prefix, entry.nameBytes ?? entry.name);
  }

  function enter(directory: Entry): OpenDirectory {
    const known = open.get(directory);
    if (known !== undefined) return known;
    const access = accessOf(directory);
    const opened = reachesOn && Buffer.byteLength(access) > ANCHOR_BYTES ? anchor(access) : withSlash(access);
    open.set(directory, opened);
    return opened;
  }

  function* list(directory: Entry, request: SourceRequest): Generator<ListingChunk> {
    try {
      const { prefix } = enter(directory);
      const names = isLarge(directory, prefix) ? streamNames(prefix) : readNames(prefix, request.stat);
      yield* lookAt(names, directory, prefix, request);
    } catch (cause) {
      if (isVanished(cause) && directory.parent !== undefined) return;
      yield { items: [errorOf(directory, "readdir", cause)], names: 0 };
    }
  }

  return {
    name: "local",
    root(name, request) {
      const place = new Entry({ name, type: "other" });
      try {
        return entryOf(place, request.follow ? statOrLink(name) : lstatSync(name), name, request);
      } catch (cause) {
        return errorOf(place, "lstat", cause);
      }
    },
    list: (directory, request): Listing => list(directory, request),
    follow(link, request) {
      const access = accessOf(link);
      try {
        return entryOf(link, statSync(access), access, request);
      } catch (cause) {
        return isVanished(cause) ? undefined : errorOf(link, codeOf(cause) === "ELOOP" ? "follow" : "stat", cause);
      }
    },
    release(directory) {
      const descriptor = open.get(directory)?.descriptor;
      open.delete(directory);
      if (descriptor !== undefined) closeSync(descriptor);
    },
    place(root) {
      const { dir, base } = path.parse(path.resolve(root.name));
      const real = root.type === "symlink" ? path.join(realPath(dir), base) : realPath(root.name);
      return real.split(path.sep).join("/").replace(/\/$/, "");
    },
  };
}

/** A name as it was read: its type too where the listing gave it. */
interface ReadName {
  readonly name: string;
  readonly bytes: Uint8Array | undefined;
  readonly type: EntryType | undefined;
}

/** Looks at names chunk by chunk and makes entries of them. */
function* lookAt(
  names: Iterable<readonly ReadName[] | readonly string[]>,
  directory: Entry,
  prefix: AccessPath,
  request: SourceRequest,
): Generator<ListingChunk> {
  const { keepName } = request;
  for (const chunk of names) {
    const items: (Entry | WalkError)[] = [];
    for (const read of chunk) {
      const name = typeof read === "string" ? read : read.name;
      if (keepName !== undefined && !keepName(name)) continue;
      const bytes = typeof read === "string" ? undefined : read.bytes;
      const type = typeof read === "string" ? undefined : read.type;
      const item = entryAt(directory, prefix, name, bytes, type, request);
      if (item !== undefined) items.push(item);
    }
    yield { items, names: chunk.length };
  }
}

function entryAt(
  parent: Entry,
  prefix: AccessPath,
  name: string,
  nameBytes: Uint8Array | undefined,
  type: EntryType | undefined,
  request: SourceRequest,
): Entry | WalkError | undefined {
  if (type !== undefined && !request.stat) return new Entry({ parent, name, nameBytes, type });
  const access =
    nameBytes === undefined && typeof prefix === "string" ? prefix + name : appendName(prefix, nameBytes ?? name);
  try {
    const stats = lstatSync(access, NO_THROW);
    if (stats === undefined) return undefined;
    const found = typeOf(stats.mode);
    return new Entry({
      parent,
      name,
      nameBytes,
      type: found,
      stat: isExact(stats) ? stats : exactStat(access),
      identity:
        request.identify === "all" || (stats.nlink > 1 && found !== "directory")
          ? identityOf(stats, access)
          : undefined,
    });
  } catch (cause) {
    if (isVanished(cause)) return undefined;
    return errorOf(new Entry({ parent, name, nameBytes, type: type ?? "other" }), "lstat", cause);
  }
}

/** An entry at the place of another, with what was found there. */
function entryOf(at: Entry, stats: Stats, access: AccessPath, request: SourceRequest): Entry {
  const { parent, name, nameBytes } = at;
  const type = typeOf(stats.mode);
  const shared = request.identify === "all" || (stats.nlink > 1 && type !== "directory");
  return new Entry({
    parent,
    name,
    nameBytes,
    type,
    stat: isExact(stats) ? stats : exactStat(access),
    identity: shared ? identityOf(stats, access) : undefined,
  });
}

const NO_THROW = { throwIfNoEntry: false } as const;

/** All names of a directory at once; with their types where nothing else will tell. */
function* readNames(prefix: AccessPath, statted: boolean): Generator<readonly ReadName[] | readonly string[]> {
  const names: (string | ReadName)[] = statted
    ? readdirSync(prefix)
    : readdirSync(prefix, { withFileTypes: true }).map((dirent) => readName(dirent));
  const exact = names.filter((read) => isExactName(typeof read === "string" ? read : read.name));
  for (let start = 0; start < exact.length; start += CHUNK) {
    yield exact.slice(start, start + CHUNK) as readonly ReadName[] | readonly string[];
  }
  if (exact.length < names.length) yield* inexactNames(prefix);
}

/** The names of a directory, as the system hands them out. */
function* streamNames(prefix: AccessPath): Generator<readonly ReadName[]> {
  let inexact = false;
  const directory = opendirSync(prefix, { bufferSize: CHUNK });
  try {
    let chunk: ReadName[] = [];
    for (let dirent = directory.readSync(); dirent !== null; dirent = directory.readSync()) {
      if (!isExactName(dirent.name)) {
        inexact = true;
        continue;
      }
      chunk.push(readName(dirent));
      if (chunk.length < CHUNK) continue;
      yield chunk;
      chunk = [];
    }
    if (chunk.length > 0) yield chunk;
  } finally {
    directory.closeSync();
  }
  if (inexact) yield* inexactNames(prefix);
}

/**
 * The names that do not read as plain UTF-8, as bytes. Reading bytes costs more, so it is done only for a directory
 * where a name holds the replacement character.
 */
function* inexactNames(prefix: AccessPath): Generator<readonly ReadName[]> {
  // Node hands names out as bytes when asked to; its types know that of readdir, not of opendir.
  const directory = opendirSync(prefix, { bufferSize: CHUNK, encoding: "buffer" as BufferEncoding });
  try {
    let chunk: ReadName[] = [];
    for (let dirent = directory.readSync(); dirent !== null; dirent = directory.readSync()) {
      const { name, bytes } = decodeName(Buffer.from(dirent.name));
      if (isExactName(name)) continue;
      chunk.push({ name, bytes, type: direntType(dirent) });
      if (chunk.length < CHUNK) continue;
      yield chunk;
      chunk = [];
    }
    if (chunk.length > 0) yield chunk;
  } finally {
    directory.closeSync();
  }
}

function readName(dirent: Dirent): ReadName {
  return { name: dirent.name, bytes: undefined, type: direntType(dirent) };
}

/** The type a listing tells; `undefined` where it does not say. */
function direntType(dirent: Dirent): EntryType | undefined {
  if (dirent.isFile()) return "file";
  if (dirent.isDirectory()) return "directory";
  if (dirent.isSymbolicLink()) return "symlink";
  const known = dirent.isFIFO() || dirent.isSocket() || dirent.isBlockDevice() || dirent.isCharacterDevice();
  return known ? "other" : undefined;
}

function typeOf(mode: number): EntryType {
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

function isLarge(directory: Entry, prefix: AccessPath): boolean {
  const size = directory.stat?.size ?? lstatSync(prefix).size;
  return size > STREAMING_BYTES;
}

function isExact(stats: Stats): boolean {
  return stats.size <= Number.MAX_SAFE_INTEGER;
}

/** Sizes that a double would round. */
function exactStat(access: AccessPath): EntryStat {
  const { size, blocks, mtimeMs, nlink, dev }: BigIntStats = lstatSync(access, { bigint: true });
  return {
    size: toBytes(size),
    blocks: Number(blocks),
    mtimeMs: Number(mtimeMs),
    nlink: Number(nlink),
    dev: Number(dev),
  };
}

/** Device and inode number, exact even where a double would round them. */
function identityOf(stats: Stats, access: AccessPath): string {
  if (stats.ino <= Number.MAX_SAFE_INTEGER && stats.dev <= Number.MAX_SAFE_INTEGER) return `${stats.dev}:${stats.ino}`;
  const exact = lstatSync(access, { bigint: true });
  return `${exact.dev}:${exact.ino}`;
}

/** The target of a link, or the link itself where it leads nowhere. */
function statOrLink(access: AccessPath): Stats {
  return statSync(access, NO_THROW) ?? lstatSync(access);
}

/** The path with its links resolved, as far as that can be known. */
function realPath(access: string): string {
  try {
    return realpathSync.native(access);
  } catch {
    return path.resolve(access);
  }
}

function withSlash(access: AccessPath): OpenDirectory {
  return { prefix: appendName(access, ""), descriptor: undefined };
}

/** Opens a directory so that paths below it start there. */
function anchor(access: AccessPath): OpenDirectory {
  const descriptor = openSync(access, constants.O_RDONLY | constants.O_DIRECTORY);
  return { prefix: `${DESCRIPTORS}/${descriptor}/`, descriptor };
}

function errorOf(entry: Entry, operation: WalkOperation, cause: unknown): WalkError {
  return new WalkError({ entry, operation, code: codeOf(cause), message: sentenceOf(cause) });
}

function codeOf(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return typeof code === "string" ? code : "UNKNOWN";
}

/** What the system said, without the path that Node appends: the entry has it. */
function sentenceOf(cause: unknown): string {
  return cause instanceof Error ? cause.message.replace(/, \w+ '[\s\S]*$/, "") : String(cause);
}

/** Gone since it was listed, or something else by now. */
function isVanished(cause: unknown): boolean {
  const code = codeOf(cause);
  return code === "ENOENT" || code === "ENOTDIR";
}
