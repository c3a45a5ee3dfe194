import { type Bytes, compareBytes, type Report } from "@transect/core";
import { scaleOrdinal } from "d3-scale";

/** How many extensions have a colour of their own; `style/colors.css` has as many. */
const COLORS = 12;

/** Which extension is shown in which colour. */
export interface Palette {
  /** The extensions with a colour of their own, those with the most bytes first. */
  readonly extensions: readonly string[];
  /** The class of an extension's colour. */
  classOf(extension: string): string;
}

/** Gives colours to the extensions that take the most room, or are the most where there are no sizes. */
export function choosePalette({ extensions }: Report): Palette {
  const weight = (row: { readonly apparentBytes: Bytes }): Bytes => row.apparentBytes;
  const chosen = [...extensions.list]
    .sort((a, b) => compareBytes(weight(b), weight(a)) || b.files - a.files)
    .slice(0, COLORS)
    .map((row) => row.extension);
  const classes = scaleOrdinal<string, string, string>(
    chosen,
    chosen.map((_, index) => `color-${index}`),
  ).unknown("color-other");
  return { extensions: chosen, classOf: (extension) => classes(extension) };
}

/** An extension in words. */
export function extensionName(extension: string): string {
  return extension === "" ? "no extension" : extension;
}
