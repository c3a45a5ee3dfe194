import type { MemoryNode } from "@transect/core";
import { dir, file } from "./tree.js";

/** A small project: 14 files, 9 folders with the root, 1,689 bytes. */
export const T1: readonly MemoryNode[] = [
  dir(
    "docs",
    file("README.md", 33),
    file("guide.txt", 24),
    dir("images", file("logo.png", 130), file("diagram.jpg", 260)),
  ),
  dir(
    "src",
    file("main.py", 69),
    file("utils.py", 29),
    dir("modules", file("__init__.py", 0), file("core.py", 20), file("helpers.rs", 28)),
  ),
  dir("tests", file("test_main.py", 32), file("test_utils.py", 34)),
  dir("data", file("large_file.txt", 1000), file("small.json", 16)),
  dir(".hidden", file("secret.txt", 14)),
  dir("empty_dir"),
];
