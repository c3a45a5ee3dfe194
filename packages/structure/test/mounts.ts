import { execFileSync, spawnSync } from "node:child_process";
import process from "node:process";
import { makeFolder } from "../../walker-parallel/test/tree.js";

/** Mounts something at a new folder for as long as something runs; says why where that cannot be. */
export async function withMount(
  args: readonly string[],
  run: (place: string) => Promise<void>,
): Promise<string | undefined> {
  if (process.geteuid?.() !== 0) return "only root may mount";
  const place = makeFolder();
  const { status, stderr } = spawnSync("mount", [...args, place]);
  if (status !== 0) return `cannot mount here: ${stderr?.toString().trim()}`;
  try {
    await run(place);
  } finally {
    execFileSync("umount", [place]);
  }
  return undefined;
}
