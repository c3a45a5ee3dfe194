import { type Completeness, comparePaths, compareStrings, type Entry, type ReportedError } from "@transect/core";
import { placeOf } from "./entry-path.js";
import type { Halt } from "./halt.js";

/** What went wrong in one call, place by place. */
export interface ErrorLog {
  readonly count: number;
  /** Adds what went wrong at an entry. */
  add(entry: Entry, error: { readonly operation: string; readonly code: string; readonly message: string }): void;
  /** Whether all was seen, with the errors in the order of root and path. */
  finish(stopped: Halt["state"]): Completeness;
}

/** Makes an empty log. `limit` is how many errors its end lists. */
export function createErrorLog(limit: number): ErrorLog {
  const errors: { readonly entry: Entry; readonly error: ReportedError }[] = [];
  return {
    get count() {
      return errors.length;
    },
    add(entry, { operation, code, message }) {
      errors.push({ entry, error: { ...placeOf(entry), operation, code, message } });
    },
    finish(stopped) {
      errors.sort((a, b) => compareEntries(a.entry, b.entry));
      const list = errors.slice(0, limit).map(({ error }) => error);
      return {
        state: stopped ?? (errors.length === 0 ? "complete" : "partial"),
        errors: { count: errors.length, leftOut: errors.length - list.length, list },
      };
    },
  };
}

/** Orders entries by root, then by path, each by its bytes. */
export function compareEntries(a: Entry, b: Entry): number {
  return compareStrings(a.root.name, b.root.name) || comparePaths(a, b);
}
