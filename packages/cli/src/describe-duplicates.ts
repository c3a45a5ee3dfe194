import type { DuplicateFile, DuplicateGroup, DuplicatesReport, FolderPair } from "@transect/content";
import { counted, exactBytes, fullPath, grouped, humanBytes, percent, safeText } from "@transect/report";

/** How many pairs of folders are shown where nobody says. */
const PAIRS = 10;

/** Duplicates for a person: what there is to gain, then each group with its files, then folders that overlap. */
export function describeDuplicates(report: DuplicatesReport, { top }: { readonly top: number | undefined }): string {
  const groups = report.groups.slice(0, top);
  const pairs = report.folders.list.slice(0, top ?? PAIRS);
  const moreGroups = report.groups.length - groups.length;
  const morePairs = report.folders.count - pairs.length;
  return [
    ...summary(report),
    ...groups.flatMap(describeGroup),
    ...(moreGroups > 0 ? ["", `and ${counted(moreGroups, "more group")}: --top shows them`] : []),
    ...(pairs.length > 0 ? ["", "Folders that overlap", ...pairs.flatMap(describePair)] : []),
    ...(morePairs > 0 ? [`  and ${counted(morePairs, "more pair")}: --top shows them`] : []),
    "",
  ].join("\n");
}

function summary({ files, bytes, groups, copies, reclaimable, completeness }: DuplicatesReport): string[] {
  const looked = `${counted(files, "file")}, ${exactBytes(bytes)}`;
  const mark = completeness.state === "complete" ? "" : "  INCOMPLETE";
  if (groups.length === 0) return [`no two files hold the same: ${looked}${mark}`];
  return [
    `${counted(copies, "copy", "copies")} in ${counted(groups.length, "group")}, of ${looked}${mark}`,
    `${exactBytes(reclaimable.apparentBytes)} could be freed, on disk ${exactBytes(reclaimable.allocatedBytes)}`,
  ];
}

function describeGroup({ bytes, files, reclaimable }: DuplicateGroup): string[] {
  const head = `${grouped(files.length)} × ${exactBytes(bytes)}, frees ${humanBytes(reclaimable.apparentBytes)}`;
  return ["", head, ...files.flatMap(describeFile)];
}

function describeFile(file: DuplicateFile): string[] {
  const note = file.hasMoreNames ? "  (has names elsewhere)" : "";
  return [
    `  ${safeText(fullPath(file))}${note}`,
    ...file.otherNames.map((name) => `    = ${safeText(fullPath(name))}`),
  ];
}

function describePair({ sharedBytes, files, folders }: FolderPair): string[] {
  const [first, second] = folders.map((folder) => `${percent(folder.share)} of ${safeText(fullPath(folder))}`);
  return [`  ${exactBytes(sharedBytes)} in ${counted(files, "file")}`, `    ${first}`, `    ${second}`];
}
