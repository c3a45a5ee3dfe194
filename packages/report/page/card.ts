import { element } from "./dom.js";

/** A number that stands out, what it is, and what else is to be said of it. `name` tells cards apart. */
export function card(term: string, large: string, small: string, name: string): HTMLElement {
  return element(
    "div",
    { class: "card", attributes: { "data-total": name } },
    element("dt", {}, term),
    element("dd", { class: "large" }, large),
    element("dd", { class: "small-print" }, small),
  );
}
