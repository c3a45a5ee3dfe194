import { type Bytes, baseName, type Entry, extensionOf } from "@transect/core";
import type { WalkOptions } from "./options.js";

/** Whether an entry is given. */
export type Selection = (entry: Entry) => boolean;

/** Joins the options that choose entries into one question; `undefined` where every entry is given. */
export function compileSelection(options: WalkOptions): Selection | undefined {
  const tests = [
    byType(options.types),
    byExtension(options.extensions),
    bySize(options.minSize, options.maxSize),
    byTime(options.modifiedAfter, options.modifiedBefore),
    options.filter,
  ].filter((test) => test !== undefined);
  const [first] = tests;
  return tests.length <= 1 ? first : (entry) => tests.every((test) => test(entry));
}

/** Whether any of the options that choose entries looks at their `stat`. A `filter` says so with the option `stat`. */
export function selectionNeedsStat(options: WalkOptions): boolean {
  const { minSize, maxSize, modifiedAfter, modifiedBefore } = options;
  return [minSize, maxSize, modifiedAfter, modifiedBefore].some((bound) => bound !== undefined);
}

function byType(types: WalkOptions["types"]): Selection | undefined {
  if (types === undefined) return undefined;
  const wanted = new Set(types);
  return (entry) => wanted.has(entry.type);
}

function byExtension(extensions: readonly string[] | undefined): Selection | undefined {
  if (extensions === undefined) return undefined;
  const wanted = new Set(extensions.map(withDot));
  return ({ type, name, parent }) =>
    type === "file" && wanted.has(extensionOf(parent === undefined ? baseName(name) : name));
}

/** An extension as `extensionOf` gives it: lower-cased, with its dot; empty for names without one. */
export function withDot(extension: string): string {
  const lower = extension.toLowerCase();
  return lower === "" || lower.startsWith(".") ? lower : `.${lower}`;
}

function bySize(min: Bytes | undefined, max: Bytes | undefined): Selection | undefined {
  if (min === undefined && max === undefined) return undefined;
  return ({ type, stat }) =>
    type === "file" &&
    stat !== undefined &&
    (min === undefined || stat.size >= min) &&
    (max === undefined || stat.size <= max);
}

function byTime(after: Date | number | undefined, before: Date | number | undefined): Selection | undefined {
  if (after === undefined && before === undefined) return undefined;
  const from = after === undefined ? Number.NEGATIVE_INFINITY : Number(after);
  const to = before === undefined ? Number.POSITIVE_INFINITY : Number(before);
  return ({ stat }) => stat !== undefined && stat.mtimeMs >= from && stat.mtimeMs < to;
}
