import type { Entry, Source } from "@transect/core";

/**
 * What a root is called: the last part of the path it was given by, or of the place it stands for where that is no
 * name, as in `.` and `..`. Empty for the top of everything.
 */
export async function rootName(root: Entry, source: Source): Promise<string> {
  const last = root.name.replace(/\/+$/, "").split("/").at(-1) ?? "";
  if (!NO_NAMES.has(last) && !last.includes("\\")) return last;
  return (await source.place(root)).split("/").at(-1) ?? "";
}

const NO_NAMES: ReadonlySet<string> = new Set(["", ".", ".."]);
