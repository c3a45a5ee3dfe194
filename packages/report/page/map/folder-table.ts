import { compareBytes } from "@transect/core";
import { grouped, percent, shareOf } from "../../src/quantity.js";
import { dataTable } from "../data-table.js";
import { button, element } from "../dom.js";
import { icon } from "../icon.js";
import type { PageContext } from "../page-context.js";
import { amountText, nodeName } from "./describe-node.js";
import type { MapNode, Measure } from "./map-node.js";

const FIRST = 14;

/** What is directly in the folder that the map shows, largest first: the map in rows, for those whom rows suit better. */
export function folderTable(
  { palette }: PageContext,
  shown: MapNode,
  measure: Measure,
  onChoose: (node: MapNode) => void,
): HTMLElement {
  const rows = [...shown.children].sort((a, b) => compareBytes(b.amounts[measure], a.amounts[measure]));
  const share = (node: MapNode): number => shareOf(node.amounts[measure], shown.amounts[measure]);
  return dataTable({
    caption: `In ${nodeName(shown)}`,
    what: "entry",
    whats: "entries",
    first: FIRST,
    rows,
    columns: [
      { title: "In this folder", value: nodeName, cell: nameCell },
      {
        title: measure === "files" ? "Files" : "Size",
        value: (node) => node.amounts[measure],
        cell: (node) =>
          measure === "files" ? grouped(node.amounts.files) : amountText(node.amounts[measure], measure),
      },
      { title: "Share", value: share, cell: (node) => percent(share(node)), share },
    ],
  });

  function nameCell(node: MapNode): HTMLElement {
    const name = element("span", { class: "path" }, element("span", { class: "path-name" }, nodeName(node)));
    if (node.kind === "rest") return element("span", { class: "place-inner quiet" }, icon("file"), name);
    const color = node.kind === "file" ? palette.classOf(node.extension ?? "") : "";
    const mark = icon(node.kind === "file" ? "file" : "folder");
    const inner = element("span", { class: `place-inner swatched ${color}` }, mark, name);
    if (node.children.length === 0 && node.kind !== "file") return inner;
    return button(inner, () => onChoose(node), { class: "place" });
  }
}
