import type { Report } from "@transect/core";
import { createAnnounce } from "./announce.js";
import { element } from "./dom.js";
import type { Host } from "./host.js";
import { growFolderTree } from "./map/folder-tree.js";
import { createMapPanel } from "./map/map-panel.js";
import type { PageContext } from "./page-context.js";
import { choosePalette } from "./palette.js";
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
    showFolder: (place) => map.showFolder(place),
  };
  const map = createMapPanel(context, growFolderTree(report));
  const search = createSearchBox(context, (finds) => map.emphasize(finds));
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
    errorsPanel(context),
    ignoredPanel(context),
    runPanel(context),
  ].filter((one) => one !== undefined);
  const links = panels.map(({ id, title }) =>
    element("li", {}, element("a", { attributes: { href: `#${id}` } }, title)),
  );
  const ran = runText(report);
  page.prepend(
    element("a", { class: "skip", attributes: { href: "#map" } }, "Skip to the map"),
    element(
      "header",
      { class: "top" },
      element("div", { class: "title" }, element("h1", {}, titleOf(report)), stateMark(report)),
      search.field,
      element("nav", { class: "contents", attributes: { "aria-label": "Contents" } }, element("ul", {}, ...links)),
    ),
    element(
      "main",
      {},
      search.finds,
      ...(ran === undefined ? [] : [element("p", { class: "ran" }, ran)]),
      notice(report),
      summary(report),
      element("div", { class: "panels" }, ...panels.map((one) => one.element)),
    ),
  );
  document.title = `${titleOf(report)} – Transect`;
  map.start();
}
