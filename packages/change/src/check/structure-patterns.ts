import { readFile } from "node:fs/promises";
import path from "node:path";
import { parsePatterns, type StructurePattern, validate } from "@transect/structure";
import { ConfigError, describeCause } from "./config-error.js";

/**
 * Reads what a configuration says of a structure: a pattern, or the name of a file of them from a folder on. Rejects with
 * a `ConfigError` for a file that is not there, and for patterns with faults.
 */
export async function readStructurePatterns(
  given: string | StructurePattern,
  base: string,
): Promise<readonly StructurePattern[]> {
  if (typeof given !== "string") return parsed("structure", given);
  const file = path.isAbsolute(given) ? given : path.join(base, given);
  return parsed(file, await readText(file));
}

async function readText(file: string): Promise<string> {
  try {
    // Editors of one system begin text with a mark that JSON does not know.
    return (await readFile(file, "utf8")).replace(/^\uFEFF/, "");
  } catch (cause) {
    throw new ConfigError(file, [{ place: "", message: describeCause(cause) }]);
  }
}

function parsed(from: string, input: unknown): readonly StructurePattern[] {
  const faults = validate(input);
  if (faults.length > 0) throw new ConfigError(from, faults);
  return parsePatterns(input);
}
