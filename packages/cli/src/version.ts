import { readFileSync } from "node:fs";
import process from "node:process";

/** The command's own version. */
export function readVersion(): string {
  const manifest: { version: string } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return manifest.version;
}

/** What to say in a bug report: versions, machine, backends. */
export async function describeVersion(): Promise<string> {
  const { backends } = await import("@transect/walker-parallel");
  const available = (await backends()).filter((backend) => backend.available).map((backend) => backend.name);
  return [
    `transect ${readVersion()}`,
    `node ${process.versions.node} (V8 ${process.versions.v8}, libuv ${process.versions.uv})`,
    `platform ${process.platform}-${process.arch}`,
    `backends ${available.join(", ")}`,
  ].join("\n");
}
