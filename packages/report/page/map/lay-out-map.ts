import { hierarchy, treemap, treemapSquarify } from "d3-hierarchy";
import { sumAmounts } from "./folder-tree.js";
import type { MapNode, Measure } from "./map-node.js";

/** A rectangle, in CSS pixels. */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A node with its place on the map. */
export interface Tile extends Box {
  readonly node: MapNode;
  /** 1 for what lies directly in the folder that is shown. */
  readonly level: number;
  /** The tile that holds this one: its place in the list. -1 where none does. */
  readonly holder: number;
  /** Of tiles in the same holder: which one, from 1, and of how many. */
  readonly position: number;
  readonly siblings: number;
  /** Whether what is in it is drawn. */
  readonly open: boolean;
}

/** How a map is laid out. */
export interface MapLayout {
  readonly measure: Measure;
  readonly width: number;
  readonly height: number;
}

/** What has a smaller area than this, in square pixels, is gathered with its like. */
const LEAST_AREA = 110;
/** The line with a folder's name, and the margin around what it holds. */
const HEADER = 18;
const MARGIN = 2;
/** A folder is opened if this much room is left in it. */
const LEAST_WIDTH = 30;
const LEAST_HEIGHT = 16;

/**
 * Lays out what a folder holds: squarified, the largest first, each folder in its own rectangle, as deep as there is
 * room. A holder comes before what it holds. What would be too small to see is gathered into one tile of its folder,
 * never dropped: the areas of the tiles in a folder stand for all of it.
 */
export function layOutMap(shown: MapNode, { measure, width, height }: MapLayout): Tile[] {
  const tiles: Tile[] = [];
  fill(shown, { x: 0, y: 0, width, height }, -1, 1);
  return tiles;

  function fill(folder: MapNode, box: Box, holder: number, level: number): void {
    const children = gatherSmall(folder, measure, box.width * box.height);
    const boxes = squarify(
      children.map((child) => Number(child.amounts[measure])),
      box,
    );
    children.forEach((node, index) => {
      const own = boxes[index];
      if (own === undefined) return;
      const inner = insideOf(own);
      const open = node.children.length > 0 && inner.width >= LEAST_WIDTH && inner.height >= LEAST_HEIGHT;
      const place = { holder, level, position: index + 1, siblings: children.length, open };
      const number = tiles.push({ node, ...own, ...place }) - 1;
      if (open) fill(node, inner, number, level + 1);
    });
  }
}

/** What a folder holds, largest first, with all that is too small for its area in one node. Nothing that is empty. */
export function gatherSmall(folder: MapNode, measure: Measure, area: number): MapNode[] {
  const amount = (node: MapNode): number => Number(node.amounts[measure]);
  const children = folder.children.filter((child) => amount(child) > 0).sort((a, b) => amount(b) - amount(a));
  const least = (LEAST_AREA / area) * amount(folder);
  const isSmall = (node: MapNode): boolean => node.kind === "rest" || amount(node) < least;
  const small = children.filter(isSmall);
  if (small.length < 2) return children;
  const gathered: MapNode = {
    kind: "rest",
    label: "the rest",
    place: undefined,
    extension: undefined,
    mtimeMs: undefined,
    parent: folder,
    amounts: sumAmounts(small.map((node) => node.amounts)),
    children: [],
  };
  const large = children.filter((child) => !isSmall(child));
  const before = large.findIndex((child) => amount(child) < amount(gathered));
  return large.toSpliced(before === -1 ? large.length : before, 0, gathered);
}

interface Weight {
  readonly weight: number;
  readonly children?: readonly Weight[];
}

function squarify(weights: readonly number[], box: Box): Box[] {
  const root = hierarchy<Weight>(
    { weight: 0, children: weights.map((weight) => ({ weight })) },
    (node) => node.children,
  );
  const lay = treemap<Weight>().tile(treemapSquarify).size([box.width, box.height]).paddingInner(1).round(true);
  const laid = lay(root.sum((node) => node.weight));
  const across = (at: number): number => within(at, box.width);
  const down = (at: number): number => within(at, box.height);
  return (laid.children ?? []).map(({ x0, y0, x1, y1 }) => ({
    x: box.x + across(x0),
    y: box.y + down(y0),
    width: across(x1) - across(x0),
    height: down(y1) - down(y0),
  }));
}

/** The padding between tiles is as much beyond the edges, where d3 leaves what has no area to speak of. */
function within(at: number, length: number): number {
  return Math.min(Math.max(at, 0), length);
}

function insideOf({ x, y, width, height }: Box): Box {
  return {
    x: x + MARGIN,
    y: y + HEADER,
    width: width - 2 * MARGIN,
    height: height - HEADER - MARGIN,
  };
}
