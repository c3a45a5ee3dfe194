// @ts-check
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const gc = /** @type {(options: { type: "minor" }) => void} */ (runInNewContext("gc"));

/**
 * Frees what is young and garbage, so that what one way leaves is not another's to clear. What is old is left to the
 * engine: a whole collection that is forced finds no object of some shapes alive, and throws the optimized code away that
 * was made for them, which costs the next call up to three times its time.
 */
export function collectGarbage() {
  gc({ type: "minor" });
}
