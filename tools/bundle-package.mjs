// Puts each entry of a package into one file, in its dist/bundle: loading dozens of modules costs more than running
// them. What is published exports these; within the workspace the modules that tsc writes are used. What other packages
// hold stays with them.
//
//   bundle-package.mjs ENTRY ...     from the package's folder; each entry is called as its file is
import { rmSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { build } from "esbuild";

const entries = process.argv.slice(2);
if (entries.length === 0) throw new Error("which entries? for example: bundle-package.mjs src/index.ts");

// What an earlier one left would be published, too.
rmSync(path.resolve("dist/bundle"), { recursive: true, force: true });
await build({
  entryPoints: Object.fromEntries(entries.map((entry) => [path.parse(entry).name, path.resolve(entry)])),
  outdir: path.resolve("dist/bundle"),
  bundle: true,
  splitting: true,
  packages: "external",
  platform: "neutral",
  external: ["node:*"],
  format: "esm",
  target: "es2022",
  chunkNames: "shared-[hash]",
  logLevel: "warning",
});
