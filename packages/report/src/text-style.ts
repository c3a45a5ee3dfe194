import picocolors from "picocolors";
import { columnsOf, shortenMiddle } from "./columns-of.js";
import { safeText } from "./safe-text.js";

/** How text for a terminal looks. */
export interface TextOptions {
  /** Whether to colour, by ANSI escapes. Default false. */
  readonly color?: boolean | undefined;
  /** The columns there are. Default 80; less than 40 counts as 40. */
  readonly width?: number | undefined;
  /** Whether bars and marks may use characters beyond ASCII. Default true. */
  readonly unicode?: boolean | undefined;
  /** How many rows a section shows at most. Default 10. */
  readonly rows?: number | undefined;
}

/** The defaults of {@link TextOptions}. */
export const TEXT_DEFAULTS: { readonly [K in keyof TextOptions]-?: NonNullable<TextOptions[K]> } = {
  color: false,
  width: 80,
  unicode: true,
  rows: 10,
};

const NARROWEST = 40;

/** What the sections of a text are written with. */
export interface TextStyle {
  readonly colors: ReturnType<typeof picocolors.createColors>;
  readonly width: number;
  readonly unicode: boolean;
  readonly rows: number;
  /** Stands between two facts on one line. */
  readonly dot: string;
}

/** Fills in the defaults. */
export function createTextStyle(options: TextOptions): TextStyle {
  const unicode = options.unicode ?? TEXT_DEFAULTS.unicode;
  return {
    colors: picocolors.createColors(options.color ?? TEXT_DEFAULTS.color),
    width: Math.max(NARROWEST, options.width ?? TEXT_DEFAULTS.width),
    unicode,
    rows: options.rows ?? TEXT_DEFAULTS.rows,
    dot: unicode ? " · " : ", ",
  };
}

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** A bar for a share from 0 to 1, padded to `width` columns. What is more than nothing shows at least a sliver. */
export function bar(style: TextStyle, share: number, width: number): string {
  if (!style.unicode) {
    const full = share > 0 ? Math.max(1, Math.round(share * width)) : 0;
    return "#".repeat(full).padEnd(width);
  }
  const eighths = share > 0 ? Math.max(1, Math.round(Math.min(1, share) * width * 8)) : 0;
  const drawn = "█".repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? "");
  return style.colors.cyan(drawn) + " ".repeat(width - Math.ceil(eighths / 8));
}

/** A path that fits into `width` columns: shortened in the middle, for both its ends tell the most. */
export function fitPath(style: TextStyle, path: string, width: number): string {
  const shown = safeText(path);
  const room = Math.max(4, width);
  return shortenMiddle(shown, room, style.unicode ? "…" : "...");
}

/** Pads to `width` columns, with the text at the right. Wide characters take two. */
export function right(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - columnsOf(text))) + text;
}

/** Pads to `width` columns, with the text at the left. */
export function left(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - columnsOf(text)));
}

/** The columns that the widest of the texts takes. */
export function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, columnsOf(text)), 0);
}
