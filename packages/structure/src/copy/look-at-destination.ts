import type { BigIntStats } from "node:fs";
import { lstat, readdir, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { systemCode } from "@transect/core";
import { addConflict, type CopyPlan, type PlannedFile, type PlannedFolder } from "./copy-plan.js";
import type { CopyUnit } from "./copy-units.js";
import { hasSameContent, isCopyOf, look } from "./file-state.js";
import { inParallel } from "./in-parallel.js";
import { joinPath, type LocalPath, pathKey } from "./local-path.js";
import { isAbandoned, isTemporaryName } from "./temporary-name.js";

/** What decides about what is there already. */
export interface DestinationOptions {
  readonly overwrite: boolean;
  readonly inside: boolean;
  readonly jobs: number;
}

/** Looks at what is at the destination already, and notes what stands against the plan there. Writes nothing. */
export async function lookAtDestination(
  plan: CopyPlan,
  units: readonly CopyUnit[],
  options: DestinationOptions,
): Promise<void> {
  await findOwnPlaces(plan, units, options);
  const names = new Map<PlannedFolder, ReadonlySet<string> | undefined>();
  for (const folder of plan.folders.values()) {
    folder.there = await isThere(plan, folder);
    if (folder.there) names.set(folder, await namesIn(plan, folder));
  }
  await inParallel(plan.files.values(), { jobs: options.jobs }, async (file) => {
    if (!file.folder.there) return;
    const isFree = names.get(file.folder)?.has(path.posix.basename(latin1(file.destination))) === false;
    if (!isFree) await lookAtFile(plan, file, options.overwrite);
  });
}

/** Finds targets that are what is to be copied, or lie inside of it. */
async function findOwnPlaces(
  plan: CopyPlan,
  units: readonly CopyUnit[],
  { inside }: DestinationOptions,
): Promise<void> {
  const [base] = plan.folders.values();
  if (base === undefined) return;
  const realBase = await realPlace(String(base.path));
  const sources = new Map(units.map(({ realSource, source }) => [realSource, source]));
  for (const { source, realSource, target } of units) {
    const names = target.map((name) => Buffer.from(name).toString("latin1"));
    const destination = joinPath(base.path, ...target);
    const realTarget = [realBase.replace(/\/$/, ""), ...names].join("/");
    const holder = placesAbove(realTarget).find((place) => sources.has(place));
    if (realTarget === realSource) {
      const message = "it is already there";
      addConflict(plan, pathKey(destination), { kind: "itself", sources: [source], destination, message });
    } else if (holder !== undefined && !inside) {
      const message = `that is inside of ${sources.get(holder)}, which is copied too`;
      addConflict(plan, pathKey(destination), { kind: "inside", sources: [source], destination, message });
    }
  }
}

/** A place and all that hold it. */
function placesAbove(place: string): readonly string[] {
  const names = place.split("/");
  return names.map((_, index) => names.slice(0, names.length - index).join("/"));
}

/** Where a folder lies, or will, with links resolved, a character for each byte. */
async function realPlace(folder: string): Promise<string> {
  const absolute = path.resolve(folder);
  try {
    return (await realpath(absolute, { encoding: "buffer" })).toString("latin1");
  } catch {
    const parent = path.dirname(absolute);
    if (parent === absolute) return latin1(absolute);
    return `${(await realPlace(parent)).replace(/\/$/, "")}/${latin1(path.basename(absolute))}`;
  }
}

async function isThere(plan: CopyPlan, folder: PlannedFolder): Promise<boolean> {
  if (folder.parent?.there === false) return false;
  try {
    // The destination itself may be given by a link to it; below it nothing leads elsewhere.
    const found = folder.parent === undefined ? await stat(folder.path) : await lstat(folder.path);
    if (found.isDirectory()) return true;
    otherType(plan, folder.path, sourcesOf(plan, folder), "a folder should go where something else is");
  } catch (cause) {
    if (systemCode(cause) === "ENOTDIR") {
      otherType(plan, folder.path, sourcesOf(plan, folder), "something on the way there is no folder");
    }
    // What else is wrong is met again when it is made.
  }
  return false;
}

/** What would go into a folder: what it is a copy of, or all that go below it. */
function sourcesOf(plan: CopyPlan, folder: PlannedFolder): readonly LocalPath[] {
  if (folder.source !== undefined) return [folder.source.path];
  const isBelow = (at: PlannedFolder): boolean =>
    at.parent !== undefined && (at.parent === folder || isBelow(at.parent));
  const tops = [...plan.folders.values()].filter((at) => at.source !== undefined && at.parent?.source === undefined);
  return tops.filter(isBelow).flatMap(({ source }) => (source === undefined ? [] : [source.path]));
}

/**
 * The names in a folder, a character for each byte; `undefined` where it can be written to, perhaps, and not be read.
 * Notes what copies have left that are no more.
 */
async function namesIn(plan: CopyPlan, folder: PlannedFolder): Promise<ReadonlySet<string> | undefined> {
  const list = await readdir(folder.path, { encoding: "buffer" }).catch(() => undefined);
  const names = list?.map((name) => name.toString("latin1")) ?? [];
  for (const name of names.filter(isTemporaryName)) {
    const leftover = joinPath(folder.path, name);
    const found = await lstat(leftover).catch(() => undefined);
    if (found !== undefined && isAbandoned(name, found.ctimeMs)) plan.leftovers.push(leftover);
  }
  return list && new Set(names);
}

async function lookAtFile(plan: CopyPlan, file: PlannedFile, overwrite: boolean): Promise<void> {
  const { destination, source, stat: original } = file;
  const found = lookIfThere(destination);
  if (found === undefined || original === undefined) return;
  if (!found.isFile()) otherType(plan, destination, [source], "a file should go where something else is");
  else if (isCopyOf(found, original) || (found.size === original.size && (await isSame(source, destination)))) {
    file.action = "none";
  } else if (overwrite) file.action = "replace";
  else {
    const message = "another file is there; overwrite to replace it";
    addConflict(plan, pathKey(destination), { kind: "exists", sources: [source], destination, message });
  }
}

function lookIfThere(path: LocalPath): BigIntStats | undefined {
  try {
    return look(path, false);
  } catch {
    // What is wrong with it is met again when something is to be put there.
    return undefined;
  }
}

async function isSame(source: LocalPath, destination: LocalPath): Promise<boolean> {
  return hasSameContent(source, destination).catch(() => false);
}

function otherType(plan: CopyPlan, destination: LocalPath, sources: readonly LocalPath[], message: string): void {
  addConflict(plan, pathKey(destination), { kind: "other type", sources, destination, message });
}

function latin1(path: LocalPath): string {
  return Buffer.from(path).toString("latin1");
}
