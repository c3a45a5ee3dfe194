import { readFileSync } from "node:fs";
import path from "node:path";

/**
 * A platform that addons are published for: by Rust's name, by the loader's, and as a package's manifest says it.
 *
 * @typedef {{ target: string, triple: string, os: string, cpu: string, libc?: "glibc" | "musl" }} NativeTarget
 */

/** @type {Readonly<Record<string, string>>} */
const CPUS = { x86_64: "x64", aarch64: "arm64" };

/** @type {Readonly<Record<string, Omit<NativeTarget, "target" | "triple" | "cpu"> & { suffix: string }>>} */
const SYSTEMS = {
  "unknown-linux-gnu": { os: "linux", suffix: "-gnu", libc: "glibc" },
  "unknown-linux-musl": { os: "linux", suffix: "-musl", libc: "musl" },
  "apple-darwin": { os: "darwin", suffix: "" },
  "pc-windows-msvc": { os: "win32", suffix: "-msvc" },
};

/**
 * Reads the name of a target as Rust writes it. Throws for one of another system or processor.
 *
 * @param {string} target such as `x86_64-unknown-linux-gnu`
 * @returns {NativeTarget}
 */
export function nativeTarget(target) {
  const [, architecture = "", system = ""] = /^([^-]+)-(.+)$/.exec(target) ?? [];
  const cpu = CPUS[architecture];
  const known = SYSTEMS[system];
  if (cpu === undefined || known === undefined) throw new Error(`no platform package can be made for ${target}`);
  const { suffix, ...rest } = known;
  return { target, triple: `${rest.os}-${cpu}${suffix}`, cpu, ...rest };
}

/**
 * Rust's name for the platform of an addon, by the addon's file name. Throws for one of another platform than addons are
 * published for.
 *
 * @param {string} addon such as `transect.linux-x64-gnu.node`
 * @returns {string}
 */
export function targetOfAddon(addon) {
  const [, triple] = /\.([\w-]+)\.node$/.exec(addon) ?? [];
  const manifest = path.join(path.dirname(import.meta.dirname), "packages/native/package.json");
  /** @type {{ napi: { targets: readonly string[] } }} */
  const { napi } = JSON.parse(readFileSync(manifest, "utf8"));
  const found = napi.targets.find((target) => nativeTarget(target).triple === triple);
  if (found === undefined) throw new Error(`${addon} is of no platform that a package is made for`);
  return found;
}
