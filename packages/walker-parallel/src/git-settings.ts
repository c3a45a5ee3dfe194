import { spawnSync } from "node:child_process";
import { lstatSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import type { FoundIgnoreFile, IgnoreContext } from "@transect/core";

/**
 * What git would have bear on a directory from outside of it: `core.excludesFile`, `.git/info/exclude`, and the
 * `.gitignore` of every directory from the top of the repository down to the one above. See gitignore(5).
 *
 * Settings are asked of git itself, once; without git on the machine its defaults hold. In no repository only the
 * user's own excludes bear on it.
 */
export function gitContext(directory: string): IgnoreContext {
  const top = findTop(directory);
  const { excludesFile, ignoreCase } = readSettings(top ?? directory);
  const files = [foundAnywhere(excludesFile, excludesFile)];
  if (top === undefined) return { files: files.flat(), below: [], ignoreCase };
  const exclude = path.join(gitFolder(top), "info/exclude");
  files.push(foundAnywhere(exclude, path.relative(top, exclude)));
  const below = path.relative(top, directory).split(path.sep).filter(Boolean);
  for (let depth = 0; depth < below.length; depth += 1) {
    const folder = below.slice(0, depth).join("/");
    const name = folder === "" ? ".gitignore" : `${folder}/.gitignore`;
    files.push(foundIn(path.join(top, name), name, folder));
  }
  return { files: files.flat(), below, ignoreCase };
}

/** Whether a directory is the top of a repository or of a work tree. */
export function isRepositoryTop(directory: string | Buffer): boolean {
  const git = typeof directory === "string" ? `${directory}.git` : Buffer.concat([directory, Buffer.from(".git")]);
  try {
    return lstatSync(git, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

/** Reads a regular file; `undefined` where it is none or cannot be read. git follows no link here either. */
export function readIgnoreFile(file: string | Buffer): Uint8Array | undefined {
  try {
    if (lstatSync(file, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

function findTop(directory: string): string | undefined {
  for (let folder = directory; ; folder = path.dirname(folder)) {
    if (isRepositoryTop(`${folder}${path.sep}`)) return folder;
    if (folder === path.dirname(folder)) return undefined;
  }
}

/** The folder that git keeps a repository's own files in: for a work tree, that of the repository it belongs to. */
function gitFolder(top: string): string {
  const git = path.join(top, ".git");
  const link = /^gitdir: (.+)$/m.exec(readText(git) ?? "")?.[1];
  if (link === undefined) return git;
  const own = path.resolve(top, link);
  const common = readText(path.join(own, "commondir"))?.trim();
  return common === undefined ? own : path.resolve(own, common);
}

/** An ignore file that may be a link, as the user's own often is. */
/** A file that the user or the repository names: git follows links to it. */
function foundAnywhere(file: string, name: string): FoundIgnoreFile[] {
  try {
    return [{ path: name, content: readFileSync(file), folder: "" }];
  } catch {
    return [];
  }
}

/** The `.gitignore` of a directory. */
function foundIn(file: string, name: string, folder: string): FoundIgnoreFile[] {
  const content = readIgnoreFile(file);
  return content === undefined ? [] : [{ path: name, content, folder }];
}

interface Settings {
  readonly excludesFile: string;
  readonly ignoreCase: boolean;
}

const known = new Map<string, Settings>();

/** Asked once for each repository; a long-lived process sees later changes of the settings after a restart. */
function readSettings(folder: string): Settings {
  const cached = known.get(folder);
  if (cached !== undefined) return cached;
  const asked = spawnSync(
    "git",
    ["-C", folder, "config", "--null", "--get-regexp", "^core\\.(excludesfile|ignorecase)$"],
    {
      encoding: "utf8",
    },
  );
  const values = new Map<string, string>();
  for (const line of (asked.stdout ?? "").split("\0")) {
    const [key = "", value = "true"] = line.split(/\n([\s\S]*)/);
    values.set(key, value);
  }
  const settings = {
    excludesFile: expandHome(values.get("core.excludesfile"), folder),
    ignoreCase: /^(true|yes|on|[1-9]\d*)$/i.test(values.get("core.ignorecase") ?? ""),
  };
  known.set(folder, settings);
  return settings;
}

function expandHome(file: string | undefined, folder: string): string {
  if (file !== undefined && file !== "") return path.resolve(folder, file.replace(/^~(?=\/)/, os.homedir()));
  const settings = process.env["XDG_CONFIG_HOME"] || path.join(os.homedir(), ".config");
  return path.join(settings, "git/ignore");
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
