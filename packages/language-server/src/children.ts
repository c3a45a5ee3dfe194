import { compareBytes, compareStrings, type DirectoryReport, OptionError, type Report, toBytes } from "@transect/core";
import { walk } from "@transect/walker-parallel";
import { toProfileOptions } from "./profile-settings.js";
import type { KeptReport } from "./profiler.js";
import type { Child, ChildrenParams, ChildrenResult } from "./protocol.js";

/**
 * What lies directly in a folder of a report, largest first: folders with all they hold, as the report counted them;
 * files as they are now, chosen by the same settings.
 *
 * Throws an `OptionError` for a root that is none of the report's.
 */
export async function listChildren(kept: KeptReport, { root, path }: ChildrenParams): Promise<ChildrenResult> {
  const roots = kept.whole.roots.map((known) => known.root);
  if (!roots.includes(root)) throw new OptionError({ option: "root", value: root, expected: roots.join(" or ") });
  const children: Child[] = (foldersOf(kept.whole).get(placeKey(root, path)) ?? []).map(toChild);
  const errors: string[] = [];
  const options = toProfileOptions(kept.settings);
  const depth = path === "." ? 0 : path.split("/").length;
  const onTheWay = (folder: string): boolean => folder === "." || folder === path || path.startsWith(`${folder}/`);
  for await (const item of walk(root, {
    ...options,
    backend: "sequential",
    source: kept.source,
    stat: true,
    maxDepth: Math.min(options.maxDepth ?? Number.POSITIVE_INFINITY, depth + 1),
    descend: (directory) => onTheWay(directory.path),
    filter: (entry) => entry.type !== "directory" && entry.parent?.path === path,
  })) {
    if (item.type === "error") errors.push(item.message);
    else {
      children.push({
        name: item.name,
        path: item.path,
        type: item.type,
        apparentBytes: String(item.type === "file" ? (item.stat?.size ?? 0) : 0),
        allocatedBytes: String((item.stat?.blocks ?? 0) * 512),
        files: 0,
        directories: 0,
      });
    }
  }
  return { children: children.sort(compareChildren), errors };
}

function compareChildren(a: Child, b: Child): number {
  return (
    compareBytes(toBytes(BigInt(b.apparentBytes)), toBytes(BigInt(a.apparentBytes))) || compareStrings(a.name, b.name)
  );
}

function toChild({ path, totals }: DirectoryReport): Child {
  return {
    name: path.slice(path.lastIndexOf("/") + 1),
    path,
    type: "directory",
    apparentBytes: String(totals.apparentBytes),
    allocatedBytes: String(totals.allocatedBytes),
    files: totals.files,
    directories: totals.directories - 1,
  };
}

const folders = new WeakMap<Report, ReadonlyMap<string, readonly DirectoryReport[]>>();

/** The folders of a report by the folder they lie in. Made once for each report. */
function foldersOf(report: Report): ReadonlyMap<string, readonly DirectoryReport[]> {
  const known = folders.get(report);
  if (known !== undefined) return known;
  const made = new Map<string, DirectoryReport[]>();
  for (const directory of report.tree.list) {
    if (directory.depth === 0) continue;
    const slash = directory.path.lastIndexOf("/");
    const key = placeKey(directory.root, slash < 0 ? "." : directory.path.slice(0, slash));
    const list = made.get(key);
    if (list === undefined) made.set(key, [directory]);
    else list.push(directory);
  }
  folders.set(report, made);
  return made;
}

function placeKey(root: string, path: string): string {
  return `${root}\0${path}`;
}
