import { stringifyExact, toBase64 } from "@transect/core";
import { counted, exactBytes, grouped, safeText } from "@transect/report";
import type { CopyConflict, CopyCount, CopyError, CopyReport, LocalPath } from "@transect/structure";

/** How many problems of a kind are told one by one; JSON has all. */
const SHOWN = 20;

/** What a copy came to, in lines for people. */
export function describeCopy(report: CopyReport, destination: string): string {
  const { state, structures, directories, copied, same, missing, pairs, leftovers } = report;
  const place = safeText(destination);
  if (structures === 0) return "nothing matches\n";
  const what = `${counted(structures, "structure")}, ${counted(directories, "folder")}`;
  const lines: string[] = [];
  if (state === "planned") {
    for (const { source, destination: to, action } of pairs) {
      if (action !== "none") lines.push(`${VERBS[action]} ${shown(source)} -> ${shown(to)}`);
    }
    lines.push(`would copy ${what}, ${countText(missing)} to ${place}`);
  } else if (state === "refused") {
    lines.push(`nothing copied: ${counted(report.conflicts.length, "conflict")}`);
  } else {
    lines.push(`copied ${what}, ${countText(copied)} to ${place}`);
    if (missing.files > 0) lines.push(`${ENDS[state]}: ${countText(missing)} not copied`);
  }
  if (same.files > 0) lines.push(`there already: ${countText(same)}`);
  if (leftovers > 0) lines.push(`${counted(leftovers, "temporary file")} of a copy that was killed`);
  return `${lines.join("\n")}\n`;
}

const VERBS = { copy: "copy", replace: "replace" } as const;

const ENDS = { partial: "incomplete", stopped: "stopped", cancelled: "cancelled", complete: "incomplete" } as const;

function countText({ files, bytes }: CopyCount): string {
  return `${counted(files, "file")}, ${exactBytes(bytes)}`;
}

/** What went wrong with a copy or stands against it, a line each. */
export function describeCopyProblems({ conflicts, errors, leftOut }: CopyReport): string[] {
  return [
    ...capped(conflicts, describeConflict, "conflicts"),
    ...capped(errors, describeError, "errors"),
    ...capped(leftOut, ({ source, type }) => `${shown(source)}: not copied, it is no file (${type})`, "not copied"),
  ];
}

function capped<T>(list: readonly T[], describe: (item: T) => string, rest: string): string[] {
  const lines = list.slice(0, SHOWN).map(describe);
  return list.length > SHOWN ? [...lines, `and ${grouped(list.length - SHOWN)} more ${rest}; --json has all`] : lines;
}

function describeConflict({ sources, destination, message }: CopyConflict): string {
  return `conflict: ${sources.map(shown).join(" and ")} -> ${shown(destination)}: ${safeText(message)}`;
}

function describeError({ source, destination, operation, message }: CopyError): string {
  if (operation === "walk") return `stopped before all was seen: ${message}`;
  const place = destination === undefined ? shown(source) : `${shown(source)} -> ${shown(destination)}`;
  return `${place}: ${operation}: ${message}`;
}

function shown(path: LocalPath): string {
  return safeText(path.toString());
}

/** The whole report as JSON: byte counts are exact, paths that are not UTF-8 have their bytes in base64 beside them. */
export function renderCopyJson(report: CopyReport): string {
  const { pairs, conflicts, errors, leftOut, ...rest } = report;
  return `${stringifyExact({
    ...rest,
    conflicts: conflicts.map(({ sources, destination, ...facts }) => ({
      ...facts,
      sources: sources.map((source) => pathFields("path", source)),
      ...pathFields("destination", destination),
    })),
    errors: errors.map(({ source, destination, ...facts }) => ({
      ...pathFields("source", source),
      ...(destination === undefined ? {} : pathFields("destination", destination)),
      ...facts,
    })),
    leftOut: leftOut.map(({ source, type }) => ({ ...pathFields("source", source), type })),
    pairs: pairs.map(({ source, destination, ...facts }) => ({
      ...pathFields("source", source),
      ...pathFields("destination", destination),
      ...facts,
    })),
  })}\n`;
}

function pathFields(name: string, path: LocalPath): Readonly<Record<string, string>> {
  if (typeof path === "string") return { [name]: path };
  return { [name]: path.toString(), [`${name}Base64`]: toBase64(path) };
}
