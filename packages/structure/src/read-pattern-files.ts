import { readFile } from "node:fs/promises";
import { systemSentence } from "@transect/core";
import { parsePatterns } from "./parse-patterns.js";
import type { StructurePattern } from "./structure-pattern.js";
import { type PatternFault, validate } from "./validate.js";

/** Something wrong with a file of structure patterns, or within it. */
export interface PatternFileFault extends PatternFault {
  readonly file: string;
}

/** Files of structure patterns that are refused. The message has a line for each fault. */
export class PatternFileError extends Error {
  override readonly name = "PatternFileError";
  /** Everything that is wrong, file by file. */
  readonly faults: readonly PatternFileFault[];

  constructor(faults: readonly PatternFileFault[]) {
    super(faults.map(({ file, place, message }) => `${file}: ${place === "" ? "it" : place} ${message}`).join("\n"));
    this.faults = faults;
  }
}

/**
 * Reads structure patterns from files of the local disk, in their order: each file is JSON, as `parsePatterns` takes it,
 * and may begin with the mark of UTF-8.
 *
 * Rejects with a `PatternFileError` that has all that is wrong with any of them: one that cannot be read has one fault,
 * without a place.
 */
export async function readPatternFiles(files: readonly string[]): Promise<readonly StructurePattern[]> {
  const read = await Promise.all(files.map(readPatternFile));
  const faults = read.flatMap((one) => one.faults);
  if (faults.length > 0) throw new PatternFileError(faults);
  return read.flatMap(({ text }) => parsePatterns(text));
}

async function readPatternFile(file: string): Promise<{ text: string; faults: readonly PatternFileFault[] }> {
  try {
    // Editors of one system begin text with a mark that JSON does not know.
    const text = (await readFile(file, "utf8")).replace(/^\uFEFF/, "");
    return { text, faults: validate(text).map((fault) => ({ file, ...fault })) };
  } catch (cause) {
    return { text: "", faults: [{ file, place: "", message: `cannot be read: ${systemSentence(cause)}` }] };
  }
}
