import { chmod, lstat, mkdir, rename, rm, utimes } from "node:fs/promises";
import { fileCopier, PERMISSIONS, seconds } from "./copy-file.js";
import type { CopyProgress } from "./copy-options.js";
import type { CopyPlan, PlannedFile, PlannedFolder } from "./copy-plan.js";
import type { CopyError } from "./copy-report.js";
import { inParallel } from "./in-parallel.js";
import { joinPath, type LocalPath } from "./local-path.js";
import { progressMeter } from "./progress-meter.js";
import { StepError, step } from "./step.js";
import { temporaryNames } from "./temporary-name.js";

/** How a plan is carried out. */
export interface CarryOutOptions {
  readonly jobs: number;
  readonly follow: boolean;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: CopyProgress) => void) | undefined;
  readonly progressInterval: number;
}

/** What came of a plan. */
export interface Outcome {
  /** The files that were copied, with the bytes they had by then. */
  readonly copied: ReadonlyMap<PlannedFile, bigint>;
  readonly errors: readonly CopyError[];
  /** Whether the destination takes no more, so that the rest was not tried. */
  readonly stopped: boolean;
}

/** After one of these nothing else will go better. */
const NO_MORE: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT", "EROFS"]);

/**
 * Carries a plan out: takes leftovers away, makes folders, copies files, and gives folders their permissions and times
 * at the end. Goes on after an error, unless the destination takes no more.
 */
export async function carryOut(plan: CopyPlan, options: CarryOutOptions): Promise<Outcome> {
  const { jobs, follow, signal } = options;
  const errors: CopyError[] = [];
  const copied = new Map<PlannedFile, bigint>();
  const nextName = temporaryNames();
  const copier = fileCopier();
  const made = new Set<PlannedFolder>();
  let stopped = false;
  const isDone = (): boolean => stopped || signal?.aborted === true;
  const files = [...plan.files.values()].filter(({ action }) => action !== "none");
  const meter = progressMeter(files, options);

  for (const leftover of plan.leftovers) {
    await attempt(leftover, leftover, () => step("rm", () => rm(leftover, { force: true, recursive: true })));
  }
  for (const folder of plan.folders.values()) {
    if (isDone()) break;
    if (folder.there || folder.parent?.there === false) continue;
    await attempt(folder.source?.path ?? folder.path, folder.path, () => makeFolder(folder));
  }
  await inParallel(files, { jobs, isDone }, copyOne);
  for (const folder of [...plan.folders.values()].reverse()) {
    if (folder.there) await attempt(folder.source?.path ?? folder.path, folder.path, () => finish(folder));
  }
  meter.end();
  return { copied, errors, stopped };

  async function copyOne(file: PlannedFile): Promise<void> {
    const { source, destination, folder, action } = file;
    if (!folder.there) return;
    meter.begin(source);
    let written = 0;
    const done = await attempt(source, destination, async () => {
      const bytes = await copier.copy({
        source,
        destination,
        temporary: joinPath(folder.path, nextName()),
        replace: action === "replace",
        follow,
        signal,
        onBytes: (more) => {
          written += more;
          meter.add(more);
        },
      });
      copied.set(file, bytes);
    });
    if (done) meter.finish();
    else meter.add(-written);
  }

  async function makeFolder(folder: PlannedFolder): Promise<void> {
    const { parent, path: at, stat } = folder;
    if (parent === undefined) await step("mkdir", () => mkdir(at, { recursive: true }));
    else if (stat === undefined) await step("mkdir", () => mkdir(at));
    else {
      // It comes with its permissions: one that is there already keeps its own.
      const temporary = joinPath(parent.path, nextName());
      await step("mkdir", () => mkdir(temporary));
      try {
        await step("chmod", () => chmod(temporary, openMode(stat.mode)));
        await step("rename", () => rename(temporary, at));
      } catch (cause) {
        await rm(temporary, { force: true, recursive: true }).catch(() => {});
        throw cause;
      }
    }
    folder.there = true;
    made.add(folder);
  }

  /** What was there already may be somebody else's, whose times are not ours to set. */
  async function finish(folder: PlannedFolder): Promise<void> {
    try {
      await finishFolder(folder);
    } catch (cause) {
      if (made.has(folder) || !(cause instanceof StepError) || cause.code !== "EPERM") throw cause;
    }
  }

  async function attempt(source: LocalPath, destination: LocalPath, run: () => Promise<void>): Promise<boolean> {
    try {
      await run();
      return true;
    } catch (cause) {
      if (!(cause instanceof StepError)) throw cause;
      const { operation, code, message } = cause;
      if (code === "ECANCELED" && signal?.aborted === true) return false;
      if (NO_MORE.has(code)) stopped = true;
      errors.push({ source, destination, operation, code, message });
      return false;
    }
  }
}

/** Gives a folder the permissions and times of what it is a copy of. */
async function finishFolder({ path: at, stat }: PlannedFolder): Promise<void> {
  if (stat === undefined) return;
  const wanted = Number(stat.mode) & PERMISSIONS;
  const open = openMode(stat.mode);
  if (wanted !== open) {
    const found = await step("lstat", () => lstat(at));
    if ((found.mode & PERMISSIONS) === open) await step("chmod", () => chmod(at, wanted));
  }
  await step("utimes", () => utimes(at, seconds(stat.atimeNs), seconds(stat.mtimeNs)));
}

/** A folder's permissions while it is filled: its owner may. */
function openMode(mode: bigint): number {
  return (Number(mode) & PERMISSIONS) | 0o700;
}
