// Lays the command out as it is published, in its dist/bundle: with all that it is made of, ours and others', so that a
// short run loads a dozen files instead of two hundred. What brings compiled code or starts threads from files of its
// own stays a dependency.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { bundledLicences, thirdPartyNotices } from "./notices.mjs";

const packages = path.join(import.meta.dirname, "../packages");
const home = path.join(packages, "cli");
const out = path.join(home, "dist/bundle");
const { dependencies } = JSON.parse(readFileSync(path.join(home, "package.json"), "utf8"));

rmSync(out, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: home,
  entryPoints: {
    transect: path.join(home, "bin/transect.js"),
    // Programs of threads, which are started by these names.
    worker: path.join(packages, "walker-parallel/dist/threads/worker.js"),
    "crew-member": path.join(packages, "content/dist/reading/crew-member.js"),
  },
  outdir: out,
  bundle: true,
  splitting: true,
  platform: "node",
  external: Object.keys(dependencies),
  format: "esm",
  target: "node20.19",
  minifySyntax: true,
  minifyWhitespace: true,
  chunkNames: "[name]-[hash]",
  // Some libraries are written as CommonJS and require what belongs to Node.
  banner: { js: 'import{createRequire as $require}from"node:module";const require=$require(import.meta.url);' },
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
});
writeFileSync(path.join(out, "ThirdPartyNotices.txt"), thirdPartyNotices("This command", bundledLicences([metafile])));
