import { addBytes, type Bytes, multiplyBytes } from "./bytes.js";
import { type DirectoryNode, type Located, pathOf } from "./directory-node.js";
import { type DirectorySurvey, surveyDirectories } from "./directory-survey.js";
import { baseName, extensionOf } from "./extension.js";
import { compareStrings } from "./path-order.js";
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
  const subtrees = rollUp(state.nodes, settled.charges);
  const survey = surveyDirectories(state, subtrees);
  const { deepest } = survey;
  const totals = sumTotals([...state.roots.values()].map(({ node }) => subtrees.totals(node)));
  return {
    format: "transect-report",
    version: REPORT_VERSION,
    options: finish.options ?? {},
    completeness: completenessOf(state),
    roots: rootReports(state, subtrees, finish.roots),
    totals,
    meanFilesPerDirectory: totals.directories === 0 ? 0 : totals.files / totals.directories,
    deepestDirectory: deepest === undefined ? null : { ...place({ node: deepest }), depth: deepest.depth },
    hardLinks: settled.report,
    ignored: state.ignored === undefined ? null : sumTotals([state.ignored, settled.ignored]),
    extensions: extensionReports(settled.extensions, state.options.listLimit),
    depths: survey.depths,
    sizes: settled.sizes.report(),
    ages: {
      newest: state.newest === undefined ? null : fileReport(state.newest),
      oldest: state.oldest === undefined ? null : fileReport(state.oldest),
      months: settled.months.report(),
    },
    emptyDirectories: capped(survey.empty, (node) => place({ node })),
    directoriesWithoutFiles: survey.withoutFiles,
    largestFiles: capped(settled.largestFiles, fileReport),
    largestDirectories: capped(survey.largest, (node) => directoryReport(subtrees, node)),
    busiestDirectories: capped(survey.busiest, (node) => ({ ...place({ node }), files: node.files })),
    directoryNames: capped(survey.names.rank(state.options.top), (row) => row),
    tree: treeReport(state, subtrees, survey),
    run: finish.run ?? NO_RUN,
  };
}

interface Settled {
  /** Bytes to add to the directories that own them. */
  readonly charges: ReadonlyMap<DirectoryNode, Charge>;
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
  const charges = new Map<DirectoryNode, Charge>();
  const extensions = new Map([...state.extensions].map(([extension, sums]) => [extension, { ...sums }]));
  const sizes = state.sizes.clone();
  const months = state.months.clone();
  const largestFiles = new Ranking<LocatedFile>(state.options.top, compareFiles);
  for (const file of state.largestFiles.items) largestFiles.offer(file);
  largestFiles.skip(state.largestFiles.count - state.largestFiles.items.length);
  const once = state.options.hardLinks === "once";
  let objects = 0;
  let names = 0;
  let savedApparentBytes: Bytes = 0;
  let savedAllocatedBytes: Bytes = 0;
  const ignored = sumTotals([]);
  for (const owner of state.links.objects()) {
    const { node, apparentBytes, allocatedBytes, names: met } = owner;
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
    const charge = charges.get(node) ?? { apparentBytes: 0, allocatedBytes: 0 };
    charge.apparentBytes = addBytes(charge.apparentBytes, apparentBytes);
    charge.allocatedBytes = addBytes(charge.allocatedBytes, allocatedBytes);
    charges.set(node, charge);
    if (owner.type !== "file") continue;
    const sums = extensions.get(extensionOf(owner.name ?? baseName(node.name)));
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
      ...place(error),
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
    return { root, type: profiled.type ?? "missing", totals: subtrees.totals(profiled.node) };
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
  state: ProfileState,
  subtrees: Subtrees,
  { tree, treeCount }: DirectorySurvey,
): Capped<DirectoryReport> {
  const kept = new Set(tree.items);
  const list: DirectoryReport[] = [];
  const roots = [...state.roots.values()].map(({ node }) => node).filter((node) => kept.has(node));
  const pending = roots.sort((a, b) => compareStrings(b.name, a.name));
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    list.push(directoryReport(subtrees, node));
    // Those of one directory may be too many for the arguments of a call.
    for (const child of node.childrenIn(kept).reverse()) pending.push(child);
  }
  return { count: treeCount, leftOut: treeCount - list.length, list };
}

function directoryReport(subtrees: Subtrees, node: DirectoryNode): DirectoryReport {
  const { root, path, pathBase64 } = place({ node });
  const { depth } = node;
  const totals = subtrees.totals(node);
  // There are a thousand of these; spread, each would take several times as long.
  return pathBase64 === undefined ? { root, path, depth, totals } : { root, path, pathBase64, depth, totals };
}

function fileReport(file: LocatedFile): FileReport {
  const { apparentBytes, allocatedBytes, mtimeMs } = file;
  return { ...place(file), apparentBytes, allocatedBytes, mtimeMs };
}

function place(located: Located): Place {
  return reportedPlace(located.node.root.name, pathOf(located));
}

function capped<T, Row>(ranking: Ranking<T>, row: (item: T) => Row): Capped<Row> {
  const list = ranking.items.map(row);
  return { count: ranking.count, leftOut: ranking.count - list.length, list };
}
