import { CHANGE_KINDS, type ChangeReport } from "@transect/core";
import { totalRows } from "../../src/change-words.js";
import { counted, grouped } from "../../src/quantity.js";
import { safeText } from "../../src/safe-text.js";
import { signedBytes } from "../../src/signed.js";
import { card } from "../card.js";
import { element } from "../dom.js";
import { noticeBox } from "../notice-box.js";
import { kindName } from "./changes-panel.js";

/** What was compared: `monday → now`. */
export function titleOfChanges({ before, after }: ChangeReport): string {
  return `${safeText(before.name)} → ${safeText(after.name)}`;
}

/** Whether all could be read on both sides. */
export function changesState({ before, after }: ChangeReport): HTMLElement {
  const complete = before.complete && after.complete;
  return element("span", { class: `state ${complete ? "complete" : "partial"}` }, complete ? "Complete" : "Incomplete");
}

/** What could not be read, and what that leaves unknown. */
export function changesNotice({ before, after, unknown }: ChangeReport): HTMLElement | undefined {
  const lines = [before, after]
    .filter(({ complete }) => !complete)
    .map(({ name, errors }) => {
      const text = `${counted(errors.count, "place")} of ${safeText(name)} could not be read`;
      return element("p", {}, element("a", { attributes: { href: "#errors" } }, text), ".");
    });
  if (unknown > 0)
    lines.push(
      element("p", {}, `${counted(unknown, "entry", "entries")} may have come or gone: nobody could look there.`),
    );
  return lines.length === 0 ? undefined : noticeBox("Incomplete", lines);
}

/** Totals before and after, then how much of each kind of change there is. */
export function changesSummary(report: ChangeReport): HTMLElement[] {
  const totals = totalRows(report).map(([name, before, after, more]) => {
    const [rounded, exact] = /^(.*?) \((.*)\)$/.exec(more)?.slice(1) ?? [more, ""];
    const said = [`${before} → ${after}`, exact].filter((part) => part !== "" && part !== undefined).join("; ");
    return card(TITLES[name] ?? name, rounded === "0" || rounded === "0 B" ? "the same" : (rounded ?? ""), said, name);
  });
  const kinds = CHANGE_KINDS.filter((kind) => report.counts[kind].entries > 0).map((kind) => {
    const { entries, files, bytes } = report.counts[kind];
    const said = [counted(files, "file"), ...(bytes === 0 ? [] : [signedBytes(bytes)])].join(", ");
    return card(kindName(kind), grouped(entries), said, kind);
  });
  const none = element("p", { class: "nothing" }, "Nothing changed.");
  return [
    element("dl", { class: "summary" }, ...totals),
    kinds.length === 0 ? none : element("dl", { class: "summary kinds" }, ...kinds),
  ];
}

const TITLES: Readonly<Record<string, string>> = {
  files: "Files",
  folders: "Folders",
  "in files": "In files",
  "on disk": "On disk",
};
