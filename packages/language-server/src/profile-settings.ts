import { OptionError } from "@transect/core";
import type { ProfileOptions } from "@transect/walker-parallel";
import { URI } from "vscode-uri";
import type { ProfileSettings } from "./protocol.js";

const SETTINGS: ReadonlySet<keyof ProfileSettings> = new Set([
  "maxDepth",
  "hidden",
  "follow",
  "oneFileSystem",
  "ignore",
  "wouldIgnore",
  "match",
  "exclude",
  "hardLinks",
  "sizes",
  "top",
  "listLimit",
  "treeDepth",
  "backend",
  "jobs",
  "maxDuration",
]);

/**
 * The options of a profile from what a client sent. Values are checked by the profile itself.
 *
 * Throws an `OptionError` for a setting that there is not.
 */
export function toProfileOptions(settings: ProfileSettings = {}): ProfileOptions {
  const options: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(settings)) {
    if (!isSetting(name))
      throw new OptionError({ option: name, value, expected: `one of ${[...SETTINGS].join(", ")}` });
    options[name] = value === null ? Number.POSITIVE_INFINITY : value;
  }
  return { globOptions: { dot: true }, ...options };
}

/** The path of a URI. Throws an `OptionError` for one that is no file's. */
export function toPath(option: string, uri: unknown): string {
  const parsed = typeof uri === "string" ? URI.parse(uri) : undefined;
  if (parsed?.scheme !== "file") throw new OptionError({ option, value: uri, expected: "a URI of the scheme file" });
  return parsed.fsPath;
}

function isSetting(name: string): boolean {
  return (SETTINGS as ReadonlySet<string>).has(name);
}
