// Puts each entry of the package into one file, in dist/bundle: loading two dozen modules costs more than running them.
// What is published exports these; within the workspace the modules that tsc writes are used.
import { join } from "node:path";
import { build } from "esbuild";

const folder = import.meta.dirname;
await build({
  entryPoints: [join(folder, "src/index.ts"), join(folder, "src/picomatch.ts")],
  outdir: join(folder, "dist/bundle"),
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  conditions: ["@transect/source"],
  chunkNames: "shared-[hash]",
});
