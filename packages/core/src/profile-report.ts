import { addBytes, type Bytes, compareBytes, multiplyBytes } from "./bytes.js";
import { compareLocated, type DirectoryNode, type Located, pathOf } from "./directory-node.js";
import { baseName, extensionOf } from "./extension.js";
import { compareStrings } from "./path-order.js";
import { compareFiles, type ExtensionSums, type LocatedFile, type ProfileState } from "./profile-state.js";
import { Ranking } from "./ranking.js";
import {
  type Capped,
  type Completeness,
  type DepthReport,
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
  const totals = sumTotals([...state.roots.values()].map(({ node }) => totalsOf(subtrees, node)));
  return {
    format: "transect-report",
    version: REPORT_VERSION,
    options: finish.options ?? {},
    completeness: completenessOf(state),
    roots: rootReports(state, subtrees, finish.roots),
    totals,
    meanFilesPerDirectory: totals.directories === 0 ? 0 : totals.files / totals.directories,
    deepestDirectory: deepestDirectory(state),
    hardLinks: settled.report,
    ignored: state.ignored === undefined ? null : sumTotals([state.ignored, settled.ignored]),
    extensions: extensionReports(settled.extensions, state.options.listLimit),
    depths: depthReports(state),
    sizes: settled.sizes.report(),
    ages: {
      newest: state.newest === undefined ? null : fileReport(state.newest),
      oldest: state.oldest === undefined ? null : fileReport(state.oldest),
      months: settled.months.report(),
    },
    emptyDirectories: emptyDirectories(state),
    directoriesWithoutFiles: state.nodes.filter((node) => node.counted && subtrees(node).provenWithoutFiles).length,
    largestFiles: capped(settled.largestFiles, fileReport),
    largestDirectories: largestDirectories(state, subtrees),
    busiestDirectories: busiestDirectories(state),
    directoryNames: directoryNames(state),
    tree: treeOf(state, subtrees),
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
    return { root, type: profiled.type ?? "missing", totals: totalsOf(subtrees, profiled.node) };
  });
}

function deepestDirectory(state: ProfileState): Report["deepestDirectory"] {
  const ranking = new Ranking<Located>(1, (a, b) => b.node.depth - a.node.depth || compareLocated(a, b));
  for (const node of state.nodes) {
    const { worst } = ranking;
    if (node.counted && (worst === undefined || node.depth >= worst.node.depth)) ranking.offer({ node });
  }
  const [deepest] = ranking.items;
  return deepest === undefined ? null : { ...place(deepest), depth: deepest.node.depth };
}

function extensionReports(extensions: ReadonlyMap<string, ExtensionSums>, limit: number): Capped<ExtensionReport> {
  const ranking = new Ranking<ExtensionReport>(
    limit,
    (a, b) => b.files - a.files || compareStrings(a.extension, b.extension),
  );
  for (const [extension, sums] of extensions) ranking.offer({ extension, ...sums });
  return capped(ranking, (row) => row);
}

function depthReports(state: ProfileState): DepthReport[] {
  const rows: { depth: number; directories: number; files: number; symlinks: number; others: number }[] = [];
  const at = (depth: number): (typeof rows)[number] => {
    while (rows.length <= depth) {
      rows.push({ depth: rows.length, directories: 0, files: 0, symlinks: 0, others: 0 });
    }
    return rows[depth] as (typeof rows)[number];
  };
  for (const node of state.nodes) {
    if (node.counted) at(node.depth).directories += 1;
    if (node.files + node.symlinks + node.others === 0) continue;
    const row = at(isAlone(state, node) ? 0 : node.depth + 1);
    row.files += node.files;
    row.symlinks += node.symlinks;
    row.others += node.others;
  }
  return rows;
}

/** Whether a node stands for a root that is no directory. */
function isAlone(state: ProfileState, node: DirectoryNode): boolean {
  if (node.parent !== undefined) return false;
  const type = state.roots.get(node.name)?.type;
  return type !== undefined && type !== "directory";
}

function emptyDirectories(state: ProfileState): Capped<Place> {
  const ranking = new Ranking<Located>(state.options.listLimit, compareLocated);
  for (const node of state.nodes) if (node.counted && node.empty) ranking.offer({ node });
  return capped(ranking, place);
}

function largestDirectories(state: ProfileState, subtrees: Subtrees): Capped<DirectoryReport> {
  const ranking = new Ranking<Located & { bytes: Bytes }>(
    state.options.top,
    (a, b) => compareBytes(b.bytes, a.bytes) || compareLocated(a, b),
  );
  for (const node of state.nodes) {
    if (!node.counted || node.depth === 0) continue;
    const bytes = subtrees(node).allocatedBytes;
    const { worst } = ranking;
    if (worst !== undefined && bytes < worst.bytes) ranking.skip();
    else ranking.offer({ node, bytes });
  }
  return capped(ranking, ({ node }) => directoryReport(subtrees, node));
}

function busiestDirectories(state: ProfileState): Report["busiestDirectories"] {
  const ranking = new Ranking<Located>(
    state.options.top,
    (a, b) => b.node.files - a.node.files || compareLocated(a, b),
  );
  for (const node of state.nodes) {
    if (node.files === 0 || isAlone(state, node)) continue;
    const { worst } = ranking;
    if (worst !== undefined && node.files < worst.node.files) ranking.skip();
    else ranking.offer({ node });
  }
  return capped(ranking, (located) => ({ ...place(located), files: located.node.files }));
}

function directoryNames(state: ProfileState): Report["directoryNames"] {
  const names = new Map<string, number>();
  for (const node of state.nodes) {
    if (node.counted && node.depth > 0) names.set(node.name, (names.get(node.name) ?? 0) + 1);
  }
  const ranking = new Ranking<{ name: string; directories: number }>(
    state.options.top,
    (a, b) => b.directories - a.directories || compareStrings(a.name, b.name),
  );
  for (const [name, directories] of names) ranking.offer({ name, directories });
  return capped(ranking, (row) => row);
}

/** The largest directories within the depth and the share, at most `listLimit`, laid out in pre-order. */
function treeOf(state: ProfileState, subtrees: Subtrees): Capped<DirectoryReport> {
  const { treeDepth, treeShare, listLimit } = state.options;
  const bytesOf = (node: DirectoryNode): Bytes => subtrees(node).allocatedBytes;
  const directories = state.nodes.filter((node) => subtrees(node).directories > 0);
  // A directory comes before what it holds, so whatever is kept hangs together.
  const ranking = new Ranking<Located>(
    listLimit,
    (a, b) => compareBytes(bytesOf(b.node), bytesOf(a.node)) || a.node.depth - b.node.depth || compareLocated(a, b),
  );
  for (const node of directories) {
    const share = Number(bytesOf(node)) / Number(bytesOf(node.root));
    if (node.depth === 0 || (node.depth <= treeDepth && !(share < treeShare))) ranking.offer({ node });
  }
  const kept = new Set(ranking.items.map(({ node }) => node));
  const list: DirectoryReport[] = [];
  const roots = [...state.roots.values()].map(({ node }) => node).filter((node) => kept.has(node));
  const pending = roots.sort((a, b) => compareStrings(b.name, a.name));
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    list.push(directoryReport(subtrees, node));
    // Those of one directory may be too many for the arguments of a call.
    for (const child of node.children.reverse()) if (kept.has(child)) pending.push(child);
  }
  return { count: directories.length, leftOut: directories.length - list.length, list };
}

function directoryReport(subtrees: Subtrees, node: DirectoryNode): DirectoryReport {
  return { ...place({ node }), depth: node.depth, totals: totalsOf(subtrees, node) };
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

function totalsOf(subtrees: Subtrees, node: DirectoryNode): Totals {
  return sumTotals([subtrees(node)]);
}
