import type { ChangeReport, Place, Report } from "@transect/core";
import type { Announce } from "./announce.js";
import type { Host } from "./host.js";
import type { Palette } from "./palette.js";

/** What it takes to show a place that can be pressed. */
export interface PlaceContext {
  readonly host: Host;
  readonly announce: Announce;
  /** Whether a path alone does not say which root it is in. */
  readonly severalRoots: boolean;
  /** Where {@link PlaceContext.showFolder} shows a folder, in words: `Show on the map`. */
  readonly showsFolder: string;
  /** Shows a folder with what is in it; false where the report does not name it. */
  showFolder(place: Place): boolean;
}

/** What all parts of the page of a profile share. */
export interface PageContext extends PlaceContext {
  readonly report: Report;
  readonly palette: Palette;
}

/** What all parts of the page of a comparison share. */
export interface ChangesContext extends PlaceContext {
  readonly report: ChangeReport;
}
