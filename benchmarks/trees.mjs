import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const root = path.dirname(import.meta.dirname);

/**
 * Trees to walk over: one that is made, and real ones as far as they are here.
 *
 * @returns {{ trees: { name: string, path: string }[], remove: () => void }}
 */
export function benchmarkTrees() {
  const made = mkdtempSync(path.join(os.tmpdir(), "transect-benchmark-"));
  for (let folder = 0; folder < 400; folder += 1) {
    const place = path.join(made, `group-${folder % 20}`, `folder-${folder}`);
    mkdirSync(place, { recursive: true });
    for (let file = 0; file < 100; file += 1) {
      writeFileSync(
        path.join(place, `file-${file}.${["ts", "json", "md", "png"][file % 4]}`),
        "x".repeat((file * 37) % 500),
      );
    }
  }
  const real = [
    { name: "node_modules of this repository", path: path.join(root, "node_modules") },
    { name: "/usr", path: "/usr" },
  ];
  return {
    trees: [{ name: "40,000 files in 400 folders", path: made }, ...real.filter((tree) => existsSync(tree.path))],
    remove: () => rmSync(made, { recursive: true }),
  };
}
