import { closeSync, constants, existsSync, lstatSync, openSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { Entry, type IgnoreContext, type Listing, type Source, systemCode } from "@transect/core";
import { type AccessPath, appendName } from "./access-path.js";
import { gitContext, isRepositoryTop, readIgnoreFile } from "./git-settings.js";
import { toEntry } from "./local-entry.js";
import { errorOf, isVanished } from "./local-error.js";
import { listLocal, unlistable } from "./local-listing.js";

/** Linux takes no path of more than 4,095 bytes (PATH_MAX): from here on, and well before, paths start anew. */
const ANCHOR_BYTES = 3500;

/** An open directory stands for its whole path; only Linux has this. */
const DESCRIPTORS = "/proc/self/fd";

/** What to put before the names in a directory, and the descriptor it starts at, if it does. */
interface Opened {
  readonly prefix: AccessPath;
  readonly descriptor: number | undefined;
}

/** The source of the local disk, which makes nobody wait for ignore rules either. */
export interface LocalSource extends Source {
  readonly ignoreAccess: {
    readFile(directory: Entry, name: string): Uint8Array | undefined;
    isRepository(directory: Entry): boolean;
    contextOf(directory: Entry): IgnoreContext;
  };
}

/**
 * The local disk. Every call is synchronous: a walk pays no promise for an entry.
 *
 * Only directories are ever opened, and ignore files where asked for. Names that are not valid UTF-8 keep their bytes. On Linux paths may be longer
 * than PATH_MAX; elsewhere what lies too deep is an error with the code `ENAMETOOLONG`.
 */
export function localSource(): LocalSource {
  const opened = new Map<Entry, Opened>();
  const reachesOn = existsSync(DESCRIPTORS);

  function accessOf(entry: Entry): AccessPath {
    if (entry.parent === undefined) return entry.name;
    return appendName(openOnce(entry.parent).prefix, entry.nameBytes ?? entry.name);
  }

  function openOnce(directory: Entry): Opened {
    const known = opened.get(directory);
    if (known !== undefined) return known;
    if (directory.parent === undefined) return open(directory, directory.name);
    const parent = opened.get(directory.parent) ?? openFromRoot(directory.parent);
    return open(directory, appendName(parent.prefix, directory.nameBytes ?? directory.name));
  }

  /** Opens all that is not open yet on the way to a directory: a chain of folders may be deeper than the stack. */
  function openFromRoot(directory: Entry): Opened {
    const way: Entry[] = [];
    for (let entry: Entry | undefined = directory; entry !== undefined; entry = entry.parent) way.push(entry);
    for (let entry = way.pop(); entry !== undefined && entry !== directory; entry = way.pop()) openOnce(entry);
    return openOnce(directory);
  }

  function open(directory: Entry, access: AccessPath): Opened {
    const now =
      reachesOn && isLong(access) ? anchor(access) : { prefix: appendName(access, ""), descriptor: undefined };
    opened.set(directory, now);
    return now;
  }

  return {
    name: "local",
    root(name, request) {
      const place = new Entry({ name, type: "other" });
      try {
        const target = request.follow ? statSync(name, { throwIfNoEntry: false }) : undefined;
        return toEntry(place, target ?? lstatSync(name), name, request);
      } catch (cause) {
        return errorOf(place, "lstat", cause);
      }
    },
    list(directory, request): Listing {
      try {
        return listLocal({ directory, prefix: openOnce(directory).prefix, request });
      } catch (cause) {
        return unlistable(directory, cause);
      }
    },
    follow(link, request) {
      const access = accessOf(link);
      try {
        return toEntry(link, statSync(access), access, request);
      } catch (cause) {
        return isVanished(cause) ? undefined : errorOf(link, systemCode(cause) === "ELOOP" ? "follow" : "stat", cause);
      }
    },
    release(directory) {
      const descriptor = opened.get(directory)?.descriptor;
      opened.delete(directory);
      if (descriptor !== undefined) closeSync(descriptor);
    },
    ignoreAccess: {
      readFile: (directory, name) => readIgnoreFile(appendName(openOnce(directory).prefix, name)),
      isRepository: (directory) => isRepositoryTop(openOnce(directory).prefix),
      contextOf: (directory) => gitContext(realPath(Buffer.from(openOnce(directory).prefix).toString())),
    },
    place(root) {
      const { dir, base } = path.parse(path.resolve(root.name));
      const real = root.type === "symlink" ? path.join(realPath(dir), base) : realPath(root.name);
      return real.split(path.sep).join("/").replace(/\/$/, "");
    },
  };
}

function isLong(access: AccessPath): boolean {
  return access.length * 3 > ANCHOR_BYTES && Buffer.byteLength(access) > ANCHOR_BYTES;
}

/** Opens a directory so that paths below it start there. */
function anchor(access: AccessPath): Opened {
  const descriptor = openSync(access, constants.O_RDONLY | constants.O_DIRECTORY);
  return { prefix: `${DESCRIPTORS}/${descriptor}/`, descriptor };
}

/** The path with its links resolved, as far as that can be known. */
function realPath(access: string): string {
  try {
    return realpathSync.native(access);
  } catch {
    return path.resolve(access);
  }
}
