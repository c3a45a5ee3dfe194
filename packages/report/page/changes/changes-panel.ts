import { type Bytes, CHANGE_KINDS, type Change, type ChangeKind } from "@transect/core";
import { changedBytes, listedChanges, noteOf } from "../../src/change-words.js";
import { fullPath } from "../../src/full-path.js";
import { grouped, humanBytes } from "../../src/quantity.js";
import { safeText } from "../../src/safe-text.js";
import { signedBytes } from "../../src/signed.js";
import { choice } from "../choice.js";
import { dataTable } from "../data-table.js";
import { element } from "../dom.js";
import type { ChangesContext } from "../page-context.js";
import { type Panel, panel } from "../panel.js";
import { placeButton } from "../place-button.js";
import { balanceOf } from "./balance.js";
import { formerPlace, kindOfPlace, placeOfChange } from "./change-place.js";

/** The list of changes. */
export interface ChangesPanel extends Panel {
  /** Lists only what a search finds; `undefined` ends that. */
  filter(finds: ((path: string) => boolean) | undefined): void;
}

type Shown = ChangeKind | "all";

/** Every change but those that came along with their folder, by kind and by what is searched for. */
export function changesPanel(context: ChangesContext): ChangesPanel {
  const { report, host } = context;
  const listed = listedChanges(report);
  const kinds = CHANGE_KINDS.filter((kind) => report.counts[kind].entries > 0);
  const place = element("div");
  let shown: Shown = "all";
  let finds: ((path: string) => boolean) | undefined;
  const choices = [["all", "All"], ...kinds.map((kind) => [kind, kindName(kind)] as const)] as const;
  const chosen = choice<Shown>("Which changes are listed", choices, shown, (value) => {
    shown = value;
    fill();
  });
  const about =
    report.changes.count === 0
      ? "Nothing changed."
      : "What came, went or moved along with its folder is told with the folder; a search lists it as well.";
  const made = panel(
    "changes",
    "Changes",
    grouped(report.changes.count),
    element("p", { class: "about" }, about),
    kinds.length > 1 ? chosen : undefined,
    place,
  );
  fill();
  return { ...made, filter };

  function filter(next: typeof finds): void {
    finds = next;
    fill();
  }

  function fill(): void {
    const isShown = (change: Change): boolean => shown === "all" || change.kind === shown;
    const found = finds;
    const rows =
      found === undefined
        ? listed.filter(isShown)
        : report.changes.list.filter((change) => isShown(change) && pathsOf(change).some(found));
    place.replaceChildren(tableOf(rows));
  }

  function pathsOf(change: Change): string[] {
    const former = formerPlace(report, change);
    return [fullPath(placeOfChange(report, change)), ...(former === undefined ? [] : [fullPath(former)])];
  }

  function tableOf(rows: readonly Change[]): HTMLElement {
    const leftOut = leftOutOf(shown);
    if (rows.length === 0 && leftOut === 0) return element("p", { class: "about" }, finds === undefined ? "" : "None.");
    const bytesOf = (change: Change): Bytes => changedBytes(change) ?? 0;
    return dataTable<Change>({
      caption: "Changes",
      what: "change",
      leftOut,
      first: 25,
      rows,
      columns: [
        { title: "Path", value: ({ path }) => path, cell: pathCell },
        {
          title: "Difference",
          value: bytesOf,
          cell: (change) => signedBytes(bytesOf(change)),
          balance: balanceOf(rows, bytesOf),
        },
        {
          title: "What happened",
          value: ({ kind }) => kind,
          cell: fateOf,
        },
        {
          title: "Before",
          value: (change) => sizeOf(change, change.before) ?? -1,
          cell: (change) => sizeText(change, change.before),
        },
        {
          title: "After",
          value: (change) => sizeOf(change, change.after) ?? -1,
          cell: (change) => sizeText(change, change.after),
        },
      ],
    });
  }

  /** How many of a kind the report counts and does not list. */
  function leftOutOf(kind: Shown): number {
    if (kind === "all") return report.changes.leftOut;
    return report.counts[kind].entries - report.changes.list.filter((change) => change.kind === kind).length;
  }

  function pathCell(change: Change): HTMLElement {
    const former = formerPlace(report, change);
    const own =
      change.after === undefined && !host.takesGone
        ? element("span", { class: "path" }, safeText(change.path))
        : placeButton(context, placeOfChange(report, change), kindOfPlace(change));
    if (former === undefined) return own;
    const from = element(
      "span",
      { class: "former" },
      "from ",
      element("span", { class: "path" }, safeText(former.path)),
    );
    return element("div", {}, own, from);
  }
}

/** The sizes of what grew or shrank have columns of their own. */
function fateOf(change: Change): string {
  const { kind } = change;
  const note = kind === "grown" || kind === "shrunk" ? undefined : noteOf(change);
  return note === undefined ? kind : `${kind}, ${note}`;
}

/** A kind of change as the name of a choice: `Added`. */
export function kindName(kind: ChangeKind): string {
  return kind.charAt(0).toUpperCase() + kind.slice(1);
}

/** Of a folder what it holds: its own size says nothing. */
function sizeOf({ holds }: Change, state: Change["before"]): Bytes | undefined {
  return state?.type === "directory" ? holds?.apparentBytes : state?.size;
}

function sizeText(change: Change, state: Change["before"]): string {
  const size = state === undefined ? undefined : sizeOf(change, state);
  return size === undefined ? "–" : humanBytes(size);
}
