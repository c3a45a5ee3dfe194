import { addBytes, toBytes, type WalkError } from "@transect/core";
import type { FoundStructure } from "../find-structures.js";
import type { StructureMatch } from "../structure-match.js";
import { carryOut, type Outcome } from "./carry-out.js";
import { type CopyOptions, resolveCopyOptions } from "./copy-options.js";
import type { CopyPlan, PlannedFile } from "./copy-plan.js";
import type { CopyCount, CopyPair, CopyReport, CopyState } from "./copy-report.js";
import { copyUnits, errorOfWalk } from "./copy-units.js";
import { destinationOf } from "./destination-template.js";
import { pathKey } from "./local-path.js";
import { lookAtDestination } from "./look-at-destination.js";
import { planCopy } from "./plan-copy.js";

/**
 * Copies directories that matched into a folder of the local disk: of each the part that its pattern names, and nothing
 * else. Takes what `findStructures` gives, errors included, which come back in the report.
 *
 * All is planned before anything is written. Where there are conflicts (two sources for one place, another file there
 * already, a destination inside of what is copied) nothing is written at all, and the report says what they are.
 *
 * Files keep their content, permission bits and times, folders too; owners, access control lists and extended attributes
 * are not kept, hard links become files of their own, holes may be filled. Where the file system can, copies share their
 * blocks. Each file is written under a temporary name beside its place and renamed once it is whole, so a part of a file
 * never goes by its name. To go on after a copy that was cancelled, failed or killed, copy again: what is there with the
 * same size and time, or the same content, is left alone, and temporary files of copies that are no more are taken away.
 * A folder that is there already keeps its permissions. Nothing is flushed to the disk: a machine that loses its power
 * may lose what was just copied.
 *
 * Rejects with an `OptionError` for bad options, and where `as` leads out of the destination; with a
 * `StructurePatternError` for bad patterns. All else is in the report.
 *
 * @param destination a folder, made where it is not there.
 */
export async function copyStructures(
  matches: Iterable<FoundStructure> | AsyncIterable<FoundStructure>,
  destination: string,
  options: CopyOptions = {},
): Promise<CopyReport> {
  const started = performance.now();
  const resolved = resolveCopyOptions(destination, options);
  const { signal, follow = false, dryRun, jobs, onProgress, progressInterval } = resolved;
  const targetOf = destinationOf(resolved);
  const { found, errors } = await collect(matches);
  const gathered = await copyUnits(found, destination, { ...resolved, targetOf });
  const plan = await planCopy(gathered, destination, { follow });
  plan.errors.unshift(...errors.map(errorOfWalk));
  await lookAtDestination(plan, gathered.units, resolved);
  const isRefused = plan.conflicts.size > 0;
  const outcome =
    dryRun || isRefused || signal?.aborted === true
      ? undefined
      : await carryOut(plan, { jobs, follow, signal, onProgress, progressInterval });
  const state = stateOf({ plan, outcome, dryRun, isRefused, isCancelled: signal?.aborted === true });
  return { ...reportOf(plan, outcome), state, elapsedMs: performance.now() - started };
}

async function collect(
  matches: Iterable<FoundStructure> | AsyncIterable<FoundStructure>,
): Promise<{ found: StructureMatch[]; errors: WalkError[] }> {
  const [found, errors]: [StructureMatch[], WalkError[]] = [[], []];
  for await (const item of matches) item.type === "error" ? errors.push(item) : found.push(item);
  return { found, errors };
}

function stateOf(facts: {
  plan: CopyPlan;
  outcome: Outcome | undefined;
  dryRun: boolean;
  isRefused: boolean;
  isCancelled: boolean;
}): CopyState {
  const { plan, outcome, dryRun, isRefused, isCancelled } = facts;
  if (isRefused) return "refused";
  if (dryRun) return "planned";
  if (outcome?.stopped) return "stopped";
  if (outcome === undefined) return "cancelled";
  const todo = [...plan.files.values()].filter(({ action }) => action !== "none");
  if (isCancelled && outcome.copied.size < todo.length) return "cancelled";
  return plan.errors.length + outcome.errors.length > 0 ? "partial" : "complete";
}

function reportOf(plan: CopyPlan, outcome: Outcome | undefined): Omit<CopyReport, "state" | "elapsedMs"> {
  const files = [...plan.files.values()].sort((a, b) => compareKeys(pathKey(a.destination), pathKey(b.destination)));
  const same = files.filter(({ action }) => action === "none");
  const copied = files.filter((file) => outcome?.copied.has(file));
  const missing = files.filter((file) => file.action !== "none" && outcome?.copied.has(file) !== true);
  return {
    structures: plan.structures,
    directories: [...plan.folders.values()].filter(({ source }) => source !== undefined).length,
    pairs: files.map(pairOf),
    total: countOf(files),
    copied: countOf(copied, outcome),
    same: countOf(same),
    missing: countOf(missing),
    conflicts: [...plan.conflicts.values()],
    errors: [...plan.errors, ...(outcome?.errors ?? [])],
    leftOut: plan.leftOut,
    leftovers: plan.leftovers.length,
  };
}

function compareKeys(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function pairOf({ source, destination, stat, action }: PlannedFile): CopyPair {
  return { source, destination, bytes: toBytes(stat?.size ?? 0n), action };
}

function countOf(files: readonly PlannedFile[], outcome?: Outcome): CopyCount {
  const bytes = files.map((file) => toBytes(outcome?.copied.get(file) ?? file.stat?.size ?? 0n));
  return { files: files.length, bytes: bytes.reduce(addBytes, 0) };
}
