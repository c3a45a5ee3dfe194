import { element } from "./dom.js";
import type { Panel } from "./panel.js";
import type { SearchBox } from "./search/search-box.js";

/** What stands on a page. */
interface PageParts {
  readonly title: string;
  /** Whether all was seen, beside the title. */
  readonly state: HTMLElement;
  readonly search: SearchBox;
  /** A line on how the report came about. */
  readonly about: string | undefined;
  /** What a reader must know before any number. */
  readonly notice: HTMLElement | undefined;
  readonly summary: readonly HTMLElement[];
  readonly panels: readonly Panel[];
  /** The part that keyboards can skip to, and what it is called. */
  readonly skip: { readonly to: string; readonly title: string };
}

/** Puts the parts of a page in their places, before what is there already. */
export function fillPage(page: HTMLElement, parts: PageParts): void {
  const { title, state, search, about, notice, summary, panels, skip } = parts;
  const links = panels.map(({ id, title: name }) =>
    element("li", {}, element("a", { attributes: { href: `#${id}` } }, name)),
  );
  page.prepend(
    element("a", { class: "skip", attributes: { href: `#${skip.to}` } }, `Skip to ${skip.title}`),
    element(
      "header",
      { class: "top" },
      element("div", { class: "title" }, heading(title), state),
      search.field,
      element("nav", { class: "contents", attributes: { "aria-label": "Contents" } }, element("ul", {}, ...links)),
    ),
    element(
      "main",
      {},
      search.finds,
      ...(about === undefined ? [] : [element("p", { class: "ran" }, about)]),
      notice,
      ...summary,
      element("div", { class: "panels" }, ...panels.map((one) => one.element)),
    ),
  );
  document.title = `${title} – Transect`;
}

/** Where there is no room for all of a path, its end is what tells it from others. */
function heading(title: string): HTMLElement {
  const end = Math.max(title.lastIndexOf("/", title.length - 2), title.lastIndexOf("\\", title.length - 2)) + 1;
  const part = (name: string, text: string): HTMLElement => element("span", { class: name }, text);
  return element("h1", {}, part("lead", title.slice(0, end)), part("last", title.slice(end)));
}
