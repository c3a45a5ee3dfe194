// Puts each entry of the package into one file over what tsc wrote: loading two dozen modules costs more than running
// them. Part of the package's own build; the workspace's `tsc -b` leaves the modules apart, which works as well.
import { join } from "node:path";
import { build } from "esbuild";

const folder = import.meta.dirname;
await build({
  entryPoints: [join(folder, "src/index.ts"), join(folder, "src/picomatch.ts")],
  outdir: join(folder, "dist"),
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  conditions: ["@transect/source"],
  chunkNames: "shared-[hash]",
});
