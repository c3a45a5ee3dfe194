import type { Entry, IgnoreAccess } from "@transect/core";
import { type FolderState, type IgnoreExplanation, type IgnoreRules, ignoreRules } from "@transect/matcher";

/** Which rules to read: git's, or files of these names, in every directory, with git's syntax. */
export type IgnoreSource = "git" | readonly string[];

/** Where a walk stands among ignore rules: the rules of one repository, and the state of one folder. */
export interface IgnorePosition {
  readonly rules: IgnoreRules;
  readonly folder: FolderState;
  /** Whether all below is ignored already. */
  readonly all: boolean;
}

/** Keeps ignore rules along with a walk. */
export interface IgnoreTracker {
  /** The position in a root. A root is walked because it was asked for: rules from above it hold below it, not for it. */
  root(root: Entry): Promise<IgnorePosition>;
  /** The position in a directory that lies in another one. */
  enter(position: IgnorePosition, directory: Entry): Promise<IgnorePosition>;
  /** Whether an entry of a directory is ignored. */
  ignores(position: IgnorePosition, entry: Entry): boolean;
  /** The line that decides over an entry of a directory, if any does. */
  explain(position: IgnorePosition, entry: Entry): IgnoreExplanation | undefined;
}

/** Makes a tracker. A source that knows of no ignore files ignores nothing but `.git`. */
export function createIgnoreTracker(source: IgnoreSource, access: IgnoreAccess | undefined): IgnoreTracker {
  const git = source === "git";
  const names = git ? [".gitignore"] : source;

  async function addOwn(position: IgnorePosition, directory: Entry, path: string): Promise<IgnorePosition> {
    let { folder } = position;
    for (const name of names) {
      const content = await access?.readFile(directory, name);
      if (content === undefined) continue;
      folder = position.rules.add(folder, { path: path === "" ? name : `${path}/${name}`, content });
    }
    return { ...position, folder };
  }

  /** The position at the top of a repository, or in a root below it. */
  async function begin(directory: Entry): Promise<IgnorePosition> {
    const context = git ? await access?.contextOf(directory) : undefined;
    const rules = ignoreRules(context?.files ?? [], { ignoreCase: context?.ignoreCase ?? false });
    let folder = rules.root();
    for (const name of context?.below ?? []) folder = rules.enter(folder, name);
    if (!rules.ignoresAllBelow(folder)) return { rules, folder, all: false };
    const anew = ignoreRules([], { ignoreCase: context?.ignoreCase ?? false });
    return { rules: anew, folder: anew.root(), all: false };
  }

  return {
    async root(root) {
      return addOwn(await begin(root), root, "");
    },
    async enter(position, directory) {
      const { rules, folder, all } = position;
      const parent = directory.parent;
      const ignored = all || (parent !== undefined && isIgnored(position, directory));
      if (ignored) return { ...position, all: true };
      // A repository within the tree has rules of its own, and none from around it.
      if (git && (await access?.isRepository(directory)))
        return addOwn(await begin(directory), directory, directory.path);
      const here = rules.enter(folder, directory.nameBytes ?? directory.name);
      return addOwn({ rules, folder: here, all: false }, directory, directory.path);
    },
    ignores: isIgnored,
    explain: ({ rules, folder }, entry) =>
      rules.explainEntry(folder, entry.nameBytes ?? entry.name, entry.type === "directory"),
  };

  function isIgnored({ rules, folder, all }: IgnorePosition, entry: Entry): boolean {
    if (all || (git && entry.name === ".git")) return true;
    return rules.ignores(folder, entry.nameBytes ?? entry.name, entry.type === "directory");
  }
}
