import { compareBytes, compareStrings, type Place } from "@transect/core";
import { counted, humanBytes } from "../../src/quantity.js";
import { safeText } from "../../src/safe-text.js";
import { signedBytes, signedCount } from "../../src/signed.js";
import { dataTable } from "../data-table.js";
import { button, element } from "../dom.js";
import { icon } from "../icon.js";
import type { ChangesContext } from "../page-context.js";
import { type Panel, panel } from "../panel.js";
import { activate, hostButton } from "../place-button.js";
import { balanceOf } from "./balance.js";
import { type ChangeNode, growChangeTree } from "./change-tree.js";

/** The folders to go down into. */
export interface FoldersPanel extends Panel {
  /** Enters a folder; false where the report does not name it. */
  showFolder(place: Place): boolean;
}

const ABOUT =
  "Bars go right for what grew and left for what shrank, as long as the bytes. Press a folder to see what in it changed.";

/** Folders with what in them grew and shrank, one level at a time. */
export function foldersPanel(context: ChangesContext): FoldersPanel {
  const { report, announce, host } = context;
  const tree = growChangeTree(report);
  const trail = element("ol", { class: "trail" });
  const said = element("p", { class: "facts-path" });
  const content = element("div");
  const made = panel(
    "folders",
    "Where it changed",
    counted(report.folders.count, "folder"),
    element("p", { class: "about" }, ABOUT),
    element("nav", { attributes: { "aria-label": "Folder that is shown" } }, trail),
    said,
    content,
  );
  let shown = tree.root;
  draw();
  return { ...made, showFolder };

  function showFolder(place: Place): boolean {
    const folder = tree.folder(place);
    if (folder === undefined) return false;
    enter(folder);
    made.element.scrollIntoView({ block: "start" });
    return true;
  }

  function enter(folder: ChangeNode): void {
    shown = folder;
    draw();
    announce(`${safeText(folder.label)}: ${signedBytes(folder.bytes)}, files ${signedCount(folder.files)}`);
    content.querySelector<HTMLElement>("tbody button")?.focus({ preventScroll: true });
  }

  function draw(): void {
    const chain: ChangeNode[] = [];
    for (let node: ChangeNode | undefined = shown; node !== undefined; node = node.parent) chain.unshift(node);
    trail.replaceChildren(
      ...chain.map((node) => {
        const attributes = { "aria-current": node === shown ? "location" : undefined };
        return element(
          "li",
          {},
          button(safeText(node.label), () => enter(node), { attributes }),
        );
      }),
    );
    const { place } = shown;
    said.replaceChildren(
      `${sizeText(shown.bytesBefore)} → ${sizeText(shown.bytesAfter)}, ${signedBytes(shown.bytes)} (${signedCount(shown.bytes)} bytes), files ${signedCount(shown.files)}`,
      ...(place === undefined || isGone(shown) ? [] : [hostButton(context, place, "directory")]),
    );
    content.replaceChildren(tableOf(shown));
  }

  function tableOf(folder: ChangeNode): HTMLElement {
    const rows = [...folder.children].sort(
      (a, b) => compareBytes(absolute(b.bytes), absolute(a.bytes)) || compareStrings(a.label, b.label),
    );
    if (rows.length === 0) return element("p", { class: "about" }, "No file in here came, went or changed its size.");
    return dataTable<ChangeNode>({
      caption: `What changed in ${safeText(folder.label)}`,
      what: "row",
      first: 15,
      rows,
      columns: [
        { title: "In this folder", value: (row) => row.label, cell: nameCell },
        {
          title: "Difference",
          value: (row) => row.bytes,
          cell: (row) => signedBytes(row.bytes),
          balance: balanceOf(rows, (row) => row.bytes),
        },
        { title: "What happened", value: fateOf },
        { title: "Before", value: (row) => row.bytesBefore ?? -1, cell: (row) => sizeText(row.bytesBefore) },
        { title: "After", value: (row) => row.bytesAfter ?? -1, cell: (row) => sizeText(row.bytesAfter) },
        { title: "Files", value: (row) => row.files, cell: (row) => signedCount(row.files) },
      ],
    });
  }

  function nameCell(node: ChangeNode): HTMLElement {
    const name = element("span", { class: "path" }, element("span", { class: "path-name" }, safeText(node.label)));
    const inner = element(
      "span",
      { class: node.kind === "rest" ? "place-inner quiet" : "place-inner" },
      icon(node.kind === "folder" ? "folder" : "file"),
      name,
    );
    if (node.kind === "folder" && node.children.length > 0)
      return button(inner, () => enter(node), { class: "place", attributes: { title: "Show what changed in it" } });
    const { place } = node;
    if (place === undefined || (isGone(node) && !host.takesGone)) return inner;
    return button(inner, () => void activate(context, place, node.kind === "folder" ? "directory" : "file"), {
      class: "place",
      attributes: { title: `${host.verb} it` },
    });
  }
}

/** Whether it is no more where it was. */
function isGone({ fate }: ChangeNode): boolean {
  return fate === "removed" || fate === "moved away";
}

function fateOf({ kind, fate, bytes, files }: ChangeNode): string {
  if (fate !== undefined) return fate;
  const what = bytes > 0 ? "grown" : bytes < 0 ? "shrunk" : files === 0 ? "the same size" : "other files";
  return kind === "rest" ? "" : what;
}

function sizeText(bytes: ChangeNode["bytesBefore"]): string {
  return bytes === undefined ? "–" : humanBytes(bytes);
}

function absolute<T extends number | bigint>(value: T): number | bigint {
  return value < 0 ? -value : value;
}
