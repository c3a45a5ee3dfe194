import { addBytes, type Bytes } from "./bytes.js";
import { COUNTED, type DirectoryId, DirectoryTable, EMPTY, LISTED, NO_DIRECTORY } from "./directory-table.js";
import type { Entry, EntryStat, EntryType } from "./entry.js";
import { baseName, extensionOf } from "./extension.js";
import { LinkTable } from "./link-table.js";
import { compareLocated } from "./located.js";
import { MonthHistogram } from "./month-histogram.js";
import { OptionError } from "./option-error.js";
import { addPacked, type PackedProfile, packState } from "./packed-profile.js";
import { type ProfileOptions, type ResolvedProfileOptions, resolveProfileOptions } from "./profile-options.js";
import { assembleReport, type FinishOptions } from "./profile-report.js";
import {
  childOf,
  compareFiles,
  type ExtensionSums,
  type LocatedError,
  type LocatedFile,
  noteAge,
  type ProfiledRoot,
  type ProfileState,
  rootOf,
} from "./profile-state.js";
import { Ranking } from "./ranking.js";
import type { Report } from "./report.js";
import { SizeHistogram } from "./size-histogram.js";
import { sumTotals } from "./totals.js";
import type { WalkError } from "./walk-error.js";

/**
 * What is known of a set of entries: counts, sums, histograms, rankings. A commutative monoid: an empty profile
 * changes nothing, and however a set of entries is cut up and in whatever order its parts are added and merged, the
 * report is the same.
 *
 * The same entry must be added once only; nothing here remembers files. Memory grows with directories, with distinct
 * extensions, with days of modification and with objects that have several names.
 */
export class Profile {
  readonly #state: ProfileState;
  /** Entries come by directory: the last one is looked up once. */
  #lastDirectory: Entry | undefined;
  #lastId: DirectoryId = NO_DIRECTORY;
  readonly #sumsBySuffix = new Map<string, ExtensionSums>();

  /** Throws an `OptionError` for a bad option. */
  constructor(options: ProfileOptions = {}) {
    this.#state = emptyState(resolveProfileOptions(options));
  }

  /** Counts an entry. Where its `stat` is missing, or sizes do not count, it counts as empty and is in no histogram. */
  add(entry: Entry): void {
    const { parent, type } = entry;
    const { directories, options } = this.#state;
    if (!options.sizes) {
      this.#addName(entry);
      return;
    }
    if (type === "directory") {
      const id = this.#metId(entry);
      directories.mark(id, COUNTED);
      directories.ownBytes.add(id, allocatedOf(entry));
      if (parent === undefined) this.addRoot(entry);
      return;
    }
    const id = parent === undefined ? this.#rootOf(entry).directory : this.#idOf(parent);
    if (parent === undefined) this.addRoot(entry);
    const shared = entry.identity !== undefined && options.hardLinks === "once";
    const allocated = allocatedOf(entry);
    if (type === "file") {
      this.#addFile(entry, id, shared);
    } else {
      directories.count(id, type);
      if (!shared) directories.allocatedBytes.add(id, allocated);
    }
    if (entry.identity !== undefined) this.#addLink(entry, entry.identity, id, allocated);
  }

  /**
   * Counts something in a directory as {@link Profile.add} does, for which nobody has made an entry. It must be no
   * directory, have a name that is valid UTF-8, and no other name.
   */
  addPlain(directory: Entry, name: string, type: Exclude<EntryType, "directory">, stat: EntryStat | undefined): void {
    const id = this.#idOf(directory);
    const { directories, options } = this.#state;
    const counted = options.sizes ? stat : undefined;
    if (type === "file") {
      this.#countFile(id, name, counted, false);
      if (counted !== undefined) this.#rankFile(id, name, undefined, counted, false);
    } else {
      directories.count(id, type);
      if (counted !== undefined) directories.allocatedBytes.add(id, counted.blocks * 512);
    }
  }

  /** Notes that all of a directory was seen, and whether it was empty. */
  addListing(directory: Entry, empty: boolean): void {
    this.#state.directories.mark(this.#idOf(directory), empty ? LISTED | EMPTY : LISTED);
  }

  /** Counts something that could not be read. */
  addError(error: WalkError): void {
    const { entry, operation, code, message } = error;
    const located =
      entry.parent === undefined
        ? { directory: this.#rootOf(entry).directory }
        : { directory: this.#idOf(entry.parent), name: entry.name, nameBytes: entry.nameBytes };
    this.#state.errors.offer({ ...located, operation, code, message });
  }

  /** Notes a root that is there, whether or not it is counted itself. */
  addRoot(root: Entry): void {
    this.#rootOf(root).type = root.type;
  }

  /**
   * Counts an entry, which must have been added, among those that ignore rules would leave out. The bytes of a file
   * with several names are among them where all of the names are. Without an entry it only notes that rules were asked.
   */
  addIgnored(entry?: Entry): void {
    const ignored = this.#state.ignored ?? sumTotals([]);
    this.#state.ignored = ignored;
    if (entry === undefined) return;
    ignored[COUNTS[entry.type]] += 1;
    if (!this.#state.options.sizes) return;
    if (entry.identity !== undefined && entry.type !== "directory" && this.#state.options.hardLinks === "once") {
      this.#state.links.addIgnored(entry.identity);
      return;
    }
    ignored.allocatedBytes = addBytes(ignored.allocatedBytes, allocatedOf(entry));
    if (entry.type === "file") ignored.apparentBytes = addBytes(ignored.apparentBytes, entry.stat?.size ?? 0);
  }

  /** Marks the profile as stopped before its end. */
  interrupt(reason: "timedOut" | "cancelled"): void {
    if (this.#state.interrupted !== "cancelled") this.#state.interrupted = reason;
  }

  /**
   * Adds all of another profile to this one; the other stays as it is.
   *
   * Throws an `OptionError` where the two were made with different options: they would not mean the same.
   */
  merge(other: Profile): this {
    return this.mergePacked(other.pack());
  }

  /** As {@link Profile.merge}, with a profile that was packed: it need not be unpacked first. */
  mergePacked(packed: PackedProfile): this {
    for (const option of Object.keys(packed.options) as (keyof ResolvedProfileOptions)[]) {
      const own = this.#state.options[option];
      if (own === packed.options[option]) continue;
      const expected = `${String(own)}, as in the profile it is merged into`;
      throw new OptionError({ option, value: packed.options[option], expected });
    }
    addPacked(packed, this.#state);
    return this;
  }

  /** The profile as plain data, for another thread or process of this same version; see {@link Profile.unpack}. */
  pack(): PackedProfile {
    return packState(this.#state);
  }

  /** A profile as it was packed. */
  static unpack(packed: PackedProfile): Profile {
    return new Profile(packed.options).mergePacked(packed);
  }

  /** The report. Changes nothing: more may be added, and a later report holds it all. */
  finish(options: FinishOptions = {}): Report {
    return assembleReport(this.#state, options);
  }

  /** Counts an entry as no more than its name and type. */
  #addName(entry: Entry): void {
    const { parent, type } = entry;
    const { directories } = this.#state;
    if (parent === undefined) this.addRoot(entry);
    if (type === "directory") {
      directories.mark(this.#metId(entry), COUNTED);
      return;
    }
    directories.count(parent === undefined ? this.#rootOf(entry).directory : this.#idOf(parent), type);
    if (type === "file") this.#sumsOf(parent === undefined ? baseName(entry.name) : entry.name).files += 1;
  }

  #addFile(entry: Entry, id: DirectoryId, shared: boolean): void {
    const { name, nameBytes, parent, stat } = entry;
    this.#countFile(id, parent === undefined ? baseName(name) : name, stat, shared);
    if (stat !== undefined) this.#rankFile(id, parent === undefined ? undefined : name, nameBytes, stat, shared);
  }

  /** Counts a file; where it has several names, without its bytes. */
  #countFile(id: DirectoryId, name: string, stat: EntryStat | undefined, shared: boolean): void {
    const { directories, sizes, months } = this.#state;
    directories.count(id, "file");
    const sums = this.#sumsOf(name);
    sums.files += 1;
    if (stat === undefined) return;
    const { size } = stat;
    if (!shared) {
      const allocated = stat.blocks * 512;
      directories.charge(id, size, allocated);
      sums.apparentBytes = addBytes(sums.apparentBytes, size);
      sums.allocatedBytes = addBytes(sums.allocatedBytes, allocated);
    }
    sizes.add(size, shared ? 0 : size);
    months.add(Math.floor(stat.mtimeMs), 1, shared ? 0 : size);
  }

  /** Puts a file into the rankings it belongs to, which few do. */
  #rankFile(
    directory: DirectoryId,
    name: string | undefined,
    nameBytes: Uint8Array | undefined,
    { size, blocks, mtimeMs: exactMs }: EntryStat,
    shared: boolean,
  ): void {
    const state = this.#state;
    const mtimeMs = Math.floor(exactMs);
    const { worst } = state.largestFiles;
    const { newest, oldest } = state;
    const small = shared || (worst !== undefined && size < worst.apparentBytes);
    const between =
      newest !== undefined && mtimeMs < newest.mtimeMs && oldest !== undefined && mtimeMs > oldest.mtimeMs;
    if (small && !shared) state.largestFiles.skip();
    if (small && between) return;
    const file: LocatedFile = {
      directory,
      name,
      nameBytes,
      apparentBytes: size,
      allocatedBytes: blocks * 512,
      mtimeMs,
    };
    if (!small) state.largestFiles.offer(file);
    if (!between) noteAge(state, file);
  }

  /** The sums of a name's extension. Suffixes are looked up as they are written before they are lower-cased. */
  #sumsOf(name: string): ExtensionSums {
    const dot = lastDot(name);
    const suffix = dot < 0 ? "" : name.slice(dot);
    const known = dot === 0 ? undefined : this.#sumsBySuffix.get(suffix);
    if (known !== undefined) return known;
    const extension = extensionOf(name);
    const sums = this.#state.extensions.get(extension) ?? { files: 0, apparentBytes: 0, allocatedBytes: 0 };
    this.#state.extensions.set(extension, sums);
    if (dot !== 0) this.#sumsBySuffix.set(suffix, sums);
    return sums;
  }

  #addLink(entry: Entry, identity: string, directory: DirectoryId, allocatedBytes: Bytes): void {
    const { links } = this.#state;
    links.add(identity, {
      names: 1,
      ignored: 0,
      directory,
      name: entry.parent === undefined ? undefined : entry.name,
      nameBytes: entry.nameBytes,
      type: entry.type,
      apparentBytes: entry.type === "file" ? (entry.stat?.size ?? 0) : 0,
      allocatedBytes,
      mtimeMs: Math.floor(entry.stat?.mtimeMs ?? 0),
    });
  }

  /** The directory's row. Looks names up only below what is on the way to the last directory as well. */
  #idOf(directory: Entry): DirectoryId {
    const { directories } = this.#state;
    let known = this.#lastDirectory;
    let id = this.#lastId;
    if (directory === known) return id;
    const unknown: Entry[] = [];
    let entry = directory;
    while (entry !== known) {
      if (known !== undefined && known.depth > entry.depth) {
        known = known.parent;
        id = directories.parent(id);
        continue;
      }
      if (known?.depth === entry.depth) {
        known = known.parent;
        id = directories.parent(id);
      }
      if (entry.parent === undefined) break;
      unknown.push(entry);
      entry = entry.parent;
    }
    if (entry !== known) id = this.#rootOf(entry).directory;
    for (let next = unknown.pop(); next !== undefined; next = unknown.pop()) {
      id = childOf(this.#state, id, next.name, next.nameBytes);
    }
    this.#lastDirectory = directory;
    this.#lastId = id;
    return id;
  }

  /** The row of a directory that was met: what is met next will be beside it, not in it. */
  #metId(directory: Entry): DirectoryId {
    const { parent, name, nameBytes } = directory;
    if (parent === undefined) return this.#rootOf(directory).directory;
    return childOf(this.#state, this.#idOf(parent), name, nameBytes);
  }

  #rootOf(root: Entry): ProfiledRoot {
    return rootOf(this.#state, root.name);
  }
}

function emptyState(options: ResolvedProfileOptions): ProfileState {
  const directories = new DirectoryTable();
  return {
    options,
    roots: new Map(),
    directories,
    extensions: new Map(),
    sizes: new SizeHistogram(),
    months: new MonthHistogram(),
    links: new LinkTable(directories),
    largestFiles: new Ranking<LocatedFile>(options.top, (a, b) => compareFiles(directories, a, b)),
    errors: new Ranking<LocatedError>(options.listLimit, (a, b) => compareErrors(directories, a, b)),
    newest: undefined,
    oldest: undefined,
    interrupted: undefined,
    ignored: undefined,
  };
}

/** Where entries of each type are counted. */
const COUNTS = { file: "files", directory: "directories", symlink: "symlinks", other: "others" } as const;

function compareErrors(directories: DirectoryTable, a: LocatedError, b: LocatedError): number {
  if (a === b) return 0;
  const order = compareLocated(directories, a, b);
  if (order !== 0) return order;
  return a.operation < b.operation ? -1 : a.operation > b.operation ? 1 : a.code < b.code ? -1 : 1;
}

function allocatedOf(entry: Entry): Bytes {
  return (entry.stat?.blocks ?? 0) * 512;
}

/** As `lastIndexOf(".")`, in half of its time: names are short, and it is asked of every file. */
function lastDot(name: string): number {
  let index = name.length - 1;
  while (index >= 0 && name.charCodeAt(index) !== DOT) index -= 1;
  return index;
}

const DOT = 0x2e;
