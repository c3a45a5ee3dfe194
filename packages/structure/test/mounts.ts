import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { brotliDecompressSync } from "node:zlib";
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

/** As {@link withMount}: an empty btrfs, which can share blocks between files. */
export async function withBtrfs(run: (place: string) => Promise<void>): Promise<string | undefined> {
  return withImage(["-t", "btrfs", "-o", "loop"], "empty-btrfs.img.br", run);
}

/** As {@link withMount}: an empty FAT, which has no hard links. What it cannot keep of a mode is no error there. */
export async function withFat(run: (place: string) => Promise<void>): Promise<string | undefined> {
  return withImage(["-t", "vfat", "-o", "loop,quiet"], "empty-fat.img.br", run);
}

/** Images are as `mkfs.btrfs --mixed --data single --metadata single` and `mkfs.vfat --invariant` make them. */
async function withImage(
  args: readonly string[],
  name: string,
  run: (place: string) => Promise<void>,
): Promise<string | undefined> {
  const image = path.join(makeFolder(), "image");
  writeFileSync(image, brotliDecompressSync(readFileSync(path.join(import.meta.dirname, name))));
  return withMount([...args, image], run);
}
