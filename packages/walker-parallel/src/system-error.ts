import { getSystemErrorMap } from "node:util";

/** What the system calls an error, and one sentence for a person: the ones that Node gives. */
export interface SystemError {
  readonly code: string;
  readonly message: string;
}

/** The native core's number for a followed link that leads to a directory which holds it. */
const LEADS_TO_ITS_HOLDER = -1;

/** Names an error by the number that the system gave. */
export function describeErrno(errno: number): SystemError {
  if (errno === LEADS_TO_ITS_HOLDER) {
    return { code: "ELOOP", message: "ELOOP: the link leads to a directory that holds it" };
  }
  const [code, sentence] = known().get(-errno) ?? ["UNKNOWN", `unknown system error ${errno}`];
  return { code, message: `${code}: ${sentence}` };
}

let map: ReadonlyMap<number, readonly [string, string]> | undefined;

function known(): ReadonlyMap<number, readonly [string, string]> {
  map ??= getSystemErrorMap();
  return map;
}
