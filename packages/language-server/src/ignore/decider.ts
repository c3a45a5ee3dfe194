import path from "node:path";
import type { Entry, IgnoreAccess } from "@transect/core";
import type { IgnoreExplanation } from "@transect/matcher";
import { type RuleReach, ruleReach } from "@transect/matcher/reach";
import { createIgnoreTracker, type IgnorePosition, localSource } from "@transect/walker-parallel";
import { globRules } from "./glob-rules.js";
import type { IgnoreDialect } from "./ignore-dialect.js";

/** What an ignore file decides about. */
export interface DeciderOptions {
  /** The absolute path of the ignore file. */
  readonly file: string;
  readonly content: string;
  readonly dialect: IgnoreDialect;
  /** What an editor has in place of a file on the disk, by absolute path. */
  readonly openText: (file: string) => string | undefined;
}

/** Says which line decides over entries below the folder of an ignore file: each folder before what it holds. */
export interface Decider {
  /** How explanations name the lines of the file itself. Other files are named by their absolute path. */
  readonly own: string;
  /** Whether folders called `.git` are there for these rules as any other. */
  readonly seesGit: boolean;
  /** What each rule of the file can still do; `undefined` where that is not known. Call it before anything else. */
  reach(root: Entry): Promise<readonly RuleReach[] | undefined>;
  /** Takes a folder in, the root first. */
  enter(directory: Entry): Promise<void>;
  /** The line that decides over an entry by itself or, with `inherited`, through a folder above it. */
  decide(entry: Entry): Decision | undefined;
}

/** See {@link Decider.decide}. */
interface Decision extends IgnoreExplanation {
  /** Whether it is a folder above the entry that the line speaks of. */
  readonly inherited: boolean;
}

/** Makes the decider of a file. Throws a `PatternError` for a rule that is over a limit, at the latest on `reach`. */
export function createDecider(options: DeciderOptions): Decider {
  const own = path.basename(options.file);
  const { dialect } = options;
  return dialect === "docker" || dialect === "vsce" ? byGlobs(own, options.content, dialect) : byTracker(own, options);
}

function byGlobs(own: string, content: string, dialect: "docker" | "vsce"): Decider {
  const rules = globRules(own, content, dialect);
  const lines = new Map<Entry, number>();
  return {
    own,
    seesGit: true,
    reach: async () => undefined,
    enter: async () => {},
    decide(entry) {
      const found = rules.explain(entry.path, entry.type === "directory");
      if (found === undefined) return undefined;
      if (entry.type === "directory") lines.set(entry, found.line);
      return { ...found, inherited: entry.parent !== undefined && lines.get(entry.parent) === found.line };
    },
  };
}

function byTracker(own: string, options: DeciderOptions): Decider {
  const tracker = createIgnoreTracker(options.dialect === "git" ? "git" : [own], overlay(options));
  const positions = new Map<Entry, IgnorePosition>();
  const ignoredBy = new Map<Entry, Decision>();

  async function enter(directory: Entry): Promise<IgnorePosition | undefined> {
    const known = positions.get(directory);
    if (known !== undefined) return known;
    const { parent } = directory;
    const above = parent && positions.get(parent);
    if (parent !== undefined && above === undefined) return undefined;
    const position = above === undefined ? await tracker.root(directory) : await tracker.enter(above, directory);
    positions.set(directory, position);
    return position;
  }

  return {
    own,
    seesGit: false,
    async reach(root) {
      const position = await enter(root);
      return position && ruleReach(position.rules, position.folder)?.filter(({ file }) => file === own);
    },
    async enter(directory) {
      await enter(directory);
    },
    decide(entry) {
      const { parent } = entry;
      const above = parent && ignoredBy.get(parent);
      if (above !== undefined) {
        if (entry.type === "directory") ignoredBy.set(entry, above);
        return above;
      }
      const position = parent && positions.get(parent);
      const found = position && !position.all ? tracker.explain(position, entry) : undefined;
      if (found === undefined) return undefined;
      if (entry.type === "directory" && found.ignored) ignoredBy.set(entry, { ...found, inherited: true });
      return { ...found, inherited: false };
    },
  };
}

/** What the disk says of ignore files, with the texts of an editor before it, and every file but ours by its full path. */
function overlay({ file, content, dialect, openText }: DeciderOptions): IgnoreAccess {
  const disk = localSource().ignoreAccess;
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  return {
    readFile(directory, name) {
      if (directory.depth === 0 && name === path.basename(file)) return encode(content);
      if (dialect === "single") return undefined;
      const open = openText(path.join(directory.root.name, directory.path, name));
      return open === undefined ? disk.readFile(directory, name) : encode(open);
    },
    isRepository: disk.isRepository,
    contextOf(directory) {
      const context = disk.contextOf(directory);
      const top = path.resolve(directory.root.name, directory.path, ...context.below.map(() => ".."));
      const files = context.files.map((found) => {
        const absolute = path.resolve(top, found.path);
        const open = openText(absolute);
        return { ...found, path: absolute, content: open === undefined ? found.content : encode(open) };
      });
      return { ...context, files };
    },
  };
}
