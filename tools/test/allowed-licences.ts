/** Licences without copyleft, by their SPDX names. */
const ALLOWED = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
  "Python-2.0",
  "Unicode-3.0",
  "Unlicense",
]);

/** Whether an SPDX expression can be met with allowed licences alone: every part of an AND by one of its OR. */
export function isAllowed(licence: string | undefined): boolean {
  const parts = (licence ?? "").replace(/[()]/g, "").split(" AND ");
  return parts.every((part) => part.split(/ OR |\//).some((name) => ALLOWED.has(name.trim())));
}
