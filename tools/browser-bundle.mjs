import path from "node:path";

const root = path.dirname(import.meta.dirname);

/** A program of a web worker that uses every package which runs in a browser, and posts what it made of a tree. */
const PROGRAM = `
import { Profile, memorySource, parseReport, serializeReport } from "@transect/core";
import { renderText } from "@transect/report";

const source = memorySource([{ name: "memory", children: [{ name: "a", children: [{ name: "b.txt", stat: { size: 5 } }] }] }]);
const request = { stat: true, identify: "links", follow: false };
const profile = new Profile();
const pending = [source.root("memory", request)];
for (let entry = pending.pop(); entry !== undefined; entry = pending.pop()) {
  profile.add(entry);
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
  stdin: { contents: PROGRAM, resolveDir: path.join(root, "packages/cli"), loader: "js" },
  bundle: true,
  platform: "browser",
  format: "iife",
  target: "es2022",
  conditions: ["@transect/source"],
  write: false,
};
