import type { MemoryNode } from "@transect/core";
import type { StructurePattern } from "@transect/structure";
import { dir, file } from "../../walker-parallel/test/tree.js";

/** Three experiments, of which two are complete. */
export const EXPERIMENTS: readonly MemoryNode[] = [
  dir("exp_1", file("a.csv", 11), dir("raw", file("1.csv", 12)), file("notes.txt", 13), file("other.bin", 14)),
  dir("exp_2", file("a.csv", 15), dir("raw", file("x.txt", 16))),
  dir("g", dir("exp_1", file("a.csv", 17), dir("raw", file("2.csv", 18)))),
];

/** What a complete experiment is. */
export const EXPERIMENT: StructurePattern = {
  directory_name: "exp_*",
  files: ["a.csv"],
  directories: [{ directory_name: "raw", files: ["*.csv"] }],
  optional_files: ["notes.txt"],
};
