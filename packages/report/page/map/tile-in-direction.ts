import type { Tile } from "./lay-out-map.js";

/**
 * The tile that a key leads to, as in a tree: up and down among those in the same folder, right into a folder, left out
 * of it, Home and End to the ends. `undefined` for other keys, and where there is nothing in that direction.
 */
export function tileInDirection(tiles: readonly Tile[], from: number, key: string): number | undefined {
  const tile = tiles[from];
  if (tile === undefined) return undefined;
  if (key === "ArrowRight") return tile.open ? from + 1 : undefined;
  if (key === "ArrowLeft") return tile.holder === -1 ? undefined : tile.holder;
  const position = POSITIONS[key]?.(tile);
  if (position === undefined) return undefined;
  const found = tiles.findIndex((other) => other.holder === tile.holder && other.position === position);
  return found === -1 ? undefined : found;
}

const POSITIONS: Readonly<Record<string, (tile: Tile) => number>> = {
  ArrowDown: (tile) => tile.position + 1,
  ArrowUp: (tile) => tile.position - 1,
  Home: () => 1,
  End: (tile) => tile.siblings,
};
