import type { Place } from "@transect/core";
import { fullPath } from "../../src/full-path.js";
import { hasSizes } from "../../src/has-sizes.js";
import { counted } from "../../src/quantity.js";
import { safeText } from "../../src/safe-text.js";
import { choice } from "../choice.js";
import { button, element } from "../dom.js";
import { icon } from "../icon.js";
import type { PageContext } from "../page-context.js";
import { extensionName } from "../palette.js";
import { type Panel, panel } from "../panel.js";
import { activate, hostButton } from "../place-button.js";
import { amountText, describeNode, MEASURES, nodeFacts, nodeName, nodePath } from "./describe-node.js";
import { folderTable } from "./folder-table.js";
import type { FolderTree } from "./folder-tree.js";
import type { MapNode, Measure } from "./map-node.js";
import { createMapView } from "./map-view.js";

/** The map with all that goes with it. */
export interface MapPanel extends Panel {
  /** Draws it for the first time, once it is on the page and has a size. */
  start(): void;
  /** Enters a folder; false where the report does not name it. */
  showFolder(place: Place): boolean;
  /** Lets what a search finds stand out; `undefined` ends that. */
  emphasize(finds: ((path: string) => boolean) | undefined): void;
}

/** Makes the map, the way to the folder that it shows, what can be measured, the colours, and what is in the folder. */
export function createMapPanel(context: PageContext, tree: FolderTree): MapPanel {
  const { report, palette, announce } = context;
  const sizes = hasSizes(report);
  let shown = tree.root;
  let measure = firstMeasure(tree.root);
  let extension: string | undefined;
  let finds: ((path: string) => boolean) | undefined;

  const view = createMapView(palette, { onChoose: choose, onLeave: leave, onPoint: (node) => describe(node) });
  const trail = element("ol", { class: "trail" });
  const facts = element("div", { class: "facts" });
  const content = element("div", { class: "content" });
  const legend = element("div", {
    class: "legend",
    attributes: { role: "group", "aria-label": "Colours of extensions" },
  });
  const measures = choice("What areas stand for", MEASURES, measure, (chosen) => {
    measure = chosen;
    draw();
    announce(`Areas stand for ${chosen === "files" ? "numbers of files" : "sizes"}`);
  });
  const bar = element(
    "div",
    { class: "map-bar" },
    element("nav", { attributes: { "aria-label": "Folder on the map" } }, trail),
  );
  if (sizes) bar.append(measures);
  const keys =
    "Arrow keys move: up and down within a folder, right into it, left out of it. Enter zooms in, Backspace zooms out.";
  const made = panel(
    "map",
    "Map",
    undefined,
    bar,
    element("div", { class: "map-frame" }, element("div", { class: "map-side" }, view.element, facts), content),
    legend,
    element("p", { class: "keys", attributes: { id: "map-keys" } }, keys),
  );
  return { ...made, start, showFolder, emphasize };

  function start(): void {
    fillLegend();
    draw();
  }

  function showFolder(place: Place): boolean {
    const folder = tree.folder(place);
    if (folder === undefined) return false;
    enter(folder, false);
    made.element.scrollIntoView({ block: "start" });
    return true;
  }

  function emphasize(next: typeof finds): void {
    finds = next;
    draw();
  }

  function choose(node: MapNode): void {
    if (node.kind === "file" && node.place !== undefined) void activate(context, node.place, "file");
    else if (node.children.length > 0) enter(node, true);
    else announce(`${describeNode(node, shown, measure)}. The report does not name them one by one.`);
  }

  function leave(): void {
    if (shown.parent !== undefined) enter(shown.parent, true);
    else announce("This is the whole map.");
  }

  function enter(folder: MapNode, takeFocus: boolean): void {
    shown = folder;
    draw(takeFocus);
    announce(
      `${nodeName(folder)}: ${amountText(folder.amounts[measure], measure)}, ${counted(folder.amounts.files, "file")}`,
    );
  }

  function draw(takeFocus = false): void {
    view.draw({ shown, measure, standsOut: standsOut() }, { takeFocus });
    fillTrail();
    describe(shown);
    content.replaceChildren(folderTable(context, shown, measure, choose));
  }

  function standsOut(): ((node: MapNode) => boolean) | undefined {
    if (finds === undefined && extension === undefined) return undefined;
    return (node) => {
      if (extension !== undefined && node.extension !== extension) return false;
      return finds === undefined || (node.place !== undefined && finds(fullPath(node.place)));
    };
  }

  function fillTrail(): void {
    const chain: MapNode[] = [];
    for (let node: MapNode | undefined = shown; node !== undefined; node = node.parent) chain.unshift(node);
    trail.replaceChildren(
      ...chain.map((node) => {
        const here = node === shown;
        const attributes = { "aria-current": here ? "location" : undefined };
        return element(
          "li",
          {},
          button(safeText(node.label), () => enter(node, false), { attributes }),
        );
      }),
    );
    const parent = shown.parent;
    if (parent !== undefined) {
      const out = button(icon("out"), leave, {
        class: "small",
        attributes: { "aria-label": "Zoom out", title: "Zoom out" },
      });
      trail.prepend(element("li", { class: "out" }, out));
    }
  }

  function describe(node: MapNode): void {
    const terms = nodeFacts(node, shown, measure).map(([term, said]) =>
      element("div", {}, element("dt", {}, term), element("dd", {}, said)),
    );
    const host =
      node.place === undefined
        ? undefined
        : hostButton(context, node.place, node.kind === "file" ? "file" : "directory");
    facts.replaceChildren(element("p", { class: "facts-path" }, nodePath(node), host), element("dl", {}, ...terms));
  }

  function fillLegend(): void {
    const keyOf = (value: string): HTMLElement => {
      const key = button(
        extensionName(value),
        () => {
          extension = extension === value ? undefined : value;
          for (const one of legend.querySelectorAll("button"))
            one.setAttribute("aria-pressed", String(one === key && extension !== undefined));
          draw();
        },
        { class: `key ${palette.classOf(value)}`, attributes: { "aria-pressed": "false" } },
      );
      return key;
    };
    legend.replaceChildren(
      ...palette.extensions.map(keyOf),
      ...(report.extensions.count > palette.extensions.length
        ? [element("span", { class: "key color-other" }, "other extensions")]
        : []),
      element("span", { class: "key gathered" }, "gathered: too small, or not named in the report"),
    );
  }
}

/** What areas stand for at first: what there is any of, room on disk before all else. */
function firstMeasure({ amounts }: MapNode): Measure {
  if (amounts.allocated > 0) return "allocated";
  return amounts.apparent > 0 ? "apparent" : "files";
}
