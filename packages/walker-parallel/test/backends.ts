import type { BackendName } from "@transect/walker-parallel";

/** The backends that every test here holds to the same answers. */
export const BACKENDS: readonly BackendName[] = ["sequential", "native"];

/** Whether the largest trees are made in full; otherwise a twentieth of them. */
export const FULL_SCALE: boolean = isFullScale(process.env);

/** A number of entries at the scale of this run. */
export function scaled(entries: number): number {
  return FULL_SCALE ? entries : entries / 20;
}

/** Only Linux takes names that are not UTF-8 and reaches on from an open folder. */
export const NOT_LINUX: boolean = process.platform !== "linux";

function isFullScale({ TRANSECT_SCALE }: NodeJS.ProcessEnv): boolean {
  return TRANSECT_SCALE === "full";
}
