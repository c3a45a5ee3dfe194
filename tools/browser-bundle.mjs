import path from "node:path";

const root = path.dirname(import.meta.dirname);

/** A program of a web worker that uses every package which runs in a browser, and posts what it made of a tree. */
const PROGRAM = `
import { Profile, memorySource, parseReport, serializeReport } from "@transect/core";
import { compileGlob } from "@transect/matcher";
import { renderText } from "@transect/report";

const wanted = compileGlob("**/*.txt");

const source = memorySource([{ name: "memory", children: [{ name: "a", children: [{ name: "b.txt", stat: { size: 5 } }, { name: "c.md" }] }] }]);
const request = { stat: true, identify: "links", follow: false };
const profile = new Profile();
const pending = [source.root("memory", request)];
for (let entry = pending.pop(); entry !== undefined; entry = pending.pop()) {
  if (entry.type === "directory" || wanted.test(entry.path)) profile.add(entry);
  if (entry.type === "directory") for (const chunk of source.list(entry, request)) pending.push(...chunk.items);
}
postMessage(renderText(parseReport(serializeReport(profile.finish()))));
`;

/**
 * How esbuild makes a worker of it, in memory.
 *
 * @type {import("esbuild").BuildOptions & { write: false }}
 */
export const browserBundle = {
  stdin: { contents: PROGRAM, resolveDir: root, loader: "js" },
  bundle: true,
  platform: "browser",
  format: "iife",
  target: "es2022",
  alias: Object.fromEntries(
    ["core", "matcher", "report"].map((name) => [
      `@transect/${name}`,
      path.join(root, "packages", name, "src/index.ts"),
    ]),
  ),
  conditions: ["@transect/source"],
  write: false,
};
