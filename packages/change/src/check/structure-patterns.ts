import path from "node:path";
import {
  PatternFileError,
  parsePatterns,
  readPatternFiles,
  type StructurePattern,
  validate,
} from "@transect/structure";
import { ConfigError } from "./config-error.js";

/**
 * Reads what a configuration says of a structure: a pattern, or the name of a file of them from a folder on. Rejects with
 * a `ConfigError` for a file that is not there, and for patterns with faults.
 */
export async function readStructurePatterns(
  given: string | StructurePattern,
  base: string,
): Promise<readonly StructurePattern[]> {
  if (typeof given !== "string") return parsed(given);
  return fromFile(path.isAbsolute(given) ? given : path.join(base, given));
}

/** As every command reads them; what is wrong is said as of all else that a configuration names. */
async function fromFile(file: string): Promise<readonly StructurePattern[]> {
  try {
    return await readPatternFiles([file]);
  } catch (cause) {
    if (cause instanceof PatternFileError) throw new ConfigError(file, cause.faults);
    throw cause;
  }
}

function parsed(input: StructurePattern): readonly StructurePattern[] {
  const faults = validate(input);
  if (faults.length > 0) throw new ConfigError("structure", faults);
  return parsePatterns(input);
}
