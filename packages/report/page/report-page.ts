import type { Report } from "@transect/core";
import { createAnnounce } from "./announce.js";
import type { Host } from "./host.js";
import { growFolderTree } from "./map/folder-tree.js";
import { createMapPanel } from "./map/map-panel.js";
import type { PageContext } from "./page-context.js";
import { fillPage } from "./page-frame.js";
import { choosePalette } from "./palette.js";
import { findablePlaces } from "./search/find-places.js";
import { createSearchBox } from "./search/search-box.js";
import { agesPanel, depthsPanel, sizesPanel } from "./sections/charts.js";
import { errorsPanel } from "./sections/errors.js";
import { extensionsPanel } from "./sections/extensions.js";
import { ignoredPanel, rootsPanel, runPanel } from "./sections/facts.js";
import { busiestFoldersPanel, emptyFoldersPanel, folderNamesPanel } from "./sections/folders.js";
import { largestFilesPanel, largestFoldersPanel } from "./sections/largest.js";
import { notice, runText, stateMark, summary, titleOf } from "./summary.js";

/** Puts a report on the page, in place of whatever is there. */
export function showReport(page: HTMLElement, report: Report, host: Host): void {
  page.replaceChildren();
  const announce = createAnnounce(page);
  const context: PageContext = {
    report,
    host,
    announce,
    palette: choosePalette(report),
    severalRoots: report.roots.length > 1,
    showsFolder: "Show on the map",
    showFolder: (place) => map.showFolder(place),
  };
  const map = createMapPanel(context, growFolderTree(report));
  const search = createSearchBox(context, {
    places: () => findablePlaces(report),
    unnamed: report.largestFiles.leftOut + report.tree.leftOut,
    onFind: (finds) => map.emphasize(finds),
  });
  const panels = [
    rootsPanel(context),
    map,
    extensionsPanel(context),
    sizesPanel(context),
    largestFilesPanel(context),
    largestFoldersPanel(context),
    agesPanel(context),
    depthsPanel(context),
    busiestFoldersPanel(context),
    folderNamesPanel(context),
    emptyFoldersPanel(context),
    errorsPanel(context, report.completeness.errors),
    ignoredPanel(context),
    runPanel(context),
  ].filter((one) => one !== undefined);
  fillPage(page, {
    title: titleOf(report),
    state: stateMark(report),
    search,
    about: runText(report),
    notice: notice(report),
    summary: [summary(report)],
    panels,
    skip: { to: "map", title: "the map" },
  });
  map.start();
}
