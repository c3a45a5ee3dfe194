import { element } from "./dom.js";

/** A part of the page with a heading of its own. */
export interface Panel {
  readonly id: string;
  readonly title: string;
  /** How many there are of what it shows, for the heading. */
  readonly count?: string | undefined;
  readonly element: HTMLElement;
}

/** Makes a part of the page. */
export function panel(
  id: string,
  title: string,
  count: string | undefined,
  ...children: readonly (Node | string | undefined)[]
): Panel {
  const heading = element(
    "h2",
    { attributes: { id: `${id}-title` } },
    title,
    ...(count === undefined ? [] : [" ", element("span", { class: "count" }, count)]),
  );
  const made = element(
    "section",
    { class: "panel", attributes: { id, "aria-labelledby": `${id}-title` } },
    heading,
    ...children,
  );
  return { id, title, count, element: made };
}
