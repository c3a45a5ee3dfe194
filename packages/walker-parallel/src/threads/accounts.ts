import {
  addBytes,
  type Bytes,
  type Entry,
  type PackedProfile,
  Profile,
  type Report,
  type ResolvedProfileOptions,
  type RootReport,
  rootedPath,
  type WalkError,
} from "@transect/core";
import type { WorkerProgress } from "../shared-words.js";
import type { StopCode } from "../stop.js";
import type { Receiver } from "./member.js";
import type { AccountNames } from "./thread-task.js";

/** A report as the accounts give it: without what only the caller knows. */
export interface AccountsReport {
  readonly report: Omit<Report, "options" | "run">;
  /** Totals of the roots with accounts of their own, in order. */
  readonly nested: readonly RootReport[];
}

/**
 * What one member of a crew found: the profile of all roots together, and one of its own for each root that lies in
 * another. What could not be read is in the first one, wherever it was.
 */
export interface Accounts extends Receiver {
  readonly progress: WorkerProgress;
  /** The path of the directory that something was last met in. */
  directory(): string;
  addRoot(account: number, root: Entry): void;
  addError(error: WalkError): void;
  pack(): readonly PackedProfile[];
  merge(found: readonly PackedProfile[]): void;
  finish(names: AccountNames, cut: StopCode | undefined): AccountsReport;
}

/** What {@link createAccounts} keeps accounts of. */
export interface AccountsOptions {
  readonly keep: ResolvedProfileOptions;
  /** For each root the account that it counts in. */
  readonly accounts: readonly number[];
  /** Whether rules are asked that are not followed. */
  readonly asks: boolean;
}

/** Opens empty accounts. */
export function createAccounts({ keep, accounts, asks }: AccountsOptions): Accounts {
  const main = new Profile(keep);
  const profiles = [main];
  while (profiles.length <= Math.max(...accounts)) profiles.push(new Profile(keep));
  const byRoot = accounts.map((account) => profiles[account] ?? main);
  if (asks) for (const profile of profiles) profile.addIgnored();
  const progress = { entries: 0, files: 0, directories: 0, apparentBytes: 0 as Bytes, errors: 0 };
  let last: Entry | undefined;

  function accountOf(root: number): Profile {
    return byRoot[root] ?? main;
  }

  function addError(error: WalkError): void {
    progress.errors += 1;
    main.addError(error);
  }

  return {
    progress,
    directory: () => (last === undefined ? "" : rootedPath(last.root.name, last.path)),
    addRoot: (root, entry) => accountOf(root).addRoot(entry),
    addError,
    give(root, item) {
      if (item.type === "error") {
        addError(item);
        return;
      }
      last = item.parent ?? item;
      accountOf(root).add(item);
      progress.entries += 1;
      if (item.type === "directory") progress.directories += 1;
      if (item.type !== "file") return;
      progress.files += 1;
      progress.apparentBytes = addBytes(progress.apparentBytes, item.stat?.size ?? 0);
    },
    counterOf(root, directory) {
      const profile = accountOf(root);
      last = directory;
      return (name, type, stat) => {
        profile.addPlain(directory, name, type, stat);
        progress.entries += 1;
        if (type !== "file") return;
        progress.files += 1;
        if (stat !== undefined) progress.apparentBytes = addBytes(progress.apparentBytes, stat.size);
      };
    },
    ignored: (root, entry) => accountOf(root).addIgnored(entry),
    listed: (root, directory, empty) => accountOf(root).addListing(directory, empty),
    // Parts of a profile find together by names.
    opens: () => undefined,
    numberOf: () => 0,
    knows: (directory) => directory,
    beforeSharing: () => undefined,
    pack: () => profiles.map((profile) => profile.pack()),
    merge(found) {
      for (const [index, packed] of found.entries()) profiles[index]?.mergePacked(packed);
    },
    finish({ roots, nested }, cut) {
      if (cut !== undefined) main.interrupt(cut === "ETIMEDOUT" ? "timedOut" : "cancelled");
      const { options: _options, run: _run, ...report } = main.finish({ roots });
      const apart = nested.flatMap((name, index) => profiles[index + 1]?.finish({ roots: [name] }).roots ?? []);
      return { report, nested: apart };
    },
  };
}
