import { type Bytes, subtractBytes } from "@transect/core";
import { grouped, humanBytes } from "./quantity.js";

/** A number of bytes for people with its sign: `+1.5 MiB`, `-12 B`, `0 B`. */
export function signedBytes(bytes: Bytes): string {
  return bytes > 0 ? `+${humanBytes(bytes)}` : bytes < 0 ? `-${humanBytes(-bytes)}` : humanBytes(0);
}

/** A whole number with its sign and its thousands set apart: `+1,200`, `-3`, `0`. */
export function signedCount(count: Bytes): string {
  return count > 0 ? `+${grouped(count)}` : grouped(count);
}

/** The difference between before and after. */
export function difference(before: Bytes, after: Bytes): Bytes {
  return subtractBytes(after, before);
}
