import { readFile } from "node:fs/promises";
import { systemSentence } from "@transect/core";
import type { StructurePattern } from "@transect/structure";
import { Option } from "commander";
import { UsageError } from "./usage-error.js";

/** Files of structure patterns that are refused: a line for each fault, the file and the place before it. */
export class PatternFileError extends Error {
  override readonly name = "PatternFileError";
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines.join("\n"));
    this.lines = lines;
  }
}

/** The option that names files of structure patterns. */
export function patternOption(): Option {
  const description = "a file of structure patterns, as JSON; may be given again";
  return new Option("-p, --pattern <file>", description)
    .argParser((file: string, before: readonly string[] = []) => [...before, file])
    .makeOptionMandatory();
}

/** Reads structure patterns from files, in their order. Throws all that is wrong with any of them. */
export async function readPatternFiles(files: readonly string[]): Promise<readonly StructurePattern[]> {
  const { parsePatterns, validate } = await import("@transect/structure");
  const texts = await Promise.all(files.map(readText));
  const faults = texts.flatMap((text, index) =>
    validate(text).map(({ place, message }) => `${files[index]}: ${place === "" ? "it" : place} ${message}`),
  );
  if (faults.length > 0) throw new PatternFileError(faults);
  return texts.flatMap((text) => parsePatterns(text));
}

async function readText(file: string): Promise<string> {
  try {
    // Editors of one system begin text with a mark that JSON does not know.
    return (await readFile(file, "utf8")).replace(/^\uFEFF/, "");
  } catch (cause) {
    throw new UsageError(`cannot read the patterns of ${file}: ${systemSentence(cause)}`);
  }
}
