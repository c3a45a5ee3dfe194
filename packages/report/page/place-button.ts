import type { Place } from "@transect/core";
import { fullPath } from "../src/full-path.js";
import { safeText } from "../src/safe-text.js";
import { button, element } from "./dom.js";
import { icon } from "./icon.js";
import type { PlaceContext } from "./page-context.js";

/** A place as the report's reader knows it: with its root where there are several. */
function placeText({ severalRoots }: PlaceContext, place: Place): string {
  return safeText(severalRoots || place.path === "." ? fullPath(place) : place.path);
}

/**
 * A path that can be pressed. A file is opened or copied by the host; a folder is shown on the map, if it is there, and
 * has a second button for the host.
 */
export function placeButton(context: PlaceContext, place: Place, kind: "file" | "directory"): HTMLElement {
  const text = placeText(context, place);
  const path = element("span", { class: "path" }, ...pathParts(text));
  const hosted = (): void => void activate(context, place, kind);
  if (kind === "file")
    return button(withIcon("file", path), hosted, {
      class: "place",
      attributes: { title: `${context.host.verb} this file` },
    });
  const show = (): void => {
    if (!context.showFolder(place)) hosted();
  };
  return element(
    "span",
    { class: "places" },
    button(withIcon("folder", path), show, { class: "place", attributes: { title: context.showsFolder } }),
    hostButton(context, place, kind),
  );
}

/** A small button that has the host open or copy a place. */
export function hostButton(context: PlaceContext, place: Place, kind: "file" | "directory"): HTMLButtonElement {
  const label = `${context.host.verb} ${placeText(context, place)}`;
  return button(icon(context.host.icon), () => void activate(context, place, kind), {
    class: "small",
    attributes: { "aria-label": label, title: context.host.verb },
  });
}

/** Has the host open or copy a place, and says what came of it. */
export async function activate(
  { host, announce }: PlaceContext,
  place: Place,
  kind: "file" | "directory",
): Promise<void> {
  const said = await host.activate(place, kind);
  if (said !== undefined) announce(said);
}

/** Folders fainter than the name, which is what one looks for; lines break at slashes. */
function pathParts(text: string): (HTMLElement | string)[] {
  const end = text.lastIndexOf("/") + 1;
  const parts: (HTMLElement | string)[] = [];
  if (end > 0) parts.push(element("span", { class: "path-folders" }, text.slice(0, end)));
  return [...parts, element("span", { class: "path-name" }, text.slice(end))];
}

function withIcon(name: "file" | "folder", path: HTMLElement): HTMLElement {
  return element("span", { class: "place-inner" }, icon(name), path);
}
