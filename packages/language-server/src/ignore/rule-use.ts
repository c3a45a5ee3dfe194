import { addBytes, type Bytes, compareBytes, compareStrings, type Entry } from "@transect/core";
import type { Decider } from "./decider.js";

/** What a rule decides about, in a tree as it is now. */
export interface RuleUse {
  /** Entries that the rule speaks of itself; what lies in a folder that it ignores is not among them. */
  readonly entries: number;
  /** Regular files, those in ignored folders included. */
  readonly files: number;
  readonly directories: number;
  /** The sizes of the files, each name counted. */
  readonly apparentBytes: Bytes;
  /** The largest of `entries`, at most five. A folder counts with all it holds. */
  readonly examples: readonly RuleExample[];
}

/** Something that a rule decides about. */
interface RuleExample {
  readonly path: string;
  readonly isDirectory: boolean;
  readonly apparentBytes: Bytes;
}

/** How many examples there are at most. */
const EXAMPLES = 5;

interface Use {
  entries: number;
  files: number;
  directories: number;
  apparentBytes: Bytes;
  readonly folders: Map<Entry, Bytes>;
  best: { entry: Entry; bytes: Bytes }[];
}

/**
 * Goes through a tree and says what each line of an ignore file decides about, by the line's number. Lines that decide
 * about nothing are not there. `.git` is left out where it takes no part.
 *
 * @param entries a tree, each folder before what it holds, with the sizes
 */
export async function measureRules(
  entries: readonly Entry[],
  decider: Decider,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, RuleUse>> {
  const uses = new Map<number, Use>();
  /** The folder, of those a rule speaks of itself, that each ignored folder lies in. */
  const outermost = new Map<Entry, Entry>();
  const hidden = new Set<Entry>();
  let breathed = performance.now();
  for (const entry of entries) {
    const { parent } = entry;
    if (performance.now() - breathed > 10) {
      await new Promise((resolve) => setImmediate(resolve));
      breathed = performance.now();
      signal.throwIfAborted();
    }
    if ((entry.name === ".git" && !decider.seesGit) || (parent !== undefined && hidden.has(parent))) {
      if (entry.type === "directory") hidden.add(entry);
      continue;
    }
    const decision = parent === undefined ? undefined : decider.decide(entry);
    if (entry.type === "directory") await decider.enter(entry);
    if (decision === undefined || parent === undefined || decision.file !== decider.own) continue;
    let use = uses.get(decision.line);
    if (use === undefined) {
      use = { entries: 0, files: 0, directories: 0, apparentBytes: 0, folders: new Map(), best: [] };
      uses.set(decision.line, use);
    }
    count(use, entry, decision.inherited ? outermost.get(parent) : undefined);
    if (entry.type === "directory") outermost.set(entry, decision.inherited ? (outermost.get(parent) ?? entry) : entry);
  }
  return new Map([...uses].map(([line, use]) => [line, finish(use)]));
}

function count(use: Use, entry: Entry, within: Entry | undefined): void {
  const bytes = entry.type === "file" ? (entry.stat?.size ?? 0) : 0;
  if (entry.type === "file") use.files += 1;
  if (entry.type === "directory") use.directories += 1;
  use.apparentBytes = addBytes(use.apparentBytes, bytes);
  if (within !== undefined) use.folders.set(within, addBytes(use.folders.get(within) ?? 0, bytes));
  else {
    use.entries += 1;
    if (entry.type === "directory") use.folders.set(entry, 0);
    else keepBest(use, entry, bytes);
  }
}

function keepBest(use: Use, entry: Entry, bytes: Bytes): void {
  use.best.push({ entry, bytes });
  if (use.best.length > EXAMPLES * 8) use.best = sorted(use.best).slice(0, EXAMPLES);
}

function sorted(list: readonly { entry: Entry; bytes: Bytes }[]): { entry: Entry; bytes: Bytes }[] {
  return [...list].sort((a, b) => compareBytes(b.bytes, a.bytes) || compareStrings(a.entry.path, b.entry.path));
}

function finish({ folders, best, ...use }: Use): RuleUse {
  const all = [...best, ...[...folders].map(([entry, bytes]) => ({ entry, bytes }))];
  const examples = sorted(all)
    .slice(0, EXAMPLES)
    .map(({ entry, bytes }) => ({
      path: entry.path,
      isDirectory: entry.type === "directory",
      apparentBytes: bytes,
    }));
  return { ...use, examples };
}
