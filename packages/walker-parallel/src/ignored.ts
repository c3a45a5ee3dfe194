import { statSync } from "node:fs";
import path from "node:path";
import { type Entry, type Source, type SourceRequest, WalkError } from "@transect/core";
import { type IgnoreExplanation, ignoreRules } from "@transect/matcher";
import { gitContext, readIgnoreFile } from "./git-settings.js";
import { createIgnoreTracker, type IgnorePosition, type IgnoreSource } from "./ignore-tracker.js";
import { localSource } from "./local-source.js";

/** An entry that is ignored, and the line that decides; `undefined` where that is `.git` itself. */
export interface IgnoredEntry {
  readonly type: "ignored";
  readonly entry: Entry;
  readonly explanation: IgnoreExplanation | undefined;
}

/** Whose rules to ask, and where. */
export interface IgnoredOptions {
  /** Default: git's. */
  readonly ignore?: IgnoreSource | undefined;
  /** Default: the local disk. */
  readonly source?: Source | undefined;
}

const REQUEST: SourceRequest & { readonly follow: boolean } = { stat: false, identify: "links", follow: false };

/**
 * What ignore rules leave out of a tree: the outermost entries, each with the line that decides. What lies in an
 * ignored directory is not looked at, and `.git` is not named. Errors take the place of what could not be read.
 */
export async function* ignoredEntries(
  root: string,
  options: IgnoredOptions = {},
): AsyncGenerator<IgnoredEntry | WalkError> {
  const source = options.source ?? localSource();
  const tracker = createIgnoreTracker(options.ignore ?? "git", source.ignoreAccess);
  const top = await source.root(root, REQUEST);
  if (top instanceof WalkError) yield top;
  if (top instanceof WalkError || top.type !== "directory") return;
  const opened: Entry[] = [];
  const pending: { directory: Entry; position: IgnorePosition }[] = [
    { directory: top, position: await tracker.root(top) },
  ];
  try {
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { directory, position } = next;
      opened.push(directory);
      for await (const { items } of source.list(directory, REQUEST)) {
        for (const item of items) {
          if (item.type === "error") yield item;
          else if (item.name === ".git") continue;
          else if (tracker.ignores(position, item)) {
            yield { type: "ignored", entry: item, explanation: tracker.explain(position, item) };
          } else if (item.type === "directory") {
            pending.push({ directory: item, position: await tracker.enter(position, item) });
          }
        }
      }
    }
  } finally {
    for (const directory of opened) source.release(directory);
  }
}

/**
 * The line of an ignore file that decides over a path, as `git check-ignore -v --no-index`; `undefined` where none
 * does. A negated line is an answer too. The path need not be there; one that ends in a slash is a directory.
 *
 * Files of other names than git's are looked for from the current directory down.
 */
export function explainIgnored(
  target: string,
  options: Pick<IgnoredOptions, "ignore"> = {},
): IgnoreExplanation | undefined {
  const { ignore = "git" } = options;
  const absolute = path.resolve(target);
  const folder = path.dirname(absolute);
  const isDirectory = /[/\\]$/.test(target) || isFolder(absolute);
  const name = path.basename(absolute);
  if (ignore === "git") {
    const { files, below, ignoreCase } = gitContext(folder);
    const own = filesIn(folder, below, [".gitignore"]);
    return ignoreRules([...files, ...own], { ignoreCase }).explain([...below, name].join("/"), isDirectory);
  }
  const below = path.relative(path.resolve(), folder).split(path.sep).filter(Boolean);
  const inside = below[0] === ".." ? [] : below;
  const top = path.resolve(folder, ...inside.map(() => ".."));
  const files = [undefined, ...inside].flatMap((_, depth) => {
    const names = inside.slice(0, depth);
    return filesIn(path.join(top, ...names), names, ignore);
  });
  return ignoreRules(files).explain([...inside, name].join("/"), isDirectory);
}

function filesIn(
  folder: string,
  below: readonly string[],
  names: readonly string[],
): { path: string; content: Uint8Array; folder: string }[] {
  return names.flatMap((name) => {
    const content = readIgnoreFile(path.join(folder, name));
    return content === undefined ? [] : [{ path: [...below, name].join("/"), content, folder: below.join("/") }];
  });
}

function isFolder(target: string): boolean {
  return statSync(target, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
