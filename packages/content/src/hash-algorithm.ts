import { createHash, hash } from "node:crypto";
import { createRequire } from "node:module";
import { OptionError } from "@transect/core";

/** By what to hash. Both give 256 bits. BLAKE3 is several times faster, SHA-256 is there everywhere. */
export type HashAlgorithm = "sha256" | "blake3";

/** The algorithms by name. */
export const HASH_ALGORITHMS: readonly HashAlgorithm[] = ["sha256", "blake3"];

/** The defaults of what bears on hashes. */
export const HASH_DEFAULTS: { readonly algorithm: HashAlgorithm; readonly each: boolean } = {
  algorithm: "sha256",
  each: false,
};

/** The bytes of a digest. */
export const DIGEST_BYTES = 32;

/** A hash that is not complete yet. */
export interface Hasher {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
}

/** Begins a hash. */
export function createHasher(algorithm: HashAlgorithm): Hasher {
  if (algorithm === "sha256") return createHash("sha256");
  const { Blake3Hasher } = loadBlake3();
  const hasher = new Blake3Hasher();
  return { update: (bytes) => hasher.update(bytes), digest: () => hasher.digestBuffer() };
}

/** The digest of bytes that are all there. */
export function digestOf(algorithm: HashAlgorithm, bytes: Uint8Array): Uint8Array {
  return algorithm === "sha256" ? hash("sha256", bytes, "buffer") : loadBlake3().blake3(bytes);
}

/** A digest in hexadecimal, lower case. */
export function hexOf(digest: Uint8Array): string {
  return Buffer.from(digest.buffer, digest.byteOffset, digest.byteLength).toString("hex");
}

/** Throws an `OptionError` for an algorithm that is not known, or cannot be had on this platform. */
export function checkAlgorithm(value: unknown): void {
  if (value === undefined || value === "sha256") return;
  if (value !== "blake3") {
    const expected = HASH_ALGORITHMS.map((name) => JSON.stringify(name)).join(" or ");
    throw new OptionError({ option: "algorithm", value, expected });
  }
  try {
    loadBlake3();
  } catch (cause) {
    const error = new OptionError({ option: "algorithm", value, expected: '"sha256": BLAKE3 is not here' });
    error.cause = cause;
    throw error;
  }
}

type Blake3 = typeof import("@napi-rs/blake-hash");

let loaded: Blake3 | undefined;

/** Loaded only where it is asked for: it is compiled code, and not to be had on every platform. */
function loadBlake3(): Blake3 {
  loaded ??= createRequire(import.meta.url)("@napi-rs/blake-hash") as Blake3;
  return loaded;
}
