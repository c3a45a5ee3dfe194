import type { CompletenessState, Report } from "@transect/core";
import { hasSizes } from "../src/has-sizes.js";
import { counted, grouped, humanBytes, humanDuration, percent, shareOf } from "../src/quantity.js";
import { safeText } from "../src/safe-text.js";
import { card } from "./card.js";
import { element } from "./dom.js";
import { noticeBox } from "./notice-box.js";

const STATES: Readonly<Record<CompletenessState, string>> = {
  complete: "Complete",
  partial: "Incomplete",
  timedOut: "Timed out",
  cancelled: "Cancelled",
};

const STOPPED: Readonly<Record<CompletenessState, string | undefined>> = {
  complete: undefined,
  partial: undefined,
  timedOut: "The time was up before all was seen: these are the numbers until then.",
  cancelled: "Stopped before all was seen: these are the numbers until then.",
};

/** The report's title: its root, or how many. */
export function titleOf({ roots }: Report): string {
  const [only] = roots;
  return roots.length === 1 && only !== undefined ? safeText(only.root) : counted(roots.length, "root");
}

/** Whether all was seen, in a word that nobody can overlook. */
export function stateMark({ completeness }: Report): HTMLElement {
  return element("span", { class: `state ${completeness.state}` }, STATES[completeness.state]);
}

/** When and how long. */
export function runText({ run }: Report): string | undefined {
  if (run.startedAtMs === 0) return undefined;
  const started = new Date(run.startedAtMs).toLocaleString("en", {
    dateStyle: "long",
    timeStyle: "short",
    hourCycle: "h23",
  });
  return `${started} · ${humanDuration(run.elapsedMs)} · ${run.backend}, ${counted(run.workers, "worker")}`;
}

/** What a reader must know before any number; nothing where all was seen. */
export function notice(report: Report): HTMLElement | undefined {
  const { state, errors } = report.completeness;
  if (state === "complete") return undefined;
  const missing = report.roots.filter((root) => root.type === "missing");
  const lines = [STOPPED[state], ...missing.map((root) => `${safeText(root.root)} was not found.`)];
  const said = lines.filter((line) => line !== undefined).map((line) => element("p", {}, line));
  if (errors.count > 0) {
    const link = element(
      "a",
      { attributes: { href: "#errors" } },
      `${counted(errors.count, "place")} could not be read`,
    );
    said.push(element("p", {}, link, "; what is in there is not in these numbers."));
  }
  return noticeBox(STATES[state], said);
}

/** The totals, with the exact bytes below the rounded ones. */
export function summary(report: Report): HTMLElement {
  const { totals, ignored, emptyDirectories } = report;
  const cards: HTMLElement[] = [];
  if (hasSizes(report)) {
    cards.push(
      card("On disk", humanBytes(totals.allocatedBytes), `${grouped(totals.allocatedBytes)} bytes`, "allocated"),
      card("In files", humanBytes(totals.apparentBytes), `${grouped(totals.apparentBytes)} bytes`, "apparent"),
    );
  }
  const others = totals.others > 0 ? `, ${counted(totals.others, "other", "others")}` : "";
  cards.push(
    card("Files", grouped(totals.files), `${counted(totals.symlinks, "link")}${others}`, "files"),
    card("Folders", grouped(totals.directories), `${grouped(emptyDirectories.count)} empty`, "folders"),
  );
  if (ignored !== null) {
    const [size, share] = hasSizes(report)
      ? [humanBytes(ignored.allocatedBytes), shareOf(ignored.allocatedBytes, totals.allocatedBytes)]
      : [counted(ignored.files, "file"), shareOf(ignored.files, totals.files)];
    cards.push(card("Would be ignored", size, `${percent(share)} of all`, "ignored"));
  }
  return element("dl", { class: "summary" }, ...cards);
}
