import { counted, grouped } from "../../src/quantity.js";
import { button, element } from "../dom.js";
import { icon } from "../icon.js";
import type { PlaceContext } from "../page-context.js";
import { placeButton } from "../place-button.js";
import { type Findable, pathTest } from "./find-places.js";

const FIRST = 20;
const WAIT_MS = 80;

/** The field for a search and where its finds appear. */
export interface SearchBox {
  readonly field: HTMLElement;
  readonly finds: HTMLElement;
}

/** What is searched. */
export interface SearchOptions {
  /** All that can be found, in the order of finds. Asked for at the first search. */
  readonly places: () => readonly Findable[];
  /** How many there are that the report counts without naming them. */
  readonly unnamed: number;
  /** Is told what paths are looked for; `undefined` ends that. */
  readonly onFind: (test: ((path: string) => boolean) | undefined) => void;
}

/** Makes a search over all that the report names. */
export function createSearchBox(context: PlaceContext, { onFind, unnamed, ...options }: SearchOptions): SearchBox {
  let places: readonly Findable[] | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const attributes = {
    type: "search",
    placeholder: "Search files and folders",
    "aria-label": "Search files and folders",
    "aria-keyshortcuts": "/",
    spellcheck: "false",
    autocomplete: "off",
  };
  const input = element("input", { attributes });
  const list = element("ul", { class: "finds-list" });
  const said = element("p", { class: "finds-said", attributes: { role: "status" } });
  const finds = element(
    "section",
    { class: "panel finds", attributes: { "aria-label": "What was found", hidden: true } },
    said,
    list,
  );
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => search(input.value), WAIT_MS);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || input.value === "") return;
    input.value = "";
    search("");
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement;
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    input.focus();
    event.preventDefault();
  });
  return { field: element("div", { class: "search", attributes: { role: "search" } }, icon("search"), input), finds };

  function search(query: string): void {
    const test = pathTest(query);
    finds.hidden = test === undefined;
    onFind(test);
    if (test === undefined) return;
    places ??= options.places();
    const found = places.filter(({ text }) => test(text));
    const limits =
      unnamed === 0
        ? ""
        : ` among the ${grouped(places.length)} that the report names; ${grouped(unnamed)} it does not`;
    said.textContent = `${counted(found.length, "find")}${limits}.`;
    show(found, FIRST);
  }

  function show(found: readonly Findable[], most: number): void {
    const rows = found
      .slice(0, most)
      .map(({ place, kind, said }) =>
        element(
          "li",
          {},
          placeButton(context, place, kind),
          said === undefined ? undefined : element("span", { class: "quiet" }, said),
        ),
      );
    list.replaceChildren(...rows);
    if (found.length <= most) return;
    list.append(
      element(
        "li",
        {},
        button(`Show more of ${grouped(found.length - most)}`, () => show(found, most + 100), { class: "more" }),
      ),
    );
  }
}
