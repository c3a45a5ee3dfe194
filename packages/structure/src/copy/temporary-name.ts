import { createHash, randomBytes } from "node:crypto";
import { hostname } from "node:os";
import process from "node:process";
import { systemCode } from "@transect/core";

/** A copy that has not touched its temporary file for so long is given up, wherever it ran. */
const GIVEN_UP_MS = 3_600_000;

/** Host, process, start of the run, run, number. */
const TEMPORARY = /^\.transect-([0-9a-f]{8})-(\d+)-([0-9a-z]+)-[0-9a-f]{8}-\d+\.part$/;

/** Names for what is not finished yet: hidden, no two alike, and telling whose they are. */
export function temporaryNames(): () => string {
  const run = `.transect-${hostKey()}-${process.pid}-${Date.now().toString(36)}-${randomBytes(4).toString("hex")}`;
  let number = 0;
  return () => `${run}-${++number}.part`;
}

/** Whether a name is one of {@link temporaryNames}. */
export function isTemporaryName(name: string): boolean {
  return TEMPORARY.test(name);
}

/**
 * Whether what goes by a temporary name was left by a copy that is no more: its process is gone, or it has not been
 * touched for an hour, which alone counts where it ran on another machine.
 *
 * @param changedMs when it was last changed, inode included, in milliseconds since 1970.
 */
export function isAbandoned(name: string, changedMs: number): boolean {
  const [, host, pid = "", started = ""] = TEMPORARY.exec(name) ?? [];
  if (host === undefined) return false;
  if (Date.now() - changedMs > GIVEN_UP_MS) return true;
  if (host !== hostKey()) return false;
  // A process that began later than the run goes by the same number by chance.
  if (Number(pid) === process.pid) return Number.parseInt(started, 36) < Date.now() - process.uptime() * 1000 - 1000;
  return !isRunning(Number(pid));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return systemCode(cause) !== "ESRCH";
  }
}

function hostKey(): string {
  return createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
}
