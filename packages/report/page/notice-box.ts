import { element } from "./dom.js";
import { icon } from "./icon.js";

/** What a reader must know before any number. */
export function noticeBox(label: string, said: readonly HTMLElement[]): HTMLElement {
  return element(
    "div",
    { class: "notice", attributes: { role: "note", "aria-label": label } },
    icon("warning"),
    element("div", {}, ...said),
  );
}
