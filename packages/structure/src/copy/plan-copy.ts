import type { BigIntStats } from "node:fs";
import type { Entry } from "@transect/core";
import type { DirectoryTree } from "../directory-tree.js";
import { breather } from "./breather.js";
import type { CopyOptions } from "./copy-options.js";
import { addConflict, type CopyPlan, type PlannedFolder } from "./copy-plan.js";
import type { CopyUnit, CopyUnits } from "./copy-units.js";
import { look } from "./file-state.js";
import { joinPath, type LocalPath, localPathOf, pathKey } from "./local-path.js";
import { StepError, stepNow } from "./step.js";

/** Plans what goes where, and finds what two sources would share. Looks at the sources; the destination is looked at later. */
export async function planCopy(
  { units, errors }: CopyUnits,
  destination: string,
  { follow = false }: Pick<CopyOptions, "follow">,
): Promise<CopyPlan> {
  const plan: CopyPlan = {
    structures: new Set(units.map(({ realSource }) => realSource)).size,
    folders: new Map(),
    files: new Map(),
    conflicts: new Map(),
    errors: [...errors],
    leftOut: [],
    leftovers: [],
  };
  const base: PlannedFolder = {
    path: destination,
    parent: undefined,
    source: undefined,
    stat: undefined,
    there: false,
  };
  plan.folders.set(pathKey(destination), base);
  for (const unit of units) addUnit(plan, base, unit);
  await lookAtSources(plan, follow);
  return plan;
}

function addUnit(plan: CopyPlan, base: PlannedFolder, { source, realSource, tree, part, target }: CopyUnit): void {
  const way = target
    .slice(0, -1)
    .reduce<PlannedFolder | undefined>((at, name) => at && wayFolder(plan, at, name), base);
  const top = way && copiedFolder(plan, way, target.at(-1) ?? "", { path: source, key: realSource });
  if (top === undefined) return;
  const folders = new Map<DirectoryTree | Entry, PlannedFolder | undefined>([[tree.entry, top]]);
  for (const { entry } of part.directories) {
    if (entry === tree.entry) continue;
    const parent = entry.parent && folders.get(entry.parent);
    const source = { path: localPathOf(entry), key: keyBelow(realSource, entry, tree.entry) };
    folders.set(entry, parent && copiedFolder(plan, parent, entry.nameBytes ?? entry.name, source));
  }
  for (const file of part.files) {
    const folder = file.parent && folders.get(file.parent);
    if (folder !== undefined) addFile(plan, folder, file, keyBelow(realSource, file, tree.entry));
  }
  for (const other of part.others) plan.leftOut.push({ source: localPathOf(other), type: other.type });
}

function addFile(plan: CopyPlan, folder: PlannedFolder, file: Entry, sourceKey: string): void {
  const destination = joinPath(folder.path, file.nameBytes ?? file.name);
  const key = pathKey(destination);
  const source = localPathOf(file);
  const other = plan.folders.get(key)?.source?.path ?? plan.files.get(key)?.source;
  if (plan.files.get(key)?.sourceKey === sourceKey) return;
  if (plan.folders.has(key) || other !== undefined) {
    twoSources(plan, key, destination, [...(other === undefined ? [] : [other]), source]);
    return;
  }
  plan.files.set(key, { source, sourceKey, destination, folder, stat: undefined, action: "copy" });
}

/** A folder on the way to others; `undefined` where there is a conflict. */
function wayFolder(plan: CopyPlan, parent: PlannedFolder, name: string | Uint8Array): PlannedFolder | undefined {
  const path = joinPath(parent.path, name);
  const key = pathKey(path);
  const file = plan.files.get(key);
  if (file !== undefined) {
    twoSources(plan, key, path, [file.source]);
    return undefined;
  }
  const folder = plan.folders.get(key) ?? { path, parent, source: undefined, stat: undefined, there: false };
  plan.folders.set(key, folder);
  return folder;
}

/** A folder that is a copy; `undefined` where it is to be the copy of another one already. */
function copiedFolder(
  plan: CopyPlan,
  parent: PlannedFolder,
  name: string | Uint8Array,
  source: { readonly path: LocalPath; readonly key: string },
): PlannedFolder | undefined {
  const folder = wayFolder(plan, parent, name);
  if (folder === undefined) return undefined;
  folder.source ??= source;
  if (folder.source.key === source.key) return folder;
  twoSources(plan, pathKey(folder.path), folder.path, [folder.source.path, source.path]);
  return undefined;
}

function twoSources(plan: CopyPlan, key: string, destination: LocalPath, sources: readonly LocalPath[]): void {
  addConflict(plan, key, { kind: "two sources", sources, destination, message: "they would go to one place" });
}

/** The place of what lies in a directory, with the links to that directory resolved, a character for each byte. */
function keyBelow(realTop: string, entry: Entry, top: Entry): string {
  const names: string[] = [];
  for (let at: Entry | undefined = entry; at !== undefined && at !== top; at = at.parent) {
    names.push(Buffer.from(at.nameBytes ?? at.name).toString("latin1"));
  }
  return [realTop, ...names.reverse()].join("/");
}

/** Looks at all that is to be copied. What cannot be looked at is an error, and left out. */
async function lookAtSources(plan: CopyPlan, follow: boolean): Promise<void> {
  const breathe = breather();
  for (const folder of plan.folders.values()) {
    await breathe();
    if (folder.source !== undefined) folder.stat = lookAt(plan, folder.source.path, folder.path, follow);
  }
  for (const [key, file] of [...plan.files]) {
    await breathe();
    file.stat = lookAt(plan, file.source, file.destination, follow);
    if (file.stat === undefined) plan.files.delete(key);
  }
}

function lookAt(plan: CopyPlan, source: LocalPath, destination: LocalPath, follow: boolean): BigIntStats | undefined {
  try {
    return stepNow("lstat", () => look(source, follow));
  } catch (cause) {
    if (!(cause instanceof StepError)) throw cause;
    const { operation, code, message } = cause;
    plan.errors.push({ source, destination, operation, code, message });
    return undefined;
  }
}
