import type { Bytes } from "@transect/core";
import { fullPath } from "../../src/full-path.js";
import { counted, grouped, humanBytes, moment, percent, shareOf } from "../../src/quantity.js";
import { safeText } from "../../src/safe-text.js";
import type { MapNode, Measure } from "./map-node.js";

/** The measures in the order they are offered, with what they are called. */
export const MEASURES: readonly (readonly [Measure, string])[] = [
  ["allocated", "On disk"],
  ["apparent", "In files"],
  ["files", "Files"],
];

/** An amount in its measure, for people: `1.5 MiB`, `2,000 files`. */
export function amountText(amount: Bytes, measure: Measure): string {
  return measure === "files" ? counted(Number(amount), "file") : humanBytes(amount);
}

/** A node's name as it stands on the map. */
export function nodeName(node: MapNode): string {
  if (node.kind !== "rest") return safeText(node.label);
  const { files, folders } = node.amounts;
  if (files === 0 && folders === 0) return "folder entries and links";
  const more = node.parent?.children.every((sibling) => sibling === node) ? "" : "more ";
  return files === 0 ? counted(folders, `${more}folder`) : counted(files, `${more}file`);
}

/** A node in one line: what stands on its tile, then what it is, and its share of the folder that is shown. */
export function describeNode(node: MapNode, shown: MapNode, measure: Measure): string {
  const { amounts, kind } = node;
  const told = kind === "rest" && measure === "files";
  const written = told ? nodeName(node) : `${nodeName(node)} ${amountText(amounts[measure], measure)}`;
  const said = [written, KINDS[kind], percent(shareOf(amounts[measure], shown.amounts[measure]))];
  if (kind === "folder" && measure !== "files") said.push(counted(amounts.files, "file"));
  return said.filter((part) => part !== "").join(", ");
}

const KINDS: Readonly<Record<MapNode["kind"], string>> = {
  all: "",
  folder: "folder",
  file: "file",
  rest: "gathered",
};

/** All that is known of a node, as terms with what they say; exact bytes beside rounded ones. */
export function nodeFacts(node: MapNode, shown: MapNode, measure: Measure): (readonly [string, string])[] {
  const { amounts, kind, mtimeMs } = node;
  const share = percent(shareOf(amounts[measure], shown.amounts[measure]));
  return [
    ["Share", share],
    ...(amounts.allocated > 0 ? [["On disk", bytesText(amounts.allocated)] as const] : []),
    ...(amounts.apparent > 0 ? [["In files", bytesText(amounts.apparent)] as const] : []),
    ...(kind === "file" ? [] : [["Files", grouped(amounts.files)] as const]),
    ...(amounts.folders > 0 ? [["Folders", grouped(amounts.folders)] as const] : []),
    ...(mtimeMs === undefined ? [] : [["Modified", `${moment(mtimeMs)} UTC`] as const]),
  ];
}

/** A node's path, or where the gathered lie. */
export function nodePath(node: MapNode): string {
  if (node.place !== undefined) return safeText(fullPath(node.place));
  const within = node.parent?.place;
  return within === undefined ? nodeName(node) : `${safeText(fullPath(within))}: ${nodeName(node)}`;
}

/** Rounded bytes with the exact ones. */
export function bytesText(bytes: Bytes): string {
  return bytes < 1024 ? `${bytes} bytes` : `${humanBytes(bytes)} (${grouped(bytes)} bytes)`;
}
