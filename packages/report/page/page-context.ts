import type { Place, Report } from "@transect/core";
import type { Announce } from "./announce.js";
import type { Host } from "./host.js";
import type { Palette } from "./palette.js";

/** What all parts of a page share. */
export interface PageContext {
  readonly report: Report;
  readonly host: Host;
  readonly palette: Palette;
  readonly announce: Announce;
  /** Shows a folder on the map; false where the report does not name it. */
  showFolder(place: Place): boolean;
}
