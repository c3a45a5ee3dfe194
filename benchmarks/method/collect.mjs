// @ts-check
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
/** Frees what is garbage, so that what one way leaves is not another's to clear. */
export const collectGarbage = /** @type {() => void} */ (runInNewContext("gc"));
