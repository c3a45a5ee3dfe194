import { element } from "../dom.js";
import type { Palette } from "../palette.js";
import { amountText, describeNode, nodeName } from "./describe-node.js";
import { layOutMap, type Tile } from "./lay-out-map.js";
import type { MapNode, Measure } from "./map-node.js";
import { tileInDirection } from "./tile-in-direction.js";

/** What a map shows. */
export interface MapSight {
  /** The folder whose content fills the map. */
  readonly shown: MapNode;
  readonly measure: Measure;
  /** Which nodes stand out; all others fade. All stand out where it is missing. */
  readonly standsOut?: ((node: MapNode) => boolean) | undefined;
}

/** What happens on a map. */
export interface MapEvents {
  /** Somebody chose a node: a folder is to be entered, a file to be opened. */
  readonly onChoose: (node: MapNode) => void;
  readonly onLeave: () => void;
  /** The pointer or the keyboard is on a node. */
  readonly onPoint: (node: MapNode) => void;
}

/** The map on the page. */
export interface MapView {
  readonly element: HTMLElement;
  /** Draws. Where it comes out of another folder, the new sight grows out of that folder's tile. */
  draw(sight: MapSight, options?: { readonly takeFocus?: boolean }): void;
}

/** What kinds of nodes are called in the style. */
const CLASSES: Readonly<Record<MapNode["kind"], string>> = {
  all: "folder",
  folder: "folder",
  file: "file",
  rest: "gathered",
};
const ZOOM_MS = 180;
/** About as wide as a letter of a tile is, and what stands beside the letters, in pixels. */
const LETTER = 6.6;
const PADDING = 10;
/** What a folder's name gets at least, beside its size. */
const LEAST_NAME = 50;

/** Makes the map: a tree for screen readers, a tile for each node; one of them takes the keyboard. */
export function createMapView(palette: Palette, events: MapEvents): MapView {
  const attributes = { role: "tree", "aria-label": "Map of folders and files", "aria-describedby": "map-keys" };
  const map = element("div", { class: "map", attributes });
  let sight: MapSight | undefined;
  let tiles: readonly Tile[] = [];
  let elements: readonly HTMLElement[] = [];
  let current = 0;

  map.addEventListener("click", (event) => withTile(event, (tile) => events.onChoose(tile.node)));
  map.addEventListener("pointerover", (event) => withTile(event, (tile) => events.onPoint(tile.node)));
  map.addEventListener("focusin", (event) => {
    withTile(event, (tile, index) => {
      moveTo(index, false);
      events.onPoint(tile.node);
    });
  });
  map.addEventListener("keydown", onKey);
  // Asking the map for its size has the browser lay out the page: only when it may have changed.
  let size = { width: 0, height: 0 };
  new ResizeObserver(() => {
    if (sight === undefined || map.clientWidth === size.width) return;
    measureMap();
    show(sight);
  }).observe(map);

  return { element: map, draw };

  function draw(next: MapSight, options: { readonly takeFocus?: boolean } = {}): void {
    const before = sight?.shown;
    const from = tiles.find((tile) => tile.node === next.shown);
    sight = next;
    show(next);
    if (before !== next.shown)
      zoomFrom(
        from,
        tiles.find((tile) => tile.node === before),
      );
    if (options.takeFocus === true) {
      const back = tiles.findIndex((tile) => tile.node === before);
      moveTo(Math.max(0, back), true);
    }
  }

  function show({ shown, measure, standsOut }: MapSight): void {
    const held = map.contains(document.activeElement);
    const blank = blankReason(shown, measure);
    if (size.width === 0 || map.classList.contains("blank") !== (blank !== undefined)) {
      map.classList.toggle("blank", blank !== undefined);
      measureMap();
    }
    tiles = blank === undefined ? layOutMap(shown, { measure, ...size }) : [];
    elements = tiles.map((tile, index) => tileElement(tile, index, shown, measure));
    if (standsOut !== undefined) fade(standsOut);
    current = 0;
    map.replaceChildren(...elements, ...(blank === undefined ? [] : [element("p", { class: "map-nothing" }, blank)]));
    map.setAttribute("role", blank === undefined ? "tree" : "group");
    moveTo(0, held);
  }

  function measureMap(): void {
    size = { width: map.clientWidth, height: map.clientHeight };
  }

  function tileElement(
    { node, open, level, position, siblings, ...box }: Tile,
    index: number,
    shown: MapNode,
    measure: Measure,
  ): HTMLElement {
    const kind =
      open || node.extension === undefined ? CLASSES[node.kind] : `${node.kind} ${palette.classOf(node.extension)}`;
    const amount = amountText(node.amounts[measure], measure);
    const named = box.width >= 30 && box.height >= 15;
    const name = named ? element("span", { class: "tile-name" }, nodeName(node)) : undefined;
    const room = open ? box.width - LEAST_NAME : box.width;
    const told = node.kind === "rest" && measure === "files";
    const sized = named && !told && amount.length * LETTER + PADDING <= room && (open || box.height >= 32);
    const size = sized ? element("span", { class: "tile-size" }, amount) : undefined;
    return element(
      "div",
      {
        class: `tile ${kind}${open ? " open" : ""}`,
        attributes: {
          role: "treeitem",
          tabindex: -1,
          "data-tile": index,
          "aria-level": level,
          "aria-posinset": position,
          "aria-setsize": siblings,
          "aria-expanded": node.children.length > 0 ? String(open) : undefined,
          "aria-label": describeNode(node, shown, measure),
        },
        style: {
          left: `${box.x}px`,
          top: `${box.y}px`,
          width: `${box.width}px`,
          height: `${box.height}px`,
          "--level": String(level),
        },
      },
      name,
      size === undefined ? undefined : " ",
      size,
    );
  }

  /** A tile stands out with all that holds it. */
  function fade(standsOut: (node: MapNode) => boolean): void {
    const outstanding = new Set<number>();
    tiles.forEach((tile, index) => {
      if (!standsOut(tile.node)) return;
      for (let at = index; at !== -1 && !outstanding.has(at); at = tiles[at]?.holder ?? -1) outstanding.add(at);
    });
    elements.forEach((one, index) => {
      one.classList.toggle("faded", !outstanding.has(index));
    });
  }

  function zoomFrom(into: Tile | undefined, outOf: Tile | undefined): void {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const { width, height } = size;
    const box = into ?? outOf;
    if (box === undefined) return;
    const [x, y] = [box.width / width, box.height / height];
    const small = `translate(${box.x}px, ${box.y}px) scale(${x}, ${y})`;
    const large = `scale(${1 / x}, ${1 / y}) translate(${-box.x}px, ${-box.y}px)`;
    map.animate(
      [
        { transformOrigin: "0 0", transform: into === undefined ? large : small, opacity: 0.4 },
        { transformOrigin: "0 0", transform: "none", opacity: 1 },
      ],
      { duration: ZOOM_MS, easing: "ease-out" },
    );
  }

  function onKey(event: KeyboardEvent): void {
    const tile = tiles[current];
    if (tile === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" || event.key === " ") events.onChoose(tile.node);
    else if (event.key === "Backspace" || event.key === "Escape") events.onLeave();
    else {
      const next = tileInDirection(tiles, current, event.key);
      if (next === undefined) return;
      moveTo(next, true);
    }
    event.preventDefault();
  }

  /** Only one tile is reached by Tab, as a tree wants it. */
  function moveTo(index: number, focus: boolean): void {
    elements[current]?.setAttribute("tabindex", "-1");
    current = index;
    const next = elements[index];
    next?.setAttribute("tabindex", "0");
    if (focus) next?.focus({ preventScroll: true });
  }

  function withTile(event: Event, use: (tile: Tile, index: number) => void): void {
    const target = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-tile]") : null;
    const index = Number(target?.dataset["tile"] ?? -1);
    const tile = tiles[index];
    if (tile !== undefined) use(tile, index);
  }
}

/** Why there is no map, if there is none. */
function blankReason({ kind, amounts, children }: MapNode, measure: Measure): string | undefined {
  if (children.length === 0 && kind === "all") return "There is nothing to show.";
  if (amounts.files === 0 && amounts.folders <= 1) return "There is no file and no folder in here.";
  if (measure === "files" && amounts.files === 0) return "There is no file in here.";
  return amounts[measure] === 0 ? "Nothing in here takes any room." : undefined;
}
