import { readFileSync } from "node:fs";
import process from "node:process";

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

/**
 * Whether a command line asks for the version, and for how much of it: `--version` or `-V` before any verb or root,
 * with `--verbose` before or behind it.
 *
 * @param args the command line without node and the command.
 */
export function versionRequest(args: readonly string[]): "short" | "verbose" | undefined {
  const end = args.findIndex((arg) => arg === "--" || !arg.startsWith("-"));
  const options = end === -1 ? args : args.slice(0, end);
  if (!options.includes("--version") && !options.includes("-V")) return undefined;
  return options.includes("--verbose") ? "verbose" : "short";
}

/** The command's own version. */
export function readVersion(): string {
  return readManifest(OWN_MANIFEST).version;
}

/** What to say in a bug report: versions, machine, backends. */
export async function describeVersion(): Promise<string> {
  const { backends } = await import("@transect/walker-parallel");
  const available = (await backends()).filter((backend) => backend.available).map((backend) => backend.name);
  const packages = Object.keys(readManifest(OWN_MANIFEST).dependencies).filter((name) => name.startsWith("@transect/"));
  return [
    `transect ${readVersion()}`,
    ...packages.map((name) => `${name} ${readManifest(import.meta.resolve(`${name}/package.json`)).version}`),
    `node ${process.versions.node} (V8 ${process.versions.v8}, libuv ${process.versions.uv})`,
    `platform ${process.platform}-${process.arch}`,
    `backends ${available.join(", ")}`,
  ].join("\n");
}

const OWN_MANIFEST = import.meta.resolve("transect/package.json");

function readManifest(url: string): Manifest {
  return JSON.parse(readFileSync(new URL(url), "utf8"));
}
