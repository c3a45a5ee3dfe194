import type { ChangeReport } from "@transect/core";
import { sideNames } from "../../src/change-words.js";
import { createAnnounce } from "../announce.js";
import type { Host } from "../host.js";
import type { ChangesContext } from "../page-context.js";
import { fillPage } from "../page-frame.js";
import { createSearchBox } from "../search/search-box.js";
import { errorsPanel } from "../sections/errors.js";
import { changesPanel } from "./changes-panel.js";
import { changedExtensionsPanel } from "./extensions-panel.js";
import { changeFactsPanel } from "./facts-panel.js";
import { findableChanges } from "./find-changes.js";
import { foldersPanel } from "./folders-panel.js";
import { changesNotice, changesState, changesSummary, titleOfChanges } from "./summary.js";

/** Puts what changed on the page, in place of whatever is there. */
export function showChanges(page: HTMLElement, report: ChangeReport, host: Host): void {
  page.replaceChildren();
  const { before, after } = report;
  const context: ChangesContext = {
    report,
    host,
    announce: createAnnounce(page),
    severalRoots: false,
    showsFolder: "Show what changed in it",
    showFolder: (place) => folders.showFolder(place),
  };
  const folders = foldersPanel(context);
  const changes = changesPanel(context);
  const search = createSearchBox(context, {
    places: () => findableChanges(report),
    unnamed: report.changes.leftOut,
    onFind: (finds) => changes.filter(finds),
  });
  const errors = {
    count: before.errors.count + after.errors.count,
    leftOut: before.errors.leftOut + after.errors.leftOut,
    list: [...before.errors.list, ...after.errors.list],
  };
  const panels = [
    folders,
    changes,
    changedExtensionsPanel(context),
    changeFactsPanel(context),
    errors.count > 0 ? errorsPanel(context, errors) : undefined,
  ].filter((one) => one !== undefined);
  const [was, is] = sideNames(report);
  fillPage(page, {
    title: titleOfChanges(report),
    state: changesState(report),
    search,
    about: `${was} → ${is}`,
    notice: changesNotice(report),
    summary: changesSummary(report),
    panels,
    skip: { to: "folders", title: "the folders that changed" },
  });
}
