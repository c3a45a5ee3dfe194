import { columnsOf } from "./columns-of.js";
import { bar, fitPath, left, right, type TextStyle, widest } from "./text-style.js";

/** A row of a section: numbers at the left, a bar, and what they are about. */
export interface TextRow {
  /** Right-aligned cells. */
  readonly cells: readonly string[];
  /** From 0 to 1; no bar where it is missing. */
  readonly share?: number | undefined;
  /** A path or another name, shortened in the middle where it is too long. */
  readonly label: string;
  /** Levels by which the label is set in. */
  readonly indent?: number | undefined;
  /** Said behind the label, if there is room. */
  readonly note?: string | undefined;
}

const GAP = "  ";
const WIDEST_BAR = 24;
const NARROWEST_BAR = 6;

/** A titled table. Nothing at all where there are no rows; `more` says what was left out. */
export function renderTable(style: TextStyle, title: string, rows: readonly TextRow[], more?: string): string[] {
  if (rows.length === 0) return [];
  const columns = rows.reduce((most, row) => Math.max(most, row.cells.length), 0);
  const widths = Array.from({ length: columns }, (_, column) => widest(rows.map((row) => row.cells[column] ?? "")));
  const used = GAP.length + widths.reduce((sum, width) => sum + width + GAP.length, 0);
  const hasBar = rows.some((row) => row.share !== undefined);
  const barWidth = hasBar ? Math.max(NARROWEST_BAR, Math.min(WIDEST_BAR, Math.floor((style.width - used) / 3))) : 0;
  const labelWidth = style.width - used - (hasBar ? barWidth + GAP.length : 0);
  const lines = rows.map((row) => {
    const cells = widths.map((width, column) => right(row.cells[column] ?? "", width));
    const drawn = hasBar ? [bar(style, row.share ?? 0, barWidth)] : [];
    const indent = GAP.repeat(Math.min(row.indent ?? 0, MOST_INDENT));
    const label = indent + fitPath(style, row.label, labelWidth - indent.length);
    return [GAP + cells.join(GAP), ...drawn, withNote(style, label, row.note, labelWidth)].join(GAP).trimEnd();
  });
  const rest = more === undefined ? [] : [style.colors.dim(GAP + more)];
  return ["", style.colors.bold(title), ...lines, ...rest];
}

const MOST_INDENT = 4;

function withNote(style: TextStyle, label: string, note: string | undefined, width: number): string {
  if (note === undefined) return label;
  const room = width - columnsOf(label) - GAP.length;
  return columnsOf(note) > room ? label : label + GAP + style.colors.dim(note);
}

/** Facts with their names, one a line, the names in a column of their own. */
export function renderFacts(style: TextStyle, title: string, facts: readonly (readonly [string, string])[]): string[] {
  if (facts.length === 0) return [];
  const names = widest(facts.map(([name]) => name));
  const lines = facts.map(([name, value]) => {
    const room = style.width - 2 * GAP.length - names;
    return GAP + style.colors.dim(left(name, names)) + GAP + fitPath(style, value, room);
  });
  return ["", style.colors.bold(title), ...lines];
}
