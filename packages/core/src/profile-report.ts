import { addBytes, type Bytes, multiplyBytes } from "./bytes.js";
import { type DirectorySurvey, surveyDirectories } from "./directory-survey.js";
import type { DirectoryId, DirectoryTable } from "./directory-table.js";
import { baseName, extensionOf } from "./extension.js";
import { type Located, pathOf } from "./located.js";
import { comparePaths, compareStrings } from "./path-order.js";
import { compareFiles, type ExtensionSums, type LocatedFile, type ProfileState } from "./profile-state.js";
import { Ranking } from "./ranking.js";
import {
  type Capped,
  type Completeness,
  type DirectoryReport,
  type ExtensionReport,
  type FileReport,
  type HardLinksReport,
  type Place,
  REPORT_VERSION,
  type Report,
  type ReportOptions,
  type RootReport,
  type RunReport,
  type Totals,
} from "./report.js";
import { reportedPlace } from "./reported-place.js";
import { type Charge, rollUp, type Subtrees } from "./subtree.js";
import { sumTotals } from "./totals.js";

/** What a report says beside what the profile holds. */
export interface FinishOptions {
  /** The roots as they were given, in that order; those that are missing get totals of zero. Default: those met, in byte order. */
  readonly roots?: readonly string[] | undefined;
  /** What was asked, as far as it changes the numbers. */
  readonly options?: ReportOptions | undefined;
  readonly run?: RunReport | undefined;
}

/** The run of a profile that nobody timed. */
const NO_RUN: RunReport = {
  backend: "none",
  reason: "",
  workers: 0,
  startedAtMs: 0,
  elapsedMs: 0,
  entriesPerSecond: 0,
};

/** Turns what a profile holds into its report. */
export function assembleReport(state: ProfileState, finish: FinishOptions): Report {
  const settled = settleLinks(state);
  const { directories } = state;
  const subtrees = rollUp(directories, settled.charges);
  const survey = surveyDirectories(state, subtrees);
  const { deepest } = survey;
  const place = (located: Located): Place => placeOf(directories, located);
  const directory = (id: DirectoryId): DirectoryReport => directoryReport(directories, subtrees, id);
  const file = (located: LocatedFile): FileReport => fileReport(directories, located);
  const totals = sumTotals([...state.roots.values()].map((root) => subtrees.totals(root.directory)));
  return {
    format: "transect-report",
    version: REPORT_VERSION,
    options: finish.options ?? {},
    completeness: completenessOf(state),
    roots: rootReports(state, subtrees, finish.roots),
    totals,
    meanFilesPerDirectory: totals.directories === 0 ? 0 : totals.files / totals.directories,
    deepestDirectory:
      deepest === undefined ? null : { ...place({ directory: deepest }), depth: directories.depth(deepest) },
    hardLinks: settled.report,
    ignored: state.ignored === undefined ? null : sumTotals([state.ignored, settled.ignored]),
    extensions: extensionReports(settled.extensions, state.options.listLimit),
    depths: survey.depths,
    sizes: settled.sizes.report(),
    ages: {
      newest: state.newest === undefined ? null : file(state.newest),
      oldest: state.oldest === undefined ? null : file(state.oldest),
      months: settled.months.report(),
    },
    emptyDirectories: capped(survey.empty, (id) => place({ directory: id })),
    directoriesWithoutFiles: survey.withoutFiles,
    largestFiles: capped(settled.largestFiles, file),
    largestDirectories: capped(survey.largest, directory),
    busiestDirectories: capped(survey.busiest, (id) => ({
      ...place({ directory: id }),
      files: directories.files[id] ?? 0,
    })),
    directoryNames: capped(survey.names.rank(state.options.top), (row) => row),
    tree: treeReport(state, survey, directory),
    run: finish.run ?? NO_RUN,
  };
}

interface Settled {
  /** Bytes to add to the directories that own them. */
  readonly charges: ReadonlyMap<DirectoryId, Charge>;
  readonly extensions: ReadonlyMap<string, ExtensionSums>;
  readonly sizes: ProfileState["sizes"];
  readonly months: ProfileState["months"];
  readonly largestFiles: Ranking<LocatedFile>;
  readonly report: HardLinksReport;
  /** Objects of which every name would be left out: their bytes alone, their names are counted already. */
  readonly ignored: Totals;
}

/** Gives the bytes of every object with several names to the smallest of its paths. */
function settleLinks(state: ProfileState): Settled {
  const charges = new Map<DirectoryId, Charge>();
  const extensions = new Map([...state.extensions].map(([extension, sums]) => [extension, { ...sums }]));
  const sizes = state.sizes.clone();
  const months = state.months.clone();
  const largestFiles = new Ranking<LocatedFile>(state.options.top, (a, b) => compareFiles(state.directories, a, b));
  for (const file of state.largestFiles.items) largestFiles.offer(file);
  largestFiles.skip(state.largestFiles.count - state.largestFiles.items.length);
  const once = state.options.hardLinks === "once";
  let objects = 0;
  let names = 0;
  let savedApparentBytes: Bytes = 0;
  let savedAllocatedBytes: Bytes = 0;
  const ignored = sumTotals([]);
  for (const owner of state.links.objects()) {
    const { directory, apparentBytes, allocatedBytes, names: met } = owner;
    if (met > 1) {
      objects += 1;
      names += met;
    }
    if (!once) continue;
    savedApparentBytes = addBytes(savedApparentBytes, multiplyBytes(apparentBytes, met - 1));
    savedAllocatedBytes = addBytes(savedAllocatedBytes, multiplyBytes(allocatedBytes, met - 1));
    if (owner.ignored === met) {
      ignored.apparentBytes = addBytes(ignored.apparentBytes, apparentBytes);
      ignored.allocatedBytes = addBytes(ignored.allocatedBytes, allocatedBytes);
    }
    const charge = charges.get(directory) ?? { apparentBytes: 0, allocatedBytes: 0 };
    charge.apparentBytes = addBytes(charge.apparentBytes, apparentBytes);
    charge.allocatedBytes = addBytes(charge.allocatedBytes, allocatedBytes);
    charges.set(directory, charge);
    if (owner.type !== "file") continue;
    const sums = extensions.get(extensionOf(owner.name ?? baseName(state.directories.name(directory))));
    if (sums !== undefined) {
      sums.apparentBytes = addBytes(sums.apparentBytes, apparentBytes);
      sums.allocatedBytes = addBytes(sums.allocatedBytes, allocatedBytes);
    }
    sizes.addBytes(apparentBytes, apparentBytes);
    months.add(owner.mtimeMs, 0, apparentBytes);
    largestFiles.offer(owner);
  }
  const report = { objects, names, savedApparentBytes, savedAllocatedBytes };
  return { charges, extensions, sizes, months, largestFiles, report, ignored };
}

function completenessOf(state: ProfileState): Completeness {
  return {
    state: state.interrupted ?? (state.errors.count > 0 ? "partial" : "complete"),
    errors: capped(state.errors, (error) => ({
      ...placeOf(state.directories, error),
      operation: error.operation,
      code: error.code,
      message: error.message,
    })),
  };
}

function rootReports(state: ProfileState, subtrees: Subtrees, given: readonly string[] | undefined): RootReport[] {
  const names = given ?? [...state.roots.keys()].sort(compareStrings);
  return names.map((root) => {
    const profiled = state.roots.get(root);
    if (profiled === undefined) return { root, type: "missing", totals: sumTotals([]) };
    return { root, type: profiled.type ?? "missing", totals: subtrees.totals(profiled.directory) };
  });
}

function extensionReports(extensions: ReadonlyMap<string, ExtensionSums>, limit: number): Capped<ExtensionReport> {
  const ranking = new Ranking<ExtensionReport>(
    limit,
    (a, b) => b.files - a.files || compareStrings(a.extension, b.extension),
  );
  for (const [extension, sums] of extensions) ranking.offer({ extension, ...sums });
  return capped(ranking, (row) => row);
}

/** The largest directories within the depth and the share, at most `listLimit`, laid out in pre-order. */
function treeReport(
  { roots, directories }: ProfileState,
  { tree, treeCount }: DirectorySurvey,
  row: (id: DirectoryId) => DirectoryReport,
): Capped<DirectoryReport> {
  const kept = new Set(tree.items);
  const children = new Map<DirectoryId, DirectoryId[]>();
  for (const id of kept) {
    const beside = children.get(directories.parent(id));
    if (beside === undefined) children.set(directories.parent(id), [id]);
    else beside.push(id);
  }
  const name = (id: DirectoryId) => ({ path: directories.name(id), pathBytes: directories.nameBytes.get(id) });
  const list: DirectoryReport[] = [];
  const pending = [...roots.values()].map(({ directory }) => directory).filter((root) => kept.has(root));
  pending.sort((a, b) => compareStrings(directories.name(b), directories.name(a)));
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    list.push(row(id));
    // Those of one directory may be too many for the arguments of a call.
    const below = children.get(id) ?? [];
    for (const child of below.sort((a, b) => comparePaths(name(b), name(a)))) pending.push(child);
  }
  return { count: treeCount, leftOut: treeCount - list.length, list };
}

function directoryReport(directories: DirectoryTable, subtrees: Subtrees, id: DirectoryId): DirectoryReport {
  const { root, path, pathBase64 } = placeOf(directories, { directory: id });
  const depth = directories.depth(id);
  const totals = subtrees.totals(id);
  // There are a thousand of these; spread, each would take several times as long.
  return pathBase64 === undefined ? { root, path, depth, totals } : { root, path, pathBase64, depth, totals };
}

function fileReport(directories: DirectoryTable, file: LocatedFile): FileReport {
  const { apparentBytes, allocatedBytes, mtimeMs } = file;
  return { ...placeOf(directories, file), apparentBytes, allocatedBytes, mtimeMs };
}

function placeOf(directories: DirectoryTable, located: Located): Place {
  return reportedPlace(directories.name(directories.root(located.directory)), pathOf(directories, located));
}

function capped<T, Row>(ranking: Ranking<T>, row: (item: T) => Row): Capped<Row> {
  const list = ranking.items.map(row);
  return { count: ranking.count, leftOut: ranking.count - list.length, list };
}
