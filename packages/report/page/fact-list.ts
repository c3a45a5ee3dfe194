import { element } from "./dom.js";

/** A term with what it says. */
export type Fact = readonly [string, string];

/** Facts below each other. */
export function factList(facts: readonly Fact[]): HTMLElement {
  return element(
    "dl",
    { class: "fact-list" },
    ...facts.map(([term, said]) => element("div", {}, element("dt", {}, term), element("dd", {}, said))),
  );
}
