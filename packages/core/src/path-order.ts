/**
 * Compares two strings by the bytes of their UTF-8 forms, which is also the order of their code points.
 *
 * JavaScript's own `<` compares UTF-16 units and differs for characters beyond U+FFFF: it puts them before
 * U+E000–U+FFFF. `sort` under `LC_ALL=C`, git and every native backend order by bytes, so do we.
 *
 * @returns negative, zero or positive, as `Array.prototype.sort` wants it.
 */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const shorter = Math.min(a.length, b.length);
  for (let index = 0; index < shorter; index += 1) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return codePointRank(left) - codePointRank(right);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above every other unit: move them behind U+FFFF. */
function codePointRank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** A path as it is ordered: its readable form, and its exact bytes where that form does not give them back. */
export interface OrderedPath {
  readonly path: string;
  readonly pathBytes?: Uint8Array | undefined;
}

/** Compares two paths by their bytes. Paths that are valid UTF-8 need no bytes; see {@link compareStrings}. */
export function comparePaths(a: OrderedPath, b: OrderedPath): number {
  if (a.pathBytes === undefined && b.pathBytes === undefined) return compareStrings(a.path, b.path);
  return compareByteArrays(a.pathBytes ?? encode(a.path), b.pathBytes ?? encode(b.path));
}

function compareByteArrays(a: Uint8Array, b: Uint8Array): number {
  const shorter = Math.min(a.length, b.length);
  for (let index = 0; index < shorter; index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

const encoder = new TextEncoder();

function encode(text: string): Uint8Array {
  return encoder.encode(text);
}
