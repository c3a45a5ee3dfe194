import { OptionError } from "@transect/core";
import { loadNative } from "@transect/native";
import { type BackendName, chooseBackend, type Need } from "@transect/walker-parallel";

/** All backends but those that nobody has built here. One that is built and cannot be loaded is among them, and fails. */
export const BACKENDS: readonly BackendName[] =
  loadNative().state === "absent" ? ["sequential", "threads"] : ["sequential", "threads", "native"];

/** The backends that can take options which not every backend can, as the walker itself says. */
export function backendsWith(...needs: readonly Need[]): readonly BackendName[] {
  return BACKENDS.filter((backend) => {
    try {
      chooseBackend({ backend, needs });
      return true;
    } catch (cause) {
      if (cause instanceof OptionError) return false;
      throw cause;
    }
  });
}

/** Whether the largest trees are made in full, as before anything lands; otherwise a twentieth of them. */
export const FULL_SCALE: boolean = ["full", "exhaustive"].includes(scale(process.env));

/** Whether what is random is tried for as long as it takes: an hour or more. */
export const EXHAUSTIVE: boolean = scale(process.env) === "exhaustive";

/** A number of entries at the scale of this run. */
export function scaled(entries: number): number {
  return FULL_SCALE ? entries : entries / 20;
}

/** Only Linux takes names that are not UTF-8 and reaches on from an open folder. */
export const NOT_LINUX: boolean = process.platform !== "linux";

function scale({ TRANSECT_SCALE }: NodeJS.ProcessEnv): string {
  return TRANSECT_SCALE ?? "";
}
